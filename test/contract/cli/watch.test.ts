import { describe, expect, it } from 'vitest';
import type { RunRow, RunStore } from '../../../src/ports/run-store.ts';
import { checkpointRow, runRow } from '../../support/api-bench.ts';
import { cliBench } from '../../support/cli-bench.ts';

const unit = { unit: 'o', kind: 'api', wave: 'pilot', name: 'orders', steps: 2 };
const importing: RunRow = { ...runRow, state: 'importing', detail: { ...runRow.detail, steps: 2, units: [unit] } };

async function change(runs: RunStore, to: Partial<RunRow>): Promise<void> {
  const found = await runs.run('run-1');
  if (found !== undefined) await runs.replaceRun({ ...found.value, ...to }, found.etag);
}

async function bench(row: RunRow = importing) {
  const cli = await cliBench();
  await cli.runs.insertRun(row);
  const step = (stepId: string) =>
    cli.runs.recordCompensation({
      runId: 'run-1',
      stepId,
      wave: 'pilot',
      unit: 'o',
      undo: { irreversible: 'test' },
      status: 'applied',
    });
  /** One thing after the other, one in each wait. */
  const meanwhile =
    (...events: (() => unknown)[]) =>
    (waits: number, controller: AbortController) =>
      waits < events.length ? events[waits]?.() : controller.abort();
  return { ...cli, step, meanwhile, become: (to: Partial<RunRow>) => change(cli.runs, to) };
}

