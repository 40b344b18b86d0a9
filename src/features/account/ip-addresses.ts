import { defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';
import { below } from '../../model/source-ref.ts';

/** Endpoints with IPv6 addresses (docs: mapping, A1). */
export const ipAddresses = defineAccountFeature({
  id: 'ip-addresses',
  fidelity: 'C',
  findings: {
    'IPV6-ENDPOINT': {
      severity: 'review',
      message: '{detail}',
      awsBehaviour: 'The endpoint answers by IPv4 and IPv6.',
      apimBehaviour: 'The gateway answers by IPv4.',
      remedy: 'Look for callers without IPv4; Front Door takes both.',
    },
  },
  assess: (inventory) =>
    inventory.apis
      .filter(({ ipAddressType }) => ipAddressType === 'dualstack')
      .map(({ at, name }) =>
        report(ipAddresses, 'IPV6-ENDPOINT', below(at, 'ipAddressType'), `${name} has addresses of both kinds.`),
      ),
});
