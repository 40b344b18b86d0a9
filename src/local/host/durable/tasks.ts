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
  | { readonly kind: 'failure'; readonly reason: string; readonly details: string };

export interface Attempts {
  readonly options: RetryOptions;
  /** The one that runs now, from 1. */
  readonly attempt: number;
  /** Epoch milliseconds of the first. */
  readonly startedAt: number;
}

/** One numbered task of an execution. */
export type Task =
  | { readonly kind: 'work'; readonly open: boolean; readonly work: Work; readonly retry?: Attempts }
  | { readonly kind: 'timer'; readonly open: boolean; readonly after?: After }
  /** A poll that waits for its timer: numbered by the SDK before it is scheduled. */
  | { readonly kind: 'reserved'; readonly open: boolean };

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
  readonly tasks: Record<number, Task>;
}

export const newTaskState = (): TaskState => ({ next: 0, atoms: [], tasks: {} });

/** What the host has to do for a task. */
export type Order =
  | { readonly kind: 'schedule'; readonly id: number; readonly work: Work }
  | { readonly kind: 'timer'; readonly id: number; readonly fireAt: number };

/** While such a task is open, completions must come one an episode: the numbers that follow depend on their order. */
export function allocatesByItself(state: TaskState): boolean {
  return Object.values(state.tasks).some(
    (task) =>
      task.open &&
      ((task.kind === 'work' && (task.retry !== undefined || task.work.kind === 'http')) ||
        (task.kind === 'timer' && task.after !== undefined)),
  );
}

export function hasOpenTasks(state: TaskState): boolean {
  return Object.values(state.tasks).some(({ open }) => open);
}

/** Takes a number for new work. */
export function schedule(state: TaskState, work: Work, retry?: Attempts): Order {
  const id = state.next++;
  state.tasks[id] =
    retry === undefined ? { kind: 'work', open: true, work } : { kind: 'work', open: true, work, retry };
  return { kind: 'schedule', id, work };
}

export function startTimer(state: TaskState, fireAt: number, open = true, after?: After): Order {
  const id = state.next++;
  state.tasks[id] = after === undefined ? { kind: 'timer', open } : { kind: 'timer', open, after };
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
  | { readonly failed: false; readonly result?: string | null }
  | { readonly failed: true; readonly reason: string; readonly details: string };

/**
 * Closes a task and does what the SDK does in the same moment: a failed attempt is followed by a timer (after the last one
 * too: only its firing makes the SDK throw), a fired retry timer by the next attempt, a 202 answer by a timer and a poll.
 */
export function close(state: TaskState, id: number, completion: Completion, now: number, httpSleepMs: number): Order[] {
  const task = state.tasks[id];
  if (task === undefined || !task.open) return [];
  state.tasks[id] = { ...task, open: false };
  if (task.kind === 'timer') return fired(state, task.after);
  if (task.kind !== 'work') return [];
  if (completion.failed && task.retry !== undefined) return [retryLater(state, task.work, task.retry, completion, now)];
  if (!completion.failed && task.work.kind === 'http')
    return pollLater(state, task.work, completion.result, now, httpSleepMs);
  return [];
}

function fired(state: TaskState, after: After | undefined): Order[] {
  if (after === undefined || after.kind === 'exhausted') return [];
  if (after.kind === 'attempt') return [schedule(state, after.work, after.retry)];
  state.tasks[after.id] = { kind: 'work', open: true, work: after.work };
  return [{ kind: 'schedule', id: after.id, work: after.work }];
}

function retryLater(
  state: TaskState,
  work: Work,
  retry: Attempts,
  { reason, details }: { readonly reason: string; readonly details: string },
  now: number,
): Order {
  const { options, attempt, startedAt } = retry;
  const delay = retryDelay(options, attempt);
  const deadline =
    options.retryTimeoutInMilliseconds === undefined ? Infinity : startedAt + options.retryTimeoutInMilliseconds;
  const isOver = attempt >= options.maxNumberOfAttempts || now + delay > deadline;
  if (!isOver)
    return startTimer(state, now + delay, true, { kind: 'attempt', work, retry: { ...retry, attempt: attempt + 1 } });
  // The SDK knows no timeout of retries: it counts on until its attempts are used up, so the failure is given to it again.
  const left = options.maxNumberOfAttempts - attempt;
  return startTimer(
    state,
    now,
    true,
    left > 0
      ? { kind: 'attempt', work: { kind: 'failure', reason, details }, retry: { ...retry, attempt: attempt + 1 } }
      : { kind: 'exhausted' },
  );
}

function pollLater(
  state: TaskState,
  work: Work,
  result: string | null | undefined,
  now: number,
  httpSleepMs: number,
): Order[] {
  if (work.kind !== 'http' || work.request.asynchronousPatternEnabled === false) return [];
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
    Object.entries(work.request.headers ?? {}).filter(([name]) => name.toLowerCase() !== 'x-functions-key'),
  );
  const { content: _content, ...request } = work.request;
  const poll: Work = {
    kind: 'http',
    request: { ...request, method: 'GET', uri: new URL(location, work.request.uri).href, headers: sent },
  };
  const timer = startTimer(state, now + wait, true, { kind: 'poll', work: poll, id: state.next + 1 });
  state.tasks[state.next++] = { kind: 'reserved', open: true };
  return [timer];
}
