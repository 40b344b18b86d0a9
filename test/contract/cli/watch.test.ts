import { describe, expect, it } from 'vitest';
import type { RunRow } from '../../../src/ports/run-store.ts';
import type { RunState } from '../../../src/model/run.ts';
import { checkpointRow, runRow } from '../../unit/triggers/api-bench.ts';
import { crossgate, serve, serveApi, type Scene } from './cli-bench.ts';

const DETAIL = {
  name: 'health',
  planDigest: runRow.detail['planDigest'],
  steps: 2,
  findings: { info: 0, review: 1, decision: 0, blocker: 0 },
  units: [{ unit: 'o', kind: 'api', wave: 'pilot', name: 'orders', steps: 2 }],
};
const REASON = { kind: 'missing', code: 'NO-DATA', message: 'no traffic data: restore the metrics and retry' };

async function service(state: RunState, detail: RunRow['detail'] = DETAIL) {
  const api = await serveApi();
  await api.runs.insertRun({ ...runRow, state, detail });
  let minute = 0;
  /** What an activity does when the run goes on. */
  const enter = async (next: RunState, now: object = {}) => {
    const found = await api.runs.run('run-1');
    minute += 1;
    const updatedAt = `2026-11-24T12:${String(minute).padStart(2, '0')}:00.000Z`;
    const { command: _taken, ...row } = found?.value ?? runRow;
    await api.runs.replaceRun({ ...row, state: next, updatedAt, detail: { ...DETAIL, now } }, found?.etag ?? '');
  };
  const step = async (stepId: string) => {
    const row = { runId: 'run-1', stepId, wave: 'pilot', unit: 'o', undo: { irreversible: 'test' } };
    await api.runs.recordCompensation({ ...row, status: 'applied' });
  };
  const watch = (scene: Scene, ...more: string[]) =>
    crossgate(['watch', 'run-1', '--url', api.url, '--token', 'ada', ...more], scene);
  return { ...api, enter, step, watch };
}

const linesOf = (err: string): string[] =>
  err
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^\S+Z /, ''));

describe('crossgate watch', () => {
  it('prints one line per change and ends with the run', async () => {
    const { enter, step, watch, runs, url, asked } = await service('planning', {});
    const { exit, out, err, waits } = await watch({
      meanwhile: [
        () => enter('importing'),
        () => step('o1'),
        () => undefined,
        () => step('o2'),
        async () => {
          await enter('awaiting-cutover');
          await runs.insertCheckpoint(checkpointRow);
        },
        () => enter('committed'),
      ],
    });
    expect([exit, out]).toEqual([0, 'run-1 is committed.\n']);
    expect(linesOf(err)).toEqual([
      'planning',
      'importing',
      `plan ${String(DETAIL.planDigest)}: 2 steps; 0 blockers, 0 decisions, 1 to review, 0 for the record`,
      'API orders: running',
      '1 of 2 steps, 50 %',
      'API orders: done',
      '2 of 2 steps, 100 %',
      'awaiting-cutover',
      `cutover-pilot is open until 2026-11-25 00:00 UTC for any approver but olga: crossgate approve run-1 cutover-pilot --comment TEXT --url ${url}`,
      'committed',
    ]);
    expect(err.split('\n')[0]).toBe('2026-11-24T12:00:00Z planning');
    expect([waits, asked.length]).toEqual([[2, 2, 2, 2, 2, 5], 7]);
  });

  it('prints the last status as one document with --json', async () => {
    const { enter, watch } = await service('monitoring');
    const { json, exit } = await watch(
      { meanwhile: [() => enter('rolled-back', { reason: 'too many errors' })] },
      '--json',
    );
    expect([exit, json()]).toEqual([
      1,
      expect.objectContaining({ state: 'rolled-back', reason: { message: 'too many errors' } }),
    ]);
  });

  it.each(['blocked', 'frozen'] as const)('ends with 3 when the run is %s', async (state) => {
    const { enter, watch } = await service('monitoring');
    const held = () => enter(state, { during: 'monitoring', reason: REASON });
    const { exit, out, err } = await watch({ meanwhile: [held, () => undefined] });
    expect([exit, out]).toEqual([3, `run-1 is ${state} and waits for a person.\n`]);
    expect(linesOf(err).slice(-2)).toEqual([`${state} during monitoring`, REASON.message]);
  });

  it('does not take a run for held that was just told to go on', async () => {
    const { enter, watch } = await service('blocked');
    const { exit } = await watch({ meanwhile: [() => enter('importing'), () => enter('committed')] });
    expect(exit).toBe(0);
  });

  it('waits at a checkpoint for whoever decides, or ends there with --until-held', async () => {
    const api = await service('awaiting-cutover');
    await api.runs.insertCheckpoint(checkpointRow);
    expect((await api.watch({ meanwhile: [() => api.enter('committed')] })).exit).toBe(0);
    await api.enter('awaiting-cutover');
    const held = await api.watch({}, '--until-held', '--json');
    expect([held.exit, held.json()]).toEqual([3, expect.objectContaining({ checkpoints: [expect.anything()] })]);
    await api.send('POST', '/api/runs/run-1/checkpoints/cutover-pilot/decision', {
      as: 'ada',
      body: { decision: 'approve' },
    });
    const decided = await api.watch({ meanwhile: [() => api.enter('committed')] }, '--until-held');
    expect(decided.exit).toBe(0);
  });

  it('leaves the run alone on Ctrl-C and says how to come back', async () => {
    const { watch, runs, url } = await service('importing');
    const { exit, err } = await watch({});
    expect([exit, (await runs.run('run-1'))?.value.command]).toEqual([130, undefined]);
    expect(err).toContain(`The run goes on. Look again with: crossgate watch run-1 --url ${url}`);
  });

  it('follows what it was told to do to its end: a cancelled run is success to whoever cancelled it', async () => {
    const { enter, url } = await service('importing');
    const line = ['cancel', 'run-1', '--watch', '--url', url, '--token', 'olga'];
    const { exit, out, err } = await crossgate(line, {
      meanwhile: [() => enter('rolling-back'), () => enter('cancelled')],
    });
    expect([exit, out]).toEqual([0, 'run-1 is cancelled.\n']);
    expect(linesOf(err)).toContain('cancel requested');
  });
});

