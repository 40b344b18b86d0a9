import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startFront, type Front } from '../front/front.ts';
import { tokenKey } from '../front/token-key.ts';
import { issueToken } from '../front/token.ts';
import { allowedEnvironment, loopbackOnly } from './allowed-environment.ts';
import { logTail, type Child } from './child.ts';
import { cloudSettings, startClouds, type Clouds } from './clouds.ts';
import { startFunctionsHost, type FunctionsHost, type FunctionsHostOptions } from './functions-host.ts';
import { appFolder } from './program-file.ts';
import { startReaper, type Reaper } from './reaper-client.ts';

export interface EnvironmentOptions {
  /** Folder of everything that the parts keep: stores, artefacts, logs. */
  readonly folder: string;
  /** Remove the folder at the end. */
  readonly isTemporary: boolean;
  /** Folder with the key that signs tokens; default: `folder`. */
  readonly keyFolder?: string;
  /** Simulated clouds, or the caller's environment as it is. */
  readonly clouds: 'sandbox' | 'real';
  readonly faults?: readonly string[];
  readonly definitions?: readonly string[];
  readonly trace?: string;
  readonly frontPort?: number;
  /** A command that runs another Functions host; `{port}` stands for the port. */
  readonly functionsHost?: string;
  /** Where the Functions host's output is shown besides its log. */
  readonly echo?: NodeJS.WritableStream;
}

/** The whole of Crossgate on one machine: simulated clouds, a Functions host with the app, the front before it. */
export interface Environment {
  /** Of the front: what clients use. */
  readonly url: string;
  readonly clouds: Clouds | undefined;
  /** Of the Functions host behind the front. */
  readonly hostUrl: string;
  /** Rejects when a part ends that nobody told to. */
  readonly failed: Promise<never>;
  token(name: string, roles: readonly string[]): Promise<string>;
  /** Ends the Functions host as a power cut would. */
  killHost(): Promise<void>;
  /** Starts it again on the same port and the same state. */
  startHost(): Promise<void>;
  /** Connections that left loopback; must be empty. */
  leaks(): readonly string[];
  /** The end of each part's log, for whoever wants to know why something did not happen. */
  logTails(): string;
  /** Ends every part, the Functions host before the clouds it works with. */
  close(): Promise<void>;
}

/** What a foreign host reads from local.settings.json where there is one; what the caller's environment says wins. */
const FUNCTIONS_SETTINGS = { FUNCTIONS_WORKER_RUNTIME: 'node', AzureWebJobsStorage: 'UseDevelopmentStorage=true' };

/** Starts the parts in order, each when the one before answers; ends them all when one cannot be started. */
export async function startEnvironment(options: EnvironmentOptions): Promise<Environment> {
  mkdirSync(options.folder, { recursive: true });
  const running = new RunningEnvironment(options);
  try {
    await running.start();
    return running;
  } catch (error) {
    await running.close();
    throw error;
  }
}

class RunningEnvironment implements Environment {
  readonly failed: Promise<never>;
  clouds: Clouds | undefined;
  #front: Front | undefined;
  #host: FunctionsHost | undefined;
  readonly #options: EnvironmentOptions;
  readonly #reaper: Reaper;
  readonly #key: Uint8Array;
  /** A hub of its own where the storage may hold an earlier environment's; letters and digits only (Durable Functions, task hubs). */
  readonly #taskHub = `crossgate${randomBytes(4).toString('hex')}`;
  readonly #expectedToEnd = new Set<Child>();
  #fail: (error: Error) => void = () => undefined;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
    this.#reaper = startReaper(options.isTemporary ? [resolve(options.folder)] : []);
    this.#key = tokenKey(options.keyFolder ?? options.folder);
    this.failed = new Promise((_, reject) => (this.#fail = reject));
    this.failed.catch(() => undefined); // who waits for something else meanwhile hears of it there
  }

  get url(): string {
    return this.#front?.url ?? '';
  }

  get hostUrl(): string {
    return this.#host?.url ?? '';
  }

  async start(): Promise<void> {
    const { folder, clouds, faults = [], definitions = [], trace, frontPort } = this.#options;
    if (clouds === 'sandbox') {
      const guardLog = this.#guardLog;
      const options = { folder, faults, definitions, guardLog, reaper: this.#reaper };
      this.clouds = await startClouds(trace === undefined ? options : { ...options, trace: resolve(trace) });
      this.#expect(this.clouds.child, 'sandbox.log');
    }
    await this.startHost();
    this.#front = await startFront({
      upstream: this.hostUrl,
      key: this.#key,
      ...(frontPort === undefined ? {} : { port: frontPort }),
    });
  }

  async startHost(): Promise<void> {
    const port = this.#host === undefined ? undefined : Number(new URL(this.#host.url).port);
    this.#host = await startFunctionsHost(this.#hostOptions(), port);
    this.#expect(this.#host.child, 'host.log');
  }

  async killHost(): Promise<void> {
    if (this.#host === undefined) return;
    this.#expectedToEnd.add(this.#host.child);
    await this.#host.child.kill();
  }

  token(name: string, roles: readonly string[]): Promise<string> {
    return issueToken(this.#key, { name, roles });
  }

  leaks(): readonly string[] {
    if (!existsSync(this.#guardLog)) return [];
    return readFileSync(this.#guardLog, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  }

  logTails(): string {
    return ['sandbox.log', 'host.log']
      .map((name) => [name, logTail(join(this.#options.folder, name))] as const)
      .filter(([, tail]) => tail !== '')
      .map(([name, tail]) => `${name}${tail}\n`)
      .join('');
  }

  async close(): Promise<void> {
    await this.#front?.close();
    for (const child of [this.#host?.child, this.clouds?.child]) {
      if (child === undefined) continue;
      this.#expectedToEnd.add(child);
      await child.stop();
    }
    await this.#reaper.close();
  }

  get #guardLog(): string {
    return join(resolve(this.#options.folder), 'left-loopback.log');
  }

  #hostOptions(): FunctionsHostOptions {
    const { folder, functionsHost, echo } = this.#options;
    return {
      app: appFolder(),
      folder: resolve(folder),
      environment: this.#hostEnvironment(),
      reaper: this.#reaper,
      ...(functionsHost === undefined ? {} : { command: functionsHost }),
      ...(echo === undefined ? {} : { echo }),
    };
  }

  #hostEnvironment(): Record<string, string> {
    const state = { CROSSGATE_STATE_DIR: join(resolve(this.#options.folder), 'state') };
    if (this.clouds === undefined) return { ...(process.env as Record<string, string>), ...state };
    const isForeign = this.#options.functionsHost !== undefined;
    const settings = { ...cloudSettings(this.clouds.endpoints), ...state, ...loopbackOnly(this.#guardLog) };
    return {
      ...FUNCTIONS_SETTINGS,
      ...allowedEnvironment(process.env, { ...settings, TASK_HUB: this.#taskHub }, isForeign),
    };
  }

  /** Fails the environment when a child ends that was not told to. */
  #expect(child: Child, log: string): void {
    void child.ended.then((how) => {
      if (this.#expectedToEnd.has(child)) return;
      this.#fail(new Error(`${child.name} ${how}${logTail(join(this.#options.folder, log))}`));
    });
  }
}
