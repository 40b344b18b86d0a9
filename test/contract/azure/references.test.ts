import { ApiManagementClient } from '@azure/arm-apimanagement';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority } from '../../../src/local/sandbox/authority.ts';
import { startAzureCloud, type AzureCloud } from '../../../src/local/sandbox/azure/azure-cloud.ts';
import { emptyAzureState } from '../../../src/local/sandbox/azure/state.ts';
import { Faults } from '../../../src/local/sandbox/faults.ts';
import { Trace } from '../../../src/local/sandbox/trace.ts';

describe('resources of API Management that others refer to', () => {
  const state = emptyAzureState();
  const at = [state.resourceGroup, state.service] as const;
  const fast = { updateIntervalInMs: 5 };
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
    await client.namedValue.beginCreateOrUpdateAndWait(...at, 'key', { displayName: 'api-key', value: 'v' }, fast);
    await client.certificate.createOrUpdate(...at, 'partner', { data: 'AA==', password: 'p' });
    await client.logger.createOrUpdate(...at, 'events', { loggerType: 'azureMonitor' });
    await client.backend.createOrUpdate(...at, 'orders', {
      url: 'https://orders.example.test',
      protocol: 'http',
      credentials: { header: { 'x-key': ['{{api-key}}'] }, certificateIds: ['/certificates/partner'] },
    });
    await client.policyFragment.beginCreateOrUpdateAndWait(...at, 'cors', { value: '<fragment />' }, fast);
    await client.apiVersionSet.createOrUpdate(...at, 'set', { displayName: 'Set', versioningScheme: 'Segment' });
    await client.api.beginCreateOrUpdateAndWait(...at, 'orders', {
      displayName: 'Orders',
      path: 'orders',
      apiVersion: 'v1',
      apiVersionSetId: '/apiVersionSets/set',
    });
    await client.apiDiagnostic.createOrUpdate(...at, 'orders', 'azuremonitor', { loggerId: '/loggers/events' });
    await putPolicy('<set-backend-service backend-id="orders" /><include-fragment fragment-id="cors" />');
  });
  afterAll(() => cloud.close());

  const putPolicy = (inbound: string): Promise<unknown> =>
    client.apiPolicy.createOrUpdate(...at, 'orders', 'policy', {
      format: 'xml',
      value: `<policies><inbound>${inbound}</inbound></policies>`,
    });
  const error = (message: string | RegExp, statusCode = 400): object => ({
    statusCode,
    details: { error: { message: expect.stringMatching(message) } },
  });
  const detail = (target: string, message: string): object => ({
    statusCode: 400,
    details: { error: { code: 'ValidationError', details: [{ target, message }] } },
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['a fragment in a policy', () => client.policyFragment.delete(...at, 'cors', '*'), '/apis/orders/policies/policy'],
    ['a backend in a policy', () => client.backend.delete(...at, 'orders', '*'), '/apis/orders/policies/policy'],
    ['a named value at a backend', () => client.namedValue.delete(...at, 'key', '*'), '/backends/orders'],
    ['a certificate at a backend', () => client.certificate.delete(...at, 'partner', '*'), '/backends/orders'],
    [
      'a logger of a diagnostic',
      () => client.logger.delete(...at, 'events', '*'),
      '/apis/orders/diagnostics/azuremonitor',
    ],
    ['a version set of an API', () => client.apiVersionSet.delete(...at, 'set', '*'), '/apis/orders'],
  ])('%s is not deleted', async (_what, remove, path) => {
    await expect(remove()).rejects.toMatchObject(error(`is used by the following entities:\r\n${path}\r\n`));
  });

  it.each<[string, () => Promise<unknown>, object]>([
    [
      'a policy with an unknown backend',
      () => putPolicy('<set-backend-service backend-id="absent" />'),
      detail(
        'set-backend-service',
        "Error in element 'set-backend-service': Backend with id 'absent' could not be found.",
      ),
    ],
    [
      'a policy with an unknown fragment',
      () => putPolicy('<include-fragment fragment-id="absent" />'),
      detail(
        'include-fragment',
        "Error in element 'include-fragment': Policy fragment with id 'absent' could not be found.",
      ),
    ],
    [
      'a policy with an unknown named value',
      () => putPolicy('<set-variable name="a" value="{{absent}}" />'),
      detail('representation', "Cannot find a property 'absent'."),
    ],
    [
      'a backend with an unknown certificate',
      () =>
        client.backend.createOrUpdate(...at, 'other', {
          url: 'https://x.example.test',
          protocol: 'http',
          credentials: { certificateIds: ['/certificates/absent'] },
        }),
      detail('credentials', "Certificate with id 'absent' not found."),
    ],
    [
      'a diagnostic with an unknown logger',
      () => client.diagnostic.createOrUpdate(...at, 'azuremonitor', { loggerId: '/loggers/absent' }),
      detail('loggerId', "Logger Id 'absent' does not exist"),
    ],
    [
      'an API of an unknown version set',
      () =>
        client.api.beginCreateOrUpdateAndWait(...at, 'x', {
          displayName: 'X',
          path: 'x',
          apiVersionSetId: '/apiVersionSets/absent',
        }),
      error('ApiVersionSet not found.', 404),
    ],
    ['a user in an unknown group', () => client.groupUser.create(...at, 'absent', 'x'), error('Group not found.', 404)],
  ])('%s is refused', async (_what, write, refusal) => {
    await expect(write()).rejects.toMatchObject(refusal);
  });

  it('deletes a product or a user with subscriptions only together with those', async () => {
    const person = { email: 'ada@example.test', firstName: 'Ada', lastName: 'L' };
    await client.user.createOrUpdate(...at, 'ada', person);
    await client.product.createOrUpdate(...at, 'gold', { displayName: 'Gold' });
    const subscription = { displayName: 'S', scope: '/products/gold', ownerId: '/users/ada' };
    await client.subscription.createOrUpdate(...at, 's', subscription);
    const refused = error('cannot be deleted since it has existing subscriptions');
    await expect(client.product.delete(...at, 'gold', '*')).rejects.toMatchObject(refused);
    await expect(client.user.beginDeleteAndWait(...at, 'ada', '*')).rejects.toMatchObject(refused);
    await client.product.delete(...at, 'gold', '*', { deleteSubscriptions: true });
    await expect(client.subscription.get(...at, 's')).rejects.toMatchObject({ statusCode: 404 });
    await client.user.beginDeleteAndWait(...at, 'ada', '*', fast);
    await expect(client.user.get(...at, 'ada')).rejects.toMatchObject({ statusCode: 404 });
  });

  it('keeps the built-in groups', async () => {
    await expect(client.group.delete(...at, 'guests', '*')).rejects.toMatchObject({ statusCode: 405 });
    expect((await client.group.get(...at, 'guests')).builtIn).toBe(true);
  });

  it('lets go in the order in which they were referred to', async () => {
    await client.apiPolicy.delete(...at, 'orders', 'policy', '*');
    await client.policyFragment.delete(...at, 'cors', '*');
    await client.backend.delete(...at, 'orders', '*');
    await client.certificate.delete(...at, 'partner', '*');
    await client.namedValue.delete(...at, 'key', '*');
    await client.apiDiagnostic.delete(...at, 'orders', 'azuremonitor', '*');
    await client.logger.delete(...at, 'events', '*');
    await client.api.beginDeleteAndWait(...at, 'orders', '*', fast);
    await expect(client.apiVersionSet.get(...at, 'set')).rejects.toMatchObject({ statusCode: 404 });
  });
});
