import type { NewEvent } from './events.ts';
import { EVENT } from './events.ts';
import type { FailureDetails } from './outcome.ts';

/** An activity's failure as its orchestrator sees it; the two blanks are the real host's (recorded 2026-11-23). */
export function activityFailed(taskId: number, name: string, error: unknown): NewEvent {
  const message = messageOf(error);
  const details = failureDetails(message);
  return {
    EventType: EVENT.TaskFailed,
    TaskScheduledId: taskId,
    Reason: `Activity function '${name}' failed:  ${details?.ErrorMessage ?? message}`,
    Details: JSON.stringify({
      ClassName: error instanceof Error ? error.name : 'Error',
      Message: details?.ErrorMessage ?? message,
    }),
    ...(details === undefined ? {} : { FailureDetails: details }),
  };
}

export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  return typeof error === 'string' ? error : (JSON.stringify(error) ?? String(error));
}

/** With an exception properties provider the SDK throws the details as JSON in the message. */
function failureDetails(message: string): FailureDetails | undefined {
  if (!message.startsWith('{')) return undefined;
  try {
    const { errorType, errorMessage, stackTrace, isNonRetriable, properties } = JSON.parse(message) as Record<
      string,
      unknown
    >;
    if (typeof errorType !== 'string' || typeof errorMessage !== 'string') return undefined;
    return {
      ErrorType: errorType,
      ErrorMessage: errorMessage,
      StackTrace: typeof stackTrace === 'string' ? stackTrace : '',
      IsNonRetriable: isNonRetriable === true,
      ...(properties === undefined ? {} : { Properties: properties }),
    };
  } catch {
    return undefined;
  }
}
