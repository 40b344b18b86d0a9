import { describe, expect, it } from 'vitest';
import type { RunRow } from '../../../src/ports/run-store.ts';
import { runJson } from '../../support/api-bench.ts';
import { cliBench } from '../../support/cli-bench.ts';

const files = { 'run.json': JSON.stringify(runJson) };
const put = (path: string) => ({ id: `put:${path}`, summary: `put ${path}`, payload: { path } });

/** A service that has planned what it was asked to by the first wait. */
async function bench(state: RunRow['state'], now: Record<string, unknown>) {
  const { cli, runs, artifacts } = await cliBench();
  const planned = async () => {
    const [row] = (await runs.runs({ top: 1 })).rows;
    const found = await runs.run(row?.runId ?? '');
    if (found === undefined || found.value.state === state) return;
    const { digest } = await artifacts.putJson(found.value.runId, 'plan.json', {
      steps: [put('apis/orders'), put('apis/orders'), { id: 'dns', summary: 'point orders', payload: {} }],
      changes: [
        { path: 'apis/orders', change: 'create' },
        { path: 'backends/orders', change: 'leave' },
      ],
    });
    const facts = { planDigest: digest, steps: 3, changes: { create: 1, update: 0, leave: 1 } };
    await runs.replaceRun({ ...found.value, state, detail: { ...found.value.detail, ...facts, now } }, found.etag);
  };
  const plan = (...args: readonly string[]) =>
    cli(['plan', '--config', 'run.json', ...args], { files, meanwhile: planned });
  return { plan, runs };
}

describe('crossgate plan', () => {
  it('starts a run that only plans, waits for it and shows what would change', async () => {
    const { plan, runs } = await bench('committed', { reason: { code: 'PLANNED-ONLY', message: 'planned only' } });
    const { exit, out, err } = await plan();
    const [row] = (await runs.runs({ top: 1 })).rows;
    expect([exit, err, row?.detail['mode']]).toEqual([0, '', 'plan']);
    expect(out).toBe(
      `+ apis/orders\n* point orders\n${row?.runId} is planned: 3 steps; 1 to create, 0 to update, 1 to leave as it is\n`,
    );
  });

  it('prints the status with --json, and how it goes on with --watch', async () => {
    const { plan } = await bench('committed', {});
    const { out, err } = await plan('--json', '--watch');
    expect(JSON.parse(out)).toMatchObject({ mode: 'plan', state: 'committed', changes: { create: 1 } });
    expect(err).toMatch(/accepted\n[^\n]*committed/);
  });

  it('ends with 3 where findings block the plan, and says what they are about', async () => {
    const { plan } = await bench('blocked', { reason: { code: 'PLAN-BLOCKED', message: '2 findings block the plan' } });
    const { exit, out } = await plan();
    expect(exit).toBe(3);
    expect(out).toContain('2 findings block the plan\ncrossgate retry run-');
  });

  it('ends with 2 for a mistake in run.json', async () => {
    const { cli } = await cliBench();
    const broken = { 'run.json': JSON.stringify({ ...runJson, waves: [] }), 'list.json': '[]' };
    for (const file of ['run.json', 'list.json'])
      expect((await cli(['plan', '--config', file], { files: broken })).exit).toBe(2);
    expect((await cli(['plan'])).err).toContain('plan needs --config run.json');
  });
});
