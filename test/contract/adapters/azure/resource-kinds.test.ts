import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiManagement } from '../../../../src/adapters/azure/api-management.ts';
import { azureClients } from '../../../../src/adapters/azure/clients.ts';
import { RESOURCE_KINDS } from '../../../../src/adapters/azure/resources/paths.ts';
import { createAuthority } from '../../../../src/local/sandbox/authority.ts';
import { startAzureCloud, type AzureCloud } from '../../../../src/local/sandbox/azure/azure-cloud.ts';
import { emptyAzureState } from '../../../../src/local/sandbox/azure/state.ts';
import { Faults } from '../../../../src/local/sandbox/faults.ts';
import { Trace } from '../../../../src/local/sandbox/trace.ts';
import type { Step } from '../../../../src/model/plan.ts';
import { bindStep } from '../../../../src/steps/registry.ts';
import type { StepPorts } from '../../../../src/steps/step-kind.ts';
import type { ApiManagement, ApimPrecondition, ApimWrite } from '../../../../src/ports/api-management.ts';
import { MemoryCloud } from '../../../support/memory-cloud.ts';

const ANY = { kind: 'any' } as const;
const ABSENT = { kind: 'absent' } as const;
type Properties = Readonly<Record<string, unknown>>;

interface Case {
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

/** In the order in which one refers to another. */
const CASES: readonly Case[] = [
  {
    path: 'namedValues/origin',
    properties: { displayName: 'origin', value: 'https://orders.example.test', secret: false, tags: ['crossgate'] },
    changed: { displayName: 'origin', value: 'https://orders-2.example.test' },
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

let cloud: AzureCloud;
let port: ApiManagement;
const trusted = getCACertificates('default');

beforeAll(async () => {
  const state = emptyAzureState();
  const authority = await createAuthority();
  setDefaultCACertificates([...trusted, authority.caPem]);
  cloud = await startAzureCloud({ state, authority, faults: new Faults(), trace: new Trace() });
  const credential = {
    getToken: () => Promise.resolve({ token: cloud.token, expiresOnTimestamp: Date.now() + 3_600_000 }),
  };
  port = apiManagement(azureClients({ armEndpoint: cloud.arm.url, credential }), state);
});

afterAll(async () => {
  setDefaultCACertificates(trusted);
  await cloud.close();
});

async function ended(write: Promise<ApimWrite>): Promise<void> {
  let progress = await write;
  while (!progress.done) progress = await port.continueWrite(progress.operation);
}
const written = (path: string, properties: Properties, precondition: ApimPrecondition = ANY): Promise<void> =>
  ended(port.write({ path, properties }, precondition));
const removed = (path: string, precondition: ApimPrecondition = ANY): Promise<void> =>
  ended(port.remove(path, precondition));

const collectionOf = (path: string): string => path.slice(0, path.lastIndexOf('/'));
const isBuiltIn = (path: string): boolean => path === 'policies/policy';
const hasEtag = async (path: string): Promise<boolean> => ((await port.read(path))?.etag ?? '') !== '';
/** Long ids end as short ones do. */
const asRead = ({ properties, read }: Case): object =>
  Object.fromEntries(
    Object.entries({ ...properties, ...read }).flatMap(([name, value]) => {
      if (name === 'sourceApiId' || value === undefined) return [];
      return [
        [
          name,
          /Id$|^scope$/.test(name) && String(value).startsWith('/') ? expect.stringContaining(String(value)) : value,
        ],
      ];
    }),
  );

describe('every kind of resource, through its SDK client', () => {
  it('has a case here', () => {
    const patterns = CASES.map(({ path }) => RESOURCE_KINDS.find(({ pattern }) => fits(pattern, path))?.pattern);
    expect([...new Set(patterns)].sort()).toEqual(RESOURCE_KINDS.map(({ pattern }) => pattern).sort());
  });

  it.each(CASES)('$path is made, read, listed and changed', async (one) => {
    const { path, properties, changed } = one;
    if (!isBuiltIn(path)) expect(await port.read(path)).toBeUndefined();
    await written(path, properties, isBuiltIn(path) ? ANY : ABSENT);
    const made = await port.read(path);
    expect(made).toMatchObject({ path, properties: asRead(one) });
    for (const [name, value] of Object.entries(one.read ?? {}))
      if (value === undefined) expect(made?.properties).not.toHaveProperty(name);
    expect(JSON.stringify(made)).not.toMatch(/s3cret|password=secret|secret-password/);
    if (!path.endsWith('/policy'))
      expect((await port.list(collectionOf(path))).map((each) => each.path)).toContain(path);
    await written(path, properties);
    // A release is dated by each of its writes.
    if (!path.includes('/releases/')) expect((await port.read(path))?.etag).toBe(made?.etag);
    if (!changed) return;
    await written(path, changed, { kind: 'etag', etag: (await port.read(path))?.etag ?? '' });
    expect((await port.read(path))?.etag).not.toBe(made?.etag);
    await expect(written(path, properties, { kind: 'etag', etag: made?.etag ?? '' })).rejects.toMatchObject({
      failure: { kind: 'conflict', code: 'PreconditionFailed' },
    });
    await written(path, properties);
  });

  it('keeps its own policy, which is put back', async () => {
    await written('policies/policy', {
      format: 'xml',
      value: '<policies><inbound /><backend><forward-request /></backend><outbound /></policies>',
    });
    expect((await port.read('policies/policy'))?.properties['value']).toContain('<forward-request />');
  });

  it.each(CASES.toReversed().filter(({ path }) => !isBuiltIn(path)))('$path is removed, twice', async ({ path }) => {
    if (await hasEtag(path))
      await expect(removed(path, { kind: 'etag', etag: '"AAAA"' })).rejects.toMatchObject({
        failure: { kind: 'conflict', code: 'PreconditionFailed' },
      });
    await removed(path);
    expect(await port.read(path)).toBeUndefined();
    await removed(path);
  });
});

/** What steps see of the service, with their writes counted. */
function counted(): { readonly cloud: MemoryCloud; readonly writes: () => number } {
  let writes = 0;
  const apiManagement: ApiManagement = {
    ...port,
    write: async (...args) => await port.write(...args).finally(() => (writes += 1)),
    remove: async (...args) => await port.remove(...args).finally(() => (writes += 1)),
  };
  return { cloud: Object.assign(new MemoryCloud(), { apiManagement }), writes: () => writes };
}

async function applied(step: Step, ports: StepPorts): Promise<void> {
  const bound = bindStep(step);
  let progress = await bound.apply(ports);
  while (progress.state === 'running') progress = await bound.proceed(progress.operation, ports);
}

describe('a step for every kind of resource', () => {
  const undos: Step[] = [];

  it.each(CASES)('$path is put, and put again without a write', async ({ path, properties }) => {
    const { cloud: ports, writes } = counted();
    const step = put(path, properties);
    const undo = bindStep(step).compensate(await bindStep(step).capture(ports));
    if ('step' in undo) undos.push(undo.step);
    await applied(step, ports);
    expect(writes()).toBe(1);
    await applied(step, ports);
    expect(writes()).toBe(1);
  });

  it('takes all back in the order of the undos, and has nothing to take back again', async () => {
    const { cloud: ports, writes } = counted();
    for (const undo of undos.toReversed()) await applied(undo, ports);
    // The version set went with its last API.
    expect(writes()).toBe(CASES.length - 1);
    for (const undo of undos.toReversed()) await applied(undo, ports);
    expect(writes()).toBe(CASES.length - 1);
    for (const { path } of CASES.filter((one) => !isBuiltIn(one.path))) expect(await port.read(path)).toBeUndefined();
    expect((await port.read('policies/policy'))?.properties['value']).toContain('<forward-request />');
  });
});

const put = (path: string, properties: Properties): Step => ({
  id: path,
  kind: 'put-apim-resource',
  summary: path,
  dependsOn: [],
  from: [],
  place: { wave: 'w', phase: 'importing', unit: 'orders' },
  payload: { path, properties },
});

function fits(pattern: string, path: string): boolean {
  return new RegExp(`^${pattern.replaceAll('{}', '[^/]+')}$`).test(path);
}
