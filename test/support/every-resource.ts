import type { Step } from '../../src/model/plan.ts';

type Properties = Readonly<Record<string, unknown>>;

const step = (kind: string, path: string, properties: Properties, others: Properties = {}): Step => ({
  id: `${kind}:${path}`,
  kind,
  summary: path,
  dependsOn: [],
  from: [],
  place: { wave: 'w', phase: 'importing', unit: 'u' },
  payload: { path, properties, ...others },
});
const put = (path: string, properties: Properties): Step => step('put-apim-resource', path, properties);
const policy = (path: string, inbound = ''): Step =>
  put(`${path}policies/policy`, {
    format: 'xml',
    value: `<policies>\n  <inbound>\n    <base />${inbound}\n  </inbound>\n</policies>\n`,
  });
const imported = (path: string, properties: Properties, operations: number, schemas: number): Step =>
  step(
    'import-operations',
    path,
    { ...properties, format: 'openapi+json', value: document(operations, schemas) },
    { operationIds: Array.from({ length: operations }, (_, index) => `op-${index}`) },
  );

/** A document as planning writes them (planning/openapi-document.ts). */
function document(operations: number, schemas: number): string {
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } };
  const item = (index: number) => ({
    post: {
      operationId: `op-${index}`,
      summary: `Operation ${index}`,
      description: 'Writes an order: é.',
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      requestBody: { content },
      responses: { 200: { description: 'Status 200', content }, default: { description: 'As the backend answers.' } },
    },
  });
  return JSON.stringify({
    openapi: '3.0.1',
    info: { title: 'Orders', version: '1.0' },
    paths: Object.fromEntries(Array.from({ length: operations }, (_, index) => [`/o${index}/{id}`, item(index)])),
    components: {
      schemas: { Order: { type: 'object' }, ...Object.fromEntries(Array.from({ length: schemas }, schema)) },
    },
  });
}

const schema = (_item: unknown, index: number) => [
  `Schema${index}`,
  { type: 'object', description: 'x'.repeat(3_400) },
];

/** Steps of every kind of resource that plans hold: an API with more policies than a module takes, and one with too long a specification. */
export function everyResource(): readonly Step[] {
  const api = (path: string): Properties => ({
    displayName: `[${path}]`,
    path,
    protocols: ['https'],
    subscriptionRequired: true,
  });
  const orders = { ...api('orders'), apiVersionSetId: '/apiVersionSets/versions', apiVersion: 'v1' };
  const secretIdentifier = (name: string): string => `https://vault.vault.azure.net/secrets/${name}`;
  return [
    put('namedValues/region', { displayName: 'region', secret: false, value: "eu'west ${1}" }),
    put('namedValues/key', {
      displayName: 'key',
      secret: true,
      keyVault: { secretIdentifier: secretIdentifier('key') },
    }),
    put('namedValues/other', {
      displayName: 'other',
      secret: true,
      keyVault: { secretIdentifier: 'https://elsewhere.vault.azure.net/secrets/other' },
    }),
    put('certificates/client', { keyVault: { secretIdentifier: secretIdentifier('client') } }),
    put('tags/team', { displayName: 'team: orders' }),
    put('apiVersionSets/versions', { displayName: 'Versions', versioningScheme: 'Header', versionHeaderName: 'v' }),
    put('schemas/order', {
      schemaType: 'json',
      document: { $schema: 'draft', components: { Order: { type: 'object' } } },
    }),
    put('loggers/applicationinsights', {
      loggerType: 'applicationInsights',
      credentials: { connectionString: '{{key}}' },
      resourceId: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Insights/components/c',
      isBuffered: true,
    }),
    put('loggers/azuremonitor', { loggerType: 'azureMonitor', isBuffered: true }),
    put('backends/orders', { url: 'https://orders.example.com', protocol: 'http' }),
    put('policyFragments/shared', {
      description: 'Shared.',
      format: 'xml',
      value: '<fragment>\n  <base />\n</fragment>\n',
    }),
    put('diagnostics/azuremonitor', { loggerId: '/loggers/azuremonitor', alwaysLog: 'allErrors' }),
    policy(''),
    put('apis/orders', orders),
    imported('apis/orders', orders, 250, 1),
    put('apis/orders/operations/files', {
      displayName: 'ANY /files/{proxy+}',
      method: 'GET',
      urlTemplate: '/files/{*proxy}',
      templateParameters: [{ name: 'proxy', type: 'string', required: true }],
    }),
    put('apis/orders/tags/team', {}),
    put('apis/orders/diagnostics/applicationinsights', {
      loggerId: '/loggers/applicationinsights',
      sampling: { samplingType: 'fixed', percentage: 5 },
    }),
    policy('apis/orders/', '<set-backend-service backend-id="orders" />'),
    policy(
      'apis/orders/operations/files/',
      '<set-header name="x" exists-action="override"><value>{{key}}</value></set-header>',
    ),
    ...Array.from({ length: 250 }, (_, index) => policy(`apis/orders/operations/op-${index}/`)),
    put('apis/long', api('long')),
    imported('apis/long', api('long'), 250, 270),
    policy('apis/long/'),
    put('apis/chat', { ...api('chat'), type: 'websocket', protocols: ['wss'], serviceUrl: 'wss://chat.example.com' }),
    policy('apis/chat/operations/onHandshake/'),
    put('products/gold', {
      displayName: 'Gold',
      subscriptionRequired: true,
      approvalRequired: false,
      state: 'published',
    }),
    policy('products/gold/'),
    put('products/gold/apis/orders', {}),
    step('put-subscription', 'subscriptions/partner', {
      displayName: 'Partner',
      scope: '/products/gold',
      state: 'active',
    }),
  ];
}
