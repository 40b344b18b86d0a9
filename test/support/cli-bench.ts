import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach } from 'vitest';
import { crossgate } from '../../src/cli/program.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { apiBench, NOW } from './api-bench.ts';

/** A request that the server received. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly status: number;
}

export interface Run {
  readonly exit: number | undefined;
  readonly out: string;
  readonly err: string;
  /** Seconds of each wait. */
  readonly waits: readonly number[];
}

type Answer = { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string };

const servers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of servers.splice(0)) await close();
});

/**
 * The command line against the service's own HTTP API on a socket of this machine: its calls and stores, without a host. A token
 * is who calls and as what, such as `ada:approver`.
 */
export async function cliBench() {
  const api = apiBench();
  const received: Received[] = [];
  /** Answers in the service's place while it gives one. */
  let instead: (() => Answer | undefined) | undefined;
  const answerOf = async (request: IncomingMessage): Promise<Answer> => {
    const foreign = instead?.();
    if (foreign !== undefined) return foreign;
    const body = await text(request);
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? null;
    const names = ['if-none-match', 'idempotency-key'] as const;
    const headers = Object.fromEntries(
      names.flatMap((name) => (request.headers[name] === undefined ? [] : [[name, String(request.headers[name])]])),
    );
    const sending = { as: token, headers, ...(body === '' ? {} : { body }) };
    const answer = await api.send(request.method ?? '', request.url ?? '', sending);
    const isEmpty = answer.status === 304;
    return {
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      ...(isEmpty ? {} : { body: JSON.stringify(answer.body) }),
    };
  };
  const server = createServer((request, response) => {
    void answerOf(request).then(({ status, headers = {}, body }) => {
      received.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, status });
      response.writeHead(status, headers).end(body);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const close = (): Promise<void> => new Promise((closed) => server.close(() => closed()).closeAllConnections());
  servers.push(close);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  /** Runs `crossgate ARGS` on this service. */
  const cli = (args: readonly string[], terminal: Partial<TestTerminal> = {}): Promise<Run> =>
    runCli([...args, '--url', url], { token: 'olga:operator', ...terminal });
  return { ...api, url, received, cli, close, answerInstead: (by: typeof instead) => (instead = by) };
}

export interface TestTerminal {
  readonly token: string;
  readonly files: Readonly<Record<string, string>>;
  readonly screen: { readonly columns: number; readonly rows: number };
  /** Called in each wait, with how many there were before: what happens meanwhile. */
  readonly meanwhile: (waits: number, controller: AbortController) => unknown;
  readonly localToken: Terminal['localToken'];
}

/** Runs `crossgate ARGS` with everything that it says and waits for kept. */
export async function runCli(args: readonly string[], given: Partial<TestTerminal> = {}): Promise<Run> {
  let [out, err] = ['', ''];
  let exit: number | undefined;
  const waits: number[] = [];
  const controller = new AbortController();
  const terminal: Terminal = {
    out: (written) => void (out += written),
    err: (written) => void (err += written),
    screen: () => given.screen,
    exit: (code) => void (exit = code),
    self: 'crossgate',
    now: () => new Date(Date.parse(NOW) + 1000 * waits.reduce((sum, seconds) => sum + seconds, 0)),
    async wait(seconds) {
      waits.push(seconds);
      if (waits.length > 1_000) throw new Error('it waits for ever');
      await given.meanwhile?.(waits.length - 1, controller);
    },
    interruptible: () => ({ signal: controller.signal, dispose: () => undefined }),
    read(file) {
      const found = given.files?.[file];
      return found === undefined ? Promise.reject(new Error(`no such file ${file}`)) : Promise.resolve(found);
    },
    localToken: given.localToken ?? (() => Promise.reject(new Error('no key'))),
  };
  await crossgate(given.token === undefined ? args : [...args, '--token', given.token], terminal);
  return { exit, out, err, waits };
}
