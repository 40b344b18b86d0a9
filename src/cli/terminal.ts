import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { readLocal } from './local-process.ts';

/** What a command needs of the process it runs in: the only door to it, so that commands run in a test as they are. */
export interface Terminal {
  /** Results: standard output. */
  out(text: string): void;
  /** Progress and what people must know: standard error. */
  err(text: string): void;
  /** Size of the screen that shows progress; undefined where that is no terminal. */
  screen(): { readonly columns: number; readonly rows: number } | undefined;
  exit(code: number): void;
  /** How people call this command here, for hints that can be copied. */
  readonly self: string;
  now(): Date;
  /** Resolves early when `signal` is aborted. */
  wait(seconds: number, signal: AbortSignal): Promise<void>;
  /** Aborted by Ctrl-C until `dispose`. */
  interruptible(): { readonly signal: AbortSignal; readonly dispose: () => void };
  /** A file's text; `-` is standard input. @throws Error of the file system. */
  read(file: string): Promise<string>;
  /** A token of the local front, for one role. @throws Error when none can be issued. */
  localToken(name: string, role: string, state: string): Promise<string>;
}

/** The process's own. */
export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    screen() {
      if (!stderr.isTTY || process.env['TERM'] === 'dumb' || process.env['CI'] !== undefined) return undefined;
      // A terminal that does not know its size says 0.
      return { columns: stderr.columns || 80, rows: stderr.rows || 24 };
    },
    exit(code) {
      process.exitCode = code;
    },
    // npm sets this for `npm run crossgate`; from a checkout there is no command of that name on the path.
    self: process.env['npm_lifecycle_event'] === 'crossgate' ? 'npm run -s crossgate --' : 'crossgate',
    now: () => new Date(),
    wait: (seconds, signal) => sleep(seconds * 1000, undefined, { signal }).catch(() => undefined),
    interruptible() {
      const controller = new AbortController();
      const abort = (): void => controller.abort();
      process.on('SIGINT', abort);
      return { signal: controller.signal, dispose: () => process.off('SIGINT', abort) };
    },
    read: (file) => (file === '-' ? text(process.stdin) : readFile(file, 'utf8')),
    localToken: (name, role, state) => readLocal(['token', name, '--role', role, '--state', state]),
  };
}
