import { describe, expect, it } from 'vitest';
import { applyUnit } from '../../../activities/apply-unit.ts';
import { openCheckpoint } from '../../../activities/open-checkpoint.ts';
import { watchDrift } from '../../../activities/watch-drift.ts';
import type { AwsInventory } from '../../../src/model/aws-inventory.ts';
import type { StepPhase } from '../../../src/model/plan.ts';
import type { SourceSeen } from '../../../src/ports/source-reader.ts';
import { detailOf, HOST, planned } from './fixture.ts';

const POLICY = 'apis/shop/policies/policy';

/** A planned run with an open checkpoint. The source looks as it was read, until a test changes it. */
async function watched() {
  const { world, refs } = await planned();
  const plan = await world.planned(refs.planDigest);
  const inventory = JSON.parse(world.documents.get(plan.sourceDigest) ?? '') as AwsInventory;
  const seen: SourceSeen = {
    ...inventory,
    stages: inventory.apis.map(({ id, stage }) => ({ apiId: id, stage })),
    gaps: [],
  };
  const source = { now: seen };
  Object.assign(world, {
    source: async () => ({ look: async () => source.now }),
    certificateSource: async () => ({}),
    pfxWriter: async () => ({}),
  });
  for (const { payload } of plan.steps.filter(({ kind }) => kind === 'transfer-certificate'))
    await world.cloud.certificateVault.importPfx(String(payload['name']), new Uint8Array(), '', {});
  const checkpoint = { runId: refs.runId, planDigest: refs.planDigest, checkpointId: 'cutover-pilot' };
  await openCheckpoint.run({ ...checkpoint, evidenceDigest: 'sha256:e' }, world);
  const run = async (phase: StepPhase) => {
    for (const unit of new Set(plan.steps.filter(({ place }) => place.phase === phase).map(({ place }) => place.unit)))
      expect(await applyUnit.run({ ...refs, phase, unit }, world)).toEqual({ ok: true, state: 'done' });
  };
  const look = (accepted?: string) =>
    watchDrift.run({ ...checkpoint, ...(accepted === undefined ? {} : { accepted }) }, world);
  const closed = async () => (await world.store.checkpoint('run-1', 'cutover-pilot'))?.value.closed;
  const edit = (path: string, properties: Record<string, unknown>) =>
    world.cloud.apiManagement.resources.set(path, { path, properties, etag: 'theirs' });
  const policyPath = plan.steps
    .map(({ payload }) => String(payload['path']))
    .find((path) => path.endsWith('/policies/policy'));
  return { world, plan, source, seen, run, look, closed, edit, policyPath: policyPath ?? POLICY };
}

describe('drift', () => {
  it('is none while nothing but the run itself changes anything', async () => {
    const { world, run, look, closed } = await watched();
    for (const phase of ['importing', 'registering-backends', 'opening'] as const) {
      await run(phase);
      expect(await look()).toEqual({ ok: true });
    }
    expect([await closed(), (await detailOf(world))['drift']]).toEqual([undefined, undefined]);
    expect(await world.store.audit('run-1')).toEqual([]);
  });

  it('of a place where nothing was voids the open approval, is shown, and told the audit log once', async () => {
    const { world, edit, look, closed, policyPath } = await watched();
    const path = policyPath.replace('/policies/policy', '');
    edit(path, { displayName: 'theirs' });
    expect(await look()).toMatchObject({ ok: true, drift: { what: `${path} (target)` } });
    expect(await closed()).toBe('void');
    world.clock += 60_000;
    expect(await look()).toMatchObject({ drift: {} });
    expect(await detailOf(world)).toMatchObject({
      drift: [{ side: 'target', what: path, at: '2026-11-25T00:00:00.000Z' }],
    });
    expect((await world.store.audit('run-1')).map(({ what }) => what)).toEqual(['drift seen']);
    world.cloud.apiManagement.resources.delete(path);
    expect(await look()).toEqual({ ok: true });
    expect((await detailOf(world))['drift']).toEqual([]);
  });

  it('of what the run wrote is an edit of it, a removal, and an operation that somebody added', async () => {
    const { world, run, edit, look, policyPath } = await watched();
    for (const phase of ['importing', 'registering-backends', 'opening'] as const) await run(phase);
    const owner = policyPath.replace('/policies/policy', '');
    edit(policyPath, { format: 'xml', value: '<policies><inbound /><backend /><outbound /><on-error /></policies>' });
    expect(await look()).toMatchObject({ drift: { what: `${policyPath} (target)` } });
    edit(`${owner}/operations/theirs`, { method: 'GET' });
    expect(await look()).toMatchObject({
      drift: { what: `${owner}/operations/theirs (target), ${policyPath} (target)` },
    });
    world.cloud.apiManagement.resources.clear();
    expect((await look()) as object).toHaveProperty('drift');
  });

  it('of the service is another host name, and none that the run binds', async () => {
    const { world, look } = await watched();
    const { apiManagement } = world.cloud;
    apiManagement.hostnames = [...apiManagement.hostnames, { type: 'Proxy', hostName: 'theirs.example.com' }];
    expect(await look()).toMatchObject({ drift: { what: 'its host names (target)' } });
  });

  it('of the source is a deployment, a changed name and a changed plan of an API that moves', async () => {
    const { source, seen, look, closed } = await watched();
    const stages = seen.stages.map(({ apiId, stage }) => ({ apiId, stage: { ...stage, deploymentId: 'd2' } }));
    source.now = { ...seen, stages };
    expect(await look()).toMatchObject({
      drift: { what: expect.stringMatching(/^the stage prod of Orders/) as string },
    });
    expect(await closed()).toBe('void');
    source.now = { ...seen, domainNames: [] };
    expect(await look()).toMatchObject({ drift: { what: `the domain name ${HOST} (source)` } });
    const other = { apiId: 'other', stage: { ...stages[0]!.stage, name: 'prod' } };
    source.now = { ...seen, stages: [...seen.stages, other] };
    expect(await look()).toEqual({ ok: true });
  });

  it('that a person accepted is none, and one more at the same place is', async () => {
    const { edit, look, closed, policyPath } = await watched();
    const path = policyPath.replace('/policies/policy', '');
    edit(path, { displayName: 'theirs' });
    const first = await look();
    const accepted = first.ok ? first.drift?.seen : undefined;
    expect(await look(accepted)).toEqual({ ok: true });
    edit(path, { displayName: 'theirs again' });
    expect(await look(accepted)).toHaveProperty('drift');
    expect(await closed()).toBe('void');
  });

  it('is not denied where the source cannot be looked at', async () => {
    const { source, seen, look } = await watched();
    const gap = { at: { arn: 'a', pointer: '' }, call: 'GetStages', reason: 'denied', remedy: 'Allow it.' };
    source.now = { ...seen, gaps: [gap] };
    expect(await look()).toMatchObject({ ok: false, failure: { code: 'SOURCE-NOT-SEEN' } });
  });
});
