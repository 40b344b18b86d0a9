import type { ServerOptions } from 'node:https';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { IssuedCertificate } from '../authority.ts';
import type { AwsState } from '../aws/state.ts';
import { ASKS_CALLERS, SESSIONS } from '../caller-certificates.ts';

/**
 * TLS of the source gateway: a custom domain name is served with its certificate in ACM, every other name with
 * `builtIn`, which covers the gateway's own names.
 */
export function sourceCertificates(state: AwsState, builtIn: IssuedCertificate): ServerOptions {
  const made = new Map<string, SecureContext>();
  return {
    key: builtIn.keyPem,
    cert: builtIn.certPem + builtIn.chainPem,
    ...ASKS_CALLERS,
    SNICallback: (servername, answer) => {
      const domain = state.domainNames.get(servername.toLowerCase())?.domain;
      const arn = domain?.regionalCertificateArn ?? domain?.certificateArn;
      const certificate = arn === undefined ? undefined : state.certificates.get(arn);
      if (arn === undefined || certificate === undefined) {
        answer(null);
        return;
      }
      const { privateKeyPem, certificatePem, chainPem } = certificate;
      const context =
        made.get(arn) ?? createSecureContext({ key: privateKeyPem, cert: certificatePem + chainPem, ...SESSIONS });
      made.set(arn, context);
      answer(null, context);
    },
  };
}
