import { defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';
import { below } from '../../model/source-ref.ts';

/** Names whose DNS was not read: they cannot be planned to move (docs: mapping, B9). */
export const hostedZones = defineAccountFeature({
  id: 'hosted-zones',
  fidelity: 'C',
  findings: {
    'HOSTNAME-DNS-UNKNOWN': {
      severity: 'review',
      message: '{detail}',
      awsBehaviour: 'Some DNS leads the name to API Gateway.',
      apimBehaviour: 'A cutover changes that record, so it has to be known and writable.',
      remedy: 'Name the zone and its provider in the run (dns), or read the account that holds it.',
    },
    'PRIVATE-ZONE': {
      severity: 'review',
      message: '{detail}',
      awsBehaviour: 'Resolvers of these VPCs see this answer only.',
      apimBehaviour: 'A cutover of the public zone does not reach them.',
      remedy: 'Change the private zone as well, in Azure DNS or where it is.',
    },
  },
  assess: (inventory) => [
    ...inventory.domainNames
      .filter(
        ({ name }) =>
          !inventory.hostedZones.some((zone) => !zone.isPrivate && zone.records.some((record) => record.name === name)),
      )
      .map(({ at, name }) =>
        report(hostedZones, 'HOSTNAME-DNS-UNKNOWN', at, `No public record of ${name} was found in what was read.`),
      ),
    ...inventory.hostedZones
      .filter(({ isPrivate }) => isPrivate)
      .flatMap(({ at, name, vpcIds, records }) =>
        records.map((record) =>
          report(
            hostedZones,
            'PRIVATE-ZONE',
            below(at, 'records', record.name, record.type),
            `${record.name} is also in the private zone ${name} of ${vpcIds.join(', ') || 'no VPC'}.`,
          ),
        ),
      ),
  ],
});
