import { ApiManagementClient, type ApiCreateOrUpdateParameter } from '@azure/arm-apimanagement';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority } from '../../../src/local/sandbox/authority.ts';
import { apimConfiguration } from '../../../src/local/sandbox/azure/apim-configuration.ts';
import { startAzureCloud, type AzureCloud } from '../../../src/local/sandbox/azure/azure-cloud.ts';
import { emptyAzureState } from '../../../src/local/sandbox/azure/state.ts';
import { Faults } from '../../../src/local/sandbox/faults.ts';
import { Trace } from '../../../src/local/sandbox/trace.ts';

const CHAT = {
  displayName: 'Chat',
  path: 'chat',
  apiType: 'websocket',
  protocols: ['wss'],
  serviceUrl: 'wss://chat.example.com/live',
};
const { serviceUrl: _, ...WITHOUT_BACKEND } = CHAT;
const policy = (inbound: string) => ({
  format: 'xml',
  value: `<policies><inbound>${inbound}</inbound><backend /><outbound /><on-error /></policies>`,
});

describe('WebSocket APIs of API Management in the sandbox, through its SDK client', () => {
  const state = emptyAzureState();
  const scope = [state.resourceGroup, state.service] as const;
  let cloud: AzureCloud;
  let client: ApiManagementClient;

  beforeAll(async () => {
    const authority = await createAuthority();
    cloud = await startAzureCloud({ state, authority, faults: new Faults(), trace: new Trace() });
    const credential = {
      getToken: () => Promise.resolve({ token: cloud.token, expiresOnTimestamp: Date.now() + 3_600_000 }),
    };
    client = new ApiManagementClient(credential, state.subscriptionId, {
      endpoint: cloud.arm.url,
      credentialScopes: 'https://management.azure.com/.default',
      tlsOptions: { ca: authority.caPem },
      retryOptions: { maxRetries: 0 },
    });
    await put('chat', CHAT);
  });
  afterAll(() => cloud.close());

  const put = (id: string, parameters: ApiCreateOrUpdateParameter) =>
    client.api.beginCreateOrUpdateAndWait(...scope, id, parameters, { updateIntervalInMs: 5 });

  it('have their one operation from the start, also after another write', async () => {
    const operations: (string | undefined)[] = [];
    await put('chat', { ...CHAT, subscriptionRequired: false });
    for await (const { name } of client.apiOperation.listByApi(...scope, 'chat')) operations.push(name);
    expect(operations).toEqual(['onHandshake']);
    expect(await client.api.get(...scope, 'chat')).toMatchObject({ apiType: 'websocket', protocols: ['wss'] });
    expect(apimConfiguration(state).apis).toMatchObject([
      { id: 'chat', type: 'websocket', serviceUrl: CHAT.serviceUrl, operations: [{ id: 'onHandshake' }] },
    ]);
  });

  it('let nobody make, change or remove an operation', async () => {
    const refusal = {
      statusCode: 400,
      code: 'ValidationError',
      message: expect.stringContaining('web socket') as string,
    };
    const operation = { displayName: 'Send', method: 'POST', urlTemplate: '/send', templateParameters: [] };
    await expect(client.apiOperation.createOrUpdate(...scope, 'chat', 'send', operation)).rejects.toMatchObject(
      refusal,
    );
    await expect(client.apiOperation.createOrUpdate(...scope, 'chat', 'onHandshake', operation)).rejects.toMatchObject(
      refusal,
    );
    await expect(client.apiOperation.delete(...scope, 'chat', 'onHandshake', '*')).rejects.toMatchObject(refusal);
  });

  it('take policies on the handshake only, and not all of them', async () => {
    await expect(client.apiPolicy.createOrUpdate(...scope, 'chat', 'policy', policy('<base />'))).rejects.toMatchObject(
      {
        statusCode: 400,
        message: expect.stringContaining("'WEBSOCKET' api type") as string,
      },
    );
    const onHandshake = (inbound: string) =>
      client.apiOperationPolicy.createOrUpdate(...scope, 'chat', 'onHandshake', 'policy', policy(inbound));
    await onHandshake('<base /><ip-filter action="allow"><address>192.0.2.1</address></ip-filter>');
    for (const refused of ['<set-body>x</set-body>', '<choose><when condition="@(true)"><cors /></when></choose>'])
      await expect(onHandshake(refused)).rejects.toMatchObject({ statusCode: 400, code: 'ValidationError' });
  });

  it.each([
    ['another scheme', { ...CHAT, protocols: ['https'] }],
    ['no backend', WITHOUT_BACKEND],
    ['a backend of another scheme', { ...CHAT, serviceUrl: 'https://chat.example.com' }],
    ['a document', { ...CHAT, format: 'openapi+json', value: '{}' }],
    ['sockets for an API of requests', { ...CHAT, apiType: 'http' }],
  ])('are refused with %s', async (_what, parameters) => {
    await expect(put('other', parameters)).rejects.toMatchObject({ statusCode: 400, code: 'ValidationError' });
  });

  it('keep their type, and are not in the Consumption tier', async () => {
    const plain = { displayName: 'Chat', path: 'chat', apiType: 'http', protocols: ['https'] };
    await expect(put('chat', plain)).rejects.toMatchObject({ statusCode: 400 });
    const path = Object.keys(Object.fromEntries(state.resources)).find((id) =>
      id.endsWith(`/service/${state.service}`),
    );
    const service = state.resources.get(path ?? '');
    if (service === undefined) throw new Error('the sandbox has no service');
    state.resources.set(path ?? '', { ...service, more: { ...service.more, sku: { name: 'Consumption' } } });
    await expect(put('late', { ...CHAT, path: 'late' })).rejects.toMatchObject({ statusCode: 400 });
    state.resources.set(path ?? '', service);
  });
});
