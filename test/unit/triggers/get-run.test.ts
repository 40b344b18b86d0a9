import { describe, expect, it } from 'vitest';
import type { CompensationRow, RunRow } from '../../../src/ports/run-store.ts';
import { apiBench, checkpointRow, PLAN_DIGEST, runRow } from '../../support/api-bench.ts';

const LEDGER = { total: 4, translated: 2, differs: 1, manual: 1, blocked: 0, carried: 3, carriedNoDecision: 3 };
const unit = (kind: string, unitId: string, name: string, steps: number) => ({
  unit: unitId,
  kind,
  wave: 'pilot',
  name,
  steps,
});
const DETAIL = {
  name: 'health',
  mode: 'migrate',
  planId: 'plan-aaaa',
  planDigest: PLAN_DIGEST,
  steps: 7,
  findings: { info: 1, review: 2, decision: 0, blocker: 0 },
  ledger: LEDGER,
  units: [
    unit('api', 'o', 'orders', 2),
    unit('api', 's', 'stock', 2),
    unit('hostname', 'h', 'api.health.example', 2),
    unit('shared', 'p', 'product-gold', 1),
  ],
  inventoryDigest: 'sha256:inventory',
};

async function bench(run: Partial<RunRow>, steps: Readonly<Record<string, CompensationRow['status']>> = {}) {
  const api = apiBench();
  await api.runs.insertRun({ ...runRow, ...run });
  for (const [stepId, status] of Object.entries(steps)) {
    await api.runs.recordCompensation({
      runId: 'run-1',
      stepId,
      wave: 'pilot',
      unit: stepId.charAt(0),
      undo: { irreversible: 'test' },
      status,
    });
  }
  const get = (headers: Record<string, string> = {}) =>
    api.send('GET', '/api/runs/run-1', { as: 'rae:reader', headers });
  return { ...api, get };
}

