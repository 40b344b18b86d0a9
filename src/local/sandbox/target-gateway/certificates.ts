import type { ServerOptions } from 'node:https';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { IssuedCertificate } from '../authority.ts';
import { isJson, type Json } from '../azure/answers.ts';
import { servicePath } from '../azure/context.ts';
import { findResource } from '../azure/resource-store.ts';
import type { AzureState, VaultCertificate } from '../azure/state.ts';
import { ASKS_CALLERS, SESSIONS } from '../caller-certificates.ts';

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
    ...ASKS_CALLERS,
    SNICallback: (servername, answer) => {
      const certificate = certificateOf(state, servername.toLowerCase());
      if (certificate === undefined) {
        answer(null);
        return;
      }
      const context =
        made.get(certificate) ??
        // OpenSSL reads the PFX whatever profile it was written in; the chain in it is sent along.
        createSecureContext({ pfx: certificate.content, passphrase: certificate.password, ...SESSIONS });
      made.set(certificate, context);
      answer(null, context);
    },
  };
}

/** Whether the service asks callers of a name for a certificate. */
export const negotiates = (state: AzureState, hostname: string): boolean =>
  configurationOf(state, hostname.toLowerCase())?.['negotiateClientCertificate'] === true;

/** API Management takes PKCS#12 only; a secret's id without version names the newest. */
function certificateOf(state: AzureState, hostname: string): VaultCertificate | undefined {
  const configuration = configurationOf(state, hostname);
  const [, name, version] = /\/secrets\/([^/]+)(?:\/([^/]+))?$/.exec(String(configuration?.['keyVaultId'])) ?? [];
  const versions = state.certificates.get((name ?? '').toLowerCase());
  const found = version === undefined ? versions?.at(-1) : versions?.find((one) => one.version === version);
  return found?.contentType === 'application/x-pkcs12' ? found : undefined;
}

function configurationOf(state: AzureState, hostname: string): Json | undefined {
  const configurations = findResource(state, servicePath(state))?.properties['hostnameConfigurations'];
  if (!Array.isArray(configurations)) return undefined;
  return configurations
    .filter(isJson)
    .find((one) => one['type'] === 'Proxy' && String(one['hostName']).toLowerCase() === hostname);
}
