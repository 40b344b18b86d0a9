import { defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';

/** Private backends: VPC links and what they lead to (docs: mapping, B2). */
export const vpcLinks = defineAccountFeature({
  id: 'vpc-links',
  fidelity: 'D',
  findings: {
    'VPC-LINK': {
      severity: 'review',
      message: 'The VPC link {detail}.',
      awsBehaviour: 'API Gateway reaches backends in a VPC by its network interfaces.',
      apimBehaviour:
        'The service reaches a VPC only by a network that joins both clouds, by a gateway in the VPC, or by a public listener.',
      remedy:
        'Decide at the routes that use it (VPC-BACKEND); bicep/self-hosted-gateway.bicep describes a gateway in the VPC, of the Developer and Premium tiers; a load balancer with a public listener, which lets in the addresses of the service only, is an address as any.',
    },
  },
  assess: (inventory) =>
    inventory.vpcLinks.map(({ at, name, targetArns, subnetIds, securityGroupIds, status }) => {
      const to =
        targetArns.length > 0
          ? targetArns
          : [`${subnetIds.join(', ') || 'no subnet'} by ${securityGroupIds.join(', ') || 'no security group'}`];
      return report(
        vpcLinks,
        'VPC-LINK',
        at,
        `${name}${status === undefined ? '' : ` (${status})`} leads to ${to.join(', ')}`,
      );
    }),
});
