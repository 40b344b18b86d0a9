import { defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';
import { below } from '../../model/source-ref.ts';

/** Who may call private APIs and private domain names (docs: mapping, B9). */
export const privateAccess = defineAccountFeature({
  id: 'private-access',
  fidelity: 'D',
  findings: {
    'PRIVATE-API-ENDPOINTS': {
      severity: 'review',
      message: '{detail}',
      awsBehaviour: 'Only these VPC endpoints lead to the API.',
      apimBehaviour: 'A private endpoint of the service leads to all its APIs.',
      remedy:
        'Deploy bicep/private-access.bicep and bicep/network-rules.bicep, or use a service of its own for private APIs.',
    },
    'PRIVATE-DOMAIN-POLICY': {
      severity: 'blocker',
      message: 'The private domain name {detail} has a policy.',
      awsBehaviour: 'It says which VPC endpoints may call the name.',
      apimBehaviour: 'Nothing is planned that would check it.',
      remedy: 'Leave the name out of the run until its statements stand in network rules and policies.',
    },
    'PRIVATE-DOMAIN-ACCESS': {
      severity: 'review',
      message: 'The private domain name {detail}.',
      awsBehaviour: 'The association lets callers of the VPC endpoint use the name.',
      apimBehaviour: 'A record of the private DNS zone that is linked to the network takes its place.',
      remedy: 'Name the networks of these callers in bicep/private-access.bicep, which links the zone to them.',
    },
  },
  assess: (inventory) => [
    ...inventory.apis
      .filter(({ vpcEndpointIds }) => vpcEndpointIds.length > 0)
      .map(({ at, name, vpcEndpointIds }) =>
        report(
          privateAccess,
          'PRIVATE-API-ENDPOINTS',
          below(at, 'vpcEndpointIds'),
          `${name} is called by ${vpcEndpointIds.join(', ')}.`,
        ),
      ),
    ...inventory.domainNames.flatMap(({ at, name, policy, accessAssociations }) => [
      ...(policy === undefined ? [] : [report(privateAccess, 'PRIVATE-DOMAIN-POLICY', below(at, 'policy'), name)]),
      ...accessAssociations.map((each) =>
        report(privateAccess, 'PRIVATE-DOMAIN-ACCESS', each.at, `${name} is called by ${each.source}`),
      ),
    ]),
  ],
});
