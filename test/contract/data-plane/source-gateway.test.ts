import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyAwsState, type AwsState } from '../../../src/local/sandbox/aws/state.ts';
import { echoBackend } from '../../../src/local/sandbox/backends/echo.ts';
import {
  createIdentityProvider,
  type IdentityProvider,
} from '../../../src/local/sandbox/backends/identity-provider.ts';
import { Lambdas } from '../../../src/local/sandbox/backends/lambdas.ts';
import { listen, type Listening } from '../../../src/local/sandbox/http-server.ts';
import { Network, type NetworkResponse } from '../../../src/local/sandbox/network.ts';
import { sourceGateway } from '../../../src/local/sandbox/source-gateway/gateway.ts';

const ISSUER = 'http://id.example';
let state: AwsState;
let provider: IdentityProvider;
let network: Network;
let servers: Listening[];

beforeEach(async () => {
  state = emptyAwsState();
  network = new Network();
  provider = await createIdentityProvider(ISSUER);
  const lambdas = new Lambdas();
  lambdas.define('hello', () => ({ statusCode: 201, body: 'hello' }));
  addRestApi(state);
  addHttpApi(state);
  const gateway = sourceGateway({ state, network, lambdas, log: () => {} });
  servers = [await listen(echoBackend('orders')), await listen(provider.handler), await listen(gateway.answer)];
  const names = ['orders.internal', 'id.example', '*.execute-api.us-east-1.amazonaws.com'];
  for (const [index, name] of names.entries())
    network.register(name, { address: '127.0.0.1', port: servers[index]?.port ?? 0, tls: false });
});
afterEach(() => Promise.all(servers.map((server) => server.close())));

function addRestApi(into: AwsState): void {
  const deployment = {
    deployment: { id: 'd1' },
    api: { id: 'rest1', name: 'orders' },
    resources: [
      {
        path: '/orders/{id}',
        resourceMethods: {
          GET: {
            apiKeyRequired: true,
            methodIntegration: {
              type: 'HTTP_PROXY' as const,
              httpMethod: 'GET',
              uri: 'http://${stageVariables.backend}/v1/{id}',
              requestParameters: { 'integration.request.path.id': 'method.request.path.id' },
            },
          },
        },
      },
    ],
    models: [],
    requestValidators: [],
    authorizers: [],
    gatewayResponses: [],
  };
  const { api, resources, models, requestValidators, authorizers, gatewayResponses } = deployment;
  into.restApis.set('rest1', {
    api,
    resources,
    models,
    requestValidators,
    authorizers,
    gatewayResponses,
    stages: [{ stageName: 'prod', deploymentId: 'd1', variables: { backend: 'orders.internal' } }],
    deployments: new Map([['d1', deployment]]),
  });
  into.apiKeys.set('k1', { id: 'k1', value: 'secret-key', enabled: true });
  into.usagePlans.set('p1', { plan: { apiStages: [{ apiId: 'rest1', stage: 'prod' }] }, keyIds: ['k1'] });
}

function addHttpApi(into: AwsState): void {
  const jwt = { AuthorizationType: 'JWT' as const, AuthorizerId: 'a1', AuthorizationScopes: ['read'] };
  into.httpApis.set('http1', {
    api: { Name: 'hello', ProtocolType: 'HTTP', RouteSelectionExpression: '$request.method $request.path' },
    routes: [{ RouteKey: 'GET /hello', Target: 'integrations/i1', ...jwt }],
    integrations: [
      {
        IntegrationId: 'i1',
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: 'arn:aws:lambda:us-east-1:111122223333:function:hello',
        PayloadFormatVersion: '2.0',
      },
    ],
    authorizers: [{ AuthorizerId: 'a1', Name: 'jwt', JwtConfiguration: { Issuer: ISSUER, Audience: ['app'] } }],
    stages: [{ StageName: '$default', AutoDeploy: true }],
    deployments: [],
  });
}

function get(api: string, path: string, headers: Record<string, string> = {}): Promise<NetworkResponse> {
  const url = `http://${api}.execute-api.us-east-1.amazonaws.com${path}`;
  return network.request({ method: 'GET', url, headers, timeoutMs: 5000 });
}

test('a REST stage asks for its key, forwards to the backend and counts', async () => {
  const refused = await get('rest1', '/prod/orders/7');
  expect([refused.status, refused.body.toString()]).toEqual([403, '{"message":"Forbidden"}']);
  const served = await get('rest1', '/prod/orders/7?a=b', { 'x-api-key': 'secret-key' });
  expect(served.status).toBe(200);
  expect(JSON.parse(served.body.toString())).toMatchObject({ backend: 'orders', path: '/v1/7', query: { a: 'b' } });
  expect(state.metrics.all().map(({ status, stage }) => [stage, status])).toEqual([
    ['prod', 403],
    ['prod', 200],
  ]);
  const unknown = await get('rest1', '/prod/nothing');
  expect(unknown.body.toString()).toBe('{"message":"Missing Authentication Token"}');
});

test('an HTTP API verifies the token against the issuer and unwraps the function', async () => {
  expect((await get('http1', '/hello')).status).toBe(401);
  const wrongScope = await provider.mintAccessToken('app', ['write']);
  expect((await get('http1', '/hello', { authorization: `Bearer ${wrongScope}` })).status).toBe(403);
  const token = await provider.mintAccessToken('app', ['read']);
  const served = await get('http1', '/hello', { authorization: `Bearer ${token}` });
  expect([served.status, served.body.toString()]).toEqual([201, 'hello']);
  expect((await get('http1', '/none')).body.toString()).toBe('{"message":"Not Found"}');
});
