import { describe, expect, it } from 'vitest';
import { productPolicy } from '../../../src/features/product-policy.ts';
import type { AwsUsagePlan } from '../../../src/model/aws-account.ts';
import { writePolicy } from '../../../src/policy/write.ts';
import { answering, bothGateways, definitionOf } from '../../support/both-gateways.ts';
import { apiWith, route, stageWith, translated } from '../fixture.ts';
import { api, at, backend, planOf, proxy, serviceOf, stepAt } from './edge-fixture.ts';

describe('keys and limits', () => {
  const keyed = bothGateways(
    definitionOf(
      { 'GET /open': proxy, 'GET /keyed': { ...proxy, operation: { security: [{ key: [] }] } } },
      { components: { securitySchemes: { key: { type: 'apiKey', name: 'x-api-key', in: 'header' } } } },
    ),
  );
  const key = 'abcdefghij0123456789';
  const keys = { keys: [{ value: key, plan: { quota: { limit: 1, period: 'DAY' } } }] };

  it('14, 15: only methods that ask for a key want one, and a missing or wrong one is refused by 403', async () => {
    const asked = await Promise.all([
      keyed({ path: '/open' }, { ...keys, ...answering(200) }),
      keyed({ path: '/keyed' }, { ...keys, ...answering(200) }),
      keyed({ path: '/keyed', headers: [['x-api-key', 'wrong-wrong-wrong-wrong']] }, { ...keys, ...answering(200) }),
      keyed({ path: '/keyed', headers: [['x-api-key', key]] }, { ...keys, ...answering(200) }),
    ]);
    expect(asked.map(({ statuses }) => statuses)).toEqual([
      [200, 200],
      [403, 403],
      [403, 403],
      [200, 200],
    ]);
    expect(asked[1]?.target.response.body.toString()).toBe('{"message":"Forbidden"}');
  });

  it('18: a key in the query opens nothing', async () => {
    const { statuses } = await keyed(
      { path: '/keyed', query: [['subscription-key', key]] },
      { ...keys, ...answering(200) },
    );
    expect(statuses).toEqual([403, 403]);
  });

  const plan: AwsUsagePlan = {
    at: at('usageplans/gold'),
    id: 'gold',
    name: 'gold',
    apiStages: [{ apiId: api.id, stage: 'prod' }],
    keyIds: ['k1'],
    quota: { limit: 5, period: 'MONTH', offset: 0 },
  };
  const apiKey = { at: at('apikeys/k1'), id: 'k1', name: 'partner', enabled: true };
  const keyedApi = apiWith([route('GET /orders', backend, { apiKeyRequired: true })]);

  it('16: a subscription says its state', () => {
    const enabled = planOf([keyedApi], { usagePlans: [plan], apiKeys: [apiKey] });
    const disabled = planOf([keyedApi], { usagePlans: [plan], apiKeys: [{ ...apiKey, enabled: false }] });
    expect(stepAt(enabled, /^subscriptions\//)?.['state']).toBe('active');
    expect(stepAt(disabled, /^subscriptions\//)?.['state']).toBe('suspended');
  });

  describe('17: a key in several plans', () => {
    const other = apiWith([route('GET /orders', backend, { apiKeyRequired: true })], {
      at: at('restapis/b2'),
      id: 'b2',
      name: 'Invoices',
    });
    const { quota: _quota, ...noQuota } = plan;
    const silver: AwsUsagePlan = {
      ...noQuota,
      id: 'silver',
      name: 'silver',
      at: at('usageplans/silver'),
      apiStages: [{ apiId: 'b2', stage: 'prod' }],
      throttle: { rateLimit: 1, burstLimit: 1 },
    };
    const ofOne = { at: at('apikeys/k2'), id: 'k2', name: 'silver only', enabled: true };
    const around = {
      usagePlans: [
        { ...plan, quota: { limit: 2, period: 'DAY', offset: 0 } as const },
        { ...silver, keyIds: ['k1', 'k2'] },
      ],
      apiKeys: [apiKey, ofOne],
    };
    const keysOf: Readonly<Record<string, string>> = { k1: key, k2: 'k2-k2-k2-k2-k2-k2-k2' };
    const together = planOf([keyedApi, other], around);

    it('opens the APIs of all of them, each under the limits of its own plan', async () => {
      const ask = serviceOf(together, (id) => keysOf[id]);
      const headers = { 'x-api-key': key };
      const statuses = [];
      for (const path of ['/orders/prod/orders', '/invoices/prod/orders'])
        for (let call = 0; call < 3; call += 1) statuses.push((await ask(path, headers)).status);
      // Two a day of the one; of the other a bucket of one, refilled once a second: two in its window.
      expect(statuses).toEqual([200, 200, 429, 200, 200, 429]);
      const own = { 'x-api-key': keysOf['k2'] ?? '' };
      expect([await ask('/orders/prod/orders', own), await ask('/invoices/prod/orders', own)]).toMatchObject([
        { status: 403 },
        { status: 200 },
      ]);
    });

    it('is one subscription: its value is never doubled', () => {
      const subscriptions = together.steps.filter(({ kind }) => kind === 'put-subscription');
      expect(subscriptions.map(({ payload }) => String(payload['keyId'])).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(
        ['k1', 'k2'],
      );
    });

    it('waits for a decision, and is left to its owner where new keys are chosen', () => {
      const open = planOf([keyedApi, other], around, { decisions: {} });
      const left = planOf([keyedApi, other], around, { decisions: { 'KEY-IN-SEVERAL-PLANS': 'new-keys' } });
      const found = open.findings.find(({ code }) => code === 'KEY-IN-SEVERAL-PLANS');
      expect(found?.severity).toBe('blocker');
      expect(found?.options?.map(({ name }) => name)).toEqual(['composite-product', 'new-keys']);
      for (const { steps } of [open, left])
        expect(steps.filter(({ payload }) => payload['keyId'] === 'k1')).toEqual([]);
      expect([open.ledger.blocked - together.ledger.blocked, left.ledger.manual - together.ledger.manual]).toEqual([
        1, 1,
      ]);
    });

    it('blocks where two of them count the same stage, which API Gateway refuses', () => {
      const twice = { ...silver, apiStages: plan.apiStages };
      const { findings, steps } = planOf([keyedApi], { usagePlans: [plan, twice], apiKeys: [apiKey] });
      expect(findings.find(({ code }) => code === 'KEY-IN-SEVERAL-PLANS')).toMatchObject({ severity: 'blocker' });
      expect(steps.filter(({ kind }) => kind === 'put-subscription')).toEqual([]);
    });
  });

  it('19: an exceeded quota is 429, not 403', () => {
    const { apiPolicy } = translated(keyedApi);
    const xml = writePolicy(apiPolicy);
    const branch = xml.slice(xml.indexOf('QuotaExceeded'));
    expect(branch.slice(0, branch.indexOf('</when>'))).toContain('<set-status code="429"');
  });

  it('20: a monthly quota is one of the calendar', () => {
    const xml = writePolicy(productPolicy(plan, 'Premium'));
    expect(xml).toContain('renewal-period="0"');
    expect(xml).toContain('ToString(&quot;yyyyMM&quot;)');
  });

  it('21, 22: half a call a second is a whole number in each window, each with a counter of its own', () => {
    const xml = writePolicy(productPolicy({ ...plan, throttle: { rateLimit: 0.5, burstLimit: 1 } }, 'Premium'));
    const limits = [...xml.matchAll(/<rate-limit-by-key calls="(\d+)" renewal-period="(\d+)" counter-key="([^"]*)"/g)];
    expect(limits.map(([, calls, period]) => [calls, period])).toEqual([
      ['2', '1'],
      ['31', '60'],
    ]);
    expect(new Set(limits.map(([, , , counter]) => counter)).size).toBe(2);
  });

  it('23: a limit says that each region counts for itself', () => {
    const settings = {
      at: at('settings'),
      key: '*/*',
      throttlingRateLimit: 10,
      throttlingBurstLimit: 5,
      cachingEnabled: false,
      dataTraceEnabled: false,
      metricsEnabled: false,
    };
    const { findings } = translated(
      apiWith([route('GET /a', backend)], { stage: stageWith({ methodSettings: [settings] }) }),
    );
    const found = findings.find(({ code }) => code === 'THROTTLE-WINDOWS');
    expect(found?.apimBehaviour).toContain('Each regional gateway counts for itself');
  });
});
