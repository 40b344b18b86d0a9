import { blocked, origin, type Handling } from '../handling.ts';
import { privateAddress, reachesNetworks } from '../private-address.ts';
import type { Chosen, RouteChoice } from '../route-choice.ts';

const CONNECT = 'connect-network';

/** Backends that API Gateway reaches through a VPC link (docs: mapping, B2). */
export const vpcBackend: RouteChoice = {
  code: 'VPC-BACKEND',
  text: {
    severity: 'decision',
    message: 'The backend of {detail}.',
    awsBehaviour: 'API Gateway reaches the backend in a VPC by the network interfaces of the link.',
    apimBehaviour:
      'A gateway calls what its own network reaches: by injection into a virtual network (Developer, Premium), by outbound integration (StandardV2, PremiumV2), or where a self-hosted gateway runs.',
    remedy:
      'Join the networks by VPN or ExpressRoute, or run a self-hosted gateway in the VPC; until then keep API Gateway.',
    differs: ['backend url', 'backend header', 'status', 'header', 'body'],
    options: [
      {
        name: 'keep-api-gateway-origin',
        consequence: 'API Management calls API Gateway, which goes on using the link.',
        recommended: true,
      },
      {
        name: CONNECT,
        consequence:
          'API Management calls the private address. The networks have to be joined and the name has to resolve there before the run, else every call fails; the load balancer sees its own name as the host.',
      },
    ],
  },
  concerns: ['integration'],
  applies: ({ route: { method, path, integration } }) =>
    (integration?.type === 'HTTP' || integration?.type === 'HTTP_PROXY') && integration.connectionType === 'VPC_LINK'
      ? `${method} ${path}, ${integration.uri ?? 'without an address'}, is behind the VPC link ${integration.connectionId ?? 'of no name'}`
      : undefined,
  handling: (option, asked) =>
    option === CONNECT ? whyUnreachable(asked) : origin('the backend is behind a VPC link'),
};

function whyUnreachable({ route, api, context }: Chosen): Handling | undefined {
  if (!reachesNetworks(context.tier))
    return blocked('ROUTE-OPTION', `a service of the tier ${context.tier} reaches no private network`);
  const address = route.integration && privateAddress(route.integration, api, context.inventory);
  return address !== undefined && 'why' in address ? blocked('ROUTE-OPTION', address.why) : undefined;
}
