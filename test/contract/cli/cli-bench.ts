import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Command, CommanderError } from 'commander';
import { onTestFinished } from 'vitest';
import { EXIT } from '../../../src/cli/exit-codes.ts';
import { serviceCommands } from '../../../src/cli/service-commands.ts';
import type { Terminal } from '../../../src/cli/terminal.ts';
import { apiBench, NOW } from '../../unit/triggers/api-bench.ts';

/** A server on a free port of this machine, closed when the test ends. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  const listening = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', listening.resolve);
  await listening.promise;
  onTestFinished(async () => {
    const closed = Promise.withResolvers<void>();
    server.close(() => closed.resolve());
    server.closeAllConnections();
    await closed.promise;
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The real HTTP API on a socket. A token is who it stands for: `name` or `name:role,role`. */
export async function serveApi() {
  const api = apiBench();
  const asked: string[] = [];
  const url = await serve((request, response) => {
    const answer = async () => {
      const { authorization, ...headers } = request.headers;
      const body = await text(request);
      const path = request.url ?? '/';
      asked.push(`${request.method} ${path}`);
      const sent = await api.send(request.method ?? 'GET', path, {
        as: authorization?.replace('Bearer ', '') ?? null,
        headers: headers as Record<string, string>,
        ...(body === '' ? {} : { body }),
      });
      response.writeHead(sent.status, Object.fromEntries(sent.headers));
      response.end(sent.status === 304 ? undefined : JSON.stringify(sent.body));
    };
    void answer();
  });
  return { ...api, url, asked };
}

export interface Scene {
  /** What happens while the command waits, one after the other; after the last one Ctrl-C is pressed. */
  readonly meanwhile?: readonly (() => unknown)[];
  readonly screen?: { readonly columns: number; readonly rows: number };
  readonly files?: Readonly<Record<string, string>>;
  readonly localToken?: Terminal['localToken'];
}

/** Runs one command line in this process, as a person at a terminal of the test's making would. */
export async function crossgate(line: readonly string[], scene: Scene = {}) {
  const seen = { out: '', err: '', exit: EXIT.success as number, waits: [] as number[] };
  const interrupt = new AbortController();
  const meanwhile = [...(scene.meanwhile ?? [])];
  let clock = Date.parse(NOW);
  const terminal: Terminal = {
    out: (said) => void (seen.out += said),
    err: (said) => void (seen.err += said),
    screen: () => scene.screen,
    exit: (code) => void (seen.exit = code),
    self: 'crossgate',
    now: () => new Date(clock),
    async wait(seconds) {
      seen.waits.push(seconds);
      clock += seconds * 1000;
      const next = meanwhile.shift();
      if (next === undefined) interrupt.abort();
      else await next();
    },
    interruptible: () => ({ signal: interrupt.signal, dispose: () => undefined }),
    async read(file) {
      const content = scene.files?.[file];
      if (content === undefined) throw new Error(`no file ${file}`);
      return content;
    },
    localToken: scene.localToken ?? (() => Promise.reject(new Error('no key'))),
  };
  const output = { writeOut: terminal.out, writeErr: terminal.err };
  const program = new Command('crossgate').exitOverride().configureOutput(output);
  for (const command of serviceCommands(terminal)) program.addCommand(command.copyInheritedSettings(program));
  try {
    await program.parseAsync([...line], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    seen.exit = error.exitCode === 0 ? EXIT.success : EXIT.badUsage;
  }
  return { ...seen, json: (): unknown => JSON.parse(seen.out) };
}
