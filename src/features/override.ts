import type { AwsRoute } from '../model/aws.ts';
import { constructsOfRoute } from '../model/construct.ts';
import { DIFFERENCE_PLACES } from '../model/finding.ts';
import { defineFeature, enter, report, NOTHING } from './feature.ts';

/** Routes whose operations have a policy of a person's own. */
export const override = defineFeature({
  id: 'override',
  fidelity: 'D',
  claims: ['integration', 'integration-response', 'mapping-template', 'validator-attachment', 'authorizer-attachment'],
  findings: {
    'OVERRIDE': {
      severity: 'review',
      differs: DIFFERENCE_PLACES,
      message: 'The policy of {detail} is supplied by a person.',
      awsBehaviour: 'API Gateway does what the route says.',
      apimBehaviour:
        'The operations of the route do what the policy says, and nothing else of the route is translated.',
      remedy: 'Ask both gateways the same, with callers who must be refused among them.',
    },
    'OVERRIDE-STALE': {
      severity: 'blocker',
      differs: DIFFERENCE_PLACES,
      message: 'The override of {detail}.',
      awsBehaviour: 'The route is another than the one that the policy was written for.',
      apimBehaviour: 'The policy is not used.',
      remedy: 'Look at what has changed, and give the digest of the route as it is now with the override.',
    },
    'OVERRIDE-INVALID': {
      severity: 'blocker',
      differs: DIFFERENCE_PLACES,
      message: 'The override of {detail}.',
      awsBehaviour: 'API Gateway does what the route says.',
      apimBehaviour: 'The policy would be refused.',
      remedy: 'Correct the policy at the place that is named.',
    },
  },
  translate(_api, { routes }) {
    const own = routes.filter(({ handling }) => handling.kind === 'override');
    return {
      ...NOTHING,
      findings: routes.flatMap(({ route, handling }) => {
        if (handling.kind === 'override') return [report(override, 'OVERRIDE', route.at, nameOf(route))];
        if (handling.kind !== 'blocked' || !isOfOverride(handling.code)) return [];
        return [report(override, handling.code, route.at, `${nameOf(route)} is not used: ${handling.why}`)];
      }),
      entries: own.flatMap(({ route }) =>
        enter(
          'override',
          constructsOfRoute(route).filter(({ kind }) => kind !== 'route'),
          'differs',
        ),
      ),
    };
  },
});

const nameOf = ({ method, path }: AwsRoute): string => `${method} ${path}`;

const isOfOverride = (code: string): boolean => code === 'OVERRIDE-STALE' || code === 'OVERRIDE-INVALID';
