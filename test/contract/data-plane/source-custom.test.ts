import { afterEach, beforeEach, expect, test } from 'vitest';
import { echoBackend } from '../../../src/local/sandbox/backends/echo.ts';
import { definitionOf, integration, openBench, type SourceGatewayBench } from './source-bench.ts';

let bench: SourceGatewayBench;
let status: number;
beforeEach(async () => {
  status = 200;
  bench = await openBench(echoBackend('backend', () => ({ status })));
});
afterEach(() => bench.close());

const FUNCTION_URI =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:pick/invocations';
const responses = {
  'default': { statusCode: '200' },
  '4\\d{2}': { statusCode: '404', responseTemplates: { 'application/json': '{"error":"not there"}' } },
};
const http = (value: Record<string, unknown> = {}) =>
  integration({ type: 'http', httpMethod: 'POST', uri: 'http://backend.test/v1/{id}', responses, ...value });

test('an HTTP integration sends mapped parameters and headers of its own only', async () => {
  const id = bench.rest(
    definitionOf({
      'POST /orders/{id}': http({
        requestParameters: {
          'integration.request.path.id': 'method.request.path.id',
          'integration.request.querystring.page': 'method.request.querystring.p',
          'integration.request.querystring.none': 'method.request.querystring.none',
          'integration.request.header.X-Stage': 'context.stage',
          'integration.request.header.X-Kind': "'order'",
        },
      }),
    }),
  );
  const answer = await bench.call(id, 'POST', '/test/orders/7?p=2&q=3', {
    headers: { 'authorization': 'secret', 'content-type': 'application/json' },
    body: '{"a":1}',
  });
  const seen = JSON.parse(answer.body.toString());
  expect(seen).toMatchObject({ path: '/v1/7', query: { page: '2' }, body: '{"a":1}' });
  expect(seen.query).not.toHaveProperty('none');
  expect(seen.headers).toMatchObject({
    'accept': 'application/json',
    'content-type': 'application/json',
    'user-agent': `AmazonAPIGateway_${id}`,
    'x-stage': 'test',
    'x-kind': 'order',
  });
  expect(seen.headers).not.toHaveProperty('authorization');
});

test('the backend status selects the integration response; none is a 500', async () => {
  const only = { 200: { statusCode: '200' } };
  const id = bench.rest(definitionOf({ 'GET /a': http(), 'GET /b': http({ responses: only }) }));
  status = 503;
  expect((await bench.call(id, 'GET', '/test/a')).status).toBe(200);
  expect((await bench.call(id, 'GET', '/test/b')).status).toBe(500);
  status = 410;
  const missing = await bench.call(id, 'GET', '/test/a');
  expect([missing.status, missing.body.toString()]).toEqual([404, '{"error":"not there"}']);
});

test('a custom function gets the payload; its errorMessage selects the response', async () => {
  bench.lambdas.define('pick', (event) => {
    if ((event as { fail?: string }).fail) throw new Error('no such order');
    return { event };
  });
  const definition = integration({
    type: 'aws',
    httpMethod: 'POST',
    uri: FUNCTION_URI,
    responses: { 'default': { statusCode: '200' }, 'no such.*': { statusCode: '404' } },
  });
  const id = bench.rest(definitionOf({ 'POST /pick': definition }));
  const call = (body: string) => bench.call(id, 'POST', '/test/pick', { body });
  expect((await call('{"a":1}')).body.toString()).toBe('{"event":{"a":1}}');
  expect((await call('')).body.toString()).toBe('{"event":{}}');
  const failed = await call('{"fail":"yes"}');
  expect(failed.status).toBe(404);
  expect(JSON.parse(failed.body.toString())).toMatchObject({ errorMessage: 'no such order' });
});

test('an unreachable backend and an unset stage variable are gateway errors', async () => {
  const id = bench.rest(
    definitionOf({
      'GET /gone': http({ uri: 'http://gone.test/' }),
      'GET /unset': http({ uri: 'http://${stageVariables.host}/' }),
      'GET /sqs': integration({ type: 'aws', httpMethod: 'POST', uri: 'arn:aws:apigateway:us-east-1:sqs:path/1/q' }),
    }),
  );
  for (const path of ['/test/gone', '/test/unset', '/test/sqs']) {
    const answer = await bench.call(id, 'GET', path);
    expect([answer.status, answer.body.toString()]).toEqual([500, '{"message":"Internal server error"}']);
  }
  // A service is a host like any other, which this network does not have.
  expect(bench.logged.at(-1)).toContain('sqs.us-east-1.amazonaws.com');
});