describe('the status of a run', () => {
  it('shows how far the run, each API and each host name have got, and nothing that is for the inside', async () => {
    const { get, runs } = await bench(
      { detail: DETAIL },
      { o1: 'committed', o2: 'applied', s1: 'applied', s2: 'recorded' },
    );
    await runs.insertCheckpoint(checkpointRow);
    await runs.insertCheckpoint({ ...checkpointRow, id: 'plan', closed: 'approved' });
    const { status, body } = await get();
    expect(status).toBe(200);
    expect(body).toEqual({
      runId: 'run-1',
      name: 'health',
      mode: 'migrate',
      state: 'awaiting-cutover',
      phase: 'awaiting-cutover',
      createdAt: runRow.createdAt,
      updatedAt: runRow.updatedAt,
      requester: 'olga',
      links: {
        self: '/api/runs/run-1',
        plan: '/api/runs/run-1/plan',
        findings: '/api/runs/run-1/findings',
        parity: '/api/runs/run-1/parity',
        traffic: '/api/runs/run-1/traffic',
        audit: '/api/runs/run-1/audit',
        pause: '/api/runs/run-1/pause',
        cancel: '/api/runs/run-1/cancel',
        rollback: '/api/runs/run-1/rollback',
      },
      planId: 'plan-aaaa',
      planDigest: PLAN_DIGEST,
      steps: { done: 3, total: 7 },
      percent: 42,
      apis: [
        { name: 'orders', wave: 'pilot', state: 'done', steps: { done: 2, total: 2 } },
        { name: 'stock', wave: 'pilot', state: 'running', steps: { done: 1, total: 2 } },
      ],
      hostnames: [{ name: 'api.health.example', wave: 'pilot', state: 'waiting', steps: { done: 0, total: 2 } }],
      shared: [{ name: 'product-gold', wave: 'pilot', state: 'waiting', steps: { done: 0, total: 1 } }],
      checkpoints: [
        {
          id: 'cutover-pilot',
          openedAt: checkpointRow.openedAt,
          expiresAt: checkpointRow.expiresAt,
          quorum: 1,
          approvers: [],
          requester: 'olga',
          planDigest: PLAN_DIGEST,
          evidenceDigest: 'sha256:evidence',
          decisions: [],
          decide: '/api/runs/run-1/checkpoints/cutover-pilot/decision',
        },
      ],
      findings: DETAIL.findings,
      ledger: LEDGER,
    });
  });

  it('leaves out what is not known yet', async () => {
    const { get } = await bench({ state: 'discovering', detail: {} });
    expect(Object.keys((await get()).body).sort()).toEqual(
      ['checkpoints', 'createdAt', 'links', 'phase', 'requester', 'runId', 'state', 'updatedAt'].sort(),
    );
  });

  it('tells units that were taken back from those where another change was left alone', async () => {
    const { get } = await bench(
      { state: 'rolling-back', detail: DETAIL },
      { o1: 'undone', o2: 'undone', s1: 'applied', s2: 'undone', h1: 'conflict', h2: 'undone' },
    );
    const { body } = await get();
    expect(body).toMatchObject({
      steps: { done: 1, total: 7 },
      apis: [{ state: 'undone' }, { state: 'running' }],
      hostnames: [{ state: 'conflict' }],
      shared: [{ state: 'waiting' }],
    });
  });

  it('says why a run is held and in which phase, with what it can be asked', async () => {
    const reason = { kind: 'missing', code: 'NO-DATA', message: 'no traffic data: restore the metrics and retry' };
    const { get } = await bench({ state: 'frozen', detail: { ...DETAIL, now: { during: 'monitoring', reason } } });
    const { body } = await get();
    expect(body).toMatchObject({ state: 'frozen', phase: 'monitoring', reason });
    expect(Object.keys(body['links'] as object)).toEqual([
      'self',
      'plan',
      'findings',
      'parity',
      'traffic',
      'audit',
      'retry',
      'cancel',
      'rollback',
    ]);
  });

  it('says in words why a run was taken back', async () => {
    const { get } = await bench({ state: 'rolled-back', detail: { now: { reason: 'rolled back on request' } } });
    expect((await get()).body['reason']).toEqual({ message: 'rolled back on request' });
  });

  it('never passes on the query of a URL, nor an address that steers Durable Functions', async () => {
    const message =
      'GET https://vault.example/keys/a?sig=SECRET#top failed; see http://10.0.0.4/runtime/webhooks/durabletask/instances/run-1?code=SECRET';
    const reason = { kind: 'transient', code: 'GAVE-UP', message };
    const { get } = await bench({ state: 'blocked', detail: { now: { during: 'importing', reason } } });
    expect((await get()).body['reason']).toEqual({
      ...reason,
      message: 'GET https://vault.example/keys/a failed; see (internal address)',
    });
  });

  it('shows no checkpoint that can no longer be decided', async () => {
    const { get, runs } = await bench({ detail: DETAIL });
    await runs.insertCheckpoint({ ...checkpointRow, expiresAt: '2026-11-24T12:00:00.000Z' });
    expect((await get()).body['checkpoints']).toEqual([]);
    const ending = await bench({ state: 'rolling-back', detail: DETAIL });
    await ending.runs.insertCheckpoint(checkpointRow);
    expect((await ending.get()).body['checkpoints']).toEqual([]);
  });

  it('answers 304 until something changes, be it a step only', async () => {
    const { get, runs } = await bench({ state: 'importing', detail: DETAIL }, { o1: 'recorded' });
    const first = await get();
    const etag = first.headers.get('etag') ?? '';
    const again = await get({ 'if-none-match': etag });
    expect([again.status, again.headers.get('retry-after'), again.headers.get('etag')]).toEqual([304, '2', etag]);
    await runs.setCompensationStatus('run-1', 'o1', 'applied');
    const changed = await get({ 'if-none-match': etag });
    expect(changed).toMatchObject({ status: 200, body: { steps: { done: 1 } } });
  });

  it.each([
    ['importing', '2'],
    ['awaiting-cutover', '5'],
    ['blocked', '5'],
    ['committed', null],
    ['rolled-back', null],
  ] as const)('asks to be polled while it goes on: %s, Retry-After %s', async (state, retryAfter) => {
    const { get } = await bench({ state });
    expect((await get()).headers.get('retry-after')).toBe(retryAfter);
  });

  it('is 404 for a run that is not there, 401 for nobody, 403 without a role', async () => {
    const { send } = await bench({});
    const of = async (path: string, as: string | null) => (await send('GET', path, { as })).body['code'];
    expect(await of('/api/runs/run-2', 'rae:reader')).toBe('not-found');
    expect(await of('/api/runs/..%2Frun-1', 'rae:reader')).toBe('not-found');
    expect(await of('/api/runs/run-1', null)).toBe('not-signed-in');
    expect(await of('/api/runs/run-1', 'rae:nothing')).toBe('role-missing');
  });
});

describe('the list of runs', () => {
  it('shows the newest first, page by page, without the inside of any', async () => {
    const { send, runs } = await bench({ detail: DETAIL });
    await runs.insertRun({ ...runRow, runId: 'run-2', createdAt: '2026-11-24T11:00:00.000Z', state: 'committed' });
    const first = await send('GET', '/api/runs?top=1', { as: 'rae:reader' });
    expect(first.body['runs']).toMatchObject([{ runId: 'run-2', state: 'committed' }]);
    const token = encodeURIComponent(first.body['continuationToken'] as string);
    const second = await send('GET', `/api/runs?top=1&continuationToken=${token}`, { as: 'rae:reader' });
    expect(second.body['runs']).toMatchObject([{ runId: 'run-1', name: 'health', mode: 'migrate' }]);
    expect((second.body['runs'] as object[])[0]).not.toHaveProperty('inventoryDigest');
    const committed = await send('GET', '/api/runs?status=committed', { as: 'rae:reader' });
    expect(committed.body['runs']).toMatchObject([{ runId: 'run-2' }]);
  });

  it.each([['top=0'], ['status=done'], ['state=committed']])('refuses ?%s and says what is wrong', async (query) => {
    const { send } = await bench({});
    const { status, body } = await send('GET', `/api/runs?${query}`, { as: 'rae:reader' });
    expect([status, body['code'], body['detail']]).toEqual([
      400,
      'invalid-query',
      expect.stringContaining(query.split('=')[0] as string),
    ]);
  });
});
