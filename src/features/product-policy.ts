import * as cs from '../csharp/build.ts';
import type { AwsUsagePlan } from '../model/aws-account.ts';
import { base, document, quotaByKey } from '../policy/build.ts';
import type { PolicyDocument } from '../policy/tree.ts';
import { gatewayAnswer, NO_API } from './gateway-answer.ts';
import { limits } from './throttle.ts';

/** Rate and quota of a usage plan, by subscription (docs: mapping, B5). A weekly quota has no calendar window and is left out. */
export function productPolicy(plan: AwsUsagePlan): PolicyDocument {
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
  return document({ inbound: [base(), ...rates, ...quotas] });
}
