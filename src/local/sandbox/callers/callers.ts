import { Agent, request as httpsRequest } from 'node:https';
import { createSecureContext } from 'node:tls';
import { StubResolver, type ResolverServer } from './stub-resolver.ts';

/** One request that callers repeat, and the status they expect of it before, during and after a cutover. */
export interface CallerScenario {
  readonly name: string;
  readonly hostname: string;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** Asked before each request: what it shows may change. */
  readonly headers?: () => Promise<Readonly<Record<string, string>>>;
  readonly body?: string;
  readonly expectStatus: number;
}

export type CallerSide = 'source' | 'target';

export interface CallerCount {
  readonly phase: string;
  readonly side: CallerSide;
  requests: number;
  errors: number;
}

export interface CallerFailure {
  readonly scenario: string;
  readonly phase: string;
  /** Unset when the name did not resolve. */
  readonly side?: CallerSide;
  readonly message: string;
}

export interface CallersOptions {
  readonly scenarios: readonly CallerScenario[];
  readonly servers: readonly ResolverServer[];
  /** The gateways' one port. */
  readonly port: number;
  /** PEM of the sandbox's authority. */
  readonly ca: string;
  readonly phase?: string;
  readonly sourceAddress?: string;
  readonly timeoutMs?: number;
}

/** Requests a second. */
const DEFAULT_RATE = 50;
/** Calls at a time, of all scenarios: as many as wait for a target that takes its time, and no more if one hangs. */
const MOST_IN_FLIGHT = 100;
const KEPT_FAILURES = 20;
const TIMEOUT_MS = 30_000;

/** Callers of an estate: each scenario is a caller with its own DNS cache and a fresh connection a request. */
export class Callers {
  readonly #callers: readonly Caller[];
  readonly #tally: Tally;
  readonly #inFlight = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #turn = 0;
  #ratePerSecond = DEFAULT_RATE;

  constructor(options: CallersOptions) {
    const agent = new Agent({
      keepAlive: false,
      maxCachedSessions: 0,
      secureContext: createSecureContext({ ca: options.ca }),
    });
    this.#tally = new Tally(options.phase ?? 'before');
    this.#callers = options.scenarios.map((scenario) => ({
      scenario,
      resolver: new StubResolver(options.servers),
      options,
      agent,
    }));
  }

  /** How many kinds of call are made; none when nothing can be called without knowledge of the API. */
  get size(): number {
    return this.#callers.length;
  }

  get isRunning(): boolean {
    return this.#timer !== undefined;
  }

  /** Steady traffic over all scenarios together at up to this rate: that of before (50/s at first) when none is given. */
  start(ratePerSecond: number = this.#ratePerSecond): void {
    if (!(ratePerSecond > 0)) throw new Error('ratePerSecond must be above 0');
    if (this.isRunning && ratePerSecond === this.#ratePerSecond) return;
    clearInterval(this.#timer);
    this.#ratePerSecond = ratePerSecond;
    // A late timer sends one request, never those that were missed: on a machine that is too busy the rate goes down
    // instead of calls piling up until none is answered in time.
    this.#timer = setInterval(() => this.#callNext(), 1000 / ratePerSecond);
  }

  /** Requests sent from now on count for this phase; those in flight stay in theirs. */
  setPhase(name: string): void {
    this.#tally.phase = name;
  }

  counts(): readonly CallerCount[] {
    return this.#tally.counts();
  }

  /** The last failures, oldest first, at most 20. */
  failures(): readonly CallerFailure[] {
    return this.#tally.failures();
  }

  /** Stops sending and awaits the requests in flight. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await Promise.all(this.#inFlight);
  }

  #callNext(): void {
    if (this.#inFlight.size >= MOST_IN_FLIGHT) return;
    const caller = this.#callers[this.#turn % this.#callers.length];
    this.#turn += 1;
    if (!caller) return;
    const running = callOnce(caller, this.#tally).finally(() => this.#inFlight.delete(running));
    this.#inFlight.add(running);
  }
}

interface Caller {
  readonly scenario: CallerScenario;
  readonly resolver: StubResolver;
  readonly options: CallersOptions;
  readonly agent: Agent;
}

/** Counts of all callers, one row for each phase and side. */
class Tally {
  readonly #rows = new Map<string, CallerCount>();
  #failures: CallerFailure[] = [];
  phase: string;

  constructor(phase: string) {
    this.phase = phase;
  }

  count(phase: string, side: CallerSide, failed: boolean): void {
    const key = `${phase} ${side}`;
    const row = this.#rows.get(key) ?? { phase, side, requests: 0, errors: 0 };
    row.requests += 1;
    if (failed) row.errors += 1;
    this.#rows.set(key, row);
  }

  fail(failure: CallerFailure): void {
    this.#failures = [...this.#failures, failure].slice(-KEPT_FAILURES);
  }

  counts(): readonly CallerCount[] {
    return [...this.#rows.values()].map((row) => ({ ...row }));
  }

  failures(): readonly CallerFailure[] {
    return this.#failures;
  }
}

async function callOnce(caller: Caller, tally: Tally): Promise<void> {
  const { scenario, resolver, options } = caller;
  const { phase } = tally;
  let side: CallerSide | undefined;
  let message: string | undefined;
  try {
    const address = await resolver.resolve(scenario.hostname);
    side = address === (options.sourceAddress ?? '127.0.0.2') ? 'source' : 'target';
    const status = await send(caller, address);
    if (status !== scenario.expectStatus) message = `status ${status}, expected ${scenario.expectStatus}`;
  } catch (error) {
    message = error instanceof Error ? error.message : String(error);
  }
  // A name that does not resolve reaches neither gateway; whoever still depended on the source lost the request.
  tally.count(phase, side ?? 'source', message !== undefined);
  if (message !== undefined) tally.fail({ scenario: scenario.name, phase, ...(side ? { side } : {}), message });
}

async function send({ scenario, options, agent }: Caller, address: string): Promise<number> {
  const headers = await scenario.headers?.();
  const length = scenario.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(scenario.body)) };
  return new Promise((resolve, reject) => {
    const outgoing = httpsRequest({
      host: address,
      port: options.port,
      servername: scenario.hostname,
      agent,
      method: scenario.method,
      path: scenario.path,
      headers: {
        host: scenario.hostname,
        ...length,
        ...headers,
      },
      signal: AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS),
    });
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      incoming.on('error', reject);
      incoming.on('end', () => resolve(incoming.statusCode ?? 0));
      incoming.resume();
    });
    outgoing.end(scenario.body);
  });
}
