import { describe, expect, it } from 'vitest';
import { checkpointRow, runRow } from '../../support/api-bench.ts';
import { cliBench } from '../../support/cli-bench.ts';

const ada = { token: 'ada:approver' };

async function bench(...ids: string[]) {
  const cli = await cliBench();
  await cli.runs.insertRun(runRow);
  for (const id of ids) await cli.runs.insertCheckpoint({ ...checkpointRow, id, quorum: 2 });
  const decisions = async (id: string) => (await cli.runs.checkpoint('run-1', id))?.value.decisions;
  return { ...cli, decisions };
}

describe('crossgate approve and reject', () => {
  it('decide a checkpoint by the short form of its id while one matches', async () => {
    const { cli, decisions, durable } = await bench('cutover-pilot');
    const { exit, out } = await cli(['approve', 'run-1', 'cutover', '--comment', 'change 4711'], ada);
    expect(exit).toBe(0);
    expect(out).toContain('ada approved cutover-pilot: 1 more approval is needed.');
    expect(await decisions('cutover-pilot')).toMatchObject([
      { by: 'ada', decision: 'approve', comment: 'change 4711' },
    ]);
    expect(durable.woken).toHaveLength(1);
    const second = await cli(['approve', 'run-1', 'cutover-pilot', '--json'], { token: 'eve:approver' });
    expect(JSON.parse(second.out)).toMatchObject({ by: 'eve', approvals: 2, quorum: 2 });
  });

  it('say what a rejection brings', async () => {
    const { cli, decisions } = await bench('plan');
    const { exit, out } = await cli(['reject', 'run-1', 'plan', '--comment', 'not this quarter'], ada);
    expect([exit, out]).toEqual([0, expect.stringContaining('run-1 takes back what it has done') as string]);
    expect(await decisions('plan')).toMatchObject([{ decision: 'reject' }]);
  });

  it('ask which one is meant when several match, and decide none', async () => {
    const { cli, decisions } = await bench('cutover-pilot', 'cutover-rest');
    const { exit, err } = await cli(['approve', 'run-1', 'cutover'], ada);
    expect(exit).toBe(2);
    expect(err).toContain('"cutover" may be cutover-pilot or cutover-rest: name one.');
    expect(await decisions('cutover-pilot')).toEqual([]);
    expect((await cli(['approve', 'run-1', 'cutover-rest'], ada)).exit).toBe(0);
    expect(await decisions('cutover-rest')).toHaveLength(1);
  });

  it('say what is open when the one that is asked for is not', async () => {
    const { cli } = await bench('plan');
    const { exit, err } = await cli(['approve', 'run-1', 'commit'], ada);
    expect(exit).toBe(1);
    expect(err).toContain('No checkpoint "commit" of run-1 is open: the run is awaiting-cutover, and open is plan.');
  });

  it('let the service say what became of a checkpoint that is closed', async () => {
    const { cli, runs } = await bench();
    await runs.insertCheckpoint({ ...checkpointRow, id: 'plan', closed: 'approved' });
    const { exit, err } = await cli(['approve', 'run-1', 'plan'], ada);
    expect([exit, err]).toEqual([1, expect.stringContaining('plan is approved already') as string]);
  });

  it('pass on that nobody approves what they requested', async () => {
    const { cli, decisions } = await bench('plan');
    const { exit, err } = await cli(['approve', 'run-1', 'plan'], { token: 'olga:approver' });
    expect([exit, err]).toEqual([1, expect.stringContaining('ask another approver') as string]);
    expect(await decisions('plan')).toEqual([]);
  });

  it('are about the evidence that was shown: other evidence meanwhile is refused', async () => {
    const { cli, runs, decisions, received } = await bench('plan');
    // The run opens the checkpoint anew after the status was read and before the decision arrives.
    const read = runs.checkpoints.bind(runs);
    runs.checkpoints = async (runId) => {
      const shown = await read(runId);
      const found = await runs.checkpoint('run-1', 'plan');
      if (found !== undefined)
        await runs.replaceCheckpoint({ ...found.value, evidenceDigest: 'sha256:other' }, found.etag);
      return shown;
    };
    const { exit, out } = await cli(['approve', 'run-1', 'plan', '--json'], ada);
    expect([exit, (JSON.parse(out) as { code: string }).code]).toEqual([1, 'evidence-changed']);
    expect(await decisions('plan')).toEqual([]);
    expect(received).toHaveLength(2);
  });
});
