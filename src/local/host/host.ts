import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AdminApi } from './admin-api.ts';
import { durableFunctions, invokerOf, type Invoker } from './app-functions.ts';
import { CannotStartError } from './cannot-start.ts';
import type { RegisteredFunction, Registrations } from './core-module.ts';
import { clientBinding, WEBHOOKS } from './durable/client-binding.ts';
import { DurableEngine } from './durable/engine.ts';
import { ManagementApi } from './durable/management-api.ts';
import { DurableStore } from './durable/store.ts';
import { answerHttp, httpData, type HttpAnswer } from './http-trigger.ts';
import type { TypedData } from './invoke.ts';
import { httpOf, isDisabled, isServed, kindOf, listed, type ListedFunction } from './listed-function.ts';
import { loadApp } from './load-app.ts';
import { compileRoute, matchRoute, type Route } from './routes.ts';
import { localSettings, readHostSettings, type HostSettings } from './settings.ts';
import { keepSchedule, runTimer } from './timers.ts';

export interface HostOptions {
  /** Folder of the app. */
  readonly app: string;
  readonly port?: number;
  /** Folder of the host's database. */
  readonly state?: string;
}

export interface Host {
  readonly url: string;
  readonly functions: readonly ListedFunction[];
  /** Waits a moment for what runs, then gives it up: activities run again when the host starts on the same state. */
  close(): Promise<void>;
}

type Log = (level: string, message: string) => void;

/** What runs when the host is told to stop gets so long to end. */
const GRACE_MS = 1_000;

/**
 * Loads an app into this process and serves it: HTTP functions, timers, orchestrations and activities. One app a process.
 * Requests that come while it loads wait for it.
 */
export async function startHost(options: HostOptions, log: Log): Promise<Host> {
  const app = resolve(options.app);
  const server = createServer();
  const running = Promise.withResolvers<RunningHost>();
  running.promise.catch(() => undefined); // whoever started the host is told below
  server.on('request', (incoming, outgoing) => {
    running.promise.then(
      (host) => host.serve(incoming, outgoing),
      () => outgoing.destroy(),
    );
  });
  await new Promise<void>((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') return fail(error);
      fail(new CannotStartError(`port ${options.port ?? 0} is in use: stop who listens there, or name another --port`));
    });
    server.listen(options.port ?? 0, '127.0.0.1', done);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  try {
    for (const [name, value] of Object.entries(localSettings(app))) process.env[name] ??= value;
    // Without it the SDK rewrites every management URL to another port.
    process.env['WEBSITE_HOSTNAME'] = `127.0.0.1:${port}`;
    const state = resolve(options.state ?? join(app, '.crossgate/host'));
    process.chdir(app);
    const settings = readHostSettings(app, process.env);
    const host = new RunningHost(url, settings, await loadApp(app, log), state, log);
    host.run();
    running.resolve(host);
    return { url, functions: host.functions, close: () => stop(server, host) };
  } catch (error) {
    running.reject(error);
    server.closeAllConnections();
    server.close();
    throw error;
  }
}

async function stop(server: ReturnType<typeof createServer>, host: RunningHost): Promise<void> {
  const closed = new Promise((done) => server.close(done));
  server.closeIdleConnections();
  await Promise.race([Promise.all([closed, host.drain()]), sleep(GRACE_MS, undefined, { ref: false })]);
  server.closeAllConnections();
  await closed;
  host.close();
}

class RunningHost {
  readonly functions: readonly ListedFunction[];
  readonly #url: string;
  readonly #settings: HostSettings;
  readonly #registrations: Registrations;
  readonly #invoke: Invoker;
  readonly #store: DurableStore;
  readonly #engine: DurableEngine;
  readonly #management: ManagementApi;
  readonly #admin: AdminApi;
  readonly #routes: readonly Route<RegisteredFunction>[];
  readonly #log: Log;
  readonly #stops: (() => void)[] = [];

