import { describe, expect, it } from 'vitest';
import { applyUnit } from '../../../activities/apply-unit.ts';
import { listUndos } from '../../../activities/list-undos.ts';
import { selectUnits } from '../../../activities/select-units.ts';
import { undoStep } from '../../../activities/undo-step.ts';
import { planned } from './fixture.ts';

/** A planned run whose world takes writes of API Management, with a unit of its imports and the steps of that unit. */
async function applicable() {
  const { world, refs } = await planned();
  Object.assign(world, { source: async () => ({}), certificateSource: async () => ({}), pfxWriter: async () => ({}) });
  const { steps } = await world.planned(refs.planDigest);
  const unit = steps.find(({ place }) => place.phase === 'importing')?.place.unit ?? '';
  const stepIds = steps.filter(({ place }) => place.phase === 'importing' && place.unit === unit).map(({ id }) => id);
  const apply = (phase: 'importing' | 'registering-backends') => applyUnit.run({ ...refs, phase, unit }, world);
  return { world, refs, unit, stepIds, apply };
}

describe('units', () => {
  it('are handed out page by page, each to one of those who ask', async () => {
    const { world, refs } = await planned();
    const ask = (first: number, every: number, count: number) =>
      selectUnits.run({ ...refs, phase: 'importing', first, every, count }, world);
    const { units, total } = await ask(0, 1, 100);
    expect(units).toHaveLength(total);
    expect((await ask(0, 1, 0)).units).toEqual([]);
    const [even, odd] = [await ask(0, 2, 100), await ask(1, 2, 100)];
    expect([...even.units, ...odd.units].toSorted()).toEqual(units.toSorted());
    expect((await ask(1, 1, 1)).units).toEqual(units.slice(1, 2));
  });
});

describe('a unit', () => {
  it('has its undos recorded before its steps are made, and only once', async () => {
    const { world, stepIds, apply } = await applicable();
    expect(await apply('importing')).toEqual({ ok: true, state: 'done' });
    const { writes } = world.cloud.apiManagement;
    expect(await apply('importing')).toEqual({ ok: true, state: 'done' });
    const rows = await world.store.compensations('run-1');
    expect(rows.map(({ stepId, status }) => [stepId, status])).toEqual(stepIds.map((id) => [id, 'applied']));
    expect(world.cloud.apiManagement.writes).toBe(writes);
  });

  it('that failed is undone too: it may have happened', async () => {
    const { world, stepIds, apply } = await applicable();
    world.cloud.apiManagement.write = () => Promise.reject(new TypeError('a defect'));
    expect(await apply('importing')).toMatchObject({ ok: false, failure: { kind: 'defect' } });
    expect(await listUndos.run({ runId: 'run-1' }, world)).toEqual({ stepIds: stepIds.slice(0, 1) });
  });

  it('that was undone is made again with the steps of a later phase', async () => {
    const { world, refs, stepIds, apply } = await applicable();
    await apply('importing');
    const { resources } = world.cloud.apiManagement;
    const made = [...resources.keys()];
    for (const stepId of (await listUndos.run({ runId: 'run-1' }, world)).stepIds)
      await undoStep.run({ ...refs, stepId }, world);
    expect(resources.size).toBe(0);
    expect(await apply('registering-backends')).toEqual({ ok: true, state: 'done' });
    expect([...resources.keys()]).toEqual(expect.arrayContaining(made));
    const { stepIds: open } = await listUndos.run({ runId: 'run-1' }, world);
    expect(open).toEqual(expect.arrayContaining(stepIds));
  });

  it('keeps an undo that no row of a table holds as a document, and is undone by it', async () => {
    const { world, refs, unit, apply } = await applicable();
    const { steps } = await world.planned(refs.planDigest);
    const path = String(steps.find(({ place }) => place.unit === unit)?.payload['path']);
    const there = {
      path,
      properties: { displayName: 'Orders', path: 'x', description: 'y'.repeat(40_000) },
      etag: '1',
    };
    world.cloud.apiManagement.resources.set(path, there);
    await apply('importing');
    const rows = await world.store.compensations('run-1');
    expect(Math.max(...rows.map((row) => JSON.stringify(row).length))).toBeLessThan(32_000);
    for (const stepId of (await listUndos.run({ runId: 'run-1' }, world)).stepIds)
      await undoStep.run({ ...refs, stepId }, world);
    expect(world.cloud.apiManagement.resources.get(path)?.properties).toEqual(there.properties);
  });

  it('is seen to the end of what the target works on, and stops before the next step, when people want that', async () => {
    const { world, stepIds, apply, refs, unit } = await applicable();
    const { apiManagement } = world.cloud;
    const done = apiManagement.continueWrite;
    apiManagement.slow = () => true;
    apiManagement.continueWrite = () => Promise.resolve({ done: false, operation: 'poller' } as never);
    const begun = await apply('importing');
    const operation = { stepId: stepIds[0] ?? '', poller: expect.any(String) as string };
    expect(begun).toEqual({ ok: true, state: 'running', operation });
    const found = await world.store.run('run-1');
    if (found === undefined) throw new Error('no run');
    await world.store.replaceRun({ ...found.value, command: { kind: 'pause', by: 'olga', at: '' } }, found.etag);
    apiManagement.continueWrite = done;
    const pending = { stepId: stepIds[0] ?? '', poller: 'poller' };
    const next = await applyUnit.run({ ...refs, phase: 'importing', unit, operation: pending }, world);
    expect(next).toEqual({ ok: true, state: 'interrupted' });
    const rows = await world.store.compensations('run-1');
    expect(rows.map(({ stepId, status }) => [stepId, status])).toEqual([[stepIds[0], 'applied']]);
  });

  it('is not begun when people want the run to stop', async () => {
    const { world, apply } = await applicable();
    const found = await world.store.run('run-1');
    if (found === undefined) throw new Error('no run');
    const command = { kind: 'cancel' as const, by: 'olga', at: '' };
    await world.store.replaceRun({ ...found.value, command }, found.etag);
    expect(await apply('importing')).toEqual({ ok: true, state: 'interrupted' });
    expect(await world.store.compensations('run-1')).toEqual([]);
  });
});
