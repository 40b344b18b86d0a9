import { ApiManagementClient } from '@azure/arm-apimanagement';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority } from '../../../src/local/sandbox/authority.ts';
import { apimConfiguration } from '../../../src/local/sandbox/azure/apim-configuration.ts';
import { startAzureCloud, type AzureCloud } from '../../../src/local/sandbox/azure/azure-cloud.ts';
import { emptyAzureState } from '../../../src/local/sandbox/azure/state.ts';
import { Faults } from '../../../src/local/sandbox/faults.ts';
import { Trace } from '../../../src/local/sandbox/trace.ts';

const DOCUMENT = JSON.stringify({
  openapi: '3.0.1',
  info: { title: 'Orders', version: '1' },
  paths: { '/orders/{id}': { get: { operationId: 'get-order', responses: {} } } },
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

  it('takes a custom hostname beside the built-in one', async () => {
    const custom = { type: 'Proxy', hostName: 'api.example.test', certificateSource: 'KeyVault' };
    await client.apiManagementService.beginUpdateAndWait(...scope, { hostnameConfigurations: [custom] });
    expect(apimConfiguration(state).hostnames).toEqual([`${state.service}.azure-api.net`, 'api.example.test']);
  });

  it('throttles writes while the fault is in force', async () => {
    faults.arm('throttled');
    await expect(client.tag.createOrUpdate(...scope, 'a', { displayName: 'A' })).rejects.toMatchObject({
      statusCode: 429,
    });
    faults.clear();
    expect((await client.tag.createOrUpdate(...scope, 'a', { displayName: 'A' })).displayName).toBe('A');
  });
});