  constructor(url: string, settings: HostSettings, registrations: Registrations, state: string, log: Log) {
    this.#url = url;
    this.#settings = settings;
    this.#registrations = registrations;
    this.#log = log;
    this.#invoke = invokerOf(registrations, settings, log);
    const all = [...registrations.functions.values()];
    this.functions = all.map((registered) => listed(registered, settings.routePrefix));
    for (const { name, kind } of this.functions)
      if (!isServed(kind))
        log('warning', `${name} has a ${kind}, which the local host does not serve: it is never called`);
    this.#routes = all.flatMap((registered) => routeOf(registered));
    this.#store = new DurableStore(state);
    const functions = durableFunctions(all, this.#invoke, (registered) => this.#clients(registered));
    this.#engine = new DurableEngine(this.#store, functions, settings, log);
    this.#management = new ManagementApi(this.#store, this.#engine, settings.hubName);
    this.#admin = new AdminApi(
      registrations.functions,
      url,
      settings.routePrefix,
      (timer) => void runTimer(this.#invoke, timer, log),
    );
  }

  run(): void {
    for (const registered of this.#registrations.functions.values())
      if (kindOf(registered) === 'timer' && !isDisabled(registered))
        this.#stops.push(keepSchedule(this.#invoke, registered, this.#log));
    this.#engine.run();
  }

  /** Starts nothing more; resolves when what runs has ended. */
  async drain(): Promise<void> {
    for (const stop of this.#stops) stop();
    await this.#engine.close();
    await this.#registrations.runHooks('appTerminate', { hookData: {}, appHookData: {} });
  }

  close(): void {
    this.#store.close();
  }

  /** The durable client bindings of a function. */
  #clients({ metadata }: RegisteredFunction): Record<string, TypedData> {
    const clients = Object.entries(metadata.bindings).filter(([, { type }]) => type === 'durableClient');
    return Object.fromEntries(
      clients.map(([name]) => [name, { string: clientBinding(this.#url, this.#settings.hubName) }]),
    );
  }

  async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    try {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const { status, headers, body } = await this.#answer(incoming, Buffer.concat(chunks));
      for (const [name, value] of headers) outgoing.appendHeader(name, value);
      outgoing.writeHead(status);
      outgoing.end(incoming.method === 'HEAD' ? undefined : body);
    } catch (error) {
      this.#log('error', error instanceof Error ? (error.stack ?? error.message) : String(error));
      if (!outgoing.headersSent) outgoing.writeHead(500);
      outgoing.end();
    }
  }

  async #answer(incoming: IncomingMessage, body: Buffer): Promise<HttpAnswer> {
    const method = incoming.method ?? 'GET';
    const [path = '/'] = (incoming.url ?? '/').split('?');
    const url = new URL(`http://${incoming.headers.host ?? '127.0.0.1'}${incoming.url ?? '/'}`);
    if (path.startsWith(`${WEBHOOKS}/`)) {
      const headers = Object.fromEntries(
        Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
      );
      const answer = await this.#management.answer({ method, url, headers, body });
      return httpAnswer(answer.status, answer.body, answer.headers);
    }
    const admin = this.#admin.answer(method, path);
    if (admin !== undefined) {
      if (admin.body === undefined) return httpAnswer(admin.status);
      return httpAnswer(admin.status, JSON.stringify(admin.body), {
        'content-type': 'application/json; charset=utf-8',
      });
    }
    const below = this.#belowPrefix(path);
    const match = below === undefined ? undefined : matchRoute(this.#routes, method, below);
    if (match === undefined) return httpAnswer(404);
    const data = httpData(incoming, url, match.params, body);
    return answerHttp(this.#invoke, match.target, data, this.#clients(match.target), this.#log);
  }

  #belowPrefix(path: string): string | undefined {
    const { routePrefix } = this.#settings;
    if (routePrefix === '') return path;
    const start = `/${routePrefix}/`;
    return path.toLowerCase().startsWith(start.toLowerCase()) ? path.slice(start.length - 1) : undefined;
  }
}

function httpAnswer(status: number, body = '', headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return { status, headers: Object.entries(headers), body: Buffer.from(body) };
}

function routeOf(registered: RegisteredFunction): Route<RegisteredFunction>[] {
  if (kindOf(registered) !== 'http' || isDisabled(registered)) return [];
  const { template, methods } = httpOf(registered);
  return [compileRoute(template, methods, registered)];
}
