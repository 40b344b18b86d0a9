import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assessSource } from '../../../src/cli/assess-source.ts';
import { combineReadings } from '../../../src/definitions/combine-readings.ts';
import { readInput } from '../../../src/definitions/read-input.ts';
import type { ApimTier } from '../../../src/model/tier.ts';
import { put, type Plan } from './plan-variant.ts';

const DEFINITIONS = join(import.meta.dirname.replace(/(^|\/)dist\/test\//, '$1test/'), '..', 'definitions');

/** The plans of the definitions that tests keep. */
export function plansOfDefinitions(): readonly Plan[] {
  return readdirSync(DEFINITIONS).flatMap((file) => {
    const reading = readInput({ file, bytes: readFileSync(join(DEFINITIONS, file)) });
    const { plan } = assessSource(combineReadings([reading]).inventory);
    return plan.steps.length === 0 ? [] : [{ name: file, tier: 'Premium' as const, steps: plan.steps, held: [] }];
  });
}

const sections = (inbound: string, backend = '<base />'): string =>
  `<policies><inbound><base />${inbound}</inbound><backend>${backend}</backend><outbound><base /></outbound><on-error><base /></on-error></policies>`;
export const policy = (inbound: string, backend?: string) => ({ format: 'xml', value: sections(inbound, backend) });

const DOCUMENT = {
  openapi: '3.0.1',
  info: { title: 'Orders', version: '1.0' },
  paths: {
    '/orders': {
      get: { operationId: 'list', summary: 'List', parameters: [], responses: { default: { description: 'x' } } },
      post: {
        operationId: 'create',
        summary: 'Create',
        parameters: [],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } } },
        responses: { default: { description: 'x' } },
      },
    },
    '/orders/{id}': {
      get: {
        operationId: 'read',
        summary: 'Read',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        responses: { default: { description: 'x' } },
      },
    },
  },
  components: {
    schemas: {
      Order: { type: 'object', properties: { line: { $ref: '#/components/schemas/Line' } } },
      Line: { type: 'string' },
    },
  },
};

/** A plan with a resource of every kind that we know how to write, and names of each by others. */
export function planOfEveryKind(tier: ApimTier): Plan {
  const orders = {
    displayName: 'Orders',
    path: 'orders',
    protocols: ['https'],
    subscriptionRequired: true,
    apiVersion: 'v1',
    apiVersionSetId: '/apiVersionSets/orders',
  };
  const chat = {
    displayName: 'Chat',
    path: 'chat',
    type: 'websocket',
    protocols: ['wss'],
    serviceUrl: 'wss://chat.example.com/live',
    subscriptionRequired: true,
  };
  const classic = tier === 'Consumption' ? [] : [put('apis/chat', chat)];
  const handshake =
    tier === 'Consumption'
      ? []
      : [
          put(
            'apis/chat/operations/onHandshake/policies/policy',
            policy(
              '<check-header name="x" failed-check-httpcode="401" failed-check-error-message="no" ignore-case="true" />',
            ),
          ),
        ];
  const certificate = {
    ...put('', {}),
    id: 'transfer-certificate:names',
    kind: 'transfer-certificate',
    payload: { name: 'names', certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/c', scope: 0 },
  };
  const binding = {
    ...put('', {}),
    id: 'bind-hostnames:one',
    kind: 'bind-hostnames',
    payload: { hostnames: [{ hostName: 'api.refusals.example', certificate: 'names' }] },
  };
  const steps = [
    certificate,
    put('apiVersionSets/orders', { displayName: 'Orders', versioningScheme: 'Header', versionHeaderName: 'x-version' }),
    put('loggers/insights', { loggerType: 'azureMonitor', isBuffered: true }),
    put('tags/team', { displayName: 'team' }),
    put('groups/partners', { displayName: 'Partners' }),
    put('users/ann', { email: 'ann@example.com', firstName: 'Ann', lastName: 'Example', state: 'active' }),
    put('groups/partners/users/ann', {}),
    put('namedValues/token', { displayName: 'token', secret: false, value: 'value' }),
    put('certificates/client', { data: 'MIIB', password: 'x' }),
    put('policyFragments/common', {
      format: 'xml',
      value:
        '<fragment><set-header name="x-a" exists-action="override"><value>{{token}}</value></set-header></fragment>',
    }),
    put('schemas/bodies', { schemaType: 'json', document: { components: { schemas: { Order: { type: 'object' } } } } }),
    put('backends/one', {
      url: 'https://one.example.com',
      protocol: 'http',
      title: 'One',
      credentials: { header: { 'x-token': ['{{token}}'] }, certificateIds: ['/certificates/client'] },
    }),
    put('backends/both', {
      type: 'Pool',
      url: 'https://one.example.com',
      protocol: 'http',
      pool: { services: [{ id: '/backends/one', weight: 1, priority: 1 }] },
    }),
    put('policies/policy', {
      format: 'xml',
      value: '<policies><inbound /><backend><forward-request /></backend><outbound /><on-error /></policies>',
    }),
    put('diagnostics/azuremonitor', { loggerId: '/loggers/insights' }),
    put('apis/orders', orders),
    put(
      'apis/orders/policies/policy',
      policy('<return-response><set-status code="503" reason="Closed" /></return-response>'),
    ),
    put(
      'apis/orders',
      { ...orders, format: 'openapi+json', value: JSON.stringify(DOCUMENT) },
      { operationIds: ['list', 'create', 'read'] },
    ),
    put('apis/orders/schemas/own', { contentType: 'application/json', document: { value: '{}' } }),
    put('apis/orders/operations/files', {
      displayName: 'Files',
      method: 'GET',
      urlTemplate: '/files/{*path}',
      templateParameters: [{ name: 'path', type: 'string', required: true }],
      request: { representations: [{ contentType: 'application/json', schemaId: 'own', typeName: 'x' }] },
    }),
    put('apis/orders/tags/team', {}),
    put('apis/orders/operations/files/tags/team', {}),
    put('apis/orders/diagnostics/azuremonitor', {
      loggerId: '/loggers/insights',
      sampling: { samplingType: 'fixed', percentage: 50 },
    }),
    put(
      'apis/orders/operations/list/policies/policy',
      policy(
        '<set-backend-service backend-id="both" /><include-fragment fragment-id="common" /><set-header name="x-b" exists-action="override"><value>{{token}}</value></set-header><choose><when condition="@(true)"><set-variable name="a" value="b" /></when></choose>',
      ),
    ),
    put('apis/orders/operations/create/policies/policy', policy('<rate-limit calls="5" renewal-period="60" />')),
    ...classic,
    ...handshake,
    put('apis/orders/releases/first', { apiId: '/apis/orders', notes: 'first' }),
    put('products/gold', {
      displayName: 'Gold',
      subscriptionRequired: true,
      approvalRequired: false,
      state: 'published',
    }),
    put('products/gold/policies/policy', policy('<quota calls="1000" renewal-period="86400" />')),
    put('products/gold/apis/orders', {}),
    put('products/gold/groups/partners', {}),
    put('subscriptions/partner', {
      displayName: 'Partner',
      scope: '/products/gold',
      ownerId: '/users/ann',
      state: 'active',
    }),
    binding,
    put(
      'apis/orders/policies/policy',
      policy('<cors><allowed-origins><origin>https://a.example</origin></allowed-origins></cors>'),
    ),
  ];
  return { name: `every kind, ${tier}`, tier, steps, held: [] };
}
