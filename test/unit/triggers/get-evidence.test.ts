import { describe, expect, it } from 'vitest';
import { apiBench, runRow } from '../../support/api-bench.ts';

const at = { arn: 'arn:aws:apigateway:us-east-1::/restapis/a1', pointer: '/paths/~1orders/get' };
const report = {
  compared: [
    { hostname: 'api.health.example', id: 'open GET /orders', at, path: '/orders', source: [200, 200], target: 200 },
  ].map((each) => ({ ...each, verdict: 'same' })),
  untested: [at],
};

async function evidence() {
  const api = apiBench();
  const { digest } = await api.artifacts.putJson('run-1', 'parity-pilot.json', report);
  const parity = { digest, cases: 1, untested: 1, looser: 0, broken: 0, different: 0 };
  const traffic = { verdict: 'healthy', samples: 1200, errors: 1, denied: 3 };
  await api.runs.insertRun({ ...runRow, detail: { ...runRow.detail, parity, traffic, readinessDigest: digest } });
  const get = (path: string, headers = {}) => api.send('GET', path, { as: 'rae:reader', headers });
  return { ...api, get, parity, traffic };
}

describe('the evidence of a run', () => {
  it('is summed up in its status', async () => {
    const { get, parity, traffic } = await evidence();
    expect((await get('/api/runs/run-1')).body).toMatchObject({
      parity,
      traffic,
      links: { parity: '/api/runs/run-1/parity', traffic: '/api/runs/run-1/traffic' },
    });
  });

  it('is the whole comparison as its digest names it, sent once', async () => {
    const { get, parity } = await evidence();
    const first = await get('/api/runs/run-1/parity');
    expect(first).toMatchObject({ status: 200, body: { runId: 'run-1', digest: parity.digest, ...report } });
    const again = await get('/api/runs/run-1/parity', { 'if-none-match': first.headers.get('etag') });
    expect([again.status, again.body]).toEqual([304, {}]);
  });

  it('is the last look at the traffic, sent again when there is a new one', async () => {
    const { get, runs, traffic } = await evidence();
    const first = await get('/api/runs/run-1/traffic');
    expect(first).toMatchObject({ status: 200, body: { runId: 'run-1', ...traffic } });
    const known = { 'if-none-match': first.headers.get('etag') };
    expect((await get('/api/runs/run-1/traffic', known)).status).toBe(304);
    const { value, etag } = (await runs.run('run-1')) ?? { value: runRow, etag: '' };
    await runs.replaceRun({ ...value, detail: { ...value.detail, traffic: { ...traffic, samples: 1300 } } }, etag);
    expect(await get('/api/runs/run-1/traffic', known)).toMatchObject({ status: 200, body: { samples: 1300 } });
  });

  it.each([
    ['importing', 'not-yet', 'not-yet'],
    ['rolled-back', 'no-parity', 'no-traffic'],
  ] as const)('is 404 while there is none: %s, %s, %s', async (state, parity, traffic) => {
    const { send, runs } = apiBench();
    await runs.insertRun({ ...runRow, state });
    expect(await send('GET', '/api/runs/run-1/parity')).toMatchObject({ status: 404, body: { code: parity } });
    expect(await send('GET', '/api/runs/run-1/traffic')).toMatchObject({ status: 404, body: { code: traffic } });
    expect(await send('GET', '/api/runs/run-9/parity')).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });
});
