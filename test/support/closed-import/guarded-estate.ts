import { addCustomDomain, addHostedZone } from '../../../src/local/sandbox/estate/custom-domain.ts';
import type { Authority } from '../../../src/local/sandbox/authority.ts';
import { landingZone } from '../../../src/local/sandbox/azure/providers/landing-zone.ts';
import { emptyAwsState } from '../../../src/local/sandbox/aws/state.ts';
import { addWardMonitor } from '../../../src/local/sandbox/estate/account/ward-monitor.ts';
import type { EstateCaller, EstateToken, SampleEstate } from '../../../src/local/sandbox/estate/sample-estate.ts';
import { addHttpApi, addRestApi } from '../../../src/local/sandbox/estate/stage.ts';
import type { MigrationPlan } from '../../../src/model/plan.ts';
import { SCOPE, type EstateWorld } from '../estate-world.ts';
import type { Call } from './hammer.ts';

const ISSUER = 'https://tokens.orders.example/pool';
const CLIENT = 'orders-client';
/** What the custom domain answers; names move no traffic here. */
const HOSTNAME = 'api.orders.example';
const BACKEND = 'orders.backends.example';
const KEY_VALUE = 'a-key-of-the-guarded-estate-0123';

const OK = { 200: { description: 'ok' } };
const proxy = (uri: string, more: object = {}) => ({ type: 'http_proxy', httpMethod: 'GET', uri, ...more });

const ORDERS = {
  'openapi': '3.0.1',
  'info': { title: 'orders', version: '1.0' },
  'tags': [],
  'x-amazon-apigateway-request-validators': { body: { validateRequestBody: true, validateRequestParameters: false } },
  'paths': {
    '/orders': {
      get: {
        'security': [{ api_key: [] }],
        'responses': OK,
        'x-amazon-apigateway-integration': proxy(`http://${BACKEND}/orders`),
      },
      post: {
        'security': [{ api_key: [] }],
        'x-amazon-apigateway-request-validator': 'body',
        'requestBody': { content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } },
        'responses': OK,
        'x-amazon-apigateway-integration': { ...proxy(`http://${BACKEND}/orders`), httpMethod: 'POST' },
      },
    },
  },
  'components': {
    schemas: { Order: { type: 'object', required: ['sku'], properties: { sku: { type: 'string' } } } },
    securitySchemes: { api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' } },
  },
};

const FILES = {
  openapi: '3.0.1',
  info: { title: 'files', version: '1.0' },
  paths: {
    '/files/{proxy+}': {
      get: {
        'security': [{ jwt: [] }],
        'parameters': [{ name: 'proxy', in: 'path', required: true, schema: { type: 'string' } }],
        'responses': { default: { description: 'ok' } },
        'x-amazon-apigateway-integration': { ...proxy(`http://${BACKEND}/{proxy}`), payloadFormatVersion: '1.0' },
      },
    },
  },
  components: {
    securitySchemes: {
      jwt: {
        'type': 'oauth2',
        'x-amazon-apigateway-authorizer': {
          type: 'jwt',
          identitySource: '$request.header.Authorization',
          jwtConfiguration: { issuer: ISSUER, audience: [CLIENT] },
        },
      },
    },
  },
};

const token: EstateToken = { issuer: ISSUER, use: 'id', clientId: CLIENT, scopes: [], header: 'Authorization' };
const hostname = HOSTNAME;
const CALLERS: readonly EstateCaller[] = [
  { name: 'orders', hostname, method: 'GET', path: '/orders/orders', apiKeyId: 'key1', expectStatus: 200 },
  { name: 'files', hostname, method: 'GET', path: '/files/files/a/b', token, expectStatus: 200 },
];

/**
 * A small account with each shape of what guards an API: a REST API with a key, a plan and a validator, an HTTP API with tokens and a
 * wildcard, a WebSocket API with a function that lets callers in.
 */
