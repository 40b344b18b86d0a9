import { mkdtempSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json, text } from 'node:stream/consumers';
import { afterAll, expect, it } from 'vitest';
import type { CloudEndpoints } from '../../src/local/environment/clouds.ts';
import { Control } from '../../src/local/environment/control.ts';
import { startEnvironment, type Environment } from '../../src/local/environment/environment.ts';
import { demoRun } from '../../src/local/demo/run-request.ts';
import type { MigrationPlan } from '../../src/model/plan.ts';
import type { RunState } from '../../src/model/run.ts';
import type { RunStatus } from '../../src/model/run-status.ts';
import { setTimeout as sleep } from 'node:timers/promises';

let environment: Environment | undefined;
afterAll(async () => await environment?.close());

/** Somebody with rights on the service, past Crossgate. */
async function somebody({ arm, caFile, identityEndpoint, identityHeader, ...service }: CloudEndpoints) {
  const query = 'resource=https://management.azure.com/&api-version=2019-08-01';
  const answer = await fetch(`${identityEndpoint}?${query}`, { headers: { 'x-identity-header': identityHeader } });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const ca = readFileSync(caFile);
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> =>
    await new Promise((resolve, reject) => {
      const base = `/subscriptions/${service.subscriptionId}/resourceGroups/${service.resourceGroup}/providers/Microsoft.ApiManagement/service/${service.service}`;
      const headers = { 'authorization': `Bearer ${token}`, 'content-type': 'application/json', 'if-match': '*' };
      const url = new URL(`${base}/${path}?api-version=2024-05-01`, arm);
      const sent = request(url, { method, headers, ca, agent: false }, (received) => {
        const isGood = (received.statusCode ?? 500) < 300;
        if (method === 'GET') json(received).then(resolve, reject);
        else
          text(received).then(
            (said) => (isGood ? resolve(said) : reject(new Error(`${method} ${path}: ${received.statusCode} ${said}`))),
            reject,
          );
      });
      sent.on('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  return call;
}

/** The HTTP API, as two people call it. */
async function peopleOf(running: Environment) {
  const operator = await running.token('olivia', ['reader', 'operator']);
  const approver = await running.token('amir', ['reader', 'approver']);
  const call = async (token: string, method: string, path: string, body?: unknown) =>
    await fetch(`${running.url}/api/runs${path}`, {
      method,
      headers: { 'authorization': `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const get = async <T>(path: string): Promise<T> => (await (await call(operator, 'GET', path)).json()) as T;
  return {
    start: async (run: unknown) => ((await (await call(operator, 'POST', '', run)).json()) as { runId: string }).runId,
    plan: (runId: string) => get<MigrationPlan>(`/${runId}/plan`),
    audit: async (runId: string) => (await get<{ entries: { what: string }[] }>(`/${runId}/audit`)).entries,
    retry: (runId: string) => call(operator, 'POST', `/${runId}/retry`, {}),
    approve: (runId: string, id: string) =>
      call(approver, 'POST', `/${runId}/checkpoints/${id}/decision`, { decision: 'approve', comment: '' }),
    /** The status once the run is in a state, with its checkpoint open where it waits for one. */
    async until(runId: string, state: RunState): Promise<RunStatus> {
      for (;;) {
        const status = await get<RunStatus>(`/${runId}`);
        const isOpen = !state.startsWith('awaiting-') || status.checkpoints.length > 0;
        if (status.state === state && isOpen) return status;
        if (status.state === 'blocked' && state !== 'blocked') throw new Error(JSON.stringify(status.reason));
        await sleep(50);
      }
    },
  };
}

it('plans truthfully, sees what somebody else changes at the target, and plans what is left', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'crossgate-drift-'));
  environment = await startEnvironment({ folder, isTemporary: true, clouds: 'sandbox' });
  const { endpoints } = environment.clouds ?? {};
  if (endpoints === undefined) throw new Error('no clouds');
  const control = new Control(endpoints.control);
  const arm = await somebody(endpoints);
  const people = await peopleOf(environment);
  const demo = demoRun(await control.estate(), endpoints, 'block');
  const pace = { ...demo.pace, driftPoll: 0.5 };
  const run = { ...demo, pace, decisions: { ...demo.decisions, 'TARGET-EDITED': 'overwrite' } };

  // A dry run shows everything and leaves nothing.
  const dry = await people.start({ ...run, mode: 'plan' });
  const planned = await people.until(dry, 'committed');
  expect(planned).toMatchObject({
    steps: { done: 0 },
    reason: { code: 'PLANNED-ONLY' },
    changes: { update: 0, leave: 0 },
  });
  expect(planned.changes?.create).toBeGreaterThan(10);
  expect(await control.leftovers()).toEqual([]);

  // Between plan and approval.
  const runId = await people.start(run);
  await people.until(runId, 'awaiting-plan');
  const first = await people.plan(runId);
  const backend = first.changes?.find(({ path }) => /^backends\/[^/]+$/.test(path))?.path ?? '';
  await arm('PUT', backend, { properties: { url: 'https://theirs.example.com', protocol: 'http' } });
  const frozen = await people.until(runId, 'frozen');
  expect(frozen).toMatchObject({ phase: 'awaiting-plan', checkpoints: [], drift: [{ side: 'target', what: backend }] });
  expect(frozen.reason?.message).toContain(backend);
  expect((await people.approve(runId, 'plan')).status).toBe(409);
  await arm('DELETE', backend);
  await people.retry(runId);
  const again = await people.until(runId, 'awaiting-plan');
  expect(again).not.toHaveProperty('drift');
  expect((await people.approve(runId, 'plan')).status).toBe(200);

  // Between import and cutover: what the run wrote itself is no drift.
  await people.until(runId, 'awaiting-cutover');
  const { properties } = (await arm('GET', backend)) as { properties: Record<string, unknown> };
  await arm('PUT', backend, { properties: { ...properties, url: 'https://theirs.example.com' } });
  const edited = await people.until(runId, 'frozen');
  expect(edited).toMatchObject({ phase: 'awaiting-cutover', drift: [{ side: 'target', what: backend }] });
  await people.retry(runId);
  const status = await people.until(runId, 'awaiting-plan');
  const delta = await people.plan(runId);
  const writes = delta.changes?.filter(({ change }) => change !== 'leave');
  expect(writes).toEqual([{ path: backend, change: 'update' }]);
  expect(status.steps).toEqual({ done: 0, total: delta.steps.length });
  expect(delta.steps.length).toBeLessThan(first.steps.length / 2);
  await people.approve(runId, 'plan');
  await people.until(runId, 'awaiting-cutover');
  const now = (await arm('GET', backend)) as { properties: Record<string, unknown> };
  expect(now.properties['url']).toBe(properties['url']);
  const audit = (await people.audit(runId)).map(({ what }) => what);
  expect(audit.filter((what) => what === 'drift seen')).toHaveLength(2);
});
