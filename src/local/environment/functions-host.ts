import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild, type Child } from './child.ts';
import { freePort } from './free-port.ts';
import { programFile } from './program-file.ts';
import type { Reaper } from './reaper-client.ts';

export interface FunctionsHostOptions {
  /** Folder of the app. */
  readonly app: string;
  /** Folder for its log and, for the local host, its database. */
  readonly folder: string;
  /** Another host: a shell command in which `{port}` stands for the port. */
  readonly command?: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly echo?: NodeJS.WritableStream;
  readonly reaper: Reaper;
}

export interface FunctionsHost {
  readonly url: string;
  readonly child: Child;
}

const READY_WITHIN_MS = 120_000;

/** Starts whichever Functions host runs the app, on `port` or a free one, and waits until the app answers. */
export async function startFunctionsHost(options: FunctionsHostOptions, port?: number): Promise<FunctionsHost> {
  const { app, folder, command, environment, echo, reaper } = options;
  const chosen = port ?? (await freePort());
  const url = `http://127.0.0.1:${chosen}`;
  const local = [process.execPath, programFile('main'), 'host', '--app', app, '--port', String(chosen)];
  const child = startChild({
    name: 'the Functions host',
    command: command?.replaceAll('{port}', String(chosen)) ?? [...local, '--state', join(folder, 'host'), '--json'],
    cwd: app,
    environment,
    log: join(folder, 'host.log'),
    reaper,
    ...(echo === undefined ? {} : { echo }),
  });
  await untilHealthy(url, child);
  return { url, child };
}

export interface ServedFunction {
  readonly name: string;
  /** `httpTrigger`, `orchestrationTrigger`, `activityTrigger` ... */
  readonly trigger: string;
  /** URL pattern of an HTTP function, on the host's own address. */
  readonly url?: string;
}

/** What a host says that it runs (`GET /admin/functions`, open on a developer's machine); nothing where it does not say. */
export async function functionsOf(url: string): Promise<readonly ServedFunction[]> {
  const response = await fetch(`${url}/admin/functions`);
  if (!response.ok) return [];
  const listed = (await response.json()) as {
    readonly name: string;
    readonly invoke_url_template?: string | null;
    readonly config?: { readonly bindings?: readonly { readonly type: string }[] };
  }[];
  return listed.map(({ name, invoke_url_template: template, config }) => ({
    name,
    trigger: config?.bindings?.find(({ type }) => type.endsWith('Trigger'))?.type ?? '',
    ...(template ? { url: template } : {}),
  }));
}

/** Waits for the app's own answer: a host listens before it has loaded the app. */
async function untilHealthy(url: string, child: Child): Promise<void> {
  const end = Date.now() + READY_WITHIN_MS;
  let answer = 'nothing';
  const state: { how?: string } = {};
  void child.ended.then((how) => (state.how = how));
  while (Date.now() < end && state.how === undefined) {
    try {
      const response = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(5_000) });
      if (response.ok) return;
      answer = `status ${response.status}: ${(await response.text()).slice(0, 500)}`;
    } catch (error) {
      answer = error instanceof Error ? error.message : String(error);
    }
    await sleep(100);
  }
  await child.stop();
  throw new Error(`${child.name} ${state.how ?? 'did not become healthy'}; GET ${url}/api/health got ${answer}`);
}
