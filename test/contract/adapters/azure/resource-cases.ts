import { expect } from 'vitest';
import { RESOURCE_KINDS } from '../../../../src/adapters/azure/resources/paths.ts';
import type { ResourceKind } from '../../../../src/adapters/azure/resources/resource-kind.ts';

export type Properties = Readonly<Record<string, unknown>>;

export interface ResourceCase {
  readonly path: string;
  /** Every member that the contract lets a request carry, as far as the values go together. */
  readonly properties: Properties;
  readonly changed?: Properties;
  /** What GET answers otherwise than it was sent: secrets. */
  readonly read?: Properties;
}

const POLICY =
  '<policies><inbound><base /></inbound><backend><base /></backend><outbound><base /></outbound></policies>';
const ELSEWHERE = '/subscriptions/s/resourceGroups/g/providers';
const masked = { queryParams: [{ value: '*', mode: 'Hide' }], headers: [{ value: 'authorization', mode: 'Mask' }] };
const pipeline = { headers: ['x-request-id'], body: { bytes: 512 }, dataMasking: masked };
const diagnostic = {
  alwaysLog: 'allErrors',
  loggerId: '/loggers/events',
  sampling: { samplingType: 'fixed', percentage: 50 },
  frontend: { request: pipeline, response: pipeline },
  backend: { request: pipeline, response: pipeline },
  logClientIp: false,
  httpCorrelationProtocol: 'W3C',
  verbosity: 'information',
  operationNameFormat: 'Url',
  metrics: true,
};

