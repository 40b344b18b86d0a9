import { describe, expect, it } from 'vitest';
import type { Finding, Severity } from '../../../src/model/finding.ts';
import { apiBench, runRow } from '../../support/api-bench.ts';

const finding = (severity: Severity, code: string): Finding => ({
  code,
  severity,
  feature: 'cors',
  at: { arn: 'arn:aws:apigateway:us-east-1::/restapis/a1', pointer: '' },
  message: code,
  awsBehaviour: '',
  apimBehaviour: '',
  remedy: '',
});
const plan = {
  schema: 'crossgate.plan/1',
  findings: [finding('info', 'TAGS'), finding('blocker', 'IAM-CALLERS'), finding('review', 'CORS-CASE')],
};

async function planned() {
  const api = apiBench();
  const { digest } = await api.artifacts.putJson('run-1', 'plan.json', plan);
  await api.runs.insertRun({ ...runRow, detail: { planDigest: digest } });
  return { ...api, digest, get: (path: string, headers = {}) => api.send('GET', path, { as: 'rae:reader', headers }) };
}

describe('documents of a run', () => {
  it('are the plan as its digest names it, sent once', async () => {
    const { get } = await planned();
    const first = await get('/api/runs/run-1/plan');
    expect(first).toMatchObject({ status: 200, body: plan });
    const again = await get('/api/runs/run-1/plan', { 'if-none-match': first.headers.get('etag') });
    expect([again.status, again.body]).toEqual([304, {}]);
  });

  it('are the findings, the gravest first, with the counts of all', async () => {
    const { get, digest } = await planned();
    const { body } = await get('/api/runs/run-1/findings');
    expect(body).toMatchObject({
      runId: 'run-1',
      planDigest: digest,
      counts: { info: 1, review: 1, decision: 0, blocker: 1 },
      findings: [{ code: 'IAM-CALLERS' }, { code: 'CORS-CASE' }, { code: 'TAGS' }],
    });
  });

  it.each([
    ['blocker', ['IAM-CALLERS']],
    ['review,info', ['CORS-CASE', 'TAGS']],
    ['decision', []],
  ])('are the findings of severity %s', async (severity, codes) => {
    const { get } = await planned();
    const { body } = await get(`/api/runs/run-1/findings?severity=${severity}`);
    expect((body['findings'] as Finding[]).map(({ code }) => code)).toEqual(codes);
    expect(body['counts']).toMatchObject({ info: 1, blocker: 1 });
  });

  it('refuse a severity that there is none of', async () => {
    const { get } = await planned();
    expect(await get('/api/runs/run-1/findings?severity=fatal')).toMatchObject({
      status: 400,
      body: { code: 'invalid-query', detail: expect.stringContaining('severity') as string },
    });
  });

  it.each([
    ['discovering', 'not-yet'],
    ['blocked', 'not-yet'],
    ['cancelled', 'no-plan'],
  ] as const)('are 404 while there is no plan: %s, %s', async (state, code) => {
    const { send, runs } = apiBench();
    await runs.insertRun({ ...runRow, state, detail: {} });
    for (const document of ['plan', 'findings']) {
      const answer = await send('GET', `/api/runs/run-1/${document}`);
      expect(answer).toMatchObject({ status: 404, body: { code, detail: expect.stringContaining(state) as string } });
    }
  });

  it('are the audit log, in order', async () => {
    const { get, runs } = await planned();
    for (const what of ['run requested', 'state planning'])
      await runs.appendAudit('run-1', { at: runRow.createdAt, who: 'olga', what, detail: {} });
    const { body } = await get('/api/runs/run-1/audit');
    expect(body).toMatchObject({ runId: 'run-1', entries: [{ what: 'run requested' }, { what: 'state planning' }] });
  });

  it.each(['plan', 'findings', 'audit'])('are 404 for a run that is not there: %s', async (document) => {
    const { get } = await planned();
    expect(await get(`/api/runs/run-9/${document}`)).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });
});
