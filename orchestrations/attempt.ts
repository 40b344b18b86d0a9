import type { OrchestrationContext } from 'durable-functions';
import {
  activities,
  type CheckpointResult,
  type DriftSeen,
  type RunBrief,
  type RunCommand,
} from '../src/contracts/activities.ts';
import { orchestrations, waiterOf, type DriftWatch } from '../src/contracts/orchestrations.ts';
import type { Failure, Outcome } from '../src/model/outcome.ts';
import type { RunState } from '../src/model/run.ts';
import { call, callChild, gaveUp, type Durable } from './call.ts';
import { Interruption } from './interruption.ts';

/** What the parts of one run's orchestrator share. */
export interface Running {
  readonly context: OrchestrationContext;
  readonly runId: string;
  readonly brief: RunBrief;
}

type Detail = Readonly<Record<string, unknown>>;

/** Waits for a command, or for a checkpoint to close, in a child whose history stays short. */
export function* waitForPerson(
  run: Running,
  awaited: { readonly checkpointId?: string; readonly watch?: DriftWatch } = {},
): Durable<Awaited> {
  const { context, runId, brief } = run;
  const input = { runId, pollSeconds: brief.pace.wakePoll, ...awaited };
  return yield* callChild(context, orchestrations.waitForPerson, waiterOf(runId), input);
}

interface Awaited {
  readonly command?: RunCommand;
  readonly closed?: CheckpointResult;
  readonly drift?: DriftSeen;
  readonly failure?: Failure;
}

/** Enters a state that only a command ends; one that came before counts. */
export function* park(run: Running, state: RunState, detail: Detail): Durable<RunCommand | undefined> {
  const entered = yield* call(run.context, activities.enterState, { runId: run.runId, state, detail });
  return entered.command ?? (yield* waitForPerson(run)).command;
}

/** Does what people asked for. Returns when the run may go on; `retry` outside of a blocked run has nothing to do. */
export function* obey(run: Running, command: RunCommand, during: RunState): Durable<void> {
  if (command === 'cancel') throw new Interruption('cancelled', 'cancelled on request');
  if (command === 'rollback') throw new Interruption('rolled-back', 'rolled back on request');
  if (command !== 'pause') return;
  for (;;) {
    const next = yield* park(run, 'paused', { during });
    if (next === 'resume') return;
    if (next === 'cancel' || next === 'rollback') yield* obey(run, next, during);
  }
}

/** Shows that the run is in a state now, and does first what people asked for meanwhile. */
export function* enter(run: Running, state: RunState, detail: Detail = {}): Durable<void> {
  for (;;) {
    const { command } = yield* call(run.context, activities.enterState, { runId: run.runId, state, detail });
    if (command === undefined) return;
    yield* obey(run, command, state);
  }
}

/** Parks a run until somebody decides: `retry` returns, everything else ends in an Interruption. */
export function* hold(run: Running, state: 'blocked' | 'frozen', during: RunState, reason: Failure): Durable<void> {
  for (;;) {
    const command = yield* park(run, state, { during, reason });
    if (command === 'retry' || command === 'resume') return;
    if (command !== undefined && command !== 'pause') yield* obey(run, command, during);
  }
}

/**
 * Goes through one state: enters it, runs `body`, and on failure blocks for a decision, or rolls back where the run says so.
 * An activity that gave up after its retries is a failure like any other: a run never ends in a bare "failed".
 */
export function* attempt<T extends object>(run: Running, state: RunState, body: () => Durable<Outcome<T>>): Durable<T> {
  for (;;) {
    yield* enter(run, state);
    const outcome = yield* settled(body);
    if (outcome.ok) return outcome;
    if (run.brief.onFailure === 'rollback') throw new Interruption('rolled-back', outcome.failure.message);
    yield* hold(run, 'blocked', state, outcome.failure);
  }
}

function* settled<T extends object>(body: () => Durable<Outcome<T>>): Durable<Outcome<T>> {
  try {
    return yield* body();
  } catch (error) {
    if (error instanceof Interruption) throw error;
    return gaveUp(error);
  }
}
