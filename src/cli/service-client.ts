import type { MigrationPlan } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import type { RunCommand } from '../contracts/activities.ts';
import type { RunStatus, RunSummary } from '../model/run-status.ts';

/** The service answered, and not with what was asked for. */
export class ServiceError extends Error {
  readonly problem: Problem;
  /** Seconds to wait before asking again, where the service said so. */
  readonly retryAfter: number | undefined;
  constructor(problem: Problem, retryAfter?: number) {
    super(problem.detail);
    this.name = 'ServiceError';
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** Nothing answered at the address. */
export class UnreachableError extends Error {
  readonly url: string;
  constructor(url: string, options: ErrorOptions) {
    super(`Nothing answers at ${url}${reasonOf(options.cause)}.`, options);
    this.name = 'UnreachableError';
    this.url = url;
  }
}

export interface ServiceOptions {
  /** Base address; the API is below `api/`. */
  readonly url: string;
  readonly token?: string;
}

interface Sending {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** A status, unless it is the one that the caller has; and when to ask again, in seconds. */
export interface Polled {
  readonly status?: RunStatus;
  readonly etag?: string;
  readonly retryAfter?: number;
}

export interface Started {
  readonly runId: string;
  readonly status: string;
  readonly links: Readonly<Record<string, string>>;
}

export interface Decided {
  readonly runId: string;
  readonly checkpointId: string;
  readonly decision: 'approve' | 'reject';
  readonly by: string;
  readonly approvals: number;
  readonly quorum: number;
}

/** A hang guard: every call of the API answers at once. */
const PATIENCE_MS = 60_000;

/**
 * The HTTP API, as the command line and scripts call it.
 * Every method throws ServiceError for an error answer and UnreachableError when there is none.
 */
export class ServiceClient {
  readonly url: string;
  readonly #token: string | undefined;

  constructor({ url, token }: ServiceOptions) {
    this.url = url;
    this.#token = token;
  }

  /** `request` is sent as it is: the service is who checks it. */
  async startRun(request: unknown, idempotencyKey?: string): Promise<Started> {
    const headers = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
    return (await this.#call('POST', 'api/runs', { body: request, headers })).body as Started;
  }

  async runs(query: Readonly<Record<string, string>>): Promise<{ runs: RunSummary[]; continuationToken?: string }> {
    const { body } = await this.#call('GET', `api/runs?${new URLSearchParams(query).toString()}`);
    return body as { runs: RunSummary[]; continuationToken?: string };
  }

  async run(runId: string): Promise<RunStatus> {
    return (await this.#call('GET', runPath(runId))).body as RunStatus;
  }

  async plan(runId: string): Promise<MigrationPlan> {
    return (await this.#call('GET', `${runPath(runId)}/plan`)).body as MigrationPlan;
  }

  /** With the ETag of an earlier answer nothing is sent while nothing has changed. */
  async poll(runId: string, etag: string | undefined, signal: AbortSignal): Promise<Polled> {
    const headers = etag === undefined ? {} : { 'if-none-match': etag };
    const { status, headers: answered, body } = await this.#call('GET', runPath(runId), { headers, signal });
    const retryAfter = secondsOf(answered.get('retry-after'));
    return {
      ...(status === 304 ? {} : { status: body as RunStatus }),
      ...(answered.has('etag') ? { etag: answered.get('etag') as string } : {}),
      ...(retryAfter === undefined ? {} : { retryAfter }),
    };
  }

  async decide(runId: string, checkpointId: string, decision: Readonly<Record<string, unknown>>): Promise<Decided> {
    const path = `${runPath(runId)}/checkpoints/${encodeURIComponent(checkpointId)}/decision`;
    return (await this.#call('POST', path, { body: decision })).body as Decided;
  }

  async command(runId: string, command: RunCommand): Promise<{ runId: string; requested: RunCommand }> {
    const { body } = await this.#call('POST', `${runPath(runId)}/${command}`);
    return body as { runId: string; requested: RunCommand };
  }

  async #call(method: string, path: string, { body, headers = {}, signal }: Sending = {}) {
    const guard = AbortSignal.timeout(PATIENCE_MS);
    const answer = await this.#answer(path, {
      method,
      headers: {
        accept: 'application/json',
        ...headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // A sign-in page is no answer, and a token is for this address only.
      redirect: 'manual',
      signal: signal === undefined ? guard : AbortSignal.any([signal, guard]),
    });
    const { status, headers: answered, text } = answer;
    if (status === 304) return { status, headers: answered, body: undefined };
    const parsed = parse(text);
    if (status >= 200 && status < 300 && parsed !== undefined) return { status, headers: answered, body: parsed };
    throw new ServiceError(
      isProblem(parsed) ? parsed : foreign(status, this.url),
      secondsOf(answered.get('retry-after')),
    );
  }

  async #answer(path: string, init: RequestInit): Promise<{ status: number; headers: Headers; text: string }> {
    try {
      const response = await fetch(new URL(path, this.url.endsWith('/') ? this.url : `${this.url}/`), init);
      return { status: response.status, headers: response.headers, text: await response.text() };
    } catch (error) {
      if (init.signal?.aborted && !(error instanceof DOMException && error.name === 'TimeoutError')) throw error;
      throw new UnreachableError(this.url, { cause: error });
    }
  }
}

const runPath = (runId: string): string => `api/runs/${encodeURIComponent(runId)}`;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value;
}

/** An answer that Crossgate does not give: a proxy's, a sign-in page's, another program's. */
function foreign(status: number, url: string): Problem {
  const signIn = status === 401 || (status >= 300 && status < 400);
  const detail = signIn
    ? `${url} wants a sign-in (HTTP ${status}): give a token with --token or CROSSGATE_TOKEN.`
    : `${url} answered HTTP ${status} without a document of Crossgate: is that its address?`;
  return { status, code: signIn ? 'not-signed-in' : 'not-crossgate', title: 'Not an answer of Crossgate', detail };
}

/** Retry-After in seconds; its other form, a date, no call of this API uses. */
function secondsOf(value: string | null): number | undefined {
  const seconds = Number(value ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  if (inner instanceof DOMException && inner.name === 'TimeoutError') return ` within ${PATIENCE_MS / 1000} seconds`;
  const code = (inner as NodeJS.ErrnoException | undefined)?.code;
  return code === undefined ? '' : ` (${code})`;
}
