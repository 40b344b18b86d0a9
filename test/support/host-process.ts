import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/local/main.ts', import.meta.url));
export const CONFORMANCE_APP = fileURLToPath(new URL('conformance-app', import.meta.url));

/** The local host as a process of its own, as `crossgate host` starts it. */
export interface HostProcess {
  readonly url: string;
  /** Told by SIGTERM; resolves with its exit code, null when a signal ended it. */
  stop(): Promise<number | null>;
  /** SIGKILL: it gets no chance to do anything. */
  kill(): Promise<void>;
}

export interface HostProcessOptions {
  readonly app: string;
  readonly state: string;
  /** A free one unless given. */
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts it from source and waits until it listens. Its errors go to this process's stderr. @throws Error when it ends before. */
export async function startHostProcess({ app, state, port = 0, env = {} }: HostProcessOptions): Promise<HostProcess> {
  const args = [MAIN, 'host', '--app', app, '--state', state, '--port', String(port), '--json'];
  const child = spawn(process.execPath, args, {
    // Only what it needs: nothing of the developer's clouds or proxies reaches it.
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const exited = once(child, 'exit');
  const line = once(createInterface(child.stdout), 'line') as Promise<[string]>;
  const first = await Promise.race([line, exited.then(() => undefined)]);
  if (first === undefined) throw new Error(`the host did not start (exit code ${child.exitCode}): ${errors}`);
  return {
    url: (JSON.parse(first[0]) as { url: string }).url,
    async stop() {
      child.kill('SIGTERM');
      const [code] = (await exited) as [number | null];
      return code;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
