import * as cs from '../csharp/build.ts';
import type { AwsUsagePlan } from '../model/aws-account.ts';
import { base, choose, document, quotaByKey } from '../policy/build.ts';
import type { PolicyDocument, PolicyElement } from '../policy/tree.ts';
import { gatewayAnswer, NO_API } from './gateway-answer.ts';
import { limits } from './throttle.ts';

/** Limits of a usage plan, as the policy of its product. */
export function productPolicy(plan: AwsUsagePlan): PolicyDocument {
  return document({ inbound: [base(), ...planLimits(plan)] });
}

/** A usage plan with the APIs that it counts, by their ids in API Management. */
export interface PlanOfApis {
  readonly plan: AwsUsagePlan;
  readonly apimIds: readonly string[];
}

/**
 * Limits of several usage plans in one product: each counts the calls of its own APIs, under the counters that it has alone. A key may
 * be in one plan only of each API's stage (API Gateway guide, usage plans, checked 2026-11-29), so that one branch fits a call.
 */
export function compositePolicy(plans: readonly PlanOfApis[]): PolicyDocument {
  const apiId = cs.context('Api', 'Id');
  const branches = plans
    .map(({ plan, apimIds }) => ({
      condition: cs.any(apimIds.map((id) => cs.binary('==', apiId, id))),
      policies: planLimits(plan),
    }))
    .filter(({ policies }) => policies.length > 0);
  return document({ inbound: [base(), ...(branches.length === 0 ? [] : [choose(branches)])] });
}

/** Rate and quota of a usage plan, by subscription (docs: mapping, B5). A weekly quota has no calendar window and is left out. */
function planLimits(plan: AwsUsagePlan): readonly PolicyElement[] {
  const owner = cs.member(cs.context('Subscription'), 'Id');
  const rates =
    plan.throttle === undefined
      ? []
      : limits(
          plan.throttle.rateLimit,
          plan.throttle.burstLimit,
          (window) => cs.concatenation(`${plan.id}/${window}/`, owner),
          gatewayAnswer(NO_API, 'THROTTLED'),
        );
  // A period of 0 never ends; the date in the key makes it a calendar window (edge case 20).
  const format = plan.quota?.period === 'DAY' ? 'yyyyMMdd' : 'yyyyMM';
  const today = cs.call(cs.member(cs.named('DateTime'), 'UtcNow'), 'ToString', format);
  const quotas =
    plan.quota === undefined || plan.quota.period === 'WEEK'
      ? []
      : [
          quotaByKey(
            { calls: plan.quota.limit, renewalPeriodSeconds: 0 },
            cs.concatenation(`${plan.id}/quota/`, owner, '/', today),
          ),
        ];
  return [...rates, ...quotas];
}
