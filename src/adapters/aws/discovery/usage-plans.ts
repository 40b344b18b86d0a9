import type { ApiStage, ThrottleSettings } from '@aws-sdk/client-api-gateway';
import type { AwsThrottle, AwsUsagePlan } from '../../../model/aws-account.ts';
import { below } from '../../../model/source-ref.ts';
import { defined } from '../defined.ts';
import { rawItemsOf } from '../raw-answers.ts';
import { oneOf } from './closed-values.ts';
import { unknownIn } from './known-members.ts';
import { PAGE_SIZE } from './rest-api-lists.ts';
import * as MEMBERS from './rest-api-members.ts';
import type { SourceReading } from './source-reading.ts';

/** Usage plans with the ids of their keys. */
export async function readUsagePlans(reading: SourceReading): Promise<readonly AwsUsagePlan[]> {
  const { GetUsagePlansCommand } = await import('@aws-sdk/client-api-gateway');
  const client = await reading.clients.restApis(reading.scope);
  const atOf = (id = '') => ({ arn: reading.arnOf(`/usageplans/${id}`), pointer: '' });
  const found = await reading.allOrGap(reading.read('GetUsagePlans', '/usageplans'), async (position) => {
    const page = { limit: PAGE_SIZE, ...(position !== undefined && { position }) };
    const plans = await client.send(new GetUsagePlansCommand(page));
    for (const [index, raw] of rawItemsOf(plans).entries())
      reading.unclaimed.push(...unknownIn(raw, MEMBERS.usagePlan, atOf(plans.items?.[index]?.id)));
    return { items: plans.items, next: plans.position };
  });
  const usagePlans: AwsUsagePlan[] = [];
  for (const { id = '', name = '', description, throttle, quota, apiStages = [], productCode } of found) {
    const at = atOf(id);
    usagePlans.push(
      defined({
        at,
        id,
        name,
        description,
        throttle: throttle && throttleOf(throttle),
        quota: quota && {
          limit: quota.limit ?? 0,
          period: oneOf(['DAY', 'WEEK', 'MONTH'], quota.period, below(at, 'quota')),
          offset: quota.offset ?? 0,
        },
        apiStages: apiStages.map(apiStageOf),
        keyIds: await readKeyIds(reading, id),
        productCode,
      }),
    );
  }
  return usagePlans;
}

const throttleOf = ({ rateLimit = 0, burstLimit = 0 }: ThrottleSettings): AwsThrottle => ({ rateLimit, burstLimit });

function apiStageOf({ apiId = '', stage = '', throttle }: ApiStage): AwsUsagePlan['apiStages'][number] {
  if (throttle === undefined || Object.keys(throttle).length === 0) return { apiId, stage };
  const throttles = Object.entries(throttle).map(([method, settings]) => [method, throttleOf(settings)] as const);
  return { apiId, stage, throttles: Object.fromEntries(throttles) };
}

async function readKeyIds(reading: SourceReading, usagePlanId: string): Promise<readonly string[]> {
  const { GetUsagePlanKeysCommand } = await import('@aws-sdk/client-api-gateway');
  const client = await reading.clients.restApis(reading.scope);
  const read = reading.read('GetUsagePlanKeys', `/usageplans/${usagePlanId}/keys`);
  const keys = await reading.allOrGap(read, async (position) => {
    const page = { usagePlanId, limit: PAGE_SIZE, ...(position !== undefined && { position }) };
    const found = await client.send(new GetUsagePlanKeysCommand(page));
    return { items: found.items, next: found.position };
  });
  return keys.flatMap(({ id }) => id ?? []);
}
