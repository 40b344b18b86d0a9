import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { apiManagement } from '../../../../src/adapters/azure/api-management.ts';
import { azureClients } from '../../../../src/adapters/azure/clients.ts';
import { createAuthority } from '../../../../src/local/sandbox/authority.ts';
import { startAzureCloud, type AzureCloud } from '../../../../src/local/sandbox/azure/azure-cloud.ts';
import { servicePath } from '../../../../src/local/sandbox/azure/context.ts';
import { emptyAzureState } from '../../../../src/local/sandbox/azure/state.ts';
import { Faults } from '../../../../src/local/sandbox/faults.ts';
import { Trace } from '../../../../src/local/sandbox/trace.ts';
import type { ApiManagement, ApimResource, ApimWrite } from '../../../../src/ports/api-management.ts';

const ANY = { kind: 'any' } as const;
const GUARD =
  '<policies><inbound><return-response><set-status code="503" reason="Closed" /></return-response></inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>';
const openapi = {
  openapi: '3.0.1',
  info: { title: 'Orders', version: '1' },
  paths: { '/orders': { get: { operationId: 'list', responses: { 200: { description: 'ok' } } } } },
};

let cloud: AzureCloud;
let port: ApiManagement;
const trusted = getCACertificates('default');

/** The whole path of the deployed app: managed identity over its endpoint, then ARM over https with the sandbox's CA. */
beforeAll(async () => {
  const state = emptyAzureState();
  const authority = await createAuthority();
  setDefaultCACertificates([...trusted, authority.caPem]);
  cloud = await startAzureCloud({ state, authority, faults: new Faults(), trace: new Trace() });
  vi.stubEnv('IDENTITY_ENDPOINT', cloud.identity.url);
  vi.stubEnv('IDENTITY_HEADER', cloud.identityHeader);
  const clients = azureClients({ armEndpoint: cloud.arm.url, credential: 'managed-identity' });
  port = apiManagement(clients, state);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  setDefaultCACertificates(trusted);
  await cloud.close();
});

async function written(resource: ApimResource): Promise<ApimWrite> {
  let write = await port.write(resource, ANY);
  while (!write.done) write = await port.continueWrite(write.operation);
  return write;
}

describe('Azure adapters against the sandbox', () => {
  it('imports an API behind a guard and takes it back', async () => {
    const service = await port.service();
    expect(service.provisioningState).toBe('Succeeded');
    const api = { displayName: 'Orders', path: 'orders', protocols: ['https'], subscriptionRequired: false };
    await written({ path: 'apis/orders', properties: api });
    await written({ path: 'apis/orders/policies/policy', properties: { format: 'xml', value: GUARD } });
    await written({
      path: 'apis/orders',
      properties: { ...api, format: 'openapi+json', value: JSON.stringify(openapi) },
    });
    expect(await port.list('apis/orders/operations')).toMatchObject([
      { path: 'apis/orders/operations/list', properties: { method: 'GET', urlTemplate: '/orders' } },
    ]);
    const policy = await port.read('apis/orders/policies/policy');
    expect(policy?.properties['value']).toContain('return-response');
    await written({ path: 'namedValues/key', properties: { displayName: 'key', secret: false, value: 'v' } });
    await written({ path: 'products/gold', properties: { displayName: 'Gold', state: 'published' } });
    await written({ path: 'products/gold/apis/orders', properties: {} });
    expect(await port.read('products/gold/apis/orders')).toBeDefined();
    expect(await port.read('products/gold/apis/users')).toBeUndefined();
    let removal = await port.remove('apis/orders', ANY);
    while (!removal.done) removal = await port.continueWrite(removal.operation);
    expect(await port.read('apis/orders')).toBeUndefined();
    expect(await port.remove('apis/orders', ANY)).toEqual({ done: true });
  });

  it('puts what policies and backends name, reads it as it was written, and takes it back', async () => {
    const document = { $schema: 'http://json-schema.org/draft-04/schema#', components: { schemas: { Order: {} } } };
    const id = `${servicePath(emptyAzureState())}/certificates/backend`;
    const resources: readonly ApimResource[] = [
      { path: 'schemas/orders', properties: { schemaType: 'json', document } },
      {
        path: 'certificates/backend',
        properties: { keyVault: { secretIdentifier: 'https://vault.vault.azure.net/secrets/backend' } },
      },
      {
        path: 'backends/orders',
        properties: {
          url: 'https://orders.example.com',
          protocol: 'http',
          credentials: { certificateIds: [id] },
          tls: { validateCertificateChain: false, validateCertificateName: true },
        },
      },
    ];
    for (const resource of resources) {
      await written(resource);
      expect((await port.read(resource.path))?.properties).toMatchObject(resource.properties);
    }
    for (const { path } of resources.toReversed()) {
      let removal = await port.remove(path, ANY);
      while (!removal.done) removal = await port.continueWrite(removal.operation);
      expect(await port.read(path)).toBeUndefined();
    }
  });

  it('refuses a stale version', async () => {
    const resource = { path: 'products/silver', properties: { displayName: 'Silver' } };
    await written(resource);
    const read = await port.read('products/silver');
    const changed = { ...resource, properties: { displayName: 'Silver 2' } };
    await port.write(changed, { kind: 'etag', etag: read?.etag ?? '' });
    const stale = port.write(
      { ...resource, properties: { displayName: 'Silver 3' } },
      { kind: 'etag', etag: read?.etag ?? '' },
    );
    await expect(stale).rejects.toMatchObject({ failure: { kind: 'conflict' } });
  });
});
