import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import type { RegisteredFunction, Registrations } from './core-module.ts';
import { clientBinding, WEBHOOKS } from './durable/client-binding.ts';
import { DurableEngine, type Functions } from './durable/engine.ts';
import { ManagementApi } from './durable/management-api.ts';
import { DurableStore } from './durable/store.ts';
import { answerHttp, httpData } from './http-trigger.ts';
import { invoke, type TypedData } from './invoke.ts';
import { loadApp } from './load-app.ts';
import { compileRoute, matchRoute, type Route } from './routes.ts';
import { localSettings, readHostSettings, resolveSettings, type HostSettings } from './settings.ts';
import { keepSchedule, runTimer } from './timers.ts';

export interface HostOptions {
  /** Folder of the app. */
  readonly app: string;
  readonly port?: number;
  /** Folder of the host's database. */
  readonly state?: string;
}

export interface ListedFunction {
  readonly name: string;
  /** http, timer, orchestration or activity. */
  readonly kind: string;
  readonly route?: string;
  readonly methods?: readonly string[];
}

export interface Host {
  readonly url: string;
  readonly functions: readonly ListedFunction[];
  close(): Promise<void>;
}

const KINDS: Readonly<Record<string, string>> = {
  httpTrigger: 'http',
  timerTrigger: 'timer',
  orchestrationTrigger: 'orchestration',
  activityTrigger: 'activity',
};
type Log = (level: string, message: string) => void;

/** Loads an app into this process and serves it: HTTP functions, timers, orchestrations and activities. One app a process. */
export async function startHost(options: HostOptions, log: Log): Promise<Host> {
  const app = resolve(options.app);
  const server = createServer();
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen(options.port ?? 0, '127.0.0.1', done);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  for (const [name, value] of Object.entries(localSettings(app))) process.env[name] ??= value;
  // Without it the SDK rewrites every management URL to another port.
  process.env['WEBSITE_HOSTNAME'] = `127.0.0.1:${port}`;
  process.chdir(app);
  const settings = readHostSettings(app, process.env);
  const registrations = await loadApp(app, log);
  const host = new RunningHost(url, settings, registrations, options.state ?? join(app, '.crossgate/host'), log);
  server.on('request', (incoming, outgoing) => void host.serve(incoming, outgoing));
  host.run();
  return {
    url,
    functions: host.functions,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await host.close();
    },
  };
}

class RunningHost {
  readonly functions: readonly ListedFunction[];
  readonly #url: string;
  readonly #settings: HostSettings;
  readonly #registrations: Registrations;
  readonly #store: DurableStore;
  readonly #engine: DurableEngine;
  readonly #management: ManagementApi;
  readonly #routes: readonly Route<RegisteredFunction>[];
  readonly #log: Log;
  readonly #stops: (() => void)[] = [];

