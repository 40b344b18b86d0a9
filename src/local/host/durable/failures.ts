import { EVENT, type NewEvent } from './events.ts';

/** A failure with properties, as the SDK passes it on. */
export interface FailureDetails {
  readonly ErrorType: string;
  readonly ErrorMessage: string;
  readonly StackTrace?: string;
  readonly IsNonRetriable: boolean;
  readonly Properties?: unknown;
  readonly InnerFailure?: FailureDetails;
}

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

/** What a thrown value says; anything can be thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  if (typeof error === 'string') return error;
  try {
    return JSON.stringify(error) ?? String(error);
  } catch {
    return Object.prototype.toString.call(error); // a cycle
  }
}

/** What is wrong with a name that no function of the kind has; worded as the real host does (recorded 2026-11-23). */
export function unknownFunction(name: string, kind: 'orchestrator' | 'activity', known: readonly string[]): string {
  const article = kind === 'orchestrator' ? 'an orchestrator' : 'an activity';
  const names =
    known.length === 0
      ? `No ${kind} functions are currently registered!`
      : `The following are the known ${kind} functions: '${known.join("', '")}'.`;
  return `The function '${name}' doesn't exist, is disabled, or is not ${article} function. Additional info: ${names}`;
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
