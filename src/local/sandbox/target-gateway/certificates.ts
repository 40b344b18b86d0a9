import type { ServerOptions } from 'node:https';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { IssuedCertificate } from '../authority.ts';
import { isJson } from '../azure/answers.ts';
import { servicePath } from '../azure/context.ts';
import { findResource } from '../azure/resource-store.ts';
import type { AzureState, VaultCertificate } from '../azure/state.ts';

/**
 * TLS of the target gateway: a host name of the service is served with the certificate that its configuration names in
 * Key Vault, read anew when the vault holds a newer version. Every other name gets `builtIn`, on which a handshake fails
 * unless it is the service's own name.
 */
export function targetCertificates(state: AzureState, builtIn: IssuedCertificate): ServerOptions {
  const made = new WeakMap<VaultCertificate, SecureContext>();
  return {
    key: builtIn.keyPem,
    cert: builtIn.certPem + builtIn.chainPem,
    SNICallback: (servername, answer) => {
      const certificate = certificateOf(state, servername.toLowerCase());
      if (certificate === undefined) {
        answer(null);
        return;
      }
      const context =
        made.get(certificate) ??
        // OpenSSL reads the PFX whatever profile it was written in; the chain in it is sent along.
        createSecureContext({ pfx: certificate.content, passphrase: certificate.password });
      made.set(certificate, context);
      answer(null, context);
    },
  };
}

/** API Management takes PKCS#12 only; a secret's id without version names the newest. */
function certificateOf(state: AzureState, hostname: string): VaultCertificate | undefined {
  const configurations = findResource(state, servicePath(state))?.properties['hostnameConfigurations'];
  if (!Array.isArray(configurations)) return undefined;
  const configuration = configurations.find(
    (one) => isJson(one) && one['type'] === 'Proxy' && String(one['hostName']).toLowerCase() === hostname,
  );
  const [, name, version] = /\/secrets\/([^/]+)(?:\/([^/]+))?$/.exec(String(configuration?.['keyVaultId'])) ?? [];
  const versions = state.certificates.get((name ?? '').toLowerCase());
  const found = version === undefined ? versions?.at(-1) : versions?.find((one) => one.version === version);
  return found?.contentType === 'application/x-pkcs12' ? found : undefined;
}
