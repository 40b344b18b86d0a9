import { describe, expect, it } from 'vitest';
import type { CheckpointRow, CompensationRow, RunRow, RunStore } from '../../../src/ports/run-store.ts';

const run = (runId: string, changes: Partial<RunRow> = {}): RunRow => ({
  runId,
  createdAt: '2026-11-23T10:00:00.000Z',
  requester: 'ada@example.com',
  requestDigest: 'sha256:00',
  state: 'accepted',
  updatedAt: '2026-11-23T10:00:00.000Z',
  detail: { phase: 'waiting', progress: { done: 0, total: 12 } },
  ...changes,
});

const checkpoint = (runId: string, id: string): CheckpointRow => ({
  runId,
  id,
  nonce: 'n-1',
  planDigest: 'sha256:11',
  evidenceDigest: 'sha256:22',
  openedAt: '2026-11-23T10:00:00.000Z',
  expiresAt: '2026-11-24T10:00:00.000Z',
  quorum: 2,
  requester: 'ada@example.com',
  approvers: ['grace@example.com', 'joan@example.com'],
  decisions: [],
});

const undo = (runId: string, stepId: string): Omit<CompensationRow, 'sequence'> => ({
  runId,
  stepId,
  wave: 'wave-0',
  unit: 'api:orders',
  undo: { irreversible: `nothing takes ${stepId} back` },
  status: 'recorded',
});

