import type { Action } from './actions.ts';

/** What an orchestrator's run came to. */
export type Run =
  | { readonly ended: false; readonly actions: readonly (readonly Action[])[]; readonly customStatus: unknown }
  | {
      readonly ended: true;
      readonly actions: readonly (readonly Action[])[];
      readonly customStatus: unknown;
      readonly output: unknown;
    }
  | {
      readonly ended: 'failed';
      readonly error: string;
      readonly customStatus: unknown;
      readonly failureDetails?: FailureDetails;
    };

export interface FailureDetails {
  readonly ErrorType: string;
  readonly ErrorMessage: string;
  readonly StackTrace?: string;
  readonly IsNonRetriable: boolean;
  readonly Properties?: unknown;
  readonly InnerFailure?: FailureDetails;
}

interface OrchestratorState {
  readonly isDone: boolean;
  readonly actions: readonly (readonly Action[])[];
  readonly output?: unknown;
  readonly error?: string;
  readonly customStatus?: unknown;
  readonly failureDetails?: FailureDetails;
}

/** The SDK throws its state after this label; the text before it is of no use. */
const LABEL = '$OutOfProcData$:';

/** What the SDK returned for an orchestrator. */
export function readState(result: unknown): Run {
  const { isDone, actions, customStatus, output } = result as OrchestratorState;
  return isDone ? { ended: true, actions, customStatus, output } : { ended: false, actions, customStatus };
}

/** What the SDK threw for an orchestrator; anything else thrown is the orchestrator's own failure. */
export function readThrown(error: unknown): Run {
  const message = error instanceof Error ? error.message : String(error);
  const at = message.indexOf(LABEL);
  if (at < 0) return { ended: 'failed', error: message, customStatus: undefined };
  const state = JSON.parse(message.slice(at + LABEL.length)) as OrchestratorState;
  return {
    ended: 'failed',
    error: state.error ?? '',
    customStatus: state.customStatus,
    ...(state.failureDetails === undefined ? {} : { failureDetails: state.failureDetails }),
  };
}
