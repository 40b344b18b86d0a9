import { app, RetryOptions, type OrchestrationContext, type Task } from 'durable-functions';
import type { ActivityContract, OrchestrationContract } from '../src/contracts/contract.ts';
import { failed, type Failure, type Outcome } from '../src/model/outcome.ts';

/**
 * After so many calls a loop goes on in a new execution: each adds about five events, and the history of an orchestration stays
 * below 500 (docs: architecture, A run).
 */
export const CALLS_AN_EXECUTION = 60;

/** A part of an orchestrator. What the SDK hands back at a yield is untyped by its nature; `call` gives it its type again. */
export type Durable<T> = Generator<Task, T>;

/** Registers an orchestrator under its contract's name and hands it the contract's input. It returns nothing when it continues as new. */
export function defineOrchestration<I extends object, O extends object>(
  contract: OrchestrationContract<I, O>,
  handler: (context: OrchestrationContext, input: I) => Durable<O | undefined>,
): void {
  app.orchestration(contract.name, function* (context): Durable<O | undefined> {
    return yield* handler(context, context.df.getInput<I>());
  });
}

/** The task of an activity, with the retry policy of its contract; for fan-out. */
export function activityTask<I extends object, O extends object>(
  context: OrchestrationContext,
  contract: ActivityContract<I, O>,
  input: I,
): Task {
  const { firstIntervalMs, attempts, backoff, maxIntervalMs } = contract.retry;
  const retry = new RetryOptions(firstIntervalMs, attempts);
  retry.backoffCoefficient = backoff;
  retry.maxRetryIntervalInMilliseconds = maxIntervalMs;
  return context.df.callActivityWithRetry(contract.name, retry, input);
}

/** Calls an activity and gives back its typed result. */
export function* call<I extends object, O extends object>(
  context: OrchestrationContext,
  contract: ActivityContract<I, O>,
  input: I,
): Durable<O> {
  return (yield activityTask(context, contract, input)) as O;
}

/** Calls an activity that gives an Outcome; one that gave up after its retries is a failure like any other. */
export function* callOrGiveUp<I extends object, O extends object>(
  context: OrchestrationContext,
  contract: ActivityContract<I, Outcome<O>>,
  input: I,
): Durable<Outcome<O>> {
  try {
    return yield* call(context, contract, input);
  } catch (error) {
    return gaveUp(error);
  }
}

/** What an error that reached an orchestrator comes to: the service may be back later, so it is transient. */
export function gaveUp(error: unknown): { readonly ok: false; readonly failure: Failure } {
  const message = error instanceof Error ? error.message : String(error);
  return failed({ kind: 'transient', code: 'GAVE-UP', message });
}

/**
 * Runs a sub-orchestration to its end under an id of its own. It gets the version of its parent: left out, the host would
 * give it the newest one (cutover-and-saga.md, Versioning).
 */
export function* callChild<I extends object, O extends object>(
  context: OrchestrationContext,
  contract: OrchestrationContract<I, O>,
  instanceId: string,
  input: I,
): Durable<O> {
  return (yield childTask(context, contract, instanceId, input)) as O;
}

export function childTask<I extends object, O extends object>(
  context: OrchestrationContext,
  contract: OrchestrationContract<I, O>,
  instanceId: string,
  input: I,
): Task {
  return context.df.callSubOrchestrator(contract.name, input, instanceId, context.df.version);
}

/** Waits on a durable timer. */
export function* sleep(context: OrchestrationContext, seconds: number): Durable<void> {
  yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + seconds * 1000));
}
