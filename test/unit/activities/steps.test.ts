import { describe, expect, it } from 'vitest';
import { applyStep } from '../../../activities/apply-step.ts';
import { listUndos } from '../../../activities/list-undos.ts';
import { selectSteps } from '../../../activities/select-steps.ts';
import { undoStep } from '../../../activities/undo-step.ts';
import { planned } from './fixture.ts';

/** A planned run whose world takes writes of API Management, with the step that makes a backend, and the unit that it belongs to. */
async function applicable() {
  const { world, refs } = await planned();
  Object.assign(world, { source: async () => ({}), certificateSource: async () => ({}), pfxWriter: async () => ({}) });
  const select = (phase: 'importing' | 'registering-backends') => selectSteps.run({ ...refs, phase }, world);
  const { units } = await select('importing');
  const [stepId = ''] = units[0]?.stepIds ?? [];
  return { world, refs, select, stepId, unit: units[0]?.unit ?? '' };
}

describe('a step', () => {
  it('has its undo recorded before it is made, and only once', async () => {
    const { world, refs, stepId } = await applicable();
    expect(await applyStep.run({ ...refs, stepId }, world)).toEqual({ ok: true, state: 'done' });
    expect(await applyStep.run({ ...refs, stepId }, world)).toEqual({ ok: true, state: 'done' });
    expect(await world.store.compensations('run-1')).toMatchObject([{ stepId, status: 'applied' }]);
    expect(world.cloud.apiManagement.writes).toBe(1);
  });

  it('that failed is undone too: it may have happened', async () => {
    const { world, refs, stepId } = await applicable();
    world.cloud.apiManagement.write = () => Promise.reject(new TypeError('a defect'));
    expect(await applyStep.run({ ...refs, stepId }, world)).toMatchObject({ ok: false, failure: { kind: 'defect' } });
    expect(await listUndos.run({ runId: 'run-1' }, world)).toEqual({ stepIds: [stepId] });
  });

  it('of a unit that was undone comes along when a later phase is tried again', async () => {
    const { world, refs, select, stepId, unit } = await applicable();
    await applyStep.run({ ...refs, stepId }, world);
    const before = await select('registering-backends');
    expect(before.units.find((each) => each.unit === unit)?.stepIds).not.toContain(stepId);
    await undoStep.run({ ...refs, stepId }, world);
    expect(world.cloud.apiManagement.resources.size).toBe(0);
    const again = await select('registering-backends');
    expect(again.units.find((each) => each.unit === unit)?.stepIds[0]).toBe(stepId);
    await applyStep.run({ ...refs, stepId }, world);
    expect(await listUndos.run({ runId: 'run-1' }, world)).toEqual({ stepIds: [stepId] });
  });

  it('is not begun when people want the run to stop', async () => {
    const { world, refs, stepId } = await applicable();
    const found = await world.store.run('run-1');
    if (found === undefined) throw new Error('no run');
    const command = { kind: 'cancel' as const, by: 'olga', at: '' };
    await world.store.replaceRun({ ...found.value, command }, found.etag);
    expect(await applyStep.run({ ...refs, stepId }, world)).toEqual({ ok: true, state: 'interrupted' });
    expect(await world.store.compensations('run-1')).toEqual([]);
  });
});
