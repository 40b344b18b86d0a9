import { describe, expect, it } from 'vitest';
import type { CheckpointRow } from '../../../src/ports/run-store.ts';
import { whyNot } from '../../../src/triggers/decide-checkpoint.ts';

const row: CheckpointRow = {
  runId: 'run-1',
  id: 'cutover-pilot',
  nonce: 'n1',
  planDigest: 'sha256:plan',
  evidenceDigest: 'sha256:evidence',
  openedAt: '2026-11-24T00:00:00.000Z',
  expiresAt: '2026-11-25T00:00:00.000Z',
  quorum: 1,
  requester: 'olga',
  approvers: ['ada', 'bo'],
  decisions: [],
};
const person = (id: string) => ({ id, name: id, roles: ['approver' as const] });
const now = '2026-11-24T12:00:00.000Z';

describe('who may decide a checkpoint', () => {
  it('lets a named approver approve and reject, and say the same twice', () => {
    const decided = { ...row, decisions: [{ by: 'ada', decision: 'approve' as const, comment: '', at: now }] };
    expect(whyNot(row, person('ada'), 'approve', now)).toBeUndefined();
    expect(whyNot(row, person('ada'), 'reject', now)).toBeUndefined();
    expect(whyNot(decided, person('ada'), 'approve', now)).toBeUndefined();
  });

  it('refuses self-approval, but lets the requester stop the run', () => {
    const open = { ...row, approvers: [] };
    expect(whyNot(open, person('olga'), 'approve', now)).toMatchObject({ status: 403, code: 'self-approval' });
    expect(whyNot(open, person('olga'), 'reject', now)).toBeUndefined();
  });

  it.each([
    ['a stranger', row, 'eve', now, { status: 403, code: 'not-an-approver' }],
    [
      'a closed checkpoint',
      { ...row, closed: 'approved' as const },
      'ada',
      now,
      { status: 409, code: 'checkpoint-closed' },
    ],
    ['a late decision', row, 'ada', '2026-11-25T00:00:00.000Z', { status: 409, code: 'checkpoint-late' }],
    [
      'a change of mind',
      { ...row, decisions: [{ by: 'ada', decision: 'reject' as const, comment: '', at: now }] },
      'ada',
      now,
      { status: 409, code: 'already-decided' },
    ],
  ])('refuses %s', (_what, checkpoint, who, at, problem) => {
    expect(whyNot(checkpoint, person(who), 'approve', at)).toMatchObject(problem);
  });
});
