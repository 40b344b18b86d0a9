import { randomUUID } from 'node:crypto';
import type { Finding } from '../../model/finding.ts';
import type { MigrationPlan } from '../../model/plan.ts';
import type { RunStatus as ModelStatus } from '../../model/run-status.ts';

/** The status of a run, as far as a demo reads it. */
export type RunStatus = Pick<ModelStatus, 'state' | 'steps' | 'ledger' | 'reason'> & {
  readonly checkpoints: readonly Pick<ModelStatus['checkpoints'][number], 'id'>[];
};

export interface People {
  /** Token of who requests the run. */
  readonly operator: string;
  /** Token of somebody else, who decides. */
  readonly approver: string;
}

/** An answer that is not the one asked for. */
export class ServiceError extends Error {
  readonly status: number;

  constructor(what: string, status: number, body: string) {
    super(`${what} was answered with ${status}: ${body.slice(0, 1_000)}`);
    this.name = 'ServiceError';
    this.status = status;
  }

  /** Nobody answers behind the front, or the store does not: the call may be sent again. */
  get isOutage(): boolean {
    return [502, 503, 504].includes(this.status);
  }
}

/** The HTTP API of Crossgate, as a person with curl uses it. */
export class Service {
  readonly #url: string;
  readonly #people: People;
  readonly #signal: AbortSignal;

  constructor(url: string, people: People, signal: AbortSignal) {
    this.#url = url;
    this.#people = people;
    this.#signal = signal;
  }

  async start(request: unknown): Promise<string> {
    const answer = await this.#call<{ runId: string }>('operator', 'POST', '/api/runs', request, {
      'idempotency-key': randomUUID(),
    });
    return answer.runId;
  }

  run(runId: string): Promise<RunStatus> {
    return this.#call('operator', 'GET', `/api/runs/${runId}`);
  }

  async audit(runId: string): Promise<readonly { readonly at: string; readonly what: string }[]> {
    const answer = await this.#call<{ entries: { at: string; what: string }[] }>(
      'operator',
      'GET',
      `/api/runs/${runId}/audit`,
    );
    return answer.entries;
  }

  async findings(runId: string): Promise<readonly Finding[]> {
    return (await this.#call<{ findings: Finding[] }>('operator', 'GET', `/api/runs/${runId}/findings`)).findings;
  }

  async plan(runId: string): Promise<MigrationPlan> {
    return await this.#call('operator', 'GET', `/api/runs/${runId}/plan`);
  }

  async decide(runId: string, checkpoint: string, decision: 'approve' | 'reject', comment: string): Promise<void> {
    const path = `/api/runs/${runId}/checkpoints/${checkpoint}/decision`;
    await this.#call('approver', 'POST', path, { decision, comment });
  }

  async command(runId: string, command: 'cancel' | 'rollback'): Promise<void> {
    await this.#call('operator', 'POST', `/api/runs/${runId}/${command}`);
  }

  async #call<T>(
    who: keyof People,
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<T> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: { 'authorization': `Bearer ${this.#people[who]}`, 'content-type': 'application/json', ...headers },
      signal: this.#signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new ServiceError(`${method} ${path}`, response.status, text);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}
