import { request as httpsRequest } from 'node:https';
import { StubResolver, type ResolverServer } from './stub-resolver.ts';

/** One request that callers repeat, and the status they expect of it before, during and after a cutover. */
export interface CallerScenario {
  readonly name: string;
  readonly hostname: string;
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly expectStatus: number;
  /** Asked before each request; sent as a bearer token. */
  readonly token?: () => Promise<string>;
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
  /** Requests a second over all scenarios together. */
  readonly ratePerSecond: number;
  readonly phase?: string;
  readonly sourceAddress?: string;
  readonly timeoutMs?: number;
}

export interface Callers {
  setPhase(name: string): void;
  counts(): readonly CallerCount[];
  /** The last failures, oldest first, at most 20. */
  errors(): readonly CallerFailure[];
  /** Stops sending and awaits the requests in flight. */
  stop(): Promise<void>;
}

const KEPT_FAILURES = 20;
const TIMEOUT_MS = 30_000;

/** Starts steady traffic. Each scenario is a caller with its own DNS cache and a fresh connection a request. */
export function startCallers(options: CallersOptions): Callers {
  if (!(options.ratePerSecond > 0)) throw new Error('ratePerSecond must be above 0');
  if (options.scenarios.length === 0) throw new Error('Callers need at least one scenario');
  const callers = options.scenarios.map((scenario) => ({ scenario, resolver: new StubResolver(options.servers) }));
  const tally = new Tally(options.phase ?? 'before');
  const inFlight = new Set<Promise<void>>();
  let turn = 0;
  const timer = setInterval(() => {
    const caller = callers[turn % callers.length];
    turn += 1;
    if (!caller) return;
    const running = callOnce(caller.scenario, caller.resolver, options, tally).finally(() => inFlight.delete(running));
    inFlight.add(running);
  }, 1000 / options.ratePerSecond);
  return {
    setPhase: (name) => tally.setPhase(name),
    counts: () => tally.counts(),
    errors: () => tally.failures(),
    stop: async () => {
      clearInterval(timer);
      await Promise.all(inFlight);
    },
  };
}

/** Counts of all callers, one row for each phase and side. */
class Tally {
  readonly #rows = new Map<string, CallerCount>();
  #failures: CallerFailure[] = [];
  phase: string;

  constructor(phase: string) {
    this.phase = phase;
  }

  setPhase(name: string): void {
    this.phase = name;
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

async function callOnce(
  scenario: CallerScenario,
  resolver: StubResolver,
  options: CallersOptions,
  tally: Tally,
): Promise<void> {
  const { phase } = tally;
  let side: CallerSide | undefined;
  let message: string | undefined;
  try {
    const address = await resolver.resolve(scenario.hostname);
    side = address === (options.sourceAddress ?? '127.0.0.2') ? 'source' : 'target';
    const status = await send(scenario, address, options);
    if (status !== scenario.expectStatus) message = `status ${status}, expected ${scenario.expectStatus}`;
  } catch (error) {
    message = error instanceof Error ? error.message : String(error);
  }
  // A name that does not resolve reaches neither gateway; whoever still depended on the source lost the request.
  tally.count(phase, side ?? 'source', message !== undefined);
  if (message !== undefined) tally.fail({ scenario: scenario.name, phase, ...(side ? { side } : {}), message });
}

async function send(scenario: CallerScenario, address: string, options: CallersOptions): Promise<number> {
  const token = await scenario.token?.();
  const length = scenario.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(scenario.body)) };
  return new Promise((resolve, reject) => {
    const outgoing = httpsRequest({
      host: address,
      port: options.port,
      servername: scenario.hostname,
      ca: options.ca,
      agent: false,
      method: scenario.method,
      path: scenario.path,
      headers: {
        host: scenario.hostname,
        ...length,
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...scenario.headers,
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