/** What every RunStore does, whatever keeps the rows. `open` gives an empty store. */
export function runStoreSuite(name: string, open: () => Promise<RunStore>): void {
  describe(`${name}: runs`, () => {
    it('inserts a run once and reads it back', async () => {
      const store = await open();
      expect(await store.insertRun(run('orders-1'))).toBe(true);
      expect(await store.insertRun(run('orders-1', { requester: 'somebody else' }))).toBe(false);
      expect((await store.run('orders-1'))?.value).toEqual(run('orders-1'));
      expect(await store.run('absent')).toBeUndefined();
    });

    it('refuses ids that could leave their place', async () => {
      const store = await open();
      for (const id of ['', '../x', 'A', 'a/b', 'a?b', '-a'])
        await expect(store.insertRun(run(id))).rejects.toMatchObject({ failure: { kind: 'invalid', code: 'BAD-ID' } });
    });

    it('replaces only the version that was read', async () => {
      const store = await open();
      await store.insertRun(run('orders-1'));
      const first = await store.run('orders-1');
      await store.replaceRun(run('orders-1', { state: 'planning' }), first?.etag ?? '');
      const stale = store.replaceRun(run('orders-1', { state: 'cancelled' }), first?.etag ?? '');
      await expect(stale).rejects.toMatchObject({ failure: { kind: 'conflict' } });
      expect((await store.run('orders-1'))?.value.state).toBe('planning');
    });

    it('lets one of two concurrent replacements win', async () => {
      const store = await open();
      await store.insertRun(run('orders-1'));
      const etag = (await store.run('orders-1'))?.etag ?? '';
      const results = await Promise.allSettled(
        (['planning', 'cancelled'] as const).map((state) => store.replaceRun(run('orders-1', { state }), etag)),
      );
      expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    it('lists newest first, in pages, by status', async () => {
      const store = await open();
      for (const [index, state] of (['accepted', 'planning', 'accepted', 'planning', 'accepted'] as const).entries())
        await store.insertRun(run(`run-${index}`, { state, createdAt: `2026-11-23T10:00:0${index}.000Z` }));
      const pages: string[][] = [];
      let continuationToken: string | undefined;
      do {
        const page = await store.runs({ top: 2, ...(continuationToken && { continuationToken }) });
        pages.push(page.rows.map((row) => row.runId));
        continuationToken = page.continuationToken;
      } while (continuationToken);
      expect(pages).toEqual([['run-4', 'run-3'], ['run-2', 'run-1'], ['run-0']]);
      const planning = await store.runs({ top: 10, status: 'planning' });
      expect(planning.rows.map((row) => row.runId)).toEqual(['run-3', 'run-1']);
      const first = await store.runs({ top: 2, status: 'accepted' });
      expect(first.rows.map((row) => row.runId)).toEqual(['run-4', 'run-2']);
    });

    it('refuses a continuation token that it did not give', async () => {
      const store = await open();
      const bad = store.runs({ top: 2, continuationToken: 'nonsense' });
      await expect(bad).rejects.toMatchObject({ failure: { kind: 'invalid', code: 'BAD-CONTINUATION-TOKEN' } });
    });

    it('answers the first run of an idempotency key to everybody', async () => {
      const store = await open();
      const key = 'retry of POST /api/runs?x=#1';
      const answers = await Promise.all(['run-a', 'run-b', 'run-c'].map((id) => store.claimIdempotencyKey(key, id)));
      expect(new Set(answers).size).toBe(1);
      expect(await store.claimIdempotencyKey(key, 'run-d')).toBe(answers[0]);
    });
  });

  describe(`${name}: checkpoints`, () => {
    it('opens once, is decided on the version that was read, and lists by run', async () => {
      const store = await open();
      expect(await store.insertCheckpoint(checkpoint('orders-1', 'plan'))).toBe(true);
      expect(await store.insertCheckpoint(checkpoint('orders-1', 'plan'))).toBe(false);
      await store.insertCheckpoint(checkpoint('orders-1', 'cutover-wave-0'));
      await store.insertCheckpoint(checkpoint('orders-2', 'plan'));
      const read = await store.checkpoint('orders-1', 'plan');
      const at = '2026-11-23T11:00:00.000Z';
      const decisions = [{ by: 'grace@example.com', decision: 'approve' as const, comment: 'ok', at }];
      const decided: CheckpointRow = { ...checkpoint('orders-1', 'plan'), decisions };
      await store.replaceCheckpoint(decided, read?.etag ?? '');
      const late = store.replaceCheckpoint({ ...decided, closed: 'expired' }, read?.etag ?? '');
      await expect(late).rejects.toMatchObject({ failure: { kind: 'conflict' } });
      expect((await store.checkpoint('orders-1', 'plan'))?.value).toEqual(decided);
      const ids = (await store.checkpoints('orders-1')).map((row) => row.id);
      expect(ids).toEqual(['cutover-wave-0', 'plan']);
      expect(await store.checkpoint('orders-1', 'absent')).toBeUndefined();
    });
  });

  describe(`${name}: compensations`, () => {
    it('are recorded once for a step and come back in the order of recording', async () => {
      const store = await open();
      const steps = Array.from({ length: 11 }, (_, index) => `put-api:orders/${11 - index}?#`);
      for (const step of steps) expect(await store.recordCompensation(undo('orders-1', step))).toBe(true);
      await store.recordCompensation(undo('orders-2', 'z'));
      const again = { ...undo('orders-1', steps[3] ?? ''), undo: { irreversible: 'recorded too late' } };
      expect(await store.recordCompensation(again)).toBe(false);
      const rows = await store.compensations('orders-1');
      expect(rows).toEqual(steps.map((step) => expect.objectContaining(undo('orders-1', step))));
      const sequences = rows.map((row) => row.sequence);
      expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
      expect(new Set(sequences).size).toBe(steps.length);
    });

    it('are found by step, their status changes and nothing else', async () => {
      const store = await open();
      await store.recordCompensation(undo('orders-1', 'put-api:orders'));
      await store.setCompensationStatus('orders-1', 'put-api:orders', 'undone');
      const row = await store.compensation('orders-1', 'put-api:orders');
      expect(row).toMatchObject({ ...undo('orders-1', 'put-api:orders'), status: 'undone' });
      expect(await store.compensations('orders-1')).toEqual([row]);
      expect(await store.compensation('orders-1', 'absent')).toBeUndefined();
      const absent = store.setCompensationStatus('orders-1', 'absent', 'applied');
      await expect(absent).rejects.toMatchObject({ failure: { kind: 'missing' } });
    });

    it('recorded at once keep their own places', async () => {
      const store = await open();
      await Promise.all(['a', 'b', 'c', 'd'].map((step) => store.recordCompensation(undo('orders-1', step))));
      const rows = await store.compensations('orders-1');
      expect(new Set(rows.map((row) => row.sequence)).size).toBe(4);
    });
  });

  describe(`${name}: what was written`, () => {
    it('is known by its place until it is forgotten, target by target', async () => {
      const store = await open();
      const row = {
        target: `sub/rg/${name}`,
        path: 'apis/a/policies/policy',
        runId: 'run-a',
        planDigest: 'sha256:1',
        stepId: 'open:a',
      };
      const other = { ...row, target: `${row.target}-2` };
      await store.recordWritten({ ...row, stepId: 'close:a' });
      await store.recordWritten(row);
      await store.recordWritten({ ...row, path: 'apis/a' });
      await store.recordWritten(other);
      expect(await store.written(row.target)).toEqual([{ ...row, path: 'apis/a' }, row]);
      await store.forgetWritten(row.target, 'apis/a');
      await store.forgetWritten(row.target, 'apis/a');
      expect(await store.written(row.target)).toEqual([row]);
      expect(await store.written(other.target)).toEqual([other]);
    });
  });

  describe(`${name}: claims`, () => {
    it('are held by the first run until it releases, with a growing fence', async () => {
      const store = await open();
      const key = 'apim:/subscriptions/s/resourceGroups/g/service/x';
      expect(await store.claim(key, 'run-a')).toEqual({ key, runId: 'run-a', fence: 1 });
      expect(await store.claim(key, 'run-a')).toEqual({ key, runId: 'run-a', fence: 1 });
      expect(await store.claim(key, 'run-b')).toEqual({ key, runId: 'run-a', fence: 1 });
      await store.release(key, 'run-b');
      expect((await store.claim(key, 'run-b')).runId).toBe('run-a');
      await store.release(key, 'run-a');
      expect(await store.claim(key, 'run-b')).toEqual({ key, runId: 'run-b', fence: 2 });
    });

    it('go to one of many at once', async () => {
      const store = await open();
      const runs = ['run-a', 'run-b', 'run-c', 'run-d'];
      const owners = await Promise.all(runs.map((id) => store.claim('hostname:api.example.com', id)));
      expect(new Set(owners.map((claim) => claim.runId)).size).toBe(1);
    });
  });

  describe(`${name}: audit`, () => {
    it('keeps the order of appending, also within one millisecond', async () => {
      const store = await open();
      const entries = Array.from({ length: 12 }, (_, index) => ({
        at: '2026-11-23T10:00:00.000Z',
        who: 'grace@example.com',
        what: `event ${index}`,
        detail: { index },
      }));
      for (const entry of entries) await store.appendAudit('orders-1', entry);
      await store.appendAudit('orders-2', { at: '2026-11-23T10:00:00.000Z', who: 'x', what: 'other', detail: {} });
      expect(await store.audit('orders-1')).toEqual(entries);
    });
  });
}
