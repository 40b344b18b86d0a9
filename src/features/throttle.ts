import { below } from '../model/source-ref.ts';
import { rateLimitByKey, type Value } from '../policy/build.ts';
import type { PolicyElement } from '../policy/tree.ts';
import { defineFeature, enter, report, NOTHING } from './feature.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { settingFor } from './method-settings.ts';
import { isNative } from './handling.ts';

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

/** A method's limit in words, before and after. */
function inWindows(key: string, rate: number, burst = Math.ceil(rate)): string {
  const name = key === '*/*' ? 'The stage' : key.replaceAll('~1', '/');
  if (rate === 0 || burst === 0) return `${name} is closed by a limit of zero: every call is refused.`;
  return `${name} may be called ${rate} times a second with bursts of ${burst}: ${Math.ceil(rate + burst)} calls in a second and ${Math.ceil(60 * rate + burst)} in a minute.`;
}

/** Throttling of a stage and of its methods, by operation (docs: mapping, B5). */
export const throttle = defineFeature({
  id: 'throttle',
  fidelity: 'C',
  claims: ['throttle'],
  findings: {
    'THROTTLE-WINDOWS': {
      severity: 'info',
      message: '{detail}',
      awsBehaviour: 'A bucket of tokens: at most burst + rate * seconds calls in any span of time.',
      apimBehaviour:
        'Two windows, of a second and of a minute. No caller who kept to the bucket is refused; a span of a window lets at most one call more pass than the bucket, a long time at most one burst a minute more. Each regional gateway counts for itself.',
      remedy: 'Lower the limits where the backend cannot take a burst every minute.',
    },
  },
  translate(api, { routes }) {
    const settings = api.stage.methodSettings.filter(({ throttlingRateLimit }) => throttlingRateLimit !== undefined);
    const constructs = settings.map(({ at }) => ({ kind: 'throttle' as const, at: below(at, 'throttling') }));
    return {
      ...NOTHING,
      findings: settings.map(({ at, key, throttlingRateLimit = 0, throttlingBurstLimit }) =>
        report(
          throttle,
          'THROTTLE-WINDOWS',
          below(at, 'throttling'),
          inWindows(key, throttlingRateLimit, throttlingBurstLimit),
        ),
      ),
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
