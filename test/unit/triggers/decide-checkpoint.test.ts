import { describe, expect, it } from 'vitest';
import type { CheckpointRow, RunRow } from '../../../src/ports/run-store.ts';
import { apiBench, checkpointRow, PLAN_DIGEST, runRow } from '../../support/api-bench.ts';

const PATH = '/api/runs/run-1/checkpoints/cutover-pilot/decision';

async function bench(checkpoint: Partial<CheckpointRow> = {}, run: Partial<RunRow> = {}) {
  const api = apiBench();
  await api.runs.insertRun({ ...runRow, ...run });
  await api.runs.insertCheckpoint({ ...checkpointRow, ...checkpoint });
  const decide = (as: string, decision: 'approve' | 'reject', more: object = {}) =>
    api.send('POST', PATH, { as, body: { decision, ...more } });
  const stored = async () => (await api.runs.checkpoint('run-1', 'cutover-pilot'))?.value.decisions;
  return { ...api, decide, stored };
}

describe('the decision on a checkpoint', () => {
  it('is recorded with who, when and why, stands in the audit log, and wakes the run', async () => {
    const { decide, stored, runs, durable } = await bench();
    const { status, body } = await decide('ada', 'approve', { comment: 'drill ran', planDigest: PLAN_DIGEST });
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        runId: 'run-1',
        checkpointId: 'cutover-pilot',
        decision: 'approve',
        by: 'ada',
        approvals: 1,
        quorum: 1,
      },
    });
    expect(await stored()).toEqual([
      { by: 'ada', decision: 'approve', comment: 'drill ran', at: '2026-11-24T12:00:00.000Z' },
    ]);
    expect(await runs.audit('run-1')).toMatchObject([{ who: 'ada', what: 'approve cutover-pilot' }]);
    expect(durable.woken).toEqual(['run-1-waiter']);
  });

  it('counts one person once, and each of several', async () => {
    const { decide, stored } = await bench({ quorum: 2 });
    await decide('ada', 'approve');
    expect((await decide('ada', 'approve')).body).toMatchObject({ approvals: 1, quorum: 2 });
    expect((await decide('bo', 'approve')).body).toMatchObject({ approvals: 2 });
    expect(await stored()).toHaveLength(2);
  });

  it('keeps both of two that come at once', async () => {
    const { decide, stored } = await bench({ quorum: 2 });
    const answers = await Promise.all([decide('ada', 'approve'), decide('bo', 'approve')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await stored())?.map(({ by }) => by).sort()).toEqual(['ada', 'bo']);
  });

  it('lets whoever requested the run reject it', async () => {
    const { decide } = await bench();
    expect((await decide('olga', 'reject')).status).toBe(200);
  });

  it.each([
    ['self-approval', {}, {}, 'olga', {}, 403],
    ['not-an-approver', { approvers: ['ada', 'bo'] }, {}, 'eve', {}, 403],
    ['role-missing', {}, {}, 'ada:reader,operator', {}, 403],
    ['checkpoint-closed', { closed: 'approved' }, {}, 'ada', {}, 409],
    ['checkpoint-late', { expiresAt: '2026-11-24T12:00:00.000Z' }, {}, 'ada', {}, 409],
    ['run-ended', {}, { state: 'rolling-back' }, 'ada', {}, 409],
    ['run-ended', {}, { state: 'cancelled' }, 'ada', {}, 409],
    [
      'already-decided',
      { decisions: [{ by: 'ada', decision: 'reject', comment: '', at: '2026-11-24T11:30:00.000Z' }] },
      {},
      'ada',
      {},
      409,
    ],
    ['plan-changed', {}, {}, 'ada', { planDigest: 'sha256:other' }, 409],
    ['plan-changed', {}, { detail: { planDigest: 'sha256:newer' } }, 'ada', {}, 409],
    ['evidence-changed', {}, {}, 'ada', { evidenceDigest: 'sha256:other' }, 409],
    ['decisions-change-the-plan', {}, {}, 'ada', { decisions: { 'VTL-DATE': 'drop' } }, 409],
    ['invalid-request', {}, {}, 'ada', { decison: 'approve' }, 400],
  ] as const)('is refused as %s', async (code, checkpoint, run, who, more, status) => {
    const { decide, stored, durable } = await bench(checkpoint, run);
    const before = await stored();
    const answer = await decide(who, 'approve', more);
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect([await stored(), durable.woken]).toEqual([before, []]);
  });

  it('says how to get other options of findings: by another run', async () => {
    const { decide } = await bench();
    const { body } = await decide('ada', 'approve', { decisions: { 'VTL-DATE': 'drop' } });
    expect(body['detail']).toMatch(/start a new run with "decisions"/);
  });

  it.each([
    ['/api/runs/run-1/checkpoints/commit-pilot/decision'],
    ['/api/runs/run-2/checkpoints/cutover-pilot/decision'],
    ['/api/runs/run-1/checkpoints/..%2Fplan/decision'],
  ])('is 404 at %s', async (path) => {
    const { send } = await bench();
    const answer = await send('POST', path, { as: 'ada', body: { decision: 'approve' } });
    expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });
});
