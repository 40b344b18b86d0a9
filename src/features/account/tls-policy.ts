import { defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';
import { below } from '../../model/source-ref.ts';

/** The least TLS version and the ciphers of endpoints and domain names (docs: mapping, B9). */
export const tlsPolicy = defineAccountFeature({
  id: 'tls-policy',
  fidelity: 'C',
  findings: {
    'TLS-POLICY': {
      severity: 'review',
      message: '{detail}',
      awsBehaviour: 'The security policy says which TLS versions and ciphers are taken.',
      apimBehaviour: 'TLS 1.2 and 1.3 are taken; older ones only where a customProperty of the service allows them.',
      remedy: 'Look in the access logs for callers with an older TLS before the cutover.',
    },
  },
  assess: (inventory) => [
    ...inventory.domainNames.flatMap(({ at, name, securityPolicy }) =>
      securityPolicy === undefined
        ? []
        : [
            report(
              tlsPolicy,
              'TLS-POLICY',
              below(at, 'securityPolicy'),
              `${name} has the security policy ${securityPolicy}.`,
            ),
          ],
    ),
    ...inventory.apis.flatMap(({ at, name, securityPolicy }) =>
      securityPolicy === undefined
        ? []
        : [
            report(
              tlsPolicy,
              'TLS-POLICY',
              below(at, 'securityPolicy'),
              `The endpoint of ${name} has the security policy ${securityPolicy}.`,
            ),
          ],
    ),
  ],
});
