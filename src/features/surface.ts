import type { LedgerEntry } from '../model/plan.ts';
import { defineFeature, enter, report, NOTHING } from './feature.ts';
import { isWildcard } from './operations.ts';
import { BLOCKS } from './route-blocks.ts';
import type { RoutePlan } from './route-plan.ts';

/** Routes as operations: ANY by verb, `{proxy+}` and `$default` as wildcards (docs: mapping, B1). */
export const surface = defineFeature({
  id: 'surface',
  fidelity: 'C',
  claims: ['route'],
  findings: {
    'ROUTE-WILDCARD': {
      severity: 'info',
      message: 'The wildcard of {detail} may also match nothing.',
      awsBehaviour: 'A greedy parameter needs at least one segment.',
      apimBehaviour: 'A wildcard may match none.',
      remedy: 'Call the path without a segment on both sides and compare the answers.',
    },
    'ROUTE-ALIKE': {
      severity: 'review',
      message: '{detail} in place of it: their paths differ in case or slashes only.',
      awsBehaviour: 'Each of the routes answers, in the same way.',
      apimBehaviour: 'One operation answers for both.',
      remedy: 'Nothing needs to be done while both do the same; take one away when convenient.',
    },
    ...BLOCKS,
  },
  translate: (_api, { routes }) => ({
    ...NOTHING,
    findings: routes.flatMap(({ route, handling, operations, answeredBy }) => {
      const name = `${route.method} ${route.path}`;
      if (handling.kind === 'blocked')
        return [report(surface, handling.code, route.at, `${name} cannot be carried: ${handling.why}`)];
      if (answeredBy !== undefined)
        return [report(surface, 'ROUTE-ALIKE', route.at, `${answeredBy.method} ${answeredBy.path} answers ${name}`)];
      const isGreedy = operations.some(({ urlTemplate }) => isWildcard(urlTemplate));
      return isGreedy && route.path !== '$default' ? [report(surface, 'ROUTE-WILDCARD', route.at, name)] : [];
    }),
    entries: routes.flatMap(routeEntry),
  }),
});

function routeEntry({ route, handling, operations, answeredBy }: RoutePlan): LedgerEntry[] {
  const isPlain =
    answeredBy === undefined &&
    route.method !== 'ANY' &&
    operations.every(({ urlTemplate }) => !isWildcard(urlTemplate));
  const column = handling.kind === 'blocked' ? 'blocked' : isPlain ? 'translated' : 'differs';
  return enter('surface', [{ kind: 'route', at: route.at }], column);
}
