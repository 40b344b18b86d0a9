import { ApiManagementClient } from '@azure/arm-apimanagement';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { azureFailure } from '../../../src/adapters/azure/failures.ts';
import { createAuthority } from '../../../src/local/sandbox/authority.ts';
import { startAzureCloud, type AzureCloud } from '../../../src/local/sandbox/azure/azure-cloud.ts';
import { ArmDisturbances, type ArmDisturbance } from '../../../src/local/sandbox/azure/disturbances.ts';
import { emptyAzureState } from '../../../src/local/sandbox/azure/state.ts';
import { Faults } from '../../../src/local/sandbox/faults.ts';
import { Trace } from '../../../src/local/sandbox/trace.ts';

describe('requests to ARM that were ordered to go wrong', () => {
  const state = emptyAzureState();
  const scope = [state.resourceGroup, state.service] as const;
  const disturbances = new ArmDisturbances();
  const trace = new Trace();
  let cloud: AzureCloud;
  let client: ApiManagementClient;

  beforeAll(async () => {
    const authority = await createAuthority();
    cloud = await startAzureCloud({ state, authority, faults: new Faults(), trace, disturbances });
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
  afterEach(() => disturbances.clear());
  afterAll(() => cloud.close());

  const putTag = (id: string, abortSignal?: AbortSignal): Promise<unknown> =>
    client.tag.createOrUpdate(...scope, id, { displayName: id }, abortSignal ? { abortSignal } : {});
  const isThere = async (id: string): Promise<boolean> =>
    client.tag.get(...scope, id).then(
      () => true,
      () => false,
    );
  const failureOf = async (call: Promise<unknown>): Promise<object> =>
    call.then(
      () => ({}),
      (error: unknown) => azureFailure(error).failure,
    );

  it.each([
    [{ answer: 400 }, { kind: 'invalid', code: 'ValidationError' }],
    [{ answer: 403 }, { kind: 'denied', code: 'AuthorizationFailed' }],
    [{ answer: 409 }, { kind: 'transient', code: 'PessimisticConcurrencyConflict' }],
    [
      { answer: 409, code: 'ManagementApiRequestFailed' },
      { kind: 'transient', code: 'ManagementApiRequestFailed' },
    ],
    [
      { answer: 409, code: 'ScopeLocked' },
      { kind: 'conflict', code: 'ScopeLocked' },
    ],
    [{ answer: 412 }, { kind: 'conflict', code: 'PreconditionFailed' }],
    [{ answer: 422 }, { kind: 'transient', code: 'ManagementApiRequestFailed' }],
    [
      { answer: 429, retryAfterSeconds: 7 },
      { kind: 'transient', code: 'TooManyRequests', retryAfterSeconds: 7 },
    ],
    [{ answer: 500 }, { kind: 'transient', code: 'InternalServerError' }],
    [{ answer: 'closed-before' }, { kind: 'transient' }],
  ] satisfies [ArmDisturbance, object][])('%o is a failure %o and has no effect', async (order, failure) => {
    disturbances.add({ ...order, method: 'PUT' });
    expect(await failureOf(putTag('refused'))).toMatchObject(failure);
    expect(await isThere('refused')).toBe(false);
    expect(disturbances.all).toEqual([]);
  });

  it('loses the answer of a write that was done', async () => {
    disturbances.add({ answer: 'closed-after', method: 'PUT' });
    expect(await failureOf(putTag('done'))).toMatchObject({ kind: 'transient' });
    expect(await isThere('done')).toBe(true);
  });

  it.each(['silent-before', 'silent-after'] as const)(
    '%s gives no answer until the caller gives up',
    async (answer) => {
      disturbances.add({ answer });
      const before = trace.counts.get('arm') ?? 0;
      const call = putTag(answer, AbortSignal.timeout(200));
      expect(await failureOf(call)).toMatchObject({ kind: 'transient', code: 'ABORTED' });
      expect(trace.counts.get('arm')).toBe(before + 1);
      expect(await isThere(answer)).toBe(answer === 'silent-after');
    },
  );

  it('disturbs only what fits: method and path, after as many as go through, as often as ordered', async () => {
    disturbances.add({ answer: 500, method: 'PUT', path: '/TAGS/counted-[0-9]$', skip: 1, times: 2 });
    await putTag('other');
    await putTag('counted-1');
    expect(disturbances.all).toMatchObject([{ skip: 0, times: 2 }]);
    expect(await isThere('counted-1')).toBe(true);
    expect(await failureOf(putTag('counted-2'))).toMatchObject({ code: 'InternalServerError' });
    expect(await failureOf(putTag('counted-3'))).toMatchObject({ code: 'InternalServerError' });
    await putTag('counted-2');
  });
});
