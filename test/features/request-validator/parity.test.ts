import { expect, it } from 'vitest';
import { answering, bothGateways, definitionOf } from '../../support/both-gateways.ts';

const ask = bothGateways(
  definitionOf(
    {
      'GET /orders': {
        type: 'http_proxy',
        httpMethod: 'GET',
        uri: 'https://orders.example.com/',
        operation: {
          'parameters': [
            { name: 'page', in: 'query', required: true, schema: { type: 'string' } },
            { name: 'X-Tenant', in: 'header', required: true, schema: { type: 'string' } },
            { name: 'sort', in: 'query', required: false, schema: { type: 'string' } },
          ],
          'x-amazon-apigateway-request-validator': 'parameters',
        },
      },
    },
    {
      'x-amazon-apigateway-request-validators': {
        parameters: { validateRequestParameters: true, validateRequestBody: false },
      },
    },
  ),
);

it.each([
  ['all are there', [['page', '1']], [['X-Tenant', 'a']], 200],
  ['the query parameter is missing', [], [['X-Tenant', 'a']], 400],
  ['the header is missing', [['page', '1']], [], 400],
  ['both are', [], [], 400],
  ['one is blank', [['page', ' ']], [['X-Tenant', 'a']], 400],
])('both gateways answer alike when %s', async (_name, query, headers, status) => {
  const { statuses, open } = await ask(
    { path: '/orders', query: query as [string, string][], headers: headers as [string, string][] },
    answering(200, [], 'fine'),
  );
  expect(statuses).toEqual([status, status]);
  expect(open).toEqual([]);
});

it('lists what is missing, headers first', async () => {
  const { target } = await ask({ path: '/orders' });
  expect(target.response.body.toString()).toBe('{"message":"Missing required request parameters: [X-Tenant, page]"}');
});
