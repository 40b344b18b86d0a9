import { afterEach, beforeEach, expect, test } from 'vitest';
import { definitionOf, integration, openBench, type SourceGatewayBench } from './source-bench.ts';

let bench: SourceGatewayBench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const mock = (value: Record<string, unknown>) => integration({ type: 'mock', ...value });

test('an OPTIONS mock answers the CORS preflight with its literal parameters', async () => {
  const id = bench.rest(
    definitionOf({
      'OPTIONS /orders': mock({
        requestTemplates: { 'application/json': '{"statusCode": 204}' },
        responses: {
          default: { statusCode: '500' },
          204: {
            statusCode: '204',
            responseParameters: {
              'method.response.header.Access-Control-Allow-Origin': "'*'",
              'method.response.header.Access-Control-Allow-Methods': "'GET,OPTIONS'",
            },
          },
        },
      }),
    }),
  );
  const answer = await bench.call(id, 'OPTIONS', '/test/orders', { headers: { origin: 'https://a.example' } });
  expect(answer.status).toBe(204);
  expect(answer.headers).toMatchObject({
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET,OPTIONS',
  });
  expect(answer.body.length).toBe(0);
});

test('the response template is rendered; no status, no match of media type and a broken template are refused', async () => {
  const echo = {
    default: { statusCode: '200', responseTemplates: { 'application/json': '{"id":"$input.params(\'id\')"}' } },
  };
  const template = { 'application/json': '{statusCode: 200}' };
  const id = bench.rest(
    definitionOf({
      'GET /echo/{id}': mock({ requestTemplates: template, responses: echo }),
      'POST /strict': mock({ requestTemplates: template, responses: echo, passthroughBehavior: 'never' }),
      'GET /none': mock({ responses: echo }),
      'GET /vtl': mock({ requestTemplates: { 'application/json': '#set($a=){"statusCode":200}' }, responses: echo }),
    }),
  );
  const echoed = await bench.call(id, 'GET', '/test/echo/7');
  expect([echoed.status, echoed.headers['content-type'], echoed.body.toString()]).toEqual([
    200,
    'application/json',
    '{"id":"7"}',
  ]);
  const text = { headers: { 'content-type': 'text/plain' }, body: 'x' };
  const strict = await bench.call(id, 'POST', '/test/strict', text);
  expect([strict.status, strict.body.toString()]).toEqual([415, '{"message":"Unsupported Media Type"}']);
  expect((await bench.call(id, 'GET', '/test/none')).status).toBe(500);
  expect(bench.logged).toEqual([]);
  expect((await bench.call(id, 'GET', '/test/vtl')).status).toBe(500);
  expect(bench.logged).toEqual([expect.stringContaining('template of GET /vtl: line 1')]);
});
