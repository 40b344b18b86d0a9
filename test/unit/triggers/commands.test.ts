import { describe, expect, it } from 'vitest';
import { FINAL_STATES, RUN_STATES, type RunState } from '../../../src/model/run.ts';
import { RUN_COMMANDS } from '../../../src/model/run-status.ts';
import { apiBench, runRow } from '../../support/api-bench.ts';

async function told(state: RunState, command: string, as = 'olga') {
  const api = apiBench();
  await api.runs.insertRun({ ...runRow, state });
  return { ...api, answer: await api.send('POST', `/api/runs/run-1/${command}`, { as }) };
}

describe('commands to a run', () => {
  it('are rows first, with who asked, then a poke; the answer says where to look', async () => {
    const { answer, runs, durable } = await told('importing', 'pause', 'olga:operator');
    expect(answer).toMatchObject({ status: 202, body: { runId: 'run-1', requested: 'pause' } });
    expect([answer.headers.get('location'), answer.headers.get('retry-after')]).toEqual(['/api/runs/run-1', '2']);
    expect((await runs.run('run-1'))?.value.command).toEqual({
      kind: 'pause',
      by: 'olga',
      at: '2026-11-24T12:00:00.000Z',
    });
    expect(await runs.audit('run-1')).toMatchObject([
      { who: 'olga', what: 'pause requested', detail: { state: 'importing' } },
    ]);
    expect(durable.woken).toEqual(['run-1-waiter']);
  });

  const possible = (state: RunState): readonly string[] => {
    if (state === 'rolling-back' || FINAL_STATES.includes(state)) return [];
    if (state === 'paused') return ['resume', 'cancel', 'rollback'];
    return [state === 'blocked' || state === 'frozen' ? 'retry' : 'pause', 'cancel', 'rollback'];
  };

  it.each(RUN_STATES)('are taken or refused by the state: %s', async (state) => {
    const answers = await Promise.all(RUN_COMMANDS.map(async (command) => (await told(state, command)).answer));
    const taken = RUN_COMMANDS.filter((_command, index) => answers[index]?.status === 202);
    expect(taken).toEqual(possible(state));
    const refused = answers.filter(({ status }) => status !== 202).map(({ status, body }) => [status, body['code']]);
    expect(refused).toEqual(refused.map(() => [409, 'wrong-state']));
  });

  it('name what is possible instead', async () => {
    const { answer } = await told('blocked', 'pause');
    expect(answer.body['detail']).toContain('It can: retry, cancel, rollback.');
  });

  it('do not talk a run out of ending that has been told to and has not heard yet', async () => {
    const { send, runs } = await told('importing', 'cancel');
    const pause = await send('POST', '/api/runs/run-1/pause');
    expect(pause).toMatchObject({ status: 409, body: { code: 'ending-requested' } });
    expect((await runs.run('run-1'))?.value.command?.kind).toBe('cancel');
    expect((await send('POST', '/api/runs/run-1/rollback')).status).toBe(202);
  });

  it('need an operator, but whoever approves may roll back', async () => {
    expect((await told('importing', 'cancel', 'ada:approver')).answer).toMatchObject({ status: 403 });
    expect((await told('importing', 'rollback', 'ada:approver')).answer).toMatchObject({ status: 202 });
    expect((await told('importing', 'rollback', 'rae:reader')).answer).toMatchObject({ status: 403 });
  });

  it('are 404 for a run that is not there', async () => {
    const { send } = apiBench();
    expect(await send('POST', '/api/runs/run-9/retry')).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });
});
