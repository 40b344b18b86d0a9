import type { Action } from './actions.ts';
import { messageOf, type FailureDetails } from './failures.ts';

/** What an orchestrator's run came to. */
export type Run =
  | { readonly ended: false; readonly actions: Actions; readonly customStatus: unknown }
  | { readonly ended: true; readonly actions: Actions; readonly customStatus: unknown; readonly output: unknown }
  | FailedRun;

/** `actions` is absent when nothing is known of them: the orchestrator did not run. */
export interface FailedRun {
  readonly ended: 'failed';
  readonly error: string;
  readonly actions?: Actions;
  readonly customStatus: unknown;
  readonly failureDetails?: FailureDetails;
}

type Actions = readonly (readonly Action[])[];

interface OrchestratorState {
  readonly isDone: boolean;
  readonly actions: Actions;
  readonly output?: unknown;
  readonly error?: string;
  readonly customStatus?: unknown;
  readonly failureDetails?: FailureDetails;
}

/** The SDK's own object that ran the orchestrator (durable-functions 3.5, read 2026-11-25). */
interface Executor {
  readonly exception?: unknown;
  readonly actions?: readonly Action[];
}

/** What an invocation of an orchestrator came to. */
export interface Invocation {
  /** The invocation's context: the SDK leaves its executor there. */
  readonly context: unknown;
  readonly result: unknown;
  /** Undefined when it did not throw. */
  readonly error: unknown;
}

/** The SDK throws its state after this label; the text before it is of no use. */
const LABEL = '$OutOfProcData$:';

/**
 * Reads what the SDK returned or threw for an orchestrator; anything else thrown is the orchestrator's own failure. The state
 * that it throws went through JSON: it lost a thrown value that is no Error, and which actions are the same object. Both are
 * taken from the executor.
 */
export function readRun({ context, result, error }: Invocation): Run {
  if (error === undefined) {
    const { isDone, actions, customStatus, output } = result as OrchestratorState;
    return isDone ? { ended: true, actions, customStatus, output } : { ended: false, actions, customStatus };
  }
  const message = messageOf(error);
  const at = message.indexOf(LABEL);
  if (at < 0) return { ended: 'failed', error: message, customStatus: undefined };
  const state = JSON.parse(message.slice(at + LABEL.length)) as OrchestratorState;
  const executor = (context as { df?: { taskOrchestratorExecutor?: Executor } } | undefined)?.df
    ?.taskOrchestratorExecutor;
  return {
    ended: 'failed',
    error: state.error ?? messageOf(executor?.exception),
    ...(executor?.actions === undefined ? {} : { actions: [executor.actions] }),
    customStatus: state.customStatus,
    ...(state.failureDetails === undefined ? {} : { failureDetails: state.failureDetails }),
  };
}
