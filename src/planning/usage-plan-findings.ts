import { planWindowCalls, PLAN_WINDOW_SECONDS, QUOTA_WINDOW_DAYS } from '../features/product-policy.ts';
import type { AwsUsagePlan } from '../model/aws-account.ts';
import type { Finding } from '../model/finding.ts';
import { below } from '../model/source-ref.ts';
import { generationOf, type ApimTier } from '../model/tier.ts';

export const FEATURE = 'usage-plan';

/** What of a plan's limits is other in API Management, by what its tier has. */
export function planFindings(plan: AwsUsagePlan, tier: ApimTier): readonly Finding[] {
  return [...rateFindings(plan, tier), ...quotaFindings(plan, tier)];
}

function rateFindings({ at, name, throttle }: AwsUsagePlan, tier: ApimTier): readonly Finding[] {
  if (throttle === undefined || generationOf(tier) !== 'consumption') return [];
  const { rateLimit: rate, burstLimit: burst } = throttle;
  if (rate === 0 || burst === 0) return [];
  return [
    {
      code: 'PLAN-RATE-WINDOW',
      severity: 'review',
      feature: FEATURE,
      at: below(at, 'throttle'),
      message: `Each subscription of ${name} may call ${planWindowCalls(rate, burst)} times in ${PLAN_WINDOW_SECONDS} seconds, instead of ${rate} times a second with bursts of ${burst}.`,
      awsBehaviour: 'A bucket of tokens by key: at most burst + rate * seconds calls in any span of time.',
      apimBehaviour: 'The Consumption tier has one window by subscription and no limit by key.',
      remedy: 'Plan for another tier where bursts must be limited within a second.',
    },
  ];
}

const CALENDAR = 'The quota starts anew with the day, the week or the month.';

function quotaFindings({ at, name, quota }: AwsUsagePlan, tier: ApimTier): readonly Finding[] {
  if (quota === undefined) return [];
  const place = below(at, 'quota');
  if (generationOf(tier) === 'classic') {
    if (quota.period !== 'WEEK') return [];
    return [
      {
        code: 'QUOTA-BY-WEEK',
        severity: 'info',
        feature: FEATURE,
        at: place,
        message: `The quota of ${name}, ${quota.limit} calls a week, starts anew on Sundays at 0:00 UTC.`,
        awsBehaviour: CALENDAR,
        apimBehaviour: 'The week of the calendar is part of the key that is counted by; it begins on Sunday.',
        remedy: 'Ask GetUsage when the weeks of a key begin, and tell its owner where that changes.',
      },
    ];
  }
  const days = QUOTA_WINDOW_DAYS[quota.period];
  return [
    {
      code: 'QUOTA-WINDOW',
      severity: 'review',
      feature: FEATURE,
      at: place,
      message: `The quota of ${name}, ${quota.limit} calls a ${quota.period.toLowerCase()}, is counted in windows of ${days === 1 ? 'one day' : `${days} days`} from the start of each subscription.`,
      awsBehaviour: CALENDAR,
      apimBehaviour: `The ${tier} tier has no quota by key: windows have one length, a month of 30 days, and begin when the subscription was made, which is the time of the migration.`,
      remedy: 'Tell the owners of keys when their quotas start anew, or plan for a classic tier.',
    },
  ];
}