export async function guardedEstate(authority: Authority): Promise<SampleEstate> {
  const aws = emptyAwsState(SCOPE.account, SCOPE.region);
  const orders = addRestApi(aws, JSON.stringify(ORDERS), 'prod', {
    tracingEnabled: true,
    methodSettings: { '*/*': { throttlingRateLimit: 10_000, throttlingBurstLimit: 5_000 } },
    accessLogSettings: {
      destinationArn: 'arn:aws:logs:us-east-1:111122223333:log-group:orders',
      format: '{"requestId":"$context.requestId"}',
    },
  });
  const files = addHttpApi(aws, JSON.stringify(FILES));
  addWardMonitor(aws);
  aws.apiKeys.set('key1', { id: 'key1', name: 'shop', value: KEY_VALUE, enabled: true });
  const apiStages = [{ apiId: orders, stage: 'prod' }];
  const throttle = { rateLimit: 10_000, burstLimit: 10_000 };
  aws.usagePlans.set('plan1', { plan: { id: 'plan1', name: 'shops', apiStages, throttle }, keyIds: ['key1'] });
  const record = await addCustomDomain(aws, authority, HOSTNAME, [
    { key: 'orders', apiId: orders, stage: 'prod' },
    { key: 'files', apiId: files, stage: '$default' },
  ]);
  addHostedZone(aws, 'orders.example', [record]);
  return {
    aws,
    backends: [
      { host: BACKEND, behaviour: 'echo' },
      { host: 'vitals.backends.health.example', behaviour: 'echo' },
    ],
    lambdas: [],
    issuers: [ISSUER],
    callers: CALLERS,
  };
}

/** What run.json holds for it; `around` names what else of Azure the run writes to. */
export function guardedRequest({ azure, gatewayPort }: EstateWorld, around: object = {}) {
  const { group, workspace } = landingZone(azure);
  const applicationInsights = {
    resourceId: `${group}/providers/Microsoft.Insights/components/orders`,
    connectionString: `https://${azure.vault}.vault.azure.net/secrets/insights`,
  };
  return {
    target: { logWorkspace: workspace, applicationInsights, ...around },
    dns: [{ provider: 'route53', zone: 'orders.example' }],
    waves: [{ name: 'all', apis: ['orders', 'files', 'ward-monitor'], hostnames: [{ name: HOSTNAME }] }],
    decisions: { '*': 'recommended' },
    network: { allowedRanges: ['127.0.0.0/8'], testing: { httpsPort: gatewayPort } },
  };
}

/** Who calls what: as nobody, as somebody else, and as who may. Functions let wards in by their token. */
export async function guardedCalls({ lambdas, callers }: EstateWorld, plan: MigrationPlan): Promise<readonly Call[]> {
  lambdas.define('ward-connections', () => ({ statusCode: 200 }));
  lambdas.define('ward-authorizer', (event) => {
    const { methodArn, queryStringParameters } = event as {
      methodArn: string;
      queryStringParameters?: { token?: string };
    };
    const Effect = queryStringParameters?.token === 'of-a-ward' ? 'Allow' : 'Deny';
    const Statement = [{ Effect, Action: 'execute-api:Invoke', Resource: methodArn }];
    return { principalId: 'ward', policyDocument: { Statement } };
  });
  const unitOf = (name: string): string => {
    const found = plan.waves[0]?.apis.find((each) => each.name === name)?.unit;
    if (found === undefined) throw new Error(`the plan moves no ${name}`);
    return found;
  };
  const [orders, files, ward] = [unitOf('orders'), unitOf('files'), unitOf('ward-monitor')];
  const bearer = (await callers.find(({ name }) => name === 'files')?.headers?.()) ?? {};
  const socket = (query: string) => ({ unit: ward, path: `/ward-monitor/live${query}`, headers: {}, isSocket: true });
  return [
    { name: 'orders without a key', unit: orders, path: '/orders/orders', headers: {} },
    { name: 'orders with a wrong key', unit: orders, path: '/orders/orders', headers: { 'x-api-key': 'of-nobody' } },
    { name: 'orders', unit: orders, path: '/orders/orders', headers: { 'x-api-key': KEY_VALUE }, answer: 200 },
    { name: 'files without a token', unit: files, path: '/files/files/a/b', headers: {} },
    {
      name: 'files with a forged token',
      unit: files,
      path: '/files/files/a/b',
      headers: Object.fromEntries(
        Object.entries(bearer).map(([name, value]) => [name, `${value.slice(0, -8)}AAAAAAAA`]),
      ),
    },
    { name: 'files', unit: files, path: '/files/files/a/b', headers: bearer, answer: 200 },
    { name: 'wards without a token', ...socket('') },
    { name: 'wards with a wrong token', ...socket('?token=of-nobody') },
    { name: 'wards', ...socket('?token=of-a-ward'), answer: 101 },
  ];
}
