import { execFile, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** `src/local/main.ts` beside this file's folder: as source when run from source, compiled when compiled. */
const LOCAL_MAIN = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../local/main.ts' : '../local/main.js', import.meta.url),
);

/**
 * Runs a part of the local environment as a child process in the foreground: the command line never imports it.
 * Signals go on to the child; resolves with its exit code (128 + n when signal n ended it). A kill cannot be passed on: the
 * channel to the child closes with this process, which tells it.
 */
export function runLocal(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [LOCAL_MAIN, ...args], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  const forward = (signal: NodeJS.Signals): void => {
    child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const name of signals) process.off(name, forward);
      // A child that ends by the signal that asked for it has done what it was told.
      resolve(signal === null ? (code ?? 1) : 0);
    });
  });
}

/**
 * Runs a part of the local environment to its end and gives what it printed, without the line's end.
 * @throws Error with what it said on standard error when it fails.
 */
export async function readLocal(args: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [LOCAL_MAIN, ...args]);
  return stdout.trim();
}
