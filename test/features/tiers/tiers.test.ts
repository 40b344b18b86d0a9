import { describe, expect, it } from 'vitest';
import { productPolicy } from '../../../src/features/product-policy.ts';
import { accountThrottle } from '../../../src/features/account/account-throttle.ts';
import type { AwsMethodSettings } from '../../../src/model/aws.ts';
import type { AwsUsagePlan } from '../../../src/model/aws-account.ts';
import { below } from '../../../src/model/source-ref.ts';
import { APIM_TIERS, type ApimTier } from '../../../src/model/tier.ts';
import { planFindings } from '../../../src/planning/usage-plan-findings.ts';
import { validatePolicy } from '../../../src/policy/validate.ts';
import { writePolicy } from '../../../src/policy/write.ts';
import { apiWith, golden, inventoryOf, route, stageWith, translated } from '../fixture.ts';

const backend = { type: 'HTTP_PROXY', uri: 'https://orders.example.com/' } as const;
const settings = (key: string, changes: Partial<AwsMethodSettings> = {}): AwsMethodSettings => ({
  at: below(stageWith().at, 'methodSettings', key),
  key,
  cachingEnabled: false,
  dataTraceEnabled: false,
  metricsEnabled: false,
  ...changes,
});

/** Throttled, cached, logged, slow and keyed: all that a tier changes. */
const rich = apiWith(
  [
    route('GET /orders', backend),
    route('POST /orders', backend, { apiKeyRequired: true }),
    route('GET /slow', { ...backend, timeoutMs: 45_000 }),
    route('GET /closed', backend),
  ],
  {
    stage: stageWith({
      methodSettings: [
        settings('*/*', { throttlingRateLimit: 10, throttlingBurstLimit: 20 }),
        settings('orders/GET', { cachingEnabled: true, cacheTtl: 60 }),
        settings('closed/GET', { throttlingRateLimit: 0, throttlingBurstLimit: 0 }),
      ],
      accessLog: { destinationArn: 'arn:aws:logs:us-east-1:111122223333:log-group:l', format: '$context.requestId' },
    }),
  },
);
const plan: AwsUsagePlan = {
  at: { arn: 'arn:aws:apigateway:us-east-1::/usageplans/gold', pointer: '' },
  id: 'gold',
  name: 'Gold',
  throttle: { rateLimit: 5, burstLimit: 10 },
  quota: { limit: 1000, period: 'WEEK', offset: 0 },
  apiStages: [{ apiId: rich.id, stage: 'prod' }],
  keyIds: [],
};

const whole = (tier: ApimTier, decisions: Record<string, string> = {}): string =>
  [
    golden(rich, decisions, { tier }),
    '# findings of the usage plan',
    ...planFindings(plan, tier).map(({ severity, code, message }) => `${severity} ${code}: ${message}`),
    `# policy of the usage plan\n${writePolicy(productPolicy(plan, tier))}`,
  ].join('\n');

describe('the same API and usage plan, by tier', () => {
  it('classic: limits and quotas by key, the built-in cache, logs in Azure Monitor', async () => {
    await expect(whole('Standard')).toMatchFileSnapshot('golden/classic.txt');
  });

  it('v2: limits by key as buckets, quotas from the start of a subscription', async () => {
    await expect(whole('StandardV2')).toMatchFileSnapshot('golden/v2.txt');
  });

  it('Consumption: no limit by key, no built-in cache, no logs in Azure Monitor', async () => {
    await expect(whole('Consumption', { '*': 'recommended' })).toMatchFileSnapshot('golden/consumption.txt');
  });

  it.each(APIM_TIERS)('%s has every policy that is planned for it', (tier) => {
    const { apiPolicy, operationPolicies } = translated(rich, { '*': 'recommended' }, { tier });
    expect(validatePolicy(apiPolicy, 'api', { tier })).toEqual([]);
    for (const { document } of operationPolicies) expect(validatePolicy(document, 'operation', { tier })).toEqual([]);
    for (const period of ['DAY', 'WEEK', 'MONTH'] as const) {
      const own = productPolicy({ ...plan, quota: { limit: 1, period, offset: 0 } }, tier);
      expect(validatePolicy(own, 'product', { tier })).toEqual([]);
    }
  });
});

describe('a cache in the Consumption tier', () => {
  const cached = (decisions: Record<string, string>) => {
    const { findings, entries, operationPolicies } = translated(rich, decisions, { tier: 'Consumption' });
    const xml = operationPolicies.map(({ document }) => writePolicy(document)).join('');
    return {
      severity: findings.find(({ code }) => code === 'CACHE-IN-CONSUMPTION')?.severity,
      column: entries.find(({ construct }) => construct === 'cache')?.column,
      lookup: / caching-type="(.*?)"/.exec(xml)?.[1],
    };
  };

  it('blocks a migration until somebody has decided', () => {
    expect(cached({})).toEqual({ severity: 'blocker', column: 'blocked', lookup: undefined });
  });

  it('is given up by decision, and then counts as not carried', () => {
    const decided = cached({ 'CACHE-IN-CONSUMPTION': 'no-cache' });
    expect(decided).toEqual({ severity: 'info', column: 'manual', lookup: undefined });
  });

  it('is an external one by decision', () => {
    const decided = cached({ 'CACHE-IN-CONSUMPTION': 'external-cache' });
    expect(decided).toEqual({ severity: 'info', column: 'differs', lookup: 'external' });
  });
});

it('a limit of the account is only offered where the tier has one at that scope', () => {
  const at = { arn: 'arn:aws:apigateway:us-east-1::/account', pointer: '' };
  const account = { at, account: '111122223333', region: 'us-east-1', throttle: { rateLimit: 10, burstLimit: 5 } };
  const inventory = inventoryOf([], { accountSettings: [account] });
  const offered = (tier: ApimTier) => {
    const target = { subscriptionId: '', resourceGroup: 'rg', service: 'apim', tier };
    const [found] = accountThrottle.assess(inventory, { mode: 'plan', decisions: {}, waves: [], target });
    return found?.options?.map(({ name }) => name);
  };
  expect(offered('BasicV2')).toEqual(['none', 'all-apis-limit']);
  expect(offered('Consumption')).toEqual(['none']);
});
