import type { AwsApi } from '../model/aws.ts';
import { below } from '../model/source-ref.ts';
import {
  decide,
  defineFeature,
  report,
  NOTHING,
  EVERY_API_TYPE,
  type Decided,
  type FeatureContext,
} from './feature.ts';
import type { RoutePlan } from './handling.ts';

type Decisions = Pick<FeatureContext, 'mode' | 'decisions'>;

/**
 * An API whose own address is switched off cannot stay the origin of anything: its custom name is about to lead to API
 * Management. An assessment counts by the recommendation; a migration believes the address only once the source says it is on.
 */
export const endpointOff = defineFeature({
  id: 'endpoint-off',
  fidelity: 'D',
  claims: [],
  apiTypes: EVERY_API_TYPE,
  findings: {
    'ENDPOINT-OFF': {
      severity: 'decision',
      message: 'The execute-api address of the API is switched off, and {detail} need it.',
      awsBehaviour: 'The API answers under its custom domain name only.',
      apimBehaviour:
        'API Management calls API Gateway by its execute-api address where it stays the origin of a route: the custom name leads to API Management then.',
      remedy:
        'Switch the address on (disableExecuteApiEndpoint: false), let a resource policy admit the addresses of API Management only, and plan again.',
      options: [
        {
          name: 'open-the-endpoint',
          consequence:
            'Somebody switches the address on at AWS before the run; without a resource policy, callers who know it pass by what guards the custom name, such as mutual TLS.',
          recommended: true,
        },
        {
          name: 'move-the-backend',
          consequence: 'The routes are not carried until their backends are called without API Gateway.',
        },
      ],
    },
  },
  translate(api, context) {
    const needing = context.routes.filter((plan) => needsEndpoint(plan));
    if (!api.disableExecuteApiEndpoint || needing.length === 0) return NOTHING;
    const { finding, isOpen } = endpointDecision(api, context, needing.length);
    const isAssessed = context.mode === 'assess';
    return { ...NOTHING, findings: [isOpen || isAssessed ? finding : { ...finding, severity: 'blocker' }] };
  },
});

const needsEndpoint = ({ handling }: RoutePlan): boolean =>
  handling.kind === 'origin' ||
  (handling.kind === 'websocket' && !handling.isOwn) ||
  (handling.kind === 'blocked' && handling.code === 'ROUTE-ENDPOINT-OFF');

function endpointDecision(api: AwsApi, context: Decisions, count = 0): Decided {
  const at = below(api.at, 'disableExecuteApiEndpoint');
  return decide(report(endpointOff, 'ENDPOINT-OFF', at, count === 1 ? '1 route' : `${count} routes`), context);
}

/** Whether API Management can call the API where it stays the origin. */
export function isOriginReachable(api: AwsApi, context: Decisions): boolean {
  if (!api.disableExecuteApiEndpoint) return true;
  return context.mode === 'assess' && endpointDecision(api, context).option === 'open-the-endpoint';
}
