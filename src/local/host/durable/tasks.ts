import type { HttpRequestAction, RetryOptions } from './actions.ts';

/** What a task does each time it is scheduled. `input` is JSON text. */
export type Work =
  | { readonly kind: 'activity'; readonly name: string; readonly input: string | null }
  | {
      readonly kind: 'child';
      readonly name: string;
      readonly input: string | null;
      readonly instanceId?: string;
      readonly version?: string;
    }
  | { readonly kind: 'http'; readonly request: HttpRequestAction }
  /** An attempt that is not made any more: answered at once with the last failure. */
  | { readonly kind: 'failure'; readonly name: string; readonly failure: Failure };

/** A failure as its orchestrator sees it. */
export interface Failure {
  readonly reason: string;
  readonly details: string;
  readonly failureDetails?: unknown;
}

export interface Attempts {
  readonly options: RetryOptions;
  /** The one that runs now, from 1. */
  readonly attempt: number;
  /** Epoch milliseconds of the first. */
  readonly startedAt: number;
  /** Number of the first attempt's task; absent for the first itself. */
  readonly first?: number;
}

/** One numbered task of an execution that has not ended. */
export type Task =
  | { readonly kind: 'work'; readonly work: Work; readonly retry?: Attempts }
  | { readonly kind: 'timer'; readonly after?: After }
  /** A poll that waits for its timer: numbered by the SDK before it is scheduled. */
  | { readonly kind: 'reserved' };

/** What follows when a timer of the host's own fires. */
type After =
  | { readonly kind: 'attempt'; readonly work: Work; readonly retry: Attempts }
  | { readonly kind: 'exhausted' }
  | { readonly kind: 'poll'; readonly work: Work; readonly id: number };

/** The numbers that the SDK gives tasks never leave it, so the host counts along: what it knows of one execution. */
export interface TaskState {
  next: number;
  /** For each atom of the output so far: its task number, or null where it has none. */
  readonly atoms: (number | null)[];
  /** The open ones: an ended task is forgotten, so that the state does not grow with the history. */
  readonly tasks: Record<number, Task>;
}

export const newTaskState = (): TaskState => ({ next: 0, atoms: [], tasks: {} });

/** What the host has to do for a task. `retryOf`: number of the first attempt, for a further one. */
export type Order =
  | { readonly kind: 'schedule'; readonly id: number; readonly work: Work; readonly retryOf?: number }
  | { readonly kind: 'timer'; readonly id: number; readonly fireAt: number };

/** While such a task is open, completions must come one an episode: the numbers that follow depend on their order. */
export function allocatesByItself(state: TaskState): boolean {
  return Object.values(state.tasks).some(
    (task) =>
      (task.kind === 'work' && (task.retry !== undefined || task.work.kind === 'http')) ||
      (task.kind === 'timer' && task.after !== undefined),
  );
}

export const isOpen = (state: TaskState, id: number): boolean => state.tasks[id] !== undefined;

export const hasOpenTasks = (state: TaskState): boolean => Object.keys(state.tasks).length > 0;

/** Takes a number for new work. */
export function schedule(state: TaskState, work: Work, retry?: Attempts): Order {
  const id = state.next++;
  state.tasks[id] = retry === undefined ? { kind: 'work', work } : { kind: 'work', work, retry };
  return { kind: 'schedule', id, work, ...(retry?.first === undefined ? {} : { retryOf: retry.first }) };
}

export function startTimer(state: TaskState, fireAt: number, after?: After): Order {
  const id = state.next++;
  state.tasks[id] = after === undefined ? { kind: 'timer' } : { kind: 'timer', after };
  return { kind: 'timer', id, fireAt };
}

/** Milliseconds to wait after attempt `attempt` has failed. */
export function retryDelay(options: RetryOptions, attempt: number): number {
  const {
    firstRetryIntervalInMilliseconds: first,
    backoffCoefficient = 1,
    maxRetryIntervalInMilliseconds: most = Infinity,
  } = options;
  return Math.min(first * backoffCoefficient ** (attempt - 1), most);
}

/** How a task ended. */
export type Completion =
  { readonly failed: false; readonly result?: string | null } | ({ readonly failed: true } & Failure);

/**
 * Closes a task and does what the SDK does in the same moment: a failed attempt is followed by a timer (after the last one
 * too: only its firing makes the SDK throw), a fired retry timer by the next attempt, a 202 answer by a timer and a poll.
 */
export function close(state: TaskState, id: number, completion: Completion, now: number, httpSleepMs: number): Order[] {
  const task = state.tasks[id];
  if (task === undefined) return [];
  delete state.tasks[id];
  if (task.kind === 'timer') return fired(state, task.after);
  if (task.kind !== 'work') return [];
  if (completion.failed) {
    if (task.retry === undefined) return [];
    return [retryLater(state, task.work, { first: id, ...task.retry }, completion, now)];
  }
  return task.work.kind === 'http' ? pollLater(state, task.work.request, completion.result, now, httpSleepMs) : [];
}

function fired(state: TaskState, after: After | undefined): Order[] {
  if (after === undefined || after.kind === 'exhausted') return [];
  if (after.kind === 'attempt') return [schedule(state, after.work, after.retry)];
  state.tasks[after.id] = { kind: 'work', work: after.work };
  return [{ kind: 'schedule', id: after.id, work: after.work }];
}

function retryLater(
  state: TaskState,
  work: Work,
  retry: Attempts,
  { failed: _failed, ...failure }: { readonly failed: true } & Failure,
  now: number,
): Order {
  const { options, attempt, startedAt } = retry;
  const delay = retryDelay(options, attempt);
  const deadline =
    options.retryTimeoutInMilliseconds === undefined ? Infinity : startedAt + options.retryTimeoutInMilliseconds;
  const next = { ...retry, attempt: attempt + 1 };
  if (attempt < options.maxNumberOfAttempts && now + delay <= deadline)
    return startTimer(state, now + delay, { kind: 'attempt', work, retry: next });
  if (attempt >= options.maxNumberOfAttempts) return startTimer(state, now, { kind: 'exhausted' });
  // The SDK knows no timeout of retries: it counts on until its attempts are used up, so the failure is given to it again.
  const name = work.kind === 'activity' || work.kind === 'child' || work.kind === 'failure' ? work.name : '';
  return startTimer(state, now, { kind: 'attempt', work: { kind: 'failure', name, failure }, retry: next });
}

function pollLater(
  state: TaskState,
  request: HttpRequestAction,
  result: string | null | undefined,
  now: number,
  httpSleepMs: number,
): Order[] {
  if (request.asynchronousPatternEnabled === false) return [];
  const { statusCode, headers } = JSON.parse(result ?? '{}') as {
    statusCode?: number;
    headers?: Record<string, string>;
  };
  const header = (name: string): string | undefined =>
    Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
  const location = header('location');
  if (statusCode !== 202 || location === undefined) return [];
  const seconds = Number(header('retry-after'));
  const wait = header('retry-after') === undefined || Number.isNaN(seconds) ? httpSleepMs : seconds * 1000;
  const sent = Object.fromEntries(
    Object.entries(request.headers ?? {}).filter(([name]) => name.toLowerCase() !== 'x-functions-key'),
  );
  const { content: _content, ...rest } = request;
  const poll: Work = {
    kind: 'http',
    request: { ...rest, method: 'GET', uri: new URL(location, request.uri).href, headers: sent },
  };
  const timer = startTimer(state, now + wait, { kind: 'poll', work: poll, id: state.next + 1 });
  state.tasks[state.next++] = { kind: 'reserved' };
  return [timer];
}
