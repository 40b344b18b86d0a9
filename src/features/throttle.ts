import type { AwsMethodSettings } from '../model/aws.ts';
import { below } from '../model/source-ref.ts';
import { generationOf, type TierGeneration } from '../model/tier.ts';
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

type Throttled = Pick<AwsMethodSettings, 'at' | 'key' | 'throttlingRateLimit' | 'throttlingBurstLimit'>;

const rateOf = ({ throttlingRateLimit: rate = 0 }: Throttled): number => rate;
const burstOf = ({ throttlingRateLimit: rate = 0, throttlingBurstLimit: burst = Math.ceil(rate) }: Throttled): number =>
  burst;

/** A limit of zero is a refusal, which every tier has. */
const isClosed = (setting: Throttled): boolean => rateOf(setting) === 0 || burstOf(setting) === 0;

/** A method's limit in words, before and after. */
function inWindows(setting: Throttled, generation: TierGeneration): string {
  const name = setting.key === '*/*' ? 'The stage' : setting.key.replaceAll('~1', '/');
  if (isClosed(setting)) return `${name} is closed by a limit of zero: every call is refused.`;
  const [rate, burst] = [rateOf(setting), burstOf(setting)];
  const before = `${name} may be called ${rate} times a second with bursts of ${burst}`;
  return generation === 'consumption'
    ? `${before}.`
    : `${before}: ${Math.ceil(rate + burst)} calls in a second and ${Math.ceil(60 * rate + burst)} in a minute.`;
}

const BUCKET = 'A bucket of tokens: at most burst + rate * seconds calls in any span of time.';
const CODES = { classic: 'THROTTLE-WINDOWS', v2: 'THROTTLE-BUCKETS', consumption: 'THROTTLE-NOT-IN-TIER' } as const;

/** Throttling of a stage and of its methods, by operation (docs: mapping, B5). */
export const throttle = defineFeature({
  id: 'throttle',
  fidelity: 'C',
  claims: ['throttle'],
  findings: {
    'THROTTLE-WINDOWS': {
      severity: 'info',
      message: '{detail}',
      awsBehaviour: BUCKET,
      apimBehaviour:
        'Two windows, of a second and of a minute. No caller who kept to the bucket is refused; a span of a window lets at most one call more pass than the bucket, a long time at most one burst a minute more. Each regional gateway counts for itself.',
      remedy: 'Lower the limits where the backend cannot take a burst every minute.',
    },
    'THROTTLE-BUCKETS': {
      severity: 'info',
      message: '{detail}',
      awsBehaviour: BUCKET,
      apimBehaviour:
        'The v2 tiers keep a bucket of tokens for each of two limits, which holds the calls of its window and fills up within it. No caller who kept to the bucket is refused; after a pause, a minute lets up to twice as many calls pass, a long time at most one burst a minute more. Each regional gateway counts for itself.',
      remedy: 'Lower the limits where the backend cannot take a burst every minute.',
    },
    'THROTTLE-NOT-IN-TIER': {
      severity: 'review',
      message: '{detail} Nothing limits it in the Consumption tier.',
      awsBehaviour: BUCKET,
      apimBehaviour:
        'The Consumption tier has no limit that all callers share: rate-limit counts by subscription, and not without one.',
      remedy: 'Let the backend limit its calls, give callers keys with a usage plan, or plan for another tier.',
    },
  },
  translate(api, { routes, tier }) {
    const generation = generationOf(tier);
    const settings = api.stage.methodSettings.filter(({ throttlingRateLimit }) => throttlingRateLimit !== undefined);
    const isLeft = (setting: Throttled): boolean => generation === 'consumption' && !isClosed(setting);
    return {
      ...NOTHING,
      findings: settings.map((setting) => {
        const code = isLeft(setting) ? CODES.consumption : generation === 'v2' ? CODES.v2 : CODES.classic;
        return report(throttle, code, below(setting.at, 'throttling'), inWindows(setting, generation));
      }),
      // A route that API Gateway stays the origin of is throttled there.
      policies: routes.filter(isNative).flatMap(({ route, operations }) => {
        const setting = settingFor(route, api, settings);
        if (setting === undefined || isLeft(setting)) return [];
        const key = (window: string): string => `${api.id}/${api.stage.name}/${route.method} ${route.path}/${window}`;
        const nodes = limits(rateOf(setting), burstOf(setting), key, gatewayAnswer(api, 'THROTTLED'));
        return [{ operationIds: operations.map(({ id }) => id), section: 'inbound', place: 'throttle', nodes }];
      }),
      entries: settings.flatMap((setting) =>
        enter(
          'throttle',
          [{ kind: 'throttle', at: below(setting.at, 'throttling') }],
          isLeft(setting) ? 'manual' : 'differs',
        ),
      ),
    };
  },
});
