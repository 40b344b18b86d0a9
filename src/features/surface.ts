import type { AwsApi } from '../model/aws.ts';
import type { Finding } from '../model/finding.ts';
import type { LedgerEntry } from '../model/plan.ts';
import { below } from '../model/source-ref.ts';
import * as cs from '../csharp/build.ts';
import { choose } from '../policy/build.ts';
import { defineFeature, enter, report, NOTHING, type PolicyContribution } from './feature.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { isWildcard } from './operations.ts';
import { BLOCKS } from './route-blocks.ts';
import { isNative, type RoutePlan } from './handling.ts';

/** Routes as operations: ANY by verb, `{proxy+}` and `$default` as wildcards (docs: mapping, B1). */
export const surface = defineFeature({
  id: 'surface',
  fidelity: 'C',
  claims: ['route'],
  findings: {
    'ROUTE-WILDCARD': {
      severity: 'info',
      message: 'The wildcard of {detail} takes at least one segment.',
      awsBehaviour: 'A greedy parameter needs at least one segment.',
      apimBehaviour: 'A wildcard may match none: such a call is refused as one that no route takes.',
      remedy: 'Call the path without a segment on both sides and compare the answers.',
    },
    'ROUTE-ALIKE': {
      severity: 'review',
      message: '{detail} in place of it: their paths differ in case or slashes only.',
      awsBehaviour: 'Each of the routes answers, in the same way.',
      apimBehaviour: 'One operation answers for both.',
      remedy: 'Nothing needs to be done while both do the same; take one away when convenient.',
    },
    'ROUTE-UNKNOWN': {
      severity: 'info',
      differs: ['status', 'header', 'body'],
      message: 'Calls that no route takes are answered otherwise.',
      awsBehaviour: 'A REST API answers 403 with the message Missing Authentication Token, an HTTP API 404 Not Found.',
      apimBehaviour:
        "It answers 404 itself, perhaps before the API's own policies run; those of all APIs of the service could word it.",
      remedy: 'Nothing, unless callers read that answer: then add an on-error section to the policy of all APIs.',
    },
    ...BLOCKS,
  },
  translate: (api, { routes }) => ({
    ...NOTHING,
    findings: [
      ...unknownPaths(api, routes),
      ...routes.flatMap(({ route, handling, operations, answeredBy }) => {
        const name = `${route.method} ${route.path}`;
        // A policy of a person's own that does not count is told by override.ts, callers who sign by iam-callers.ts.
        if (handling.kind === 'blocked' && /^(OVERRIDE-.*|IAM-CALLERS)$/.test(handling.code)) return [];
        if (handling.kind === 'blocked')
          return [report(surface, handling.code, route.at, `${name} cannot be carried: ${handling.why}`)];
        if (answeredBy !== undefined)
          return [report(surface, 'ROUTE-ALIKE', route.at, `${answeredBy.method} ${answeredBy.path} answers ${name}`)];
        const isGreedy = operations.some(({ urlTemplate }) => isWildcard(urlTemplate));
        return isGreedy && route.path !== '$default' ? [report(surface, 'ROUTE-WILDCARD', route.at, name)] : [];
      }),
    ],
    policies: routes
      .filter((plan) => isNative(plan) && plan.route.path !== '$default')
      .flatMap((plan) => emptyWildcards(plan, api)),
    entries: routes.flatMap(routeEntry),
  }),
});

/** A wildcard that matched nothing is no call of the route (edge case 6). */
function emptyWildcards({ operations }: RoutePlan, api: AwsApi): readonly PolicyContribution[] {
  return operations.flatMap(({ id, urlTemplate }) => {
    const name = /\{\*([^{}]+)\}/.exec(urlTemplate)?.[1];
    if (name === undefined) return [];
    const matched = cs.call(cs.context('Request', 'MatchedParameters'), 'GetValueOrDefault', name, '');
    const condition = cs.binary('==', matched, '');
    const nodes = [choose([{ condition, policies: [gatewayAnswer(api, 'MISSING_AUTHENTICATION_TOKEN')] }])];
    return [{ operationIds: [id], section: 'inbound', place: 'host-gate', nodes }];
  });
}

/** Where something takes every path and verb, no call is unknown. */
function unknownPaths(api: AwsApi, routes: readonly RoutePlan[]): readonly Finding[] {
  const takesAll = (path: string): boolean => path === '$default' || /^\/\{[^{}]+\+\}$/.test(path);
  const isServed = routes.some(({ handling }) => handling.kind !== 'blocked');
  return !isServed || routes.some(({ route }) => takesAll(route.path) && route.method === 'ANY')
    ? []
    : [report(surface, 'ROUTE-UNKNOWN', below(api.at, 'paths'))];
}

function routeEntry({ route, handling, operations, answeredBy }: RoutePlan): LedgerEntry[] {
  const isPlain =
    answeredBy === undefined &&
    route.method !== 'ANY' &&
    operations.every(({ urlTemplate }) => !isWildcard(urlTemplate));
  const column = handling.kind === 'blocked' ? 'blocked' : isPlain ? 'translated' : 'differs';
  return enter('surface', [{ kind: 'route', at: route.at }], column);
}
