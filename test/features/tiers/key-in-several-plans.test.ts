import { describe, expect, it } from 'vitest';
import type { AwsUsagePlan } from '../../../src/model/aws-account.ts';
import type { ApimTier } from '../../../src/model/tier.ts';
import { at, backend, planOf, serviceOf, stepAt } from '../edge-cases/edge-fixture.ts';
import { apiWith, route } from '../fixture.ts';

const keyed = [route('GET /orders', backend, { apiKeyRequired: true })];
const orders = apiWith(keyed);
const invoices = apiWith(keyed, { at: at('restapis/b2'), id: 'b2', name: 'Invoices' });
const bills = apiWith(keyed, { at: at('restapis/c3'), id: 'c3', name: 'Bills' });

const planNamed = (id: string, apis: readonly string[], changes: Partial<AwsUsagePlan>): AwsUsagePlan => ({
  at: at(`usageplans/${id}`),
  id,
  name: id,
  apiStages: apis.map((apiId) => ({ apiId, stage: 'prod' })),
  keyIds: ['k1'],
  ...changes,
});
const daily = (limit: number) => ({ quota: { limit, period: 'DAY', offset: 0 } as const });
const monthly = { quota: { limit: 5, period: 'MONTH', offset: 0 } as const };
const rate = (rateLimit: number, burstLimit: number) => ({ throttle: { rateLimit, burstLimit } });
const gold = (changes: Partial<AwsUsagePlan>): AwsUsagePlan => planNamed('gold', [orders.id], changes);
const silver = (changes: Partial<AwsUsagePlan>, apis = ['b2']): AwsUsagePlan => planNamed('silver', apis, changes);

function planFor(tier: ApimTier, usagePlans: readonly AwsUsagePlan[], decisions?: Record<string, string>) {
  const target = { subscriptionId: '0f0f0f0f-0000-4000-8000-000000000001', resourceGroup: 'rg', service: 'apim', tier };
  const apiKeys = [{ at: at('apikeys/k1'), id: 'k1', name: 'partner', enabled: true }];
  return planOf(
    [orders, invoices, bills],
    { usagePlans, apiKeys },
    { target, ...(decisions !== undefined && { decisions }) },
  );
}

const KEY = 'abcdefghij0123456789';
/** Statuses of calls with the key, one after the other. */
async function statusesOf(plan: ReturnType<typeof planFor>, ...names: readonly string[]): Promise<readonly number[]> {
  const ask = serviceOf(plan, () => KEY);
  const statuses: number[] = [];
  for (const name of names) statuses.push((await ask(`/${name}/prod/orders`, { 'x-api-key': KEY })).status);
  return statuses;
}
const found = (plan: ReturnType<typeof planFor>) => plan.findings.find(({ code }) => code === 'KEY-IN-SEVERAL-PLANS');
const policyOf = (plan: ReturnType<typeof planFor>): string =>
  String(stepAt(plan, /^products\/plans-[^/]+\/policies\/policy$/)?.['value']);
const blockers = (plan: ReturnType<typeof planFor>) =>
  plan.findings.filter(({ severity }) => severity === 'blocker').map(({ code }) => code);

describe.each(['StandardV2', 'Consumption'] as const)('a key in several plans, in the %s tier', (tier) => {
  it('has a quota for the API of each plan, where refused calls of one cost the other nothing', async () => {
    const plan = planFor(tier, [gold(daily(2)), silver(daily(1))]);
    expect(blockers(plan)).toEqual([]);
    const calls = ['orders', 'orders', 'orders', 'orders', 'invoices', 'invoices'];
    expect(await statusesOf(plan, ...calls)).toEqual([200, 200, 429, 429, 200, 429]);
    expect(policyOf(plan)).toMatch(/<quota calls="2147483647" renewal-period="86400">\s*<api id="[^"]+" calls="2" \/>/);
  });

  it('has the quota of the one plan that has one, over all of its APIs and no others', async () => {
    const plan = planFor(tier, [gold({}), silver(daily(2), ['b2', 'c3'])]);
    expect(blockers(plan)).toEqual([]);
    const calls = ['invoices', 'orders', 'orders', 'orders', 'bills', 'bills', 'invoices', 'orders'];
    expect(await statusesOf(plan, ...calls)).toEqual([200, 200, 200, 200, 200, 429, 429, 200]);
  });

  it.each([
    ['windows of different lengths', [gold(daily(2)), silver(monthly)]],
    ['quotas over several APIs', [gold(daily(2)), silver(daily(2), ['b2', 'c3'])]],
  ] as const)('is not carried with %s, whatever is decided but new keys', (_, plans) => {
    for (const decisions of [undefined, { 'KEY-IN-SEVERAL-PLANS': 'composite-product' }]) {
      const plan = planFor(tier, plans, decisions);
      expect(found(plan)).toMatchObject({ severity: 'blocker' });
      expect(found(plan)?.options?.map(({ name }) => name)).toEqual(['new-keys']);
      expect(found(plan)?.message).toContain(`The policies of the ${tier} tier cannot count these plans apart`);
      expect(plan.steps.filter(({ kind }) => kind === 'put-subscription')).toEqual([]);
    }
    const left = planFor(tier, plans, { '*': 'recommended', 'KEY-IN-SEVERAL-PLANS': 'new-keys' });
    expect(found(left)).toMatchObject({ severity: 'info' });
    expect(blockers(planFor('Premium', plans))).toEqual([]);
  });
});

describe('rates of the plans of one key', () => {
  const plans = [gold(rate(0.1, 1)), silver(rate(0.2, 2))];

  it('are limits by key in v2 tiers, however many APIs a plan has', async () => {
    const plan = planFor('StandardV2', [gold(rate(0.1, 1)), silver(rate(0.2, 2), ['b2', 'c3'])]);
    expect(blockers(plan)).toEqual([]);
    expect(policyOf(plan)).not.toContain('<rate-limit ');
    expect(await statusesOf(plan, 'invoices', 'bills', 'bills', 'bills', 'orders')).toEqual([200, 200, 200, 429, 200]);
  });

  it('are one window by API in Consumption', async () => {
    const plan = planFor('Consumption', plans);
    expect(blockers(plan)).toEqual([]);
    // Ten seconds of the rate, and the burst: two calls of the one, four of the other.
    const calls = [...Array<string>(3).fill('orders'), ...Array<string>(5).fill('invoices')];
    expect(await statusesOf(plan, ...calls)).toEqual([200, 200, 429, 200, 200, 200, 200, 429]);
  });

  it('block in Consumption where one of them is over several APIs', () => {
    const plan = planFor('Consumption', [gold(rate(0.1, 1)), silver(rate(0.2, 2), ['b2', 'c3'])]);
    expect(found(plan)).toMatchObject({ severity: 'blocker' });
  });

  it('of zero refuse the calls of their plan only', async () => {
    const plan = planFor('Consumption', [gold(rate(0, 0)), silver({ ...rate(1, 1), ...daily(1) })]);
    expect(await statusesOf(plan, 'orders', 'invoices', 'invoices')).toEqual([429, 200, 429]);
  });
});

it('a weekly quota of a classic tier goes by the calendar in a product of several plans as well', () => {
  const weekly = { quota: { limit: 2, period: 'WEEK', offset: 0 } as const };
  const xml = policyOf(planFor('Standard', [gold(weekly), silver(monthly)]));
  expect(xml).toContain('.DayOfWeek');
  expect(xml).toContain('ToString(&quot;yyyyMM&quot;)');
});
