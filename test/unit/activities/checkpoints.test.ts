import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../../activities/open-checkpoint.ts';
import { readCheckpoint } from '../../../activities/read-checkpoint.ts';
import type { MemoryWorld } from '../../support/memory-world.ts';
import { planned } from './fixture.ts';

const id = 'cutover-pilot';
async function opened(approvals = {}) {
  const { world, refs } = await planned({ approvals: { cutover: { quorum: 2, expiresIn: 60, ...approvals } } });
  const input = { runId: refs.runId, planDigest: refs.planDigest, checkpointId: id, evidenceDigest: 'sha256:e' };
  await openCheckpoint.run(input, world);
  return { world, input };
}
async function decide(world: MemoryWorld, by: string, decision: 'approve' | 'reject'): Promise<void> {
  const found = await world.store.checkpoint('run-1', id);
  if (found === undefined) throw new Error('no checkpoint');
  const decisions = [...found.value.decisions, { by, decision, comment: '', at: world.now().toISOString() }];
  await world.store.replaceCheckpoint({ ...found.value, decisions }, found.etag);
}
const read = (world: MemoryWorld) => readCheckpoint.run({ runId: 'run-1', checkpointId: id }, world);

describe('a checkpoint', () => {
  it('is approved by as many as the run asks for, and by none fewer', async () => {
    const { world } = await opened();
    expect(await read(world)).toEqual({});
    await decide(world, 'ada', 'approve');
    expect(await read(world)).toEqual({});
    await decide(world, 'bo', 'approve');
    expect(await read(world)).toEqual({ closed: 'approved' });
  });

  it('is rejected by one', async () => {
    const { world } = await opened();
    await decide(world, 'ada', 'approve');
    await decide(world, 'bo', 'reject');
    expect(await read(world)).toEqual({ closed: 'rejected' });
  });

  it('expires, and is never approved by time', async () => {
    const { world, input } = await opened();
    await decide(world, 'ada', 'approve');
    world.clock += 60_000;
    expect(await read(world)).toEqual({ closed: 'expired' });
    await openCheckpoint.run(input, world);
    expect(await read(world)).toEqual({});
    expect((await world.store.checkpoint('run-1', id))?.value.decisions).toEqual([]);
  });

  it('keeps its decisions when it is opened again after a crash', async () => {
    const { world, input } = await opened();
    await decide(world, 'ada', 'approve');
    await openCheckpoint.run(input, world);
    await decide(world, 'bo', 'approve');
    expect(await read(world)).toEqual({ closed: 'approved' });
  });

  it('that was approved answers no question about another plan', async () => {
    const { world, input } = await opened({ quorum: 1 });
    await decide(world, 'ada', 'approve');
    expect(await read(world)).toEqual({ closed: 'approved' });
    await openCheckpoint.run(input, world);
    expect(await read(world)).toEqual({ closed: 'approved' });
    await openCheckpoint.run({ ...input, planDigest: 'sha256:later' }, world);
    expect(await read(world)).toEqual({});
  });

  it('asks anew when the evidence is another one', async () => {
    const { world, input } = await opened();
    await decide(world, 'ada', 'approve');
    await openCheckpoint.run({ ...input, evidenceDigest: 'sha256:other' }, world);
    expect((await world.store.checkpoint('run-1', id))?.value.decisions).toEqual([]);
  });
});
