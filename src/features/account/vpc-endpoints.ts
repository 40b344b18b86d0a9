import { defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';
import { below } from '../../model/source-ref.ts';

/** VPC endpoints by which private APIs are called, and their policies (docs: mapping, B3, B9; the guide, Private VPC endpoints). */
export const vpcEndpoints = defineAccountFeature({
  id: 'vpc-endpoints',
  fidelity: 'D',
  findings: {
    'VPC-ENDPOINT': {
      severity: 'review',
      message: 'The VPC endpoint {detail}.',
      awsBehaviour: 'Callers in the VPC reach private APIs by it.',
      apimBehaviour:
        'An internal network or an inbound private endpoint of the service takes its place, with a private DNS zone.',
      remedy: 'Deploy bicep/private-access.bicep, the private endpoint and its zones, before private APIs are moved.',
    },
    'VPC-ENDPOINT-POLICY': {
      severity: 'review',
      message: 'The VPC endpoint {detail} has a policy.',
      awsBehaviour: 'It says who may call which API through the endpoint.',
      apimBehaviour: 'Network security groups and the policies of the APIs are what is left to say so.',
      remedy:
        'Give bicep/network-rules.bicep the ranges of the callers, carry over by hand what a statement says of single APIs, and prove it by a call that must be refused.',
    },
  },
  assess: (inventory) =>
    inventory.vpcEndpoints.flatMap(({ at, id, vpcId, subnetIds, privateDnsEnabled, dnsNames, policy }) => [
      report(
        vpcEndpoints,
        'VPC-ENDPOINT',
        at,
        `${id} in ${vpcId} (${subnetIds.join(', ') || 'no subnet'}; private DNS ${privateDnsEnabled ? 'on' : 'off'}; ${dnsNames.join(', ') || 'no name'})`,
      ),
      ...(policy === undefined ? [] : [report(vpcEndpoints, 'VPC-ENDPOINT-POLICY', below(at, 'policy'), id)]),
    ]),
});
