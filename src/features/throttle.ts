import type { AwsApi, AwsMethodSettings, AwsRoute } from '../model/aws.ts';
import { below } from '../model/source-ref.ts';
import { rateLimitByKey, type Value } from '../policy/build.ts';
import type { PolicyElement } from '../policy/tree.ts';
import { defineFeature, enter, NOTHING } from './feature.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { isNative } from './route-plan.ts';

/**
 * A token bucket (r a second, burst b) as two windows with counters of their own: it admits at most b + r*p in any window of
 * p seconds (docs: mapping, B5). A rate of zero refuses all by `refusal`; a counter's key is made by `key` from the window's name.
 */
export function limits(
  rate: number,
  burst: number,
  key: (window: string) => Value,
  refusal: PolicyElement,
): readonly PolicyElement[] {
  if (rate === 0 || burst === 0) return [refusal];
  return [
    rateLimitByKey({ calls: Math.ceil(rate + burst), renewalPeriodSeconds: 1 }, key('second')),
    rateLimitByKey({ calls: Math.ceil(60 * rate + burst), renewalPeriodSeconds: 60 }, key('minute')),
  ];
}

/** Throttling of a stage and of its methods, by operation (docs: mapping, B5). */
export const throttle = defineFeature({
  id: 'throttle',
  fidelity: 'C',
  claims: ['throttle'],
  findings: {},
  translate(api, { routes }) {
    const settings = api.stage.methodSettings.filter(({ throttlingRateLimit }) => throttlingRateLimit !== undefined);
    const constructs = settings.map(({ at }) => ({ kind: 'throttle' as const, at: below(at, 'throttling') }));
    return {
      ...NOTHING,
      // A route that API Gateway stays the origin of is throttled there.
      policies: routes.filter(isNative).flatMap(({ route, operations }) => {
        const setting = settingFor(route, api, settings);
        const rate = setting?.throttlingRateLimit;
        if (rate === undefined) return [];
        const key = (window: string): string => `${api.id}/${api.stage.name}/${route.method} ${route.path}/${window}`;
        const burst = setting?.throttlingBurstLimit ?? Math.ceil(rate);
        const nodes = limits(rate, burst, key, gatewayAnswer(api, 'THROTTLED'));
        return [{ operationIds: operations.map(({ id }) => id), section: 'inbound', place: 'throttle', nodes }];
      }),
      entries: enter('throttle', constructs, 'differs'),
    };
  },
});

/** The method's own setting before the stage's; paths come raw or with `~1` for a slash. */
function settingFor(
  route: AwsRoute,
  api: AwsApi,
  settings: readonly AwsMethodSettings[],
): AwsMethodSettings | undefined {
  const names =
    api.type === 'HTTP'
      ? [`${route.method} ${route.path}`, route.path]
      : [`${route.path.slice(1)}/${route.method}`, `${route.path}/${route.method}`];
  const of = (wanted: readonly string[]): AwsMethodSettings | undefined =>
    settings.find(({ key }) => wanted.includes(key.replaceAll('~1', '/')));
  return of(names) ?? of(['*/*']);
}
