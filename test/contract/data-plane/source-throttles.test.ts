import { afterEach, beforeEach, expect, test } from 'vitest';
import { definitionOf, integration, openBench, type SourceGatewayBench } from './source-bench.ts';

let bench: SourceGatewayBench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

// So slow a refill that no test lives to see a second token.
const RATE = 0.000_001;
const KEYED = { components: { securitySchemes: { key: { type: 'apiKey', name: 'x-api-key', in: 'header' } } } };
const mock = integration({
  type: 'mock',
  requestTemplates: { 'application/json': '{"statusCode": 200}' },
  responses: { default: { statusCode: '200' } },
});
const outcome = async (id: string, path: string, headers: Record<string, string> = {}) => {
  const { status, body } = await bench.call(id, 'GET', path, { headers });
  return `${status} ${body.toString()}`;
};

test('a stage throttles each method by a bucket of its own', async () => {
  const id = bench.rest(definitionOf({ 'GET /a': mock, 'GET /b/{id}': mock }));
  const [stage] = bench.state.restApis.get(id)?.stages ?? [];
  if (stage)
    stage.methodSettings = {
      '*/*': { throttlingRateLimit: RATE, throttlingBurstLimit: 1 },
      '~1b~1{id}/GET': { throttlingRateLimit: RATE, throttlingBurstLimit: 2 },
    };
  const refused = '429 {"message":"Too Many Requests"}';
  expect([await outcome(id, '/test/a'), await outcome(id, '/test/a')]).toEqual(['200 ', refused]);
  expect([await outcome(id, '/test/b/1'), await outcome(id, '/test/b/2'), await outcome(id, '/test/b/3')]).toEqual([
    '200 ',
    '200 ',
    refused,
  ]);
});

test('a usage plan limits each key by throttle and by quota', async () => {
  const id = bench.rest(definitionOf({ 'GET /a': { ...mock, security: [{ key: [] }] } }, KEYED));
  for (const key of ['one', 'two', 'three'])
    bench.state.apiKeys.set(key, { id: key, value: `${key}-value`, enabled: true });
  const apiStages = [{ apiId: id, stage: 'test' }];
  const throttle = { rateLimit: RATE, burstLimit: 1 };
  bench.state.usagePlans.set('slow', { plan: { id: 'slow', apiStages, throttle }, keyIds: ['one', 'two'] });
  const quota = { limit: 2, period: 'MONTH' as const };
  bench.state.usagePlans.set('few', { plan: { id: 'few', apiStages, quota }, keyIds: ['three'] });
  const refused = '429 {"message":"Limit Exceeded"}';
  const ask = (key: string) => outcome(id, '/test/a', { 'x-api-key': `${key}-value` });
  expect([await ask('one'), await ask('one'), await ask('two')]).toEqual(['200 ', refused, '200 ']);
  expect([await ask('three'), await ask('three'), await ask('three')]).toEqual(['200 ', '200 ', refused]);
  expect(await outcome(id, '/test/a')).toBe('403 {"message":"Forbidden"}');
});

test("an HTTP API's route settings replace the stage's", async () => {
  const proxied = integration({ type: 'http_proxy', httpMethod: 'GET', uri: 'http://backend.test/' });
  const id = bench.http(definitionOf({ 'GET /a': proxied, 'GET /b': proxied }));
  const [stage] = bench.state.httpApis.get(id)?.stages ?? [];
  if (stage) {
    stage.DefaultRouteSettings = { ThrottlingRateLimit: RATE, ThrottlingBurstLimit: 1 };
    stage.RouteSettings = { 'GET /b': { ThrottlingRateLimit: RATE, ThrottlingBurstLimit: 0 } };
  }
  expect(await outcome(id, '/a')).toMatch(/^200/);
  expect([await outcome(id, '/a'), await outcome(id, '/b')]).toEqual([
    '429 {"message":"Too Many Requests"}',
    '429 {"message":"Too Many Requests"}',
  ]);
});
