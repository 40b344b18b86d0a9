import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiManagement } from '../../../../src/adapters/azure/api-management.ts';
import { azureClients } from '../../../../src/adapters/azure/clients.ts';
import { secretVault } from '../../../../src/adapters/azure/vault-secrets.ts';
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
import { asRead, kindOf, RESOURCE_CASES, type Properties, type ResourceCase } from './resource-cases.ts';

const ANY = { kind: 'any' } as const;
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
  const clients = azureClients({ armEndpoint: cloud.arm.url, keyVaultEndpoint: cloud.keyVault.url, credential });
  port = apiManagement(clients, state);
  const vault = secretVault(clients, `https://${state.vault}.vault.azure.net`);
  await vault.set('aws-key', 's3cret', {});
  await vault.set('aws-key-2', 's3cret', {});
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
/** Policies stand alone below what they are of. */
const isListed = ({ path }: ResourceCase): boolean => !path.endsWith('/policy');
/** The service has a policy from the start. */
const isOurs = ({ path }: ResourceCase): boolean => path !== 'policies/policy';
const hasEtag = ({ path }: ResourceCase): boolean => kindOf(path)?.headOnly !== true;
const etagOf = async (path: string): Promise<string> => (await port.read(path))?.etag ?? '';
const stale: ApimPrecondition = { kind: 'etag', etag: '"AAAA"' };
const refused = { failure: { kind: 'conflict', code: 'PreconditionFailed' } };

describe('every kind of resource, through its SDK client', () => {
  it('has a case', () => {
    const patterns = RESOURCE_CASES.map(({ path }) => kindOf(path)?.pattern);
    expect(new Set(patterns)).toEqual(new Set(RESOURCE_KINDS.map(({ pattern }) => pattern)));
  });

  it.each(RESOURCE_CASES)('$path is made and read', async (one) => {
    const { path, properties, read = {} } = one;
    expect((await port.read(path)) === undefined).toBe(isOurs(one));
    await written(path, properties);
    const made = await port.read(path);
    expect(made).toMatchObject({ path, properties: asRead(one) });
    expect(Object.keys(read).filter((name) => read[name] === undefined && name in (made?.properties ?? {}))).toEqual(
      [],
    );
    expect(JSON.stringify(made)).not.toMatch(/s3cret|password=secret|secret-password/);
  });

  it.each(RESOURCE_CASES.filter(isListed))('$path is listed', async ({ path }) => {
    expect((await port.list(collectionOf(path))).map((each) => each.path)).toContain(path);
  });

  // A release is dated by each of its writes.
  it.each(RESOURCE_CASES.filter(({ path }) => !path.includes('/releases/')))(
    '$path has its etag while nothing changes',
    async ({ path, properties }) => {
      const before = await etagOf(path);
      await written(path, properties);
      expect(await etagOf(path)).toBe(before);
    },
  );

  it.each(RESOURCE_CASES.filter(hasEtag))(
    '$path is changed at its etag alone',
    async ({ path, properties, changed }) => {
      const etag = await etagOf(path);
      await expect(written(path, changed ?? properties, stale)).rejects.toMatchObject(refused);
      await written(path, changed ?? properties, { kind: 'etag', etag });
      expect((await etagOf(path)) === etag).toBe(changed === undefined);
      await written(path, properties);
    },
  );

  it.each(RESOURCE_CASES.filter(hasEtag))('$path is not removed at another etag', async ({ path }) => {
    await expect(removed(path, stale)).rejects.toMatchObject(refused);
  });

  it('has a policy of the service, which is put back', async () => {
    const value = '<policies><inbound /><backend><forward-request /></backend><outbound /></policies>';
    await written('policies/policy', { format: 'xml', value });
    expect((await port.read('policies/policy'))?.properties['value']).toContain('<forward-request />');
  });

  it.each(RESOURCE_CASES.toReversed().filter(isOurs))('$path is removed, twice', async ({ path }) => {
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

  it.each(RESOURCE_CASES)('$path is put, and put again without a write', async ({ path, properties }) => {
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
    expect(writes()).toBe(RESOURCE_CASES.length - 1);
    for (const undo of undos.toReversed()) await applied(undo, ports);
    expect(writes()).toBe(RESOURCE_CASES.length - 1);
    for (const { path } of RESOURCE_CASES.filter(isOurs)) expect(await port.read(path)).toBeUndefined();
    expect((await port.read('policies/policy'))?.properties['value']).toContain('<forward-request />');
  });
});

describe('a step over what somebody else made', () => {
  const undos: Step[] = [];
  let changes = 0;
  /** Those whose properties can change; a subscription's keys and the secrets of others do not come back. */
  const changing = RESOURCE_CASES.filter(({ changed }) => changed !== undefined);

  it.each(RESOURCE_CASES)('$path is there, and changed', async ({ path, properties, changed = properties }) => {
    await written(path, properties);
    const { cloud: ports, writes } = counted();
    const step = put(path, changed);
    const undo = bindStep(step).compensate(await bindStep(step).capture(ports));
    expect(undo).toMatchObject({ step: { kind: 'restore-apim-resource' } });
    undos.push((undo as { step: Step }).step);
    await applied(step, ports);
    changes += writes();
  });

  it('is put back without what the step added', async () => {
    const { cloud: ports } = counted();
    await written('groups/plain', { displayName: 'Plain' });
    const step = put('groups/plain', { displayName: 'Plain', description: 'added' });
    const undo = bindStep(step).compensate(await bindStep(step).capture(ports));
    await applied(step, ports);
    await applied((undo as { step: Step }).step, ports);
    expect((await port.read('groups/plain'))?.properties['description']).toBeUndefined();
  });

  it('is put back as it was by the undos, which have nothing to put back again', async () => {
    const { cloud: ports, writes } = counted();
    for (const undo of undos.toReversed()) await applied(undo, ports);
    expect(writes()).toBe(changes);
    for (const undo of undos.toReversed()) await applied(undo, ports);
    expect(writes()).toBe(changes);
  });

  it.each(changing)('$path is as it was', async (one) => {
    expect(await port.read(one.path)).toMatchObject({ path: one.path, properties: asRead(one) });
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
