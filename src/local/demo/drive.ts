import { setTimeout as sleep } from 'node:timers/promises';
import { FINAL_STATES, RUN_STATES, type RunState } from '../../model/run.ts';
import type { DemoOptions, DemoOutcome } from './options.ts';
import { ServiceError, type RunStatus, type Service } from './service.ts';

export interface Driven {
  readonly runId: string;
  readonly outcome: DemoOutcome;
  /** The run's state when it was left. */
  readonly last: RunStatus;
}

export interface DriveOptions extends Pick<DemoOptions, 'reject' | 'cancel'> {
  /** Between two looks at the run. */
  readonly pollMs?: number;
}

/** The calls of the service that driving a run needs. */
export type DrivenService = Pick<Service, 'start' | 'run' | 'decide' | 'command'>;

/** Who watches a run being driven. */
export interface Watcher {
  /** Each state that a poll saw, once. */
  entered(status: RunStatus): Promise<void>;
  /** False while the approver still wants to see more before deciding. */
  isReadyFor(checkpoint: string): Promise<boolean>;
  /** Something that a person did. */
  did(what: string): void;
}

const POLL_MS = 200;
/** Some states last milliseconds; who wants to cancel in one looks more often. */
const EAGER_POLL_MS = 20;
const HELD: readonly RunState[] = ['blocked', 'frozen'];

/**
 * Starts a run and plays the people around it: one who requests it, another who decides. Where the run is held for a decision
 * that this command cannot make, it is rolled back, and the outcome is `blocked`.
 */
export async function drive(
  service: DrivenService,
  request: unknown,
  options: DriveOptions,
  watcher: Watcher,
  signal: AbortSignal,
): Promise<Driven> {
  const runId = await service.start(request);
  watcher.did(`started ${runId}`);
  const pollMs = options.pollMs ?? (options.cancel === undefined ? POLL_MS : EAGER_POLL_MS);
  const people = new People(service, runId, options, watcher);
  let shown: RunState | undefined;
  for (;;) {
    const status = await unlessOut(() => service.run(runId));
    if (status !== undefined) {
      if (status.state !== shown) await watcher.entered(status);
      shown = status.state;
      if (FINAL_STATES.includes(status.state) || people.haveGivenUp(status))
        return { runId, outcome: people.outcomeOf(status.state), last: status };
      await unlessOut(() => people.act(status));
    }
    await sleep(pollMs, undefined, { signal });
  }
}

class People {
  readonly #service: DrivenService;
  readonly #runId: string;
  readonly #options: DriveOptions;
  readonly #watcher: Watcher;
  readonly #decided = new Set<string>();
  #isCancelled = false;
  #wasHeld = false;
  #isRolledBack = false;
  #wasRollingBack = false;

  constructor(service: DrivenService, runId: string, options: DriveOptions, watcher: Watcher) {
    this.#service = service;
    this.#runId = runId;
    this.#options = options;
    this.#watcher = watcher;
  }

  outcomeOf(state: RunState): DemoOutcome {
    if (this.#wasHeld) return 'blocked';
    if (state === 'committed' || state === 'cancelled' || state === 'rolled-back') return state;
    return 'blocked';
  }

  /** The roll-back itself is held: somebody else's change stands in its way, and nobody here may decide about that. */
  haveGivenUp({ state }: RunStatus): boolean {
    if (state === 'rolling-back') this.#wasRollingBack = true;
    return this.#wasRollingBack && HELD.includes(state);
  }

  async act(status: RunStatus): Promise<void> {
    const { state, checkpoints } = status;
    if (HELD.includes(state)) return this.#rollBack(status);
    if (this.#shouldCancel(state)) return this.#cancel(state);
    for (const { id } of checkpoints) if (this.#mayDecide(id, state)) await this.#decide(id);
  }

  async #rollBack({ state, reason }: RunStatus): Promise<void> {
    this.#wasHeld = true;
    if (this.#isRolledBack) return;
    this.#watcher.did(`the run is ${state}: ${reasonOf(reason)}`);
    await this.#service.command(this.#runId, 'rollback');
    this.#isRolledBack = true;
    this.#watcher.did('asked for a roll-back, since nobody is here to decide');
  }

  /** In the state asked for, or in a later one when it was over before a poll saw it. */
  #shouldCancel(state: RunState): boolean {
    const { cancel } = this.#options;
    return cancel !== undefined && !this.#isCancelled && RUN_STATES.indexOf(state) >= RUN_STATES.indexOf(cancel);
  }

  async #cancel(state: RunState): Promise<void> {
    await this.#service.command(this.#runId, 'cancel');
    this.#isCancelled = true;
    this.#watcher.did(`cancelled while ${state}`);
  }

  #mayDecide(checkpoint: string, state: RunState): boolean {
    return state.startsWith('awaiting-') && !this.#decided.has(checkpoint) && !this.#isCancelled;
  }

  async #decide(checkpoint: string): Promise<void> {
    const { reject } = this.#options;
    if (!(await this.#watcher.isReadyFor(checkpoint))) return;
    const isRejected = reject !== undefined && (checkpoint === reject || checkpoint.startsWith(`${reject}-`));
    const decision = isRejected ? 'reject' : 'approve';
    await this.#service.decide(this.#runId, checkpoint, decision, `demo: ${decision}`);
    this.#decided.add(checkpoint);
    this.#watcher.did(`${decision === 'approve' ? 'approved' : 'rejected'} ${checkpoint}`);
  }
}

/** Why a run is held or was taken back, for people. */
export function reasonOf(reason: RunStatus['reason']): string {
  if (reason === undefined) return 'no reason given';
  return reason.code === undefined ? reason.message : `${reason.code}: ${reason.message}`;
}

/** The answer, or undefined while nobody answers: a host that restarts is back soon. */
async function unlessOut<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ServiceError && error.isOutage) return undefined;
    throw error;
  }
}
