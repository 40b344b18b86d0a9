import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { RUN_STATES } from '../../src/model/run.ts';
import { expectTakenBack, requests, ROOT, runDemo, statesOf } from '../support/run-demo.ts';

const UNDISTURBED = RUN_STATES.slice(0, RUN_STATES.indexOf('committed') + 1);

describe('crossgate demo', () => {
  it('moves a whole estate while its callers call, and not one of them notices', async () => {
    const { code, document, progress } = await runDemo();
    expect(code, progress).toBe(0);
    expect(document.outcome).toBe('committed');
    expect(statesOf(document)).toEqual(UNDISTURBED);
    expect(requests(document, 'source')).toBeGreaterThanOrEqual(1_000);
    expect(requests(document, 'target')).toBeGreaterThanOrEqual(1_000);
    expect(requests(document, undefined, 'errors')).toBe(0);
    expect([document.targetShare, document.leftovers, document.dnsRestored]).toEqual([1, [], false]);
    const { total = 0, translated = 0, differs = 0, manual = 0, blocked = 0 } = document.ledger ?? {};
    expect([total > 0, translated + differs + manual + blocked]).toEqual([true, total]);
    expect(document.steps.done).toBe(document.steps.total);
  });

  it('leaves everything as it was when the cutover is rejected', async () => {
    const run = await runDemo('--reject', 'cutover');
    expectTakenBack(run);
    expect(run.document.outcome).toBe('rolled-back');
    expect(requests(run.document, 'target')).toBe(0);
    expect(requests(run.document, undefined, 'errors')).toBe(0);
    expect(statesOf(run.document).slice(-3)).toEqual(['awaiting-cutover', 'rolling-back', 'rolled-back']);
  });

  it('goes back by itself when the target answers errors, which are the only ones that callers see', async () => {
    const run = await runDemo('--fault', 'target-5xx');
    expectTakenBack(run);
    expect(run.document.outcome).toBe('rolled-back');
    expect(requests(run.document, 'target', 'errors')).toBeGreaterThan(0);
    expect(requests(run.document, 'source', 'errors')).toBe(0);
  });

  it('is cancelled in the middle of the import, with all that was made taken away', async () => {
    const run = await runDemo('--cancel', 'importing');
    expectTakenBack(run);
    expect(run.document.outcome).toBe('cancelled');
    expect(requests(run.document, undefined, 'errors')).toBe(0);
    expect(statesOf(run.document)).not.toContain('validating');
  });
});

describe('crossgate demo, besides', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'crossgate-demo-test-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('runs the app on another Functions host, which a command starts', async () => {
    const host = `"${process.execPath}" dist/src/local/main.js host --app . --port {port} --state "${folder}/host"`;
    const run = await runDemo('--reject', 'plan', '--functions-host', host);
    expectTakenBack(run);
    expect(statesOf(run.document).slice(-3)).toEqual(['awaiting-plan', 'rolling-back', 'rolled-back']);
    expect(readdirSync(join(folder, 'host'))).toContain('durable.sqlite');
  });

  it('ends everything that it started when it is interrupted', async () => {
    const temporary = mkdtempSync(join(folder, 'tmp-'));
    const child = spawn(process.execPath, ['scripts/crossgate.mjs', 'demo'], {
      cwd: ROOT,
      env: { ...process.env, TMPDIR: temporary },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    for await (const line of createInterface({ input: child.stderr })) if (/ s {2}importing/.test(line)) break;
    child.kill('SIGINT');
    expect(await ended).toBe(1);
    // Its folder goes last, when the clouds and the host that keep files there have ended.
    await vi.waitFor(() => expect(readdirSync(temporary)).toEqual([]), { timeout: 20_000 });
  });
});

it('tells wrong usage from a failed migration', async () => {
  await expect(runDemo('--fault', 'earthquake')).rejects.toThrow('ended with 2');
});
