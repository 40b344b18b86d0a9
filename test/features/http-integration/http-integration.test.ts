import { expect, it } from 'vitest';
import { apiWith, golden, route, stageWith } from '../fixture.ts';

it('rewrites paths, inlines stage variables and keeps the timeout', async () => {
  const orders = route('GET /orders/{id}', {
    type: 'HTTP_PROXY',
    uri: 'https://${stageVariables.host}/v1/{key}',
    requestParameters: { 'integration.request.path.key': 'method.request.path.id' },
    timeoutMs: 5500,
  });
  const custom = route('POST /orders', {
    type: 'HTTP',
    httpMethod: 'PUT',
    uri: 'https://orders.example.com/in',
    responses: [{ at: orders.at, statusCode: '201', responseParameters: {}, responseTemplates: {} }],
  });
  const stage = stageWith({ variables: { host: 'orders.example.com', dbPassword: 'hidden-value' } });
  await expect(golden(apiWith([orders, custom], { stage }))).toMatchFileSnapshot('golden/http.txt');
});