describe('crossgate watch', () => {
  it('prints a line for each change on stderr, asks as often as it is told, and is sent nothing twice', async () => {
    const { cli, step, become, meanwhile, received } = await bench();
    const nothing = () => undefined;
    const run = await cli(['watch', 'run-1', '--json'], {
      meanwhile: meanwhile(
        () => step('o1'),
        nothing,
        () => step('o2'),
        () => become({ state: 'committed' }),
      ),
    });
    expect(run.exit).toBe(0);
    const lines = run.err.split('\n').map((line) => line.slice(line.indexOf(' ') + 1));
    expect(lines.slice(2)).toEqual([
      'API orders: running',
      '1 of 2 steps, 50 %',
      'API orders: done',
      '2 of 2 steps, 100 %',
      'committed',
      '',
    ]);
    expect(JSON.parse(run.out)).toMatchObject({ runId: 'run-1', state: 'committed' });
    expect(received.map(({ status }) => status)).toEqual([200, 200, 304, 200, 200]);
    expect(run.waits).toEqual([2, 2, 2, 2]);
  });

  it('draws one block anew on a terminal', async () => {
    const { cli, step, become, meanwhile } = await bench();
    const run = await cli(['watch', 'run-1'], {
      screen: { columns: 100, rows: 40 },
      meanwhile: meanwhile(
        () => step('o1'),
        () => become({ state: 'committed' }),
      ),
    });
    const blocks = run.err.split('\u001b[J').slice(1);
    expect(blocks).toHaveLength(3);
    const rows =
      blocks[0]
        ?.trimEnd()
        .split('\n')
        .filter((line) => !line.startsWith('\u001b')) ?? [];
    expect(blocks[0]).toContain(`\u001b[${rows.length}A`);
    expect(blocks.at(-1)).toMatch(/orders +running +1\/2/);
    expect(run.out).toBe('run-1 is committed.\n');
  });

  it('goes on at an open checkpoint, and with --until-held ends there with 3 and says what to type', async () => {
    const { cli, runs, become, meanwhile } = await bench({ ...importing, state: 'awaiting-cutover' });
    await runs.insertCheckpoint(checkpointRow);
    const held = await cli(['watch', 'run-1', '--until-held']);
    expect([held.exit, held.out]).toEqual([3, 'run-1 is awaiting-cutover and waits for a person.\n']);
    expect(held.err).toContain('for any approver but olga: crossgate approve run-1 cutover-pilot --comment TEXT');
    const through = await cli(['watch', 'run-1'], { meanwhile: meanwhile(() => become({ state: 'committed' })) });
    expect([through.exit, through.waits]).toEqual([0, [5]]);
  });

  it('ends with 3 when the run is blocked, with the reason; not while it was just told to retry', async () => {
    const now = { during: 'importing', reason: { code: 'IMPORT', message: 'the import was refused' } };
    const blocked: RunRow = { ...importing, state: 'blocked', detail: { ...importing.detail, now } };
    const { cli, become, meanwhile } = await bench(blocked);
    const held = await cli(['watch', 'run-1']);
    expect(held.exit).toBe(3);
    expect(held.err).toContain('blocked during importing');
    expect(held.err).toContain('the import was refused');
    const followed = await cli(['retry', 'run-1', '--watch'], {
      meanwhile: meanwhile(
        () => undefined,
        () => become({ state: 'committed' }),
      ),
    });
    expect(followed.exit).toBe(0);
  });

  it('outlasts a service that does not answer for a while, and says so', async () => {
    const { cli, become, meanwhile, answerInstead } = await bench();
    const outage = () => ({ status: 502, body: '<html>Bad Gateway</html>' });
    const run = await cli(['watch', 'run-1'], {
      meanwhile: meanwhile(
        () => answerInstead(outage),
        () => undefined,
        async () => {
          answerInstead(undefined);
          await become({ state: 'committed' });
        },
      ),
    });
    expect([run.exit, run.waits]).toEqual([0, [2, 1, 2]]);
    expect(run.err).toContain('answered HTTP 502');
    expect(run.err).toContain('Asking again in 1 s; the run goes on meanwhile.');
  });

  it('fits the screen however many APIs there are, the ones that matter first', async () => {
    const units = Array.from({ length: 1000 }, (_, index) => ({ ...unit, unit: `u${index}`, name: `api-${index}` }));
    const { cli, runs, meanwhile } = await bench({ ...importing, detail: { ...importing.detail, units } });
    const undo = { irreversible: 'test' };
    const row = { runId: 'run-1', stepId: 's', wave: 'pilot', unit: 'u777', undo, status: 'recorded' } as const;
    await runs.recordCompensation(row);
    const { err } = await cli(['watch', 'run-1'], { screen: { columns: 80, rows: 24 }, meanwhile: meanwhile() });
    const lines = (err.split('\u001b[J')[1] ?? '').split('\n');
    expect(lines.length).toBeLessThan(24);
    expect(lines.find((line) => line.includes('APIs'))).toContain('1,000 in all: 1 running, 999 waiting');
    expect(lines.some((line) => line.includes('api-777  running'))).toBe(true);
  });

  it('does not stop at a checkpoint that is decided and about to be taken up', async () => {
    const { cli, runs, become, meanwhile } = await bench({ ...runRow, detail: {} });
    const decision = { by: 'ada', decision: 'approve', comment: '', at: checkpointRow.openedAt } as const;
    await runs.insertCheckpoint({ ...checkpointRow, decisions: [decision] });
    const run = await cli(['watch', 'run-1', '--until-held'], {
      meanwhile: meanwhile(() => become({ state: 'committed' })),
    });
    expect(run.exit).toBe(0);
  });

  it('gives up on a service that never answered, and on one that has been silent for five minutes', async () => {
    const { cli, answerInstead } = await bench();
    const outage = () => ({ status: 503, body: '<html>Unavailable</html>' });
    const silent = await cli(['watch', 'run-1'], { meanwhile: () => answerInstead(outage) });
    expect([silent.exit, silent.waits.slice(0, 7)]).toEqual([1, [2, 1, 2, 4, 8, 16, 30]]);
    const waited = silent.waits.slice(1).reduce((sum, seconds) => sum + seconds, 0);
    expect([waited >= 300, waited < 340]).toEqual([true, true]);
    const never = await cli(['watch', 'run-1']);
    expect([never.exit, never.waits]).toEqual([1, []]);
  });

  it('does not ask again with a token that is refused', async () => {
    const { cli, answerInstead } = await bench();
    const body = JSON.stringify({ status: 401, code: 'bad-token', title: 'Bad token', detail: 'It has expired.' });
    const run = await cli(['watch', 'run-1'], { meanwhile: () => answerInstead(() => ({ status: 401, body })) });
    expect([run.exit, run.waits, run.err]).toEqual([1, [2], expect.stringContaining('It has expired.') as string]);
  });

  it('ends with 130 when it is interrupted, and leaves the run alone', async () => {
    const { cli, runs, meanwhile } = await bench();
    const run = await cli(['watch', 'run-1'], { meanwhile: meanwhile() });
    expect(run.exit).toBe(130);
    expect(run.err).toContain('The run goes on. Look again with: crossgate watch run-1');
    expect((await runs.run('run-1'))?.value.command).toBeUndefined();
  });

  it('ends with 1 for a run that is not there', async () => {
    const { cli } = await bench();
    const run = await cli(['watch', 'run-9', '--json']);
    expect(run.exit).toBe(1);
    expect(JSON.parse(run.out)).toMatchObject({ status: 404, code: 'not-found' });
  });
});
