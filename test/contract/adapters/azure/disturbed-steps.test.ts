import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { apiManagement } from '../../../../src/adapters/azure/api-management.ts';
import { azureClients } from '../../../../src/adapters/azure/clients.ts';
import { createAuthority } from '../../../../src/local/sandbox/authority.ts';
import { startAzureCloud, type AzureCloud } from '../../../../src/local/sandbox/azure/azure-cloud.ts';
import { ArmDisturbances, type ArmDisturbance } from '../../../../src/local/sandbox/azure/disturbances.ts';
import { emptyAzureState } from '../../../../src/local/sandbox/azure/state.ts';
import { Faults } from '../../../../src/local/sandbox/faults.ts';
import { Trace } from '../../../../src/local/sandbox/trace.ts';
import { FailureError } from '../../../../src/model/outcome.ts';
import type { Step } from '../../../../src/model/plan.ts';
import type { ApiManagement } from '../../../../src/ports/api-management.ts';
import { bindStep } from '../../../../src/steps/registry.ts';
import type { StepPorts } from '../../../../src/steps/step-kind.ts';
import { MemoryCloud } from '../../../support/memory-cloud.ts';

/** How long a request waits for its answer, where nobody answers. */
const SHORT_ANSWER_MS = 500;
const disturbances = new ArmDisturbances();
const state = emptyAzureState();
const trusted = getCACertificates('default');
let cloud: AzureCloud;
let port: ApiManagement;
let portWaiting: (answerMs?: number) => ApiManagement;
let ports: StepPorts;

beforeAll(async () => {
  const authority = await createAuthority();
  setDefaultCACertificates([...trusted, authority.caPem]);
  cloud = await startAzureCloud({ state, authority, faults: new Faults(), trace: new Trace(), disturbances });
  const credential = {
    getToken: () => Promise.resolve({ token: cloud.token, expiresOnTimestamp: Date.now() + 3_600_000 }),
  };
  const clock = { now: () => performance.now(), sleep: () => Promise.resolve() };
  portWaiting = (answerMs) => {
    const timing = { retryMs: 1, clock, ...(answerMs !== undefined && { answerMs }) };
    return apiManagement(azureClients({ armEndpoint: cloud.arm.url, credential, timing }), state);
  };
  port = portWaiting();
});
beforeEach(() => {
  ports = Object.assign(new MemoryCloud(), { apiManagement: port });
});
afterEach(() => disturbances.clear());
afterAll(async () => {
  setDefaultCACertificates(trusted);
  await cloud.close();
});

const put = (path: string, properties: Readonly<Record<string, unknown>>): Step => ({
  id: path,
  kind: 'put-apim-resource',
  summary: path,
  dependsOn: [],
  from: [],
  place: { wave: 'w', phase: 'importing', unit: 'orders' },
  payload: { path, properties },
});

/** Runs a step as the executor does: again after what passes. Tells the failures that it met. */
async function attempted(step: Step): Promise<readonly string[]> {
  const bound = bindStep(step);
  const met: string[] = [];
  while (met.length < 5) {
    try {
      let progress = await bound.apply(ports);
      while (progress.state === 'running') progress = await bound.proceed(progress.operation, ports);
      return met;
    } catch (error) {
      if (!(error instanceof FailureError) || error.failure.kind !== 'transient') throw error;
      met.push(error.failure.code);
    }
  }
  return met;
}

const ORDERS: readonly (ArmDisturbance & { readonly meets: readonly string[] })[] = [
  // The SDK tries these again itself.
  { answer: 429, retryAfterSeconds: 0, meets: [] },
  { answer: 500, meets: [] },
  { answer: 'closed-before', meets: [] },
  { answer: 'closed-after', meets: [] },
  { answer: 'silent-before', meets: ['ABORTED'] },
  { answer: 'silent-after', meets: ['ABORTED'] },
  { answer: 409, meets: ['PessimisticConcurrencyConflict'] },
  { answer: 422, meets: ['ManagementApiRequestFailed'] },
  { answer: 409, code: 'ManagementApiRequestFailed', times: 2, meets: Array(2).fill('ManagementApiRequestFailed') },
];

const MADE = [
  { path: 'tags/a', properties: { displayName: 'A' } },
  { path: 'namedValues/a', properties: { displayName: 'a', value: 'v' } },
];

describe.each(ORDERS)('a write answered $answer $code', ({ meets, ...order }) => {
  beforeEach(() => {
    const isSilent = order.answer === 'silent-before' || order.answer === 'silent-after';
    ports = Object.assign(new MemoryCloud(), { apiManagement: isSilent ? portWaiting(SHORT_ANSWER_MS) : port });
  });

  it.each(MADE)('makes and takes back $path', async ({ path, properties }) => {
    const step = put(path, properties);
    const undo = bindStep(step).compensate(await bindStep(step).capture(ports)) as { readonly step: Step };
    disturbances.add({ ...order, method: 'PUT' });
    expect(await attempted(step)).toEqual(meets);
    expect((await port.read(path))?.properties).toMatchObject({ displayName: properties.displayName });
    disturbances.add({ ...order, method: 'DELETE' });
    expect(await attempted(undo.step)).toEqual(meets);
    expect(await port.read(path)).toBeUndefined();
    expect(disturbances.all).toEqual([]);
  });

  it('changes what is there', async () => {
    await attempted(put('tags/there', { displayName: 'Before' }));
    const step = put('tags/there', { displayName: 'After' });
    disturbances.add({ ...order, method: 'PUT' });
    expect(await attempted(step)).toEqual(meets);
    expect((await port.read('tags/there'))?.properties).toEqual({ displayName: 'After' });
  });
});

it.each([
  [{ answer: 400 }, 'invalid'],
  [{ answer: 403 }, 'denied'],
  [{ answer: 412 }, 'conflict'],
  [{ answer: 409, code: 'ScopeLocked' }, 'conflict'],
] satisfies [ArmDisturbance, string][])('a write answered %o is tried once', async (order, kind) => {
  disturbances.add({ ...order, method: 'PUT' });
  await expect(attempted(put('tags/refused', { displayName: 'R' }))).rejects.toMatchObject({ failure: { kind } });
  expect(await port.read('tags/refused')).toBeUndefined();
});