/** One of every kind, in the order in which one refers to another. */
export const RESOURCE_CASES: readonly ResourceCase[] = [
  {
    path: 'namedValues/origin',
    properties: { displayName: 'origin', value: 'https://orders.example.test', secret: false, tags: ['crossgate'] },
    changed: { displayName: 'origin', value: 'https://orders-2.example.test' },
  },
  {
    path: 'namedValues/aws-key',
    properties: {
      displayName: 'aws-key',
      secret: true,
      keyVault: {
        secretIdentifier: 'https://crossgate-vault.vault.azure.net/secrets/aws-key',
        identityClientId: '11111111-1111-4111-8111-111111111111',
      },
    },
    changed: {
      displayName: 'aws-key',
      secret: true,
      keyVault: { secretIdentifier: 'https://crossgate-vault.vault.azure.net/secrets/aws-key-2' },
    },
  },
  {
    path: 'certificates/partner',
    properties: { keyVault: { secretIdentifier: 'https://crossgate-vault.vault.azure.net/secrets/partner' } },
  },
  {
    path: 'loggers/events',
    properties: {
      loggerType: 'azureEventHub',
      description: 'events',
      credentials: { name: 'hub', connectionString: 'Endpoint=sb://x' },
      isBuffered: false,
      resourceId: `${ELSEWHERE}/Microsoft.EventHub/namespaces/n`,
    },
    changed: { loggerType: 'azureEventHub', description: 'other', credentials: { name: 'hub', connectionString: 'y' } },
    read: {
      credentials: {
        name: expect.stringMatching(/^\{\{.*\}\}$/),
        connectionString: expect.stringMatching(/^\{\{.*\}\}$/),
      },
    },
  },
  { path: 'diagnostics/applicationinsights', properties: diagnostic, changed: { loggerId: '/loggers/events' } },
  {
    path: 'caches/default',
    properties: {
      description: 'redis',
      connectionString: 'redis.example.test:6380,password=secret',
      useFromLocation: 'default',
      resourceId: `${ELSEWHERE}/Microsoft.Cache/redis/r`,
    },
    changed: { connectionString: 'other.example.test:6380', useFromLocation: 'default' },
    read: { connectionString: expect.stringMatching(/^\{\{.*\}\}$/) },
  },
  {
    path: 'policyFragments/cors',
    properties: {
      format: 'xml',
      value: '<fragment><set-header name="x"><value>1</value></set-header></fragment>',
      description: 'd',
    },
    changed: { format: 'xml', value: '<fragment />' },
    read: { value: expect.stringContaining('<set-header name="x">') },
  },
  {
    path: 'backends/orders',
    properties: {
      title: 'Orders',
      description: 'the origin',
      url: 'https://orders.example.test',
      protocol: 'http',
      type: 'Single',
      resourceId: `https://management.azure.com${ELSEWHERE}/Microsoft.Web/sites/a`,
      credentials: {
        header: { 'x-key': ['{{origin}}'] },
        query: { q: ['1'] },
        certificateIds: ['/certificates/partner'],
        authorization: { scheme: 'Basic', parameter: 'x' },
      },
      tls: { validateCertificateChain: true, validateCertificateName: false },
      circuitBreaker: {
        rules: [
          {
            name: 'r',
            failureCondition: { count: 3, interval: 'PT1M', statusCodeRanges: [{ min: 500, max: 599 }] },
            tripDuration: 'PT30S',
            acceptRetryAfter: true,
          },
        ],
      },
    },
    changed: { url: 'https://orders-2.example.test', protocol: 'http' },
  },
  {
    path: 'schemas/order',
    properties: { schemaType: 'json', description: 'an order', document: { type: 'object' } },
    changed: { schemaType: 'json', document: { type: 'array' } },
  },
  {
    path: 'apiVersionSets/orders',
    properties: { displayName: 'Orders', description: 'd', versioningScheme: 'Header', versionHeaderName: 'x-version' },
    changed: { displayName: 'Orders', versioningScheme: 'Query', versionQueryName: 'v' },
  },
  {
    path: 'apis/orders',
    properties: {
      displayName: 'Orders',
      description: 'd',
      path: 'orders',
      protocols: ['https'],
      serviceUrl: 'https://orders.example.test',
      subscriptionRequired: true,
      subscriptionKeyParameterNames: { header: 'x-api-key', query: 'api-key' },
      apiVersion: 'v1',
      apiVersionDescription: 'first',
      apiVersionSetId: '/apiVersionSets/orders',
      apiRevisionDescription: 'r',
      type: 'http',
      termsOfServiceUrl: 'https://example.test/terms',
      contact: { name: 'n', url: 'https://example.test', email: 'a@example.test' },
      license: { name: 'l', url: 'https://example.test/l' },
    },
    changed: {
      displayName: 'Orders',
      path: 'orders',
      protocols: ['https'],
      serviceUrl: 'https://orders-2.example.test',
    },
  },
  {
    path: 'apis/orders/schemas/order',
    properties: {
      contentType: 'application/vnd.oai.openapi.components+json',
      document: { components: { schemas: { Order: { type: 'object' } } } },
    },
    changed: { contentType: 'application/vnd.oai.openapi.components+json', document: { value: '{}' } },
  },
  {
    path: 'apis/orders/operations/list',
    properties: {
      displayName: 'List',
      method: 'GET',
      urlTemplate: '/{shop}',
      description: 'd',
      templateParameters: [{ name: 'shop', type: 'string', required: true, values: [] }],
      request: { queryParameters: [], headers: [], representations: [] },
      responses: [{ statusCode: 200, description: 'ok', representations: [], headers: [] }],
    },
    changed: { displayName: 'All', method: 'GET', urlTemplate: '/' },
  },
  {
    path: 'policies/policy',
    properties: { format: 'xml', value: POLICY.replaceAll('<base />', '') },
    read: { value: expect.stringContaining('<policies>') },
  },
  {
    path: 'apis/orders/policies/policy',
    properties: { format: 'xml', value: POLICY },
    read: { value: expect.stringContaining('<policies>') },
  },
  {
    path: 'apis/orders/operations/list/policies/policy',
    properties: { format: 'xml', value: POLICY },
    read: { value: expect.stringContaining('<policies>') },
  },
  {
    path: 'apis/orders/releases/first',
    properties: { apiId: '/apis/orders', notes: 'n' },
    changed: { notes: 'other' },
  },
  {
    path: 'apis/orders/diagnostics/applicationinsights',
    properties: diagnostic,
    changed: { loggerId: '/loggers/events' },
  },
  { path: 'tags/migrated', properties: { displayName: 'Migrated' }, changed: { displayName: 'Moved' } },
  { path: 'apis/orders/tags/migrated', properties: {} },
  { path: 'apis/orders/operations/list/tags/migrated', properties: {} },
  {
    path: 'products/gold',
    properties: {
      displayName: 'Gold',
      description: 'd',
      terms: 't',
      subscriptionRequired: true,
      approvalRequired: true,
      subscriptionsLimit: 3,
      state: 'published',
    },
    changed: { displayName: 'Silver' },
  },
  {
    path: 'products/gold/policies/policy',
    properties: { format: 'xml', value: POLICY },
    read: { value: expect.stringContaining('<policies>') },
  },
  { path: 'products/gold/apis/orders', properties: {} },
  { path: 'products/gold/tags/migrated', properties: {} },
  {
    path: 'groups/partners',
    properties: {
      displayName: 'Partners',
      description: 'd',
      type: 'external',
      externalId: 'aad://contoso.example.test/groups/1',
    },
    changed: { displayName: 'Friends' },
  },
  { path: 'products/gold/groups/partners', properties: {} },
  {
    path: 'users/ada',
    properties: {
      email: 'ada@example.test',
      firstName: 'Ada',
      lastName: 'L',
      note: 'n',
      state: 'active',
      identities: [{ provider: 'Basic', id: 'ada@example.test' }],
      password: 'secret-password',
      appType: 'developerPortal',
      confirmation: 'invite',
    },
    changed: { email: 'ada@example.test', firstName: 'Ada', lastName: 'Lovelace' },
    read: { password: undefined, appType: undefined, confirmation: undefined },
  },
  { path: 'groups/partners/users/ada', properties: {} },
  {
    path: 'subscriptions/ada-gold',
    properties: {
      displayName: 'Ada',
      scope: '/products/gold',
      ownerId: '/users/ada',
      primaryKey: 'key-1',
      secondaryKey: 'key-2',
      state: 'active',
      allowTracing: false,
    },
    changed: { displayName: 'Ada L', scope: '/products/gold' },
    read: { primaryKey: undefined, secondaryKey: undefined },
  },
  {
    path: 'gateways/edge',
    properties: { description: 'd', locationData: { name: 'home', city: 'c', district: 'd', countryOrRegion: 'r' } },
    changed: { description: 'other' },
  },
  { path: 'gateways/edge/apis/orders', properties: {} },
  {
    path: 'gateways/edge/hostnameConfigurations/orders',
    properties: {
      hostname: 'orders.example.test',
      certificateId: '/certificates/partner',
      negotiateClientCertificate: true,
      tls10Enabled: false,
      tls11Enabled: false,
      http2Enabled: true,
    },
    changed: { hostname: '*.example.test' },
  },
  {
    path: 'authorizationProviders/login',
    properties: {
      displayName: 'Login',
      identityProvider: 'oauth2',
      oauth2: {
        redirectUrl: 'https://authorization-manager.consent.azure-apim.net/redirect/apim/x',
        grantTypes: {
          clientCredentials: { clientId: 'c', clientSecret: 's3cret', tokenUrl: 'https://login.example.test/token' },
        },
      },
    },
    changed: { displayName: 'Login 2', identityProvider: 'oauth2' },
    read: {
      oauth2: {
        redirectUrl: 'https://authorization-manager.consent.azure-apim.net/redirect/apim/x',
        grantTypes: { clientCredentials: { clientId: 'c', tokenUrl: 'https://login.example.test/token' } },
      },
    },
  },
  {
    path: 'authorizationProviders/login/authorizations/orders',
    properties: {
      authorizationType: 'OAuth2',
      oauth2grantType: 'ClientCredentials',
      parameters: { clientId: 'c', clientSecret: 's3cret' },
    },
    changed: { oauth2grantType: 'AuthorizationCode' },
    read: { parameters: { clientId: 'c' } },
  },
  {
    path: 'authorizationProviders/login/authorizations/orders/accessPolicies/gateway',
    properties: { tenantId: 't', objectId: 'o', appIds: ['a'] },
    changed: { tenantId: 't', objectId: 'o2' },
  },
];

/** The kind that a path is of. */
export function kindOf(path: string): ResourceKind | undefined {
  return RESOURCE_KINDS.find(({ pattern }) => new RegExp(`^${pattern.replaceAll('{}', '[^/]+')}$`).test(path));
}

/** What GET answers of a case: long ids end as short ones do. */
export function asRead({ properties, read }: ResourceCase): object {
  const given = Object.entries({ ...properties, ...read }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    given.map(([name, value]) => [
      name,
      typeof value === 'string' && value.startsWith('/') ? expect.stringContaining(value) : value,
    ]),
  );
}
