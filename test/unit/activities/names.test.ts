import { describe, expect, it } from 'vitest';
import { applyUnit } from '../../../activities/apply-unit.ts';
import { findNamesAtTarget } from '../../../activities/find-names-at-target.ts';
import { listMovedNames } from '../../../activities/list-moved-names.ts';
import { continueUndo, undoStep } from '../../../activities/undo-step.ts';
import { HOST, planned } from './fixture.ts';

/** A run whose name was moved; the TTL that is lowered before is taken as lowered. */
async function moved() {
  const { world, refs } = await planned();
  Object.assign(world, { source: async () => ({}), certificateSource: async () => ({}), pfxWriter: async () => ({}) });
  world.cloud.dnsZones.sets = world.cloud.dnsZones.sets.map((set) => ({ ...set, ttl: 60 }));
  await applyUnit.run({ ...refs, phase: 'cutting-over', unit: HOST }, world);
  return { world, refs };
}

describe('a name that was moved', () => {
  it('is named while it is, and not before or after', async () => {
    const { world, refs } = await moved();
    expect(await listMovedNames.run({ runId: 'run-1' }, world)).toEqual({ units: [HOST] });
    expect(await findNamesAtTarget.run(refs, world)).toEqual({ ok: true, names: [HOST] });
    const step = { ...refs, stepId: `swap:${HOST}` };
    let progress = await undoStep.run(step, world);
    while (progress.ok && progress.state === 'running') {
      world.clock += 60_000;
      progress = await continueUndo.run({ ...step, operation: progress.operation }, world);
    }
    expect(progress).toEqual({ ok: true, state: 'done' });
    expect(await listMovedNames.run({ runId: 'run-1' }, world)).toEqual({ units: [] });
    expect(await findNamesAtTarget.run(refs, world)).toEqual({ ok: true, names: [] });
  });

  it('still leads to the target when somebody edited it there: the edit is left alone, and named', async () => {
    const { world, refs } = await moved();
    world.cloud.dnsZones.sets = world.cloud.dnsZones.sets.map((set) => ({ ...set, ttl: 5 }));
    expect(await undoStep.run({ ...refs, stepId: `swap:${HOST}` }, world)).toEqual({ ok: true, state: 'done' });
    expect(world.cloud.dnsZones.sets).toMatchObject([{ ttl: 5, values: ['contoso.azure-api.net'] }]);
    expect(await listMovedNames.run({ runId: 'run-1' }, world)).toEqual({ units: [] });
    expect(await findNamesAtTarget.run(refs, world)).toEqual({ ok: true, names: [HOST] });
  });
});
