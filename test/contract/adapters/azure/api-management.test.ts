import { describe, expect, it } from 'vitest';
import { apiManagement } from '../../../../src/adapters/azure/api-management.ts';
import type { ApiManagement } from '../../../../src/ports/api-management.ts';
import { scriptedClients, type Answer, type Sent } from './wire.ts';

const SERVICE =
  '/subscriptions/3f2a1b0c-9d8e-4f7a-8b6c-5d4e3f2a1b0c/resourceGroups/rg/providers/Microsoft.ApiManagement/service/apim';
const target = { subscriptionId: '3f2a1b0c-9d8e-4f7a-8b6c-5d4e3f2a1b0c', resourceGroup: 'rg', service: 'apim' };
const ANY = { kind: 'any' } as const;
const absent: Answer = { status: 404, body: { error: { code: 'ResourceNotFound', message: 'not found' } } };

function connected(answer: (sent: Sent) => Answer): { port: ApiManagement; sent: Sent[] } {
  const { clients, sent } = scriptedClients(answer);
  return { port: apiManagement(clients, target), sent };
}

const lineOf = ({ method, url }: Sent): string => `${method} ${url.pathname.replace(SERVICE, '')}`;

describe('API Management over its SDK', () => {
  it.each([
    ['apiVersionSets/orders', { displayName: 'Orders', versioningScheme: 'Query', versionQueryName: 'v' }],
    ['apis/orders', { displayName: 'Orders', path: 'orders', protocols: ['https'], type: 'http' }],
    [
      'apis/orders/operations/list',
      {
        displayName: 'list',
        method: 'GET',
        urlTemplate: '/a/{id}',
        templateParameters: [{ name: 'id', type: 'string' }],
      },
    ],
    ['policies/policy', { format: 'xml', value: '<policies/>' }],
    ['products/gold/policies/policy', { format: 'xml', value: '<policies/>' }],
    ['apis/orders/policies/policy', { format: 'xml', value: '<policies/>' }],
    ['apis/orders/operations/list/policies/policy', { format: 'xml', value: '<policies/>' }],
    ['namedValues/key', { displayName: 'key', secret: true, value: 'v', tags: ['crossgate'] }],
    ['backends/lambda', { url: 'https://b.example.com', protocol: 'http', tls: { validateCertificateChain: true } }],
    [
      'backends/pool',
      { type: 'Pool', url: 'https://x', protocol: 'http', pool: { services: [{ id: '/backends/lambda' }] } },
    ],
    ['products/gold', { displayName: 'Gold', subscriptionRequired: true, state: 'published' }],
    ['loggers/azuremonitor', { loggerType: 'azureMonitor', isBuffered: true }],
    [
      'apis/orders/diagnostics/azuremonitor',
      {
        loggerId: '/loggers/azuremonitor',
        alwaysLog: 'allErrors',
        verbosity: 'information',
        logClientIp: true,
        sampling: { samplingType: 'fixed', percentage: 100 },
        frontend: { request: { headers: [], body: { bytes: 0 } }, response: { headers: [], body: { bytes: 0 } } },
      },
    ],
    ['certificates/backend', { keyVault: { secretIdentifier: 'https://vault.vault.azure.net/secrets/backend' } }],
    ['schemas/orders', { schemaType: 'json', document: { components: { schemas: { Order: { type: 'object' } } } } }],
    ['tags/team', { displayName: 'team: orders' }],
    ['subscriptions/partner', { displayName: 'P', scope: '/products/gold', state: 'active', primaryKey: 'k' }],
  ])('PUTs %s as the contract has it', async (path, properties) => {
    const { port, sent } = connected(() => ({ status: 201, headers: { etag: '"AAA="' }, body: { properties } }));
    expect(await port.write({ path, properties }, ANY)).toEqual({ done: true, etag: '"AAA="' });
    expect(sent.map(lineOf)).toEqual([`PUT /${path}`]);
    expect(sent[0]?.body).toEqual({ properties });
    expect(sent[0]?.url.searchParams.get('api-version')).toBe('2024-05-01');
  });

  it('says when the SDK would lose a member', async () => {
    const { port } = connected(() => ({ status: 201, body: {} }));
    const lost = port.write({ path: 'products/gold', properties: { displayName: 'Gold', colour: 'gold' } }, ANY);
    await expect(lost).rejects.toMatchObject({ failure: { kind: 'defect', code: 'PROPERTY-NOT-SENT' } });
  });

  it('reads properties as the contract has them, and nothing where nothing is', async () => {
    const properties = { type: 'http', displayName: 'Orders', path: 'orders', provisioningState: 'Succeeded' };
    const { port } = connected(({ url }) =>
      url.pathname.endsWith('/orders') ? { status: 200, headers: { etag: '"B="' }, body: { properties } } : absent,
    );
    expect(await port.read('apis/orders')).toEqual({ path: 'apis/orders', properties, etag: '"B="' });
    expect(await port.read('apis/other')).toBeUndefined();
  });

  it('asks for membership of a product by HEAD', async () => {
    const { port, sent } = connected(({ url }) => (url.pathname.endsWith('/orders') ? { status: 204 } : absent));
    expect(await port.read('products/gold/apis/orders')).toEqual({
      path: 'products/gold/apis/orders',
      properties: {},
      etag: '',
    });
    expect(await port.read('products/gold/apis/other')).toBeUndefined();
    expect(sent.map((one) => one.method)).toEqual(['HEAD', 'HEAD']);
  });

  it('writes on the version that was read, or without one where nothing was seen', async () => {
    const properties = { displayName: 'Gold' };
    const { port, sent } = connected(({ method, headers }) => {
      if (method === 'GET') return { status: 200, headers: { etag: '"1"' }, body: { properties } };
      return [undefined, '"1"'].includes(headers['if-match'])
        ? { status: 200, headers: { etag: '"2"' }, body: { properties } }
        : { status: 412, body: { error: { code: 'PreconditionFailed', message: 'stale' } } };
    });
    const resource = { path: 'products/gold', properties };
    expect(await port.write(resource, { kind: 'absent' })).toEqual({ done: true, etag: '"2"' });
    expect(sent.map((one) => one.method)).toEqual(['PUT']);
    expect(await port.write(resource, { kind: 'etag', etag: '"1"' })).toEqual({ done: true, etag: '"2"' });
    const stale = port.write(resource, { kind: 'etag', etag: '"0"' });
    await expect(stale).rejects.toMatchObject({ failure: { kind: 'conflict', code: 'PreconditionFailed' } });
  });

  it('leaves a long import as an operation and looks again without a second PUT', async () => {
    let polls = 0;
    const { port, sent } = connected(({ method, url }) => {
      const at = `https://management.azure.com${SERVICE}/apis/orders?api-version=2024-05-01`;
      if (method === 'PUT')
        return {
          status: 201,
          headers: { 'azure-asyncoperation': `${at}&azure-asyncId=1`, 'location': `${at}&asyncId=1&asyncCode=201` },
          body: { properties: { ProvisioningState: 'InProgress' } },
        };
      if (!url.searchParams.has('azure-asyncId'))
        return { status: 200, headers: { etag: '"3"' }, body: { properties: {} } };
      polls += 1;
      return { status: 200, body: { status: polls < 3 ? 'InProgress' : 'Succeeded' } };
    });
    const properties = { displayName: 'Orders', path: 'orders', format: 'openapi+json', value: '{"openapi":"3.0.1"}' };
    let write = await port.write({ path: 'apis/orders', properties }, ANY);
    let looks = 0;
    while (!write.done) {
      expect(write.operation).not.toContain('3.0.1');
      write = await port.continueWrite(write.operation);
      looks += 1;
    }
    expect(write).toEqual({ done: true, etag: '"3"' });
    expect(looks).toBe(2);
    expect(sent.filter((one) => one.method === 'PUT')).toHaveLength(1);
  });

  it('names the part of a document that the import refused', async () => {
    const { port } = connected(({ method }) =>
      method === 'PUT'
        ? { status: 202, headers: { location: `https://management.azure.com${SERVICE}/apis/orders?asyncId=1` } }
        : {
            status: 400,
            body: {
              error: {
                code: 'ValidationError',
                message: 'One or more fields contain incorrect values:',
                details: [{ target: 'representation', message: 'Parsing error(s): paths./a' }],
              },
            },
          },
    );
    const properties = { path: 'orders', format: 'openapi+json', value: '{}' };
    await expect(port.write({ path: 'apis/orders', properties }, ANY)).rejects.toMatchObject({
      failure: { kind: 'invalid', code: 'ValidationError', message: expect.stringContaining('paths./a') as string },
    });
  });

  it('removes, also what is gone with its parent', async () => {
    const { port, sent } = connected(({ url }) => (url.pathname.includes('/gone') ? absent : { status: 200 }));
    expect(await port.remove('apis/orders', { kind: 'etag', etag: '"1"' })).toEqual({ done: true });
    expect(await port.remove('apis/gone/operations/list', ANY)).toEqual({ done: true });
    expect(sent.map((one) => [one.method, one.headers['if-match']])).toEqual([
      ['DELETE', '"1"'],
      ['DELETE', '*'],
    ]);
    expect(sent[0]?.url.searchParams.get('deleteRevisions')).toBe('true');
  });

  it('lists a collection to its end', async () => {
    const next = `https://management.azure.com${SERVICE}/apis?api-version=2024-05-01&$skip=1`;
    const { port } = connected(({ url }) =>
      url.searchParams.has('$skip')
        ? { status: 200, body: { value: [{ name: 'users', properties: { path: 'users' } }] } }
        : { status: 200, body: { value: [{ name: 'orders' }], nextLink: next } },
    );
    expect(await port.list('apis')).toEqual([
      { path: 'apis/orders', properties: {} },
      { path: 'apis/users', properties: { path: 'users' } },
    ]);
  });

  it('replaces hostnames on the version that was read, as an operation', async () => {
    const builtIn = { type: 'Proxy', hostName: 'apim.azure-api.net', certificateSource: 'BuiltIn' };
    const own = {
      type: 'Proxy',
      hostName: 'api.example.com',
      keyVaultId: 'https://v/secrets/c',
      negotiateClientCertificate: false,
    };
    let polls = 0;
    const { port, sent } = connected(({ method, url }) => {
      if (method === 'PATCH')
        return {
          status: 202,
          headers: {
            location: 'https://management.azure.com/subscriptions/s/operationResults/1?api-version=2024-05-01',
          },
        };
      if (url.pathname.endsWith('/operationResults/1')) return { status: (polls += 1) < 2 ? 202 : 200, body: {} };
      const properties = {
        gatewayUrl: 'https://apim.azure-api.net',
        provisioningState: 'Succeeded',
        hostnameConfigurations: [builtIn],
        certificates: null,
        customProperties: { 'Protocols.Server.Http2': 'True' },
      };
      return { status: 200, headers: { etag: '"S1"' }, body: { sku: { name: 'Premium' }, properties } };
    });
    const service = await port.service();
    expect(service).toEqual({
      gatewayUrl: 'https://apim.azure-api.net',
      provisioningState: 'Succeeded',
      skuName: 'Premium',
      etag: '"S1"',
      infrastructure: {
        hostnames: [builtIn],
        certificates: [],
        customProperties: { 'Protocols.Server.Http2': 'True' },
      },
    });
    const next = {
      hostnames: [builtIn, own],
      certificates: [{ storeName: 'Root', encodedCertificate: 'MII=' }],
      customProperties: { ...service.infrastructure.customProperties, Tls10: 'False' },
    };
    const stale = port.writeInfrastructure(next, '"S0"');
    await expect(stale).rejects.toMatchObject({ failure: { kind: 'conflict' } });
    const write = await port.writeInfrastructure(next, service.etag);
    expect(sent.find((one) => one.method === 'PATCH')?.body).toEqual({
      properties: {
        hostnameConfigurations: [builtIn, own],
        certificates: next.certificates,
        customProperties: next.customProperties,
      },
    });
    expect(write).toEqual({ done: false, operation: expect.stringContaining('operationResults') as string });
    const after = write.done ? write : await port.continueWrite(write.operation);
    expect(after.done).toBe(true);
    expect(sent.filter((one) => one.method === 'PATCH')).toHaveLength(1);
  });
});