describe('crossgate watch on a terminal', () => {
  const screen = { columns: 80, rows: 24 };

  it('draws one block over the last one', async () => {
    const { enter, step, watch } = await service('importing');
    const { err } = await watch({ screen, meanwhile: [() => step('o1'), () => enter('committed')] });
    const [first = '', second = '', third = ''] = err.split('\u001b[J').slice(1);
    expect(first.split('\n').slice(0, 2)).toEqual(['run-1  health', '  State       importing']);
    expect(second).toContain('  Steps       [##########..........] 1 of 2 steps, 50 %');
    expect(third).toContain('  State       committed');
    // Each block starts at the first line of the one before.
    expect(first.split('\n').at(-1)).toBe(`\u001b[${first.split('\n').length - 1}A\r`);
  });

  it('fits the screen however many APIs there are, the ones that matter first', async () => {
    const units = Array.from({ length: 1000 }, (_, index) => ({
      unit: `u${index}`,
      kind: 'api',
      wave: 'pilot',
      name: `api-${index}`,
      steps: 2,
    }));
    const { watch, runs } = await service('importing', { ...DETAIL, units });
    await runs.recordCompensation({
      runId: 'run-1',
      stepId: 's',
      wave: 'pilot',
      unit: 'u777',
      undo: { irreversible: 'test' },
      status: 'recorded',
    });
    const { err } = await watch({ screen });
    const block = (err.split('\u001b[J')[1] ?? '').split('\n');
    expect(block.length).toBeLessThan(24);
    expect(block.find((line) => line.includes('APIs'))).toContain('1,000 in all: 1 running, 999 waiting');
    expect(block.some((line) => line.includes('api-777  running'))).toBe(true);
  });
});

describe('a service that does not answer while a run is watched', () => {
  /** Answers of a service, one after the other; an empty one is a broken connection. */
  const scripted = (...answers: ([status: number, body: object] | [])[]) =>
    serve((_request, response) => {
      const [status, body] = answers.shift() ?? [];
      if (status === undefined) response.socket?.destroy();
      else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  const run = (state: RunState) => ({
    runId: 'run-1',
    state,
    phase: state,
    createdAt: runRow.createdAt,
    updatedAt: '',
    requester: 'olga',
    links: {},
    checkpoints: [],
  });
  const down = { status: 503, code: 'unavailable', title: 'Not available', detail: 'The store did not answer.' };
  const nothing = () => undefined;

  it('is asked again until it does', async () => {
    const url = await scripted([200, run('importing')], [503, down], [], [200, run('committed')]);
    const { exit, err, waits } = await crossgate(['watch', 'run-1', '--url', url], {
      meanwhile: [nothing, nothing, nothing],
    });
    expect([exit, waits]).toEqual([0, [2, 1, 2]]);
    expect(err).toContain('The store did not answer. Asking again in 1 s; the run goes on meanwhile.');
  });

  it('is given up on at once when it never answered, and after five minutes otherwise', async () => {
    const never = await crossgate(['watch', 'run-1', '--url', await scripted([])], { meanwhile: [nothing] });
    expect([never.exit, never.waits]).toEqual([1, []]);
    const url = await scripted([200, run('importing')]);
    const later = await crossgate(['watch', 'run-1', '--url', url], {
      meanwhile: Array.from({ length: 50 }, () => nothing),
    });
    expect([later.exit, later.err]).toEqual([1, expect.stringContaining('Start the service with "npm start"')]);
    const silent = later.waits.slice(1).reduce((sum, seconds) => sum + seconds, 0);
    expect(silent).toBeGreaterThanOrEqual(300);
    expect(silent).toBeLessThan(340);
  });

  it('is not asked again when the token is no good', async () => {
    const refused = { status: 401, code: 'bad-token', title: 'Bad token', detail: 'The token has expired.' };
    const url = await scripted([200, run('importing')], [401, refused]);
    const { exit, err } = await crossgate(['watch', 'run-1', '--url', url], { meanwhile: [nothing, nothing] });
    expect([exit, err]).toEqual([1, expect.stringContaining('The token has expired.')]);
  });
});
