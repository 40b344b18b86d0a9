import { ApiManagementClient } from '@azure/arm-apimanagement';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createAuthority } from '../../../src/local/sandbox/authority.ts';
import { apimConfiguration } from '../../../src/local/sandbox/azure/apim-configuration.ts';
import { startAzureCloud, type AzureCloud } from '../../../src/local/sandbox/azure/azure-cloud.ts';
import { emptyAzureState } from '../../../src/local/sandbox/azure/state.ts';
import { Faults } from '../../../src/local/sandbox/faults.ts';
import { Trace } from '../../../src/local/sandbox/trace.ts';

const DOCUMENT = JSON.stringify({
  openapi: '3.0.1',
  info: { title: 'Orders', version: '1' },
  paths: {
    '/orders/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: { operationId: 'get-order', responses: {} },
    },
  },
});

describe('API Management of the sandbox, through its SDK client', () => {
  const state = emptyAzureState();
  const faults = new Faults();
  const scope = [state.resourceGroup, state.service] as const;
  let cloud: AzureCloud;
  let client: ApiManagementClient;

  beforeAll(async () => {
    const authority = await createAuthority();
    cloud = await startAzureCloud({ state, authority, faults, trace: new Trace() });
    const credential = {
      getToken: () => Promise.resolve({ token: cloud.token, expiresOnTimestamp: Date.now() + 3_600_000 }),
    };
    client = new ApiManagementClient(credential, state.subscriptionId, {
      endpoint: cloud.arm.url,
      credentialScopes: 'https://management.azure.com/.default',
      tlsOptions: { ca: authority.caPem },
      retryOptions: { maxRetries: 0 },
    });
  });
  afterAll(() => cloud.close());

  it('imports a document as a long-running operation and gives it to the gateway', async () => {
    const parameters = { displayName: 'Orders', path: '/orders', format: 'openapi+json', value: DOCUMENT };
    const api = await client.api.beginCreateOrUpdateAndWait(...scope, 'orders', parameters, { updateIntervalInMs: 5 });
    expect(api.path).toBe('orders');
    const [imported] = apimConfiguration(state).apis;
    expect(imported?.operations.map((operation) => operation.id)).toEqual(['get-order']);
  });

  it('keeps the key of a subscription to itself', async () => {
    const parameters = { displayName: 'Mobile', scope: '/apis/orders', primaryKey: 'key-from-aws' };
    await client.subscription.createOrUpdate(...scope, 'mobile', parameters);
    expect((await client.subscription.get(...scope, 'mobile')).primaryKey).toBeUndefined();
    expect((await client.subscription.listSecrets(...scope, 'mobile')).primaryKey).toBe('key-from-aws');
    expect(apimConfiguration(state).subscriptions[0]).toMatchObject({
      scope: '/apis/orders',
      primaryKey: 'key-from-aws',
    });
  });

  it('refuses a malformed policy, a stale ETag and an unknown parent', async () => {
    const broken = { format: 'xml', value: '<policies><inbound></policies>' };
    await expect(client.apiPolicy.createOrUpdate(...scope, 'orders', 'policy', broken)).rejects.toMatchObject({
      statusCode: 400,
      code: 'ValidationError',
    });
    const fine = { format: 'xml', value: '<policies><inbound /></policies>' };
    await client.apiPolicy.createOrUpdate(...scope, 'orders', 'policy', fine);
    const stale = client.apiPolicy.createOrUpdate(...scope, 'orders', 'policy', fine, { ifMatch: '"stale"' });
    await expect(stale).rejects.toMatchObject({ statusCode: 412 });
    await expect(client.apiPolicy.get(...scope, 'absent', 'policy')).rejects.toMatchObject({ statusCode: 404 });
  });

  it('makes a revision of an API and releases it', async () => {
    const revision = { sourceApiId: '/apis/orders', path: 'orders', serviceUrl: 'https://new.example.test' };
    const update = { updateIntervalInMs: 5 };
    await client.api.beginCreateOrUpdateAndWait(...scope, 'orders;rev=2', revision, update);
    await client.apiOperation.delete(...scope, 'orders;rev=2', 'get-order', '*');
    expect(await client.api.get(...scope, 'orders;rev=2')).toMatchObject({ displayName: 'Orders', apiRevision: '2' });
    const [before] = apimConfiguration(state).apis;
    expect(before).toMatchObject({ id: 'orders', operations: [{ id: 'get-order' }] });
    await client.apiRelease.createOrUpdate(...scope, 'orders', 'second', { apiId: '/apis/orders;rev=2' });
    const apis = apimConfiguration(state).apis;
    expect(apis).toMatchObject([{ id: 'orders', serviceUrl: 'https://new.example.test', operations: [] }]);
    expect((await client.api.get(...scope, 'orders;rev=2')).isCurrent).toBe(true);
    expect((await client.apiOperation.get(...scope, 'orders;rev=1', 'get-order')).method).toBe('GET');
    expect((await client.apiRelease.get(...scope, 'orders', 'second')).createdDateTime).toBeInstanceOf(Date);
  });

  it('takes title and backend of an API from its document', async () => {
    const described = { ...(JSON.parse(DOCUMENT) as object), servers: [{ url: 'https://backend.example.test/v1' }] };
    const parameters = {
      displayName: 'X',
      path: 'described',
      format: 'openapi+json',
      value: JSON.stringify(described),
    };
    await client.api.beginCreateOrUpdateAndWait(...scope, 'described', parameters, { updateIntervalInMs: 5 });
    expect(await client.api.get(...scope, 'described')).toMatchObject({
      displayName: 'Orders',
      serviceUrl: 'https://backend.example.test/v1',
    });
  });

  it('refuses the import of one API under the fault import-400, however often it is tried', async () => {
    faults.arm('import-400');
    const imported = (id: string) => {
      const parameters = { path: id, format: 'openapi+json', value: DOCUMENT };
      return client.api.beginCreateOrUpdateAndWait(...scope, id, parameters, { updateIntervalInMs: 5 });
    };
    await expect(imported('refused')).rejects.toMatchObject({ statusCode: 400, code: 'ValidationError' });
    expect((await imported('accepted')).path).toBe('accepted');
    await expect(imported('refused')).rejects.toMatchObject({ statusCode: 400 });
    faults.clear();
    expect((await imported('refused')).path).toBe('refused');
  });

  it('leaves few writes under the fault throttled, and says when the next may come', async () => {
    faults.arm('throttled');
    const write = (id: string) => client.tag.createOrUpdate(...scope, id, { displayName: id });
    const answers = await Promise.allSettled(['a', 'b', 'c', 'd', 'e', 'f'].map(write));
    const refused = answers.filter((answer) => answer.status === 'rejected').map(({ reason }): unknown => reason);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(answers.length);
    for (const one of refused) {
      expect(one).toMatchObject({ statusCode: 429, code: 'TooManyRequests' });
      const { response } = one as { response: { headers: { get(name: string): string } } };
      expect(response.headers.get('retry-after')).toBe('1');
    }
    await vi.waitFor(() => write('g'), { timeout: 20_000, interval: 200 });
    faults.clear();
  });
});
