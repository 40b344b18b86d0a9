import { expect, it } from 'vitest';
import type { AwsMethodSettings } from '../../../src/model/aws.ts';
import { below } from '../../../src/model/source-ref.ts';
import { translateApi } from '../../../src/planning/translate-api.ts';
import { elementsOf } from '../../../src/policy/tree.ts';
import { apiWith, golden, inventoryOf, route, stageWith, translated } from '../fixture.ts';

const backend = { type: 'HTTP_PROXY', uri: 'https://orders.example.com/' } as const;
const settings = (key: string, changes: Partial<AwsMethodSettings> = {}): AwsMethodSettings => ({
  at: below(stageWith().at, 'methodSettings', key),
  key,
  cachingEnabled: true,
  dataTraceEnabled: false,
  metricsEnabled: false,
  ...changes,
});
const stageOf = (...methodSettings: readonly AwsMethodSettings[]) => stageWith({ methodSettings });

it('keeps answers to GET by the declared keys, and lets callers past it as the stage does', async () => {
  const routes = [
    route('GET /orders', {
      ...backend,
      cacheKeyParameters: ['method.request.querystring.page', 'method.request.header.Authorization'],
    }),
    route('POST /orders', backend),
    route('GET /fresh', backend),
    route('GET /guarded', backend),
  ];
  const stage = stageOf(
    settings('*/*', { cacheTtl: 60 }),
    settings('~1fresh/GET', { requireAuthorizationForCacheControl: false }),
    settings('guarded/GET', {
      requireAuthorizationForCacheControl: true,
      unauthorizedCacheControlHeaderStrategy: 'FAIL_WITH_403',
    }),
  );
  await expect(golden(apiWith(routes, { stage }))).toMatchFileSnapshot('golden/cache.txt');
});

it('is said to be gone where answers are made anew, and to go on where API Gateway stays the origin', () => {
  const custom = route('GET /custom', {
    type: 'HTTP',
    uri: 'https://orders.example.com/',
    responses: [{ at: stageWith().at, statusCode: '200', responseParameters: {}, responseTemplates: {} }],
  });
  const lambda = route('GET /lambda', { type: 'AWS_PROXY', uri: 'arn:aws:lambda:us-east-1:111122223333:function:f' });
  const of = (...routes: Parameters<typeof apiWith>[0]) => {
    const { findings, entries } = translated(apiWith(routes, { stage: stageOf(settings('*/*')) }));
    const codes = findings.map(({ code }) => code).filter((code) => code.startsWith('CACHE-'));
    return [codes, entries.find(({ construct }) => construct === 'cache')?.column];
  };
  expect(of(custom)).toEqual([['CACHE-NOT-CARRIED'], 'manual']);
  expect(of(lambda)).toEqual([['CACHE-OF-ORIGIN'], 'differs']);
  expect(of(lambda, custom)).toEqual([['CACHE-OF-ORIGIN', 'CACHE-NOT-CARRIED'], 'manual']);
});

it('counts lookups and misses where Application Insights is there, and only there', () => {
  const api = apiWith([route('GET /orders', backend)], { stage: stageOf(settings('*/*', { cacheTtl: 60 })) });
  const applicationInsights = {
    resourceId: '/subscriptions/s',
    connectionString: 'https://v.vault.azure.net/secrets/s',
  };
  const of = (target: object) => {
    const { operationPolicies, findings } = translateApi(api, inventoryOf([api]), {
      mode: 'plan',
      decisions: {},
      target,
    });
    const names = operationPolicies.flatMap(({ document }) => elementsOf(document.inbound).map(({ name }) => name));
    const counted = findings.find(({ code }) => code === 'CACHE-COUNTED')?.message;
    return [names.filter((name) => ['cache-lookup', 'emit-metric'].includes(name)), counted];
  };
  expect(of({})).toEqual([['cache-lookup'], undefined]);
  expect(of({ applicationInsights })).toEqual([
    ['emit-metric', 'cache-lookup', 'emit-metric'],
    'Hits and misses of the cache of GET /orders are counted in Application Insights.',
  ]);
});
