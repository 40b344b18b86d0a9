import { defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';
import { clientTrust } from '../client-trust.ts';
import type { AwsTrustStore } from '../../model/aws-account.ts';
import { below } from '../../model/source-ref.ts';
import { plannedTier } from '../../model/tier.ts';

/** Domain names that ask callers for certificates, and whom they trust (docs: mapping, B3, D). */
export const mutualTls = defineAccountFeature({
  id: 'mutual-tls',
  fidelity: 'D',
  findings: {
    'MUTUAL-TLS': {
      severity: 'review',
      message: '{detail}',
      awsBehaviour:
        'The handshake takes certificates that an authority of the trust store signed; revocation is not looked at.',
      apimBehaviour:
        'The service asks by negotiateClientCertificate and trusts up to 10 authorities, in the classic tiers; validate-client-certificate checks.',
      remedy:
        'Nothing where the names are bound by the run; what cannot be carried blocks the APIs of the name, and Application Gateway asks for certificates instead.',
    },
    'MUTUAL-TLS-WARNING': {
      severity: 'review',
      message: 'The trust store of {detail}',
      awsBehaviour: 'API Gateway takes the certificate with this warning.',
      apimBehaviour: 'A service may refuse to take it.',
      remedy: 'Replace the certificate in the trust store.',
    },
  },
  assess: (inventory, request) =>
    inventory.domainNames.flatMap((domain) => {
      const { at, name, mutualTlsTruststoreUri: uri, mutualTlsTruststoreVersion: version, mutualTlsWarnings } = domain;
      const trust = clientTrust(domain, inventory, plannedTier(request.target));
      const becomes = trust?.kind === 'blocked' ? `Its APIs are blocked: ${trust.why}` : 'The service holds them';
      if (uri === undefined) return [];
      const store = inventory.trustStores.find((each) => each.uri === uri && each.version === version);
      const known = store === undefined ? 'which was not read' : `with ${wordsOf(store)}`;
      return [
        report(
          mutualTls,
          'MUTUAL-TLS',
          below(at, 'mutualTlsTruststoreUri'),
          `${name} trusts ${uri}${version === undefined ? '' : ` (version ${version})`}, ${known}. ${becomes}.`,
        ),
        ...(mutualTlsWarnings ?? []).map((warning, index) =>
          report(mutualTls, 'MUTUAL-TLS-WARNING', below(at, 'mutualTlsWarnings', index), `${name}: ${warning}`),
        ),
      ];
    }),
});

function wordsOf({ certificates }: AwsTrustStore): string {
  const each = certificates.map(
    ({ subject, fingerprint, notAfter }) => `${subject.replaceAll('\n', ' ')} (${fingerprint}, until ${notAfter})`,
  );
  return `${certificates.length} authorities${each.length === 0 ? '' : `: ${each.join('; ')}`}`;
}