  constructor(url: string, settings: HostSettings, registrations: Registrations, state: string, log: Log) {
    this.#url = url;
    this.#settings = settings;
    this.#registrations = registrations;
    this.#log = log;
    const enabled = [...registrations.functions.values()].filter(({ metadata }) => !isDisabled(metadata.name));
    this.functions = enabled.map((registered) => listed(registered, settings.routePrefix));
    this.#routes = enabled.flatMap((registered) => routeOf(registered));
    this.#store = new DurableStore(state);
    this.#engine = new DurableEngine(this.#store, this.#functionsOf(enabled), settings, (message) =>
      log('error', message),
    );
    this.#management = new ManagementApi(this.#store, this.#engine, settings.hubName);
  }

  run(): void {
    for (const registered of this.#registrations.functions.values())
      if (kindOf(registered) === 'timer' && !isDisabled(registered.metadata.name))
        this.#stops.push(keepSchedule(this.#registrations, registered, this.#log));
    this.#engine.run();
  }

  async close(): Promise<void> {
    for (const stop of this.#stops) stop();
    await this.#engine.close();
    await this.#registrations.runHooks('appTerminate', { hookData: {}, appHookData: {} });
    this.#store.close();
  }

  #functionsOf(enabled: readonly RegisteredFunction[]): Functions {
    const ofKind = (kind: string) =>
      new Map(enabled.filter((each) => kindOf(each) === kind).map((each) => [each.metadata.name.toLowerCase(), each]));
    const [orchestrators, activities] = [ofKind('orchestration'), ofKind('activity')];
    const call = async (registered: RegisteredFunction | undefined, data: TypedData): Promise<unknown> => {
      if (registered === undefined) throw new Error('no such function');
      const trigger =
        Object.entries(registered.metadata.bindings).find(([, { type }]) => KINDS[type] !== undefined)?.[0] ?? '';
      return (
        await invoke(this.#registrations, registered, { ...this.#clients(registered), [trigger]: data }, this.#log)
      ).result;
    };
    return {
      hasOrchestrator: (name) => orchestrators.has(name.toLowerCase()),
      hasActivity: (name) => activities.has(name.toLowerCase()),
      runOrchestrator: (name, input) => call(orchestrators.get(name.toLowerCase()), { string: JSON.stringify(input) }),
      runActivity: (name, input) => call(activities.get(name.toLowerCase()), input === null ? null : { string: input }),
    };
  }

  /** The durable client bindings of a function, on the origin that its caller used. */
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

  async #answer(
    incoming: IncomingMessage,
    body: Buffer,
  ): Promise<{ status: number; headers: readonly (readonly [string, string])[]; body: Buffer }> {
    const method = incoming.method ?? 'GET';
    const [path = '/'] = (incoming.url ?? '/').split('?');
    const url = new URL(`http://${incoming.headers.host ?? '127.0.0.1'}${incoming.url ?? '/'}`);
    const nothing = (status: number) => ({ status, headers: [], body: Buffer.alloc(0) });
    if (path.startsWith(`${WEBHOOKS}/`)) {
      const headers = Object.fromEntries(
        Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
      );
      const answer = await this.#management.answer({ method, url, headers, body });
      return {
        status: answer.status,
        headers: Object.entries(answer.headers ?? {}),
        body: Buffer.from(answer.body ?? ''),
      };
    }
    const admin = /^\/admin\/functions\/([^/]+)$/i.exec(path)?.[1];
    if (admin !== undefined) return nothing(method === 'POST' ? this.#runByHand(decodeURIComponent(admin)) : 404);
    const below = this.#belowPrefix(path);
    const match = below === undefined ? undefined : matchRoute(this.#routes, method, below);
    if (match === undefined) return nothing(404);
    return answerHttp(
      this.#registrations,
      match.target,
      httpData(incoming, url, match.params, body),
      this.#clients(match.target),
      this.#log,
    );
  }

  #belowPrefix(path: string): string | undefined {
    const { routePrefix } = this.#settings;
    if (routePrefix === '') return path;
    const start = `/${routePrefix}/`;
    return path.toLowerCase().startsWith(start.toLowerCase()) ? path.slice(start.length - 1) : undefined;
  }

  #runByHand(name: string): number {
    const registered = this.#registrations.functions.get(name.toLowerCase());
    if (registered === undefined || kindOf(registered) !== 'timer') return 404;
    runTimer(this.#registrations, registered, this.#log).catch((error: unknown) => this.#log('error', String(error)));
    return 202;
  }
}

const isDisabled = (name: string): boolean => /^(true|1)$/i.test(process.env[`AzureWebJobs.${name}.Disabled`] ?? '');

function triggerOf({ metadata }: RegisteredFunction) {
  return Object.values(metadata.bindings).find(({ type }) => /trigger$/i.test(type));
}

function kindOf(registered: RegisteredFunction): string {
  const type = triggerOf(registered)?.type ?? '';
  return KINDS[type] ?? type;
}

function listed(registered: RegisteredFunction, prefix: string): ListedFunction {
  const kind = kindOf(registered);
  const { name } = registered.metadata;
  if (kind !== 'http') return { name, kind };
  const { template, methods } = httpOf(registered);
  return { name, kind, route: [prefix, template].filter((part) => part !== '').join('/'), methods };
}

function httpOf(registered: RegisteredFunction): { template: string; methods: readonly string[] } {
  const trigger = triggerOf(registered);
  const route = trigger?.['route'];
  const methods = (trigger?.['methods'] as readonly string[] | undefined) ?? ['GET', 'POST'];
  const template = typeof route === 'string' ? resolveSettings(route, process.env) : registered.metadata.name;
  return { template: template.replace(/^\//, ''), methods: methods.map((method) => method.toUpperCase()) };
}

function routeOf(registered: RegisteredFunction): Route<RegisteredFunction>[] {
  if (kindOf(registered) !== 'http') return [];
  const { template, methods } = httpOf(registered);
  return [compileRoute(template, methods, registered)];
}
