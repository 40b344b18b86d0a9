import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Reaper } from './reaper-client.ts';
import { isRunning, signalGroup } from './process-group.ts';

export interface ChildOptions {
  /** For messages and the log's name. */
  readonly name: string;
  /** A program with its arguments, or one command for a shell. */
  readonly command: readonly string[] | string;
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Where its standard error goes, and its output after the first line. */
  readonly log: string;
  /** Its standard error is shown here as well; of a shell's command also its output, which is for people. */
  readonly echo?: NodeJS.WritableStream;
  readonly reaper: Reaper;
}

/** A child process in a group of its own, so that a Ctrl-C reaches only the driver, which then ends its children in order. */
export interface Child {
  readonly name: string;
  /** Its first line of output. @throws Error with the end of its log when it ends without one. */
  readonly firstLine: Promise<string>;
  /** Resolves when it has ended, with a description of how. */
  readonly ended: Promise<string>;
  /** SIGTERM, SIGKILL five seconds later. Resolves when it and all that it started have ended. */
  stop(): Promise<void>;
  /** SIGKILL: what a crash or a power cut does. */
  kill(): Promise<void>;
}

const GRACE_MS = 5_000;
const LOG_TAIL = 1_500;

export function startChild(options: ChildOptions): Child {
  const { name, reaper } = options;
  const spawned = launch(options);
  const ended = howItEnds(spawned);
  const { pid } = spawned;
  if (pid !== undefined) {
    reaper.watch(pid);
    void ended.then(() => reaper.forget(pid));
  }
  const firstLine = readOutput(spawned, options, ended);
  firstLine.catch(() => undefined); // whoever awaits it hears of it; that of another host is nobody's concern
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    if (pid === undefined) return;
    signalGroup(pid, signal);
    for (const limit = Date.now() + GRACE_MS; Date.now() < limit && isRunning(pid);) await sleep(20);
    signalGroup(pid, 'SIGKILL');
    await ended;
  };
  return { name, firstLine, ended, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

async function howItEnds(spawned: ChildProcess): Promise<string> {
  const closed = new Promise<void>((resolve) => spawned.once('close', () => resolve()));
  const how = await new Promise<string>((resolve) => {
    spawned.once('error', (error) => resolve(`could not be started: ${error.message}`));
    spawned.once('exit', (code, signal) =>
      resolve(signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`),
    );
  });
  // Its last words are still in the pipes, unless something that it started holds these open.
  await Promise.race([closed, sleep(500, undefined, { ref: false })]);
  return how;
}

function launch({ command, cwd, environment }: ChildOptions): ChildProcess {
  const options = { cwd, env: environment, detached: true, stdio: ['ignore', 'pipe', 'pipe'] as const };
  if (typeof command === 'string') return spawn(command, { ...options, stdio: [...options.stdio], shell: true });
  const [program = '', ...args] = command;
  return spawn(program, args, { ...options, stdio: [...options.stdio] });
}

/** Passes both outputs to the log, and the first line of standard output to whoever waits for it. */
function readOutput(spawned: ChildProcess, options: ChildOptions, ended: Promise<string>): Promise<string> {
  const log = createWriteStream(options.log, { flags: 'a' });
  const { echo, command } = options;
  for (const stream of [spawned.stdout, spawned.stderr]) stream?.pipe(log, { end: false });
  const shown = typeof command === 'string' ? [spawned.stdout, spawned.stderr] : [spawned.stderr];
  if (echo !== undefined) for (const stream of shown) stream?.pipe(echo, { end: false });
  return new Promise((resolve, reject) => {
    if (spawned.stdout !== null) createInterface({ input: spawned.stdout }).once('line', resolve);
    void ended.then((how) => reject(new Error(`${options.name} ${how} before it was ready${logTail(options.log)}`)));
  });
}

/** The end of a log, for a message; empty when nothing was logged. */
export function logTail(file: string): string {
  try {
    const text = readFileSync(file, 'utf8').trimEnd();
    return text === '' ? '' : `:\n${text.slice(-LOG_TAIL)}`;
  } catch {
    return '';
  }
}
