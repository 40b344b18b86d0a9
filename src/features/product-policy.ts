import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import type { AwsThrottle, AwsUsagePlan } from '../model/aws-account.ts';
import { generationOf, type ApimTier } from '../model/tier.ts';
import { base, choose, document, quota, quotaByKey, rateLimit, type Limit } from '../policy/build.ts';
import type { PolicyDocument, PolicyElement } from '../policy/tree.ts';
import { gatewayAnswer, NO_API } from './gateway-answer.ts';
import { limits } from './throttle.ts';

type Quota = NonNullable<AwsUsagePlan['quota']>;

/** Seconds of the one window that the Consumption tier has for a plan's rate: between a burst and a lasting rate. */
export const PLAN_WINDOW_SECONDS = 10;

const DAY_SECONDS = 86_400;
/** Windows of `quota` have one length, months have not. */
export const QUOTA_WINDOW_DAYS: Readonly<Record<Quota['period'], number>> = { DAY: 1, WEEK: 7, MONTH: 30 };

/** Rate and quota of a usage plan, by subscription, with the policies that the tier has (docs: mapping, B5, C3). */
export function productPolicy(plan: AwsUsagePlan, tier: ApimTier): PolicyDocument {
  const { free, rate, quota: calls } = planLimits(plan, tier);
  return document({ inbound: [base(), ...free, ...alone(rate, rateLimit), ...alone(calls, quota)] });
}

/** A usage plan with the APIs that it counts, by their ids in API Management. */
export interface PlanOfApis {
  readonly plan: AwsUsagePlan;
  readonly apimIds: readonly string[];
}

/**
 * Limits of several usage plans in one product: each counts the calls of its own APIs, under the counters that it has alone. A key may
 * be in one plan only of each API's stage (API Gateway guide, usage plans, checked 2026-11-29), so that one branch fits a call.
 * Undefined where the tier's policies cannot count one plan apart from another.
 */
export function compositePolicy(plans: readonly PlanOfApis[], tier: ApimTier): PolicyDocument | undefined {
  const counted = plans
    .filter(({ apimIds }) => apimIds.length > 0)
    .map(({ plan, apimIds }) => ({ apimIds, limits: planLimits(plan, tier) }));
  const rates = onceFor(counted, 'rate', rateLimit);
  const quotas = onceFor(counted, 'quota', quota);
  if (rates === undefined || quotas === undefined) return undefined;
  const apiId = cs.context('Api', 'Id');
  const branches = counted
    .map(({ apimIds, limits: { free, rate, quota: calls } }) => ({
      condition: cs.any(apimIds.map((id) => cs.binary('==', apiId, id))),
      policies: [
        ...free,
        ...(rates.length === 0 ? alone(rate, rateLimit) : []),
        ...(quotas.length === 0 ? alone(calls, quota) : []),
      ],
    }))
    .filter(({ policies }) => policies.length > 0);
  // What exceeds a rate is no call of a quota.
  return document({ inbound: [base(), ...rates, ...(branches.length === 0 ? [] : [choose(branches)]), ...quotas] });
}

/** Limits of a plan: policies that stand as often as they are asked for, and limits whose policy stands once in a document. */
interface PlanLimits {
  readonly free: readonly PolicyElement[];
  readonly rate?: Limit;
  readonly quota?: Limit;
}

interface CountedPlan {
  readonly apimIds: readonly string[];
  readonly limits: PlanLimits;
}

const alone = (limit: Limit | undefined, policy: (own: Limit) => PolicyElement): readonly PolicyElement[] =>
  limit === undefined ? [] : [policy(limit)];

/** The largest number that the attribute takes (xs:int): a limit that nobody reaches. */
const UNREACHED = 2_147_483_647;

/**
 * One policy for the limits of several plans, by their APIs; nothing where no more than one plan has such a limit, which stands in its
 * branch. It has one window (quota.xsd), and counts every API by itself: undefined where the plans ask for more.
 */
function onceFor(
  plans: readonly CountedPlan[],
  kind: 'rate' | 'quota',
  policy: typeof rateLimit,
): readonly PolicyElement[] | undefined {
  const own = plans.flatMap(({ apimIds, limits: { [kind]: limit } }) =>
    limit === undefined ? [] : [{ apimIds, limit }],
  );
  const [first, ...others] = own;
  if (first === undefined || others.length === 0) return [];
  const { renewalPeriodSeconds } = first.limit;
  const isOneWindow = own.every(({ limit }) => limit.renewalPeriodSeconds === renewalPeriodSeconds);
  if (!isOneWindow || own.some(({ apimIds }) => apimIds.length > 1)) return undefined;
  const apis = own.flatMap(({ apimIds, limit }) => apimIds.map((apiId) => ({ apiId, ...limit })));
  return [policy({ calls: UNREACHED, renewalPeriodSeconds }, apis)];
}

const subscriptionId = (): Expression => cs.member(cs.context('Subscription'), 'Id');

function planLimits(plan: AwsUsagePlan, tier: ApimTier): PlanLimits {
  const rates = plan.throttle === undefined ? { free: [] } : ratesOf(plan, plan.throttle, tier);
  const quotas = plan.quota === undefined ? { free: [] } : quotaOf(plan, plan.quota, tier);
  return { ...rates, ...quotas, free: [...rates.free, ...quotas.free] };
}

function ratesOf(
  { id }: AwsUsagePlan,
  { rateLimit: rate, burstLimit: burst }: AwsThrottle,
  tier: ApimTier,
): PlanLimits {
  const refusal = gatewayAnswer(NO_API, 'THROTTLED');
  if (generationOf(tier) !== 'consumption')
    return { free: limits(rate, burst, (window) => cs.concatenation(`${id}/${window}/`, subscriptionId()), refusal) };
  if (rate === 0 || burst === 0) return { free: [refusal] };
  // Consumption has no limit by key, and rate-limit stands once in a document: one window instead of two.
  return { free: [], rate: { calls: planWindowCalls(rate, burst), renewalPeriodSeconds: PLAN_WINDOW_SECONDS } };
}

/** Calls that API Gateway's bucket admits in the one window. */
export const planWindowCalls = (rate: number, burst: number): number => Math.ceil(PLAN_WINDOW_SECONDS * rate + burst);

/** Classic tiers count by calendar: the key names the window and its period of 0 never ends (edge case 20). Others count from a subscription's start. */
function quotaOf({ id }: AwsUsagePlan, { limit: calls, period }: Quota, tier: ApimTier): PlanLimits {
  if (generationOf(tier) !== 'classic')
    return { free: [], quota: { calls, renewalPeriodSeconds: QUOTA_WINDOW_DAYS[period] * DAY_SECONDS } };
  const key = cs.concatenation(`${id}/quota/`, subscriptionId(), '/', calendarWindow(period));
  return { free: [quotaByKey({ calls, renewalPeriodSeconds: 0 }, key)] };
}

/** The first day of the window, or its month. A week of API Gateway begins on Sunday, which is day 0 of .NET's as well. */
function calendarWindow(period: Quota['period']): Expression {
  const now = cs.member(cs.named('DateTime'), 'UtcNow');
  if (period === 'MONTH') return cs.call(now, 'ToString', 'yyyyMM');
  const daysSinceSunday = cs.cast('int', cs.member(now, 'DayOfWeek'));
  const first = period === 'WEEK' ? cs.call(now, 'AddDays', cs.binary('-', 0, daysSinceSunday)) : now;
  return cs.call(first, 'ToString', 'yyyyMMdd');
}
