import { decideAround, defineAccountFeature } from '../account-feature.ts';
import { report } from '../feature.ts';

/** Private backends: VPC links and what they lead to (docs: mapping, B2). */
export const vpcLinks = defineAccountFeature({
  id: 'vpc-links',
  fidelity: 'D',
  findings: {
    'VPC-LINK': {
      severity: 'decision',
      message: 'The VPC link {detail}.',
      awsBehaviour: 'API Gateway reaches backends in a VPC by its network interfaces.',
      apimBehaviour:
        'The service reaches a VPC only by a network that joins both clouds, by a gateway in the VPC, or by a public listener.',
      remedy: 'Decide the way before routes of the link are moved; until then API Gateway stays their origin.',
      options: [
        {
          name: 'keep-api-gateway-origin',
          consequence: 'API Management calls API Gateway, which goes on using the link.',
          recommended: true,
        },
        {
          name: 'site-to-site',
          consequence: 'VPN or ExpressRoute joins the networks; the service needs injection or outbound integration.',
        },
        { name: 'self-hosted-gateway', consequence: 'A self-hosted gateway runs in the VPC.' },
        {
          name: 'public-listener',
          consequence: 'The load balancer gets a public listener that lets in the addresses of the service only.',
        },
      ],
    },
  },
  assess: (inventory, request) =>
    inventory.vpcLinks.map(({ at, name, targetArns, subnetIds, securityGroupIds, status }) => {
      const to =
        targetArns.length > 0
          ? targetArns
          : [`${subnetIds.join(', ') || 'no subnet'} by ${securityGroupIds.join(', ') || 'no security group'}`];
      return decideAround(
        report(
          vpcLinks,
          'VPC-LINK',
          at,
          `${name}${status === undefined ? '' : ` (${status})`} leads to ${to.join(', ')}`,
        ),
        request,
      );
    }),
});
