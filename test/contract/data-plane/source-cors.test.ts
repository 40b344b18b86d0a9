import { afterEach, beforeEach, expect, test } from 'vitest';
import { definitionOf, integration, openBench, type SourceGatewayBench } from './source-bench.ts';

let bench: SourceGatewayBench;
beforeEach(async () => {
  bench = await openBench(() => ({ status: 200, headers: { 'access-control-allow-origin': 'https://other.example' } }));
});
afterEach(() => bench.close());

const CORS = {
  allowOrigins: ['https://a.example', 'http://*'],
  allowMethods: ['GET', 'PUT'],
  allowHeaders: ['content-type'],
  exposeHeaders: ['x-total'],
  allowCredentials: true,
  maxAge: 300,
};
const proxied = integration({
  type: 'http_proxy',
  httpMethod: 'ANY',
  uri: 'http://backend.test/',
  payloadFormatVersion: '1.0',
});

test('an HTTP API answers preflights itself and replaces the CORS headers of its backend', async () => {
  const id = bench.http(definitionOf({ 'GET /orders': proxied }, { 'x-amazon-apigateway-cors': CORS }));
  const ask = (origin: string) =>
    bench.call(id, 'OPTIONS', '/orders', { headers: { origin, 'access-control-request-method': 'PUT' } });
  const allowed = await ask('https://a.example');
  expect(allowed.status).toBe(204);
  expect(allowed.headers).toMatchObject({
    'access-control-allow-origin': 'https://a.example',
    'access-control-allow-methods': 'GET,PUT',
    'access-control-allow-headers': 'content-type',
    'access-control-allow-credentials': 'true',
    'access-control-max-age': '300',
  });
  expect((await ask('http://any.example')).headers['access-control-allow-origin']).toBe('http://any.example');
  expect((await ask('https://b.example')).headers).not.toHaveProperty('access-control-allow-origin');
  const got = await bench.call(id, 'GET', '/orders', { headers: { origin: 'https://a.example' } });
  expect(got.headers).toMatchObject({
    'access-control-allow-origin': 'https://a.example',
    'access-control-expose-headers': 'x-total',
  });
  expect((await bench.call(id, 'GET', '/orders')).headers).not.toHaveProperty('access-control-allow-origin');
});

test('without a configuration the backend answers for itself and OPTIONS needs a route', async () => {
  const id = bench.http(definitionOf({ 'GET /orders': proxied }));
  const preflight = { headers: { 'origin': 'https://a.example', 'access-control-request-method': 'GET' } };
  expect((await bench.call(id, 'OPTIONS', '/orders', preflight)).status).toBe(404);
  expect((await bench.call(id, 'GET', '/orders')).headers['access-control-allow-origin']).toBe('https://other.example');
});
