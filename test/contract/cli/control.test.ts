import { describe, expect, it } from 'vitest';
import type { RunState } from '../../../src/model/run.ts';
import { runRow } from '../../support/api-bench.ts';
import { cliBench } from '../../support/cli-bench.ts';

async function bench(state: RunState) {
  const cli = await cliBench();
  await cli.runs.insertRun({ ...runRow, state });
  return { ...cli, asked: async () => (await cli.runs.run('run-1'))?.value.command?.kind };
}

describe('commands that steer a run', () => {
  it.each([
    ['pause', 'importing'],
    ['resume', 'paused'],
    ['retry', 'blocked'],
    ['cancel', 'importing'],
    ['rollback', 'monitoring'],
  ] as const)('%s a run that is %s', async (command, state) => {
    const { cli, asked } = await bench(state);
    const { exit, out } = await cli([command, 'run-1']);
    expect([exit, await asked()]).toEqual([0, command]);
    expect(out).toContain('Follow it: crossgate watch run-1');
  });

  it('say what can be asked instead when the state does not allow it', async () => {
    const { cli, asked } = await bench('importing');
    const { exit, out, err } = await cli(['resume', 'run-1', '--json']);
    expect([exit, await asked()]).toEqual([1, undefined]);
    expect(JSON.parse(out)).toMatchObject({ status: 409, code: 'wrong-state' });
    expect(err).toContain('It can: pause, cancel, rollback.');
  });

  it.each([
    ['rolled-back', 0],
    ['committed', 1],
  ] as const)('rollback --watch of a run that ends %s ends with %i', async (end, exit) => {
    const { cli, runs } = await bench('monitoring');
    const meanwhile = async () => {
      const found = await runs.run('run-1');
      if (found?.value.state === 'monitoring') await runs.replaceRun({ ...found.value, state: end }, found.etag);
    };
    expect((await cli(['rollback', 'run-1', '--watch'], { meanwhile })).exit).toBe(exit);
  });
});

describe('crossgate runs and status', () => {
  it('list runs, newest first, as a table or as one document', async () => {
    const { cli, runs } = await bench('committed');
    const createdAt = '2026-11-24T11:57:00.000Z';
    await runs.insertRun({ ...runRow, runId: 'run-2', createdAt, state: 'blocked', detail: { name: 'billing' } });
    const { exit, out } = await cli(['runs']);
    expect([exit, out.trimEnd().split('\n')]).toEqual([
      0,
      [
        'RUN    STATE      STARTED        BY    NAME',
        'run-2  blocked    3 minutes ago  olga  billing',
        'run-1  committed  2 hours ago    olga',
      ],
    ]);
    const blocked = await cli(['runs', '--status', 'blocked', '--json']);
    expect(JSON.parse(blocked.out)).toMatchObject({ runs: [{ runId: 'run-2' }] });
    expect((await cli(['runs', '--status', 'done'])).exit).toBe(2);
    expect((await cli(['runs', '--top', '0'])).exit).toBe(2);
  });

  it('show in words how far a run is and what ends its wait', async () => {
    const { cli, runs } = await bench('importing');
    const parity = { digest: 'sha256:p', cases: 1200, untested: 3, looser: 0, broken: 0, different: 2 };
    const detail = {
      ...runRow.detail,
      steps: 4,
      parity,
      traffic: { verdict: 'continue', samples: 1500, errors: 1, denied: 3 },
      now: { during: 'monitoring', reason: { code: 'NO-DATA', message: 'no traffic data' } },
    };
    await runs.insertRun({ ...runRow, runId: 'run-2', state: 'frozen', detail });
    const { exit, out } = await cli(['status', 'run-2']);
    expect(exit).toBe(0);
    for (const line of [
      'State       frozen during monitoring',
      'Reason      no traffic data (NO-DATA)',
      '0 of 4 steps, 0 %',
      'Parity      1,200 requests asked of both sides: 0 looser, 0 broken, 2 different; 3 operations not asked',
      'Traffic     undecided: 1,500 requests, 1 error, 3 denied',
      'Next        crossgate retry run-2',
      'crossgate rollback run-2',
    ])
      expect(out).toContain(line);
  });

  it('let nothing of a run move the cursor of a terminal', async () => {
    const { cli, runs } = await bench('importing');
    await runs.insertRun({ ...runRow, runId: 'run-2', detail: { name: 'ok\u001b[2J\u0007gone' } });
    for (const args of [['status', 'run-2'], ['runs']]) {
      const { out } = await cli(args);
      expect(out).toContain('gone');
      for (const control of ['\u001b', '\u0007']) expect(out).not.toContain(control);
    }
  });
});
