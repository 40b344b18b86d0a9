import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startChild } from '../../../src/local/environment/child.ts';
import { isRunning } from '../../../src/local/environment/process-group.ts';
import { programFile } from '../../../src/local/environment/program-file.ts';
import { startReaper, type Reaper } from '../../../src/local/environment/reaper-client.ts';

let folder: string;
let reaper: Reaper;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'crossgate-children-'));
  reaper = startReaper([]);
});
afterEach(async () => {
  await reaper.close();
  rmSync(folder, { recursive: true, force: true });
});

const child = (command: readonly string[] | string) =>
  startChild({
    name: 'a child',
    command,
    cwd: folder,
    environment: { PATH: process.env['PATH'] ?? '' },
    log: join(folder, 'log'),
    reaper,
  });
const node = (program: string): string[] => [process.execPath, '-e', program];
const FOREVER = 'setInterval(() => {}, 1000);';

describe('a child process', () => {
  it('gives its first line, and ends when told', async () => {
    const running = child(node(`console.log('{"url":"x"}'); console.log('more'); ${FOREVER}`));
    expect(await running.firstLine).toBe('{"url":"x"}');
    await running.stop();
    expect(await running.ended).toBe('was ended by SIGTERM');
  });

  it('that does not start says why', async () => {
    const running = child(node(`console.error('no such estate'); process.exit(3)`));
    await expect(running.firstLine).rejects.toThrow(
      'a child ended with exit code 3 before it was ready:\nno such estate',
    );
    await expect(child(['/no/such/program']).firstLine).rejects.toThrow('could not be started');
  });

  it('takes everything along that it started, also when its shell would leave it', async () => {
    const inner = `console.log(process.pid); ${FOREVER}`;
    const running = child(`"${process.execPath}" -e '${inner}' & wait`);
    const pid = Number(await running.firstLine);
    await running.stop();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});

describe('the reaper', () => {
  it('ends the children of a driver that was killed, and removes its folder', async () => {
    const state = join(folder, 'state');
    const driver = `
      import { mkdirSync } from 'node:fs';
      import { startChild } from ${JSON.stringify(programFile('environment/child'))};
      import { startReaper } from ${JSON.stringify(programFile('environment/reaper-client'))};
      mkdirSync(${JSON.stringify(state)});
      const reaper = startReaper([${JSON.stringify(state)}]);
      const command = [process.execPath, '-e', ${JSON.stringify(`process.on('SIGINT', () => {}); console.log(process.pid); ${FOREVER}`)}];
      const child = startChild({ name: 'x', command, cwd: '.', environment: {}, log: ${JSON.stringify(join(state, 'log'))}, reaper });
      console.log(await child.firstLine);`;
    const running = spawn(process.execPath, ['--input-type=module', '-e', driver], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = await new Promise<number>((resolve) =>
      createInterface({ input: running.stdout }).once('line', (line) => resolve(Number(line))),
    );
    expect(isRunning(pid)).toBe(true);
    running.kill('SIGKILL');
    await vi.waitFor(() => expect([isRunning(pid), existsSync(state)]).toEqual([false, false]), { timeout: 20_000 });
  });
});
