import { describe, expect, it } from 'vitest';
import { productPolicy } from '../../../src/features/product-policy.ts';
import type { AwsUsagePlan } from '../../../src/model/aws-account.ts';
import { writePolicy } from '../../../src/policy/write.ts';
import { answering, bothGateways, definitionOf } from '../../support/both-gateways.ts';
import { apiWith, route, stageWith, translated } from '../fixture.ts';
import { api, at, backend, planOf, proxy, stepAt } from './edge-fixture.ts';

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

  it('17: a key in several plans is never doubled', () => {
    const { findings, steps } = planOf([keyedApi], {
      usagePlans: [plan, { ...plan, id: 'silver', name: 'silver', at: at('usageplans/silver') }],
      apiKeys: [apiKey],
    });
    expect(findings.map(({ code }) => code)).toContain('KEY-IN-SEVERAL-PLANS');
    expect(steps.filter(({ kind }) => kind === 'put-subscription')).toEqual([]);
  });

  it('19: an exceeded quota is 429, not 403', () => {
    const { apiPolicy } = translated(keyedApi);
    const xml = writePolicy(apiPolicy);
    const branch = xml.slice(xml.indexOf('QuotaExceeded'));
    expect(branch.slice(0, branch.indexOf('</when>'))).toContain('<set-status code="429"');
  });

  it('20: a monthly quota is one of the calendar', () => {
    const xml = writePolicy(productPolicy(plan));
    expect(xml).toContain('renewal-period="0"');
    expect(xml).toContain('ToString(&quot;yyyyMM&quot;)');
  });

  it('21, 22: half a call a second is a whole number in each window, each with a counter of its own', () => {
    const xml = writePolicy(productPolicy({ ...plan, throttle: { rateLimit: 0.5, burstLimit: 1 } }));
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
