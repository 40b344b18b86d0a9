import { describe, expect, it } from 'vitest';
import { productPolicy } from '../../../src/features/product-policy.ts';
import type { ApimConfiguration } from '../../../src/model/apim.ts';
import type { AwsUsagePlan } from '../../../src/model/aws-account.ts';
import type { ApimTier } from '../../../src/model/tier.ts';
import { writePolicy } from '../../../src/policy/write.ts';
import { memoryCache, memoryCounters, memoryValues } from '../../../src/simulator/memory.ts';
import { simulate } from '../../../src/simulator/simulate.ts';

type Period = NonNullable<AwsUsagePlan['quota']>['period'];
const KEY = 'abcdefghij0123456789';

/** An API with one product and one key, whose quota is one call a period. */
function configuration(period: Period, tier: ApimTier): ApimConfiguration {
  const plan: AwsUsagePlan = {
    at: { arn: 'arn:aws:apigateway:us-east-1::/usageplans/p', pointer: '' },
    id: 'p',
    name: 'p',
    quota: { limit: 1, period, offset: 0 },
    apiStages: [],
    keyIds: [],
  };
  const operation = { id: 'o', displayName: 'o', method: 'GET', urlTemplate: '/', templateParameters: [] };
  const api = {
    id: 'a',
    displayName: 'a',
    path: 'a',
    protocols: ['https' as const],
    serviceUrl: 'https://backend.example.com',
    subscriptionRequired: true,
    subscriptionKeyParameterNames: { header: 'x-api-key', query: 'none' },
    operations: [operation],
  };
  const product = {
    id: 'p',
    displayName: 'p',
    subscriptionRequired: true,
    state: 'published' as const,
    apiIds: ['a'],
  };
  return {
    serviceName: 'apim',
    hostnames: ['api.example.com'],
    apis: [api],
    versionSets: [],
    policies: [{ scope: { kind: 'product', productId: 'p' }, xml: writePolicy(productPolicy(plan, tier)) }],
    namedValues: [],
    backends: [],
    products: [product],
    subscriptions: [{ id: 's', displayName: 's', scope: '/products/p', state: 'active', primaryKey: KEY }],
  };
}

/** Statuses of one call at each time, in order, with the same counters. */
async function statusesAt(period: Period, tier: ApimTier, ...times: readonly string[]): Promise<readonly number[]> {
  const target = configuration(period, tier);
  const [counters, cache, values] = [memoryCounters(), memoryCache(), memoryValues()];
  const statuses: number[] = [];
  for (const time of times) {
    const request = {
      method: 'GET',
      url: 'https://api.example.com/a/',
      headers: [['x-api-key', KEY]] as const,
      body: new Uint8Array(),
      ip: '192.0.2.1',
    };
    const { response, defect } = await simulate(target, request, {
      send: () =>
        Promise.resolve({ ok: true, response: { status: 200, reason: 'OK', headers: [], body: new Uint8Array() } }),
      fetchJson: () => Promise.reject(new Error('nothing to fetch')),
      identityToken: () => Promise.reject(new Error('no identity')),
      matchesSchema: () => true,
      readCertificate: () => Promise.reject(new Error('no certificate')),
      verifyJwt: () => Promise.reject(new Error('nothing to verify')),
      now: () => Date.parse(time),
      random: () => 0,
      newId: () => '00000000-0000-4000-8000-000000000001',
      counters,
      cache,
      values,
    });
    expect(defect).toBeUndefined();
    statuses.push(response.status);
  }
  return statuses;
}

describe('a quota of a classic tier goes by the calendar in UTC', () => {
  it('a week begins on Sunday, across the turn of a year as well', async () => {
    // 2026-12-26 is a Saturday, 2027-01-02 the next one.
    const week = ['2026-12-26T23:59:59Z', '2026-12-27T00:00:00Z', '2026-12-27T00:00:01Z', '2027-01-02T23:59:59Z'];
    expect(await statusesAt('WEEK', 'Premium', ...week, '2027-01-03T00:00:00Z')).toEqual([200, 200, 403, 403, 200]);
  });

  it('a day begins at midnight', async () => {
    const day = ['2026-11-29T00:00:00Z', '2026-11-29T23:59:59Z', '2026-11-30T00:00:00Z'];
    expect(await statusesAt('DAY', 'Premium', ...day)).toEqual([200, 403, 200]);
  });

  it('a month has as many days as it has', async () => {
    const month = ['2027-02-01T00:00:00Z', '2027-02-28T23:59:59Z', '2027-03-01T00:00:00Z', '2027-03-31T23:59:59Z'];
    expect(await statusesAt('MONTH', 'Premium', ...month)).toEqual([200, 403, 200, 403]);
  });
});

describe.each(['StandardV2', 'Consumption'] as const)('a quota of the %s tier goes by its own windows', (tier) => {
  it('a week is seven days from the first call that is counted here', async () => {
    const week = ['2026-11-25T12:00:00Z', '2026-11-29T00:00:00Z', '2026-12-02T11:59:59Z', '2026-12-02T12:00:00Z'];
    expect(await statusesAt('WEEK', tier, ...week)).toEqual([200, 403, 403, 200]);
  });

  it('a month is thirty days, whatever the calendar says', async () => {
    const month = ['2027-03-01T00:00:00Z', '2027-03-30T23:59:59Z', '2027-03-31T00:00:00Z'];
    expect(await statusesAt('MONTH', tier, ...month)).toEqual([200, 403, 200]);
  });
});
