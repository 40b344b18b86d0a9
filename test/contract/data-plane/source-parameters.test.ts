import { afterEach, beforeEach, expect, test } from 'vitest';
import { definitionOf, integration, openBench, type SourceGatewayBench } from './source-bench.ts';

let bench: SourceGatewayBench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const proxy = (value: Record<string, unknown>) =>
  integration({
    type: 'http_proxy',
    httpMethod: 'ANY',
    uri: 'http://backend.test/in',
    payloadFormatVersion: '1.0',
    ...value,
  });

test('an HTTP API changes headers and query of the request, and status and headers of the answer', async () => {
  const id = bench.http(
    definitionOf({
      'POST /orders': proxy({
        requestParameters: {
          'append:querystring.stage': '$context.stage',
          'overwrite:querystring.page': '${request.body.page}-of-${request.querystring.page}',
          'remove:querystring.secret': "''",
          'overwrite:header.x-kind': 'order',
          'append:header.x-trail': '$request.header.x-kind',
        },
        responseParameters: { 200: { 'overwrite:statuscode': '202', 'append:header.x-answer': 'yes' } },
      }),
    }),
  );
  const answer = await bench.call(id, 'POST', '/orders?page=9&secret=s', {
    headers: { 'x-trail': 'a', 'x-kind': 'b' },
    body: '{"page":3}',
  });
  expect([answer.status, answer.headers['x-answer']]).toEqual([202, 'yes']);
  expect(JSON.parse(answer.body.toString())).toMatchObject({
    query: { page: '3-of-9', stage: '$default' },
    headers: { 'x-kind': 'order', 'x-trail': 'a,b' },
  });
  expect(JSON.parse(answer.body.toString()).query).not.toHaveProperty('secret');
});

test('what cannot be mapped answers 500 and is logged', async () => {
  const id = bench.http(definitionOf({ 'GET /a': proxy({ requestParameters: { 'overwrite:path': '/b' } }) }));
  expect((await bench.call(id, 'GET', '/a')).status).toBe(500);
  expect(bench.logged.at(-1)).toContain('overwrite:path');
});
