import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ROOT } from '../support/run-demo.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'crossgate-serve-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const crossgate = (...args: string[]) =>
  spawn(process.execPath, ['scripts/crossgate.mjs', ...args, '--state', folder], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });

async function outputOf(child: ReturnType<typeof crossgate>): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout) text += String(chunk);
  return text;
}

it('serves with simulated clouds, says so, and takes the tokens it tells how to make', async () => {
  const service = crossgate('serve');
  const banner = outputOf(service);
  const ended = new Promise((resolve) => service.once('exit', resolve));
  const file = join(folder, 'service.json');
  await vi.waitFor(() => expect(existsSync(file)).toBe(true), { timeout: 120_000, interval: 100 });
  const { url } = JSON.parse(readFileSync(file, 'utf8')) as { url: string };

  expect((await fetch(`${url}/api/runs`)).status).toBe(401);
  const token = (await outputOf(crossgate('token', 'olivia', '--role', 'reader'))).trim();
  const runs = await fetch(`${url}/api/runs`, { headers: { authorization: `Bearer ${token}` } });
  expect([runs.status, await runs.json()]).toEqual([200, { runs: [] }]);

  service.kill('SIGINT');
  expect(await ended).toBe(0);
  expect(existsSync(file)).toBe(false);
  const text = await banner;
  expect(text).toContain('clouds: simulated on this machine');
  expect(text).toContain(`decide-checkpoint       ${url}/api/runs/{runId}/checkpoints/{checkpointId}/decision`);
});
