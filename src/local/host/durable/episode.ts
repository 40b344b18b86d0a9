import { ACTION, atomsOf, isNumbered, type Action } from './actions.ts';
import { completedTask, EVENT, historyEvent, isFailure, type HistoryEvent, type NewEvent } from './events.ts';
import type { FailedRun, Run } from './outcome.ts';
import {
  close,
  hasOpenTasks,
  schedule,
  startTimer,
  type Completion,
  type Order,
  type TaskState,
  type Work,
} from './tasks.ts';

/** The name that callHttp has in histories and failures (recorded 2026-11-23). */
export const HTTP_ACTIVITY = 'BuiltIn::HttpActivity';

/** What an episode changes, to be written in one transaction. */
export interface Episode {
  readonly history: readonly HistoryEvent[];
  readonly orders: readonly Order[];
  readonly cancelledTimers: readonly number[];
  /** JSON text, or null. */
  readonly customStatus: string | null;
  readonly end: End | undefined;
}

export type End =
  | { readonly kind: 'completed'; readonly output: string }
  | { readonly kind: 'failed'; readonly output: string; readonly run: FailedRun }
  | { readonly kind: 'continued'; readonly input: string | null; readonly unread: readonly HistoryEvent[] };

/** The execution that an episode belongs to; its tasks change with it. */
export interface Execution {
  readonly name: string;
  readonly executionId: string;
  readonly tasks: TaskState;
}

/** Custom status in UTF-16, as the real host counts (recorded 2026-11-23: 8,190 characters pass). */
const MOST_STATUS_CHARACTERS = 8_192;

/** Tells the tasks that these events complete them, and what follows by the SDK's own counting. */
export function takeIn(state: TaskState, events: readonly HistoryEvent[], now: number, httpSleepMs: number): Order[] {
  return events.flatMap((event) => {
    const id = completedTask(event);
    return id === undefined ? [] : close(state, id, completionOf(event), now, httpSleepMs);
  });
}

function completionOf(event: HistoryEvent): Completion {
  const { Result, Reason = '', Details = '', FailureDetails } = event;
  if (!isFailure(event)) return { failed: false, result: Result ?? null };
  const details = FailureDetails === undefined ? {} : { failureDetails: FailureDetails };
  return { failed: true, reason: Reason, details: Details, ...details };
}

/** Turns what the orchestrator asked for into orders. `earlier` are the orders of `takeIn`; `past` its history with the new events. */
export function conclude(
  execution: Execution,
  past: readonly HistoryEvent[],
  earlier: readonly Order[],
  run: Run,
  now: Date,
): Episode {
  const { name, tasks: state } = execution;
  const orders = [...earlier];
  const cancelledTimers: number[] = [];
  for (const [index, action] of atomsOf(run.actions ?? []).entries()) {
    if (index >= state.atoms.length) state.atoms.push(begin(state, action, now.getTime(), orders));
    const id = state.atoms[index] ?? null;
    if (id === null || state.tasks[id] === undefined || !isCancelledTimer(action)) continue;
    delete state.tasks[id];
    cancelledTimers.push(id);
  }
  const status = run.customStatus === undefined || run.customStatus === null ? null : JSON.stringify(run.customStatus);
  const tooLong = status !== null && status.length > MOST_STATUS_CHARACTERS;
  const history = orders.map((order) => scheduled(execution, order, now));
  const end = tooLong ? failure(name, statusTooLong(status.length)) : endOf(name, state, past, run);
  return { history, orders, cancelledTimers, customStatus: tooLong ? null : status, end };
}

const isCancelledTimer = ({ actionType, isCanceled }: Action): boolean =>
  actionType === ACTION.createTimer && isCanceled === true;

function statusTooLong(characters: number): string {
  const size = Math.floor((characters * 2) / 1024);
  return `The UTF-16 size of the JSON-serialized payload must not exceed 16 KB. The current payload size is ${size} KB.`;
}

/** An episode that ends its instance whatever is open: with `error` it cannot go on. */
export function failedEpisode(name: string, error: string): Episode {
  return { history: [], orders: [], cancelledTimers: [], customStatus: null, end: failure(name, error) };
}

function failure(name: string, error: string): End {
  return {
    kind: 'failed',
    output: `Orchestrator function '${name}' failed: ${error}`,
    run: { ended: 'failed', error, customStatus: undefined },
  };
}

/** An instance ends when its orchestrator has and nothing that it scheduled is open. */
function endOf(name: string, state: TaskState, past: readonly HistoryEvent[], run: Run): End | undefined {
  if (run.ended === false || hasOpenTasks(state)) return undefined;
  if (run.ended === 'failed') {
    const { failureDetails, error } = run;
    const output = failureDetails === undefined ? `Orchestrator function '${name}' failed: ${error}` : error;
    return { kind: 'failed', output, run };
  }
  const atoms = atomsOf(run.actions);
  const continued = atoms.find(({ actionType }) => actionType === ACTION.continueAsNew);
  if (continued !== undefined)
    return { kind: 'continued', input: jsonText(continued.input), unread: unreadEvents(past, atoms) };
  return { kind: 'completed', output: JSON.stringify(run.output) ?? 'null' };
}

/** Texts come as JSON already, other values raw (types 0, 1 and 4 of the SDK). */
function jsonText(input: unknown): string | null {
  if (input === undefined) return null;
  return typeof input === 'string' ? input : JSON.stringify(input);
}

/** Events that nobody waited for: the first of a name went to its waits. The real host loses the others. */
function unreadEvents(past: readonly HistoryEvent[], atoms: readonly Action[]): HistoryEvent[] {
  const waits = new Map<string, number>();
  for (const action of atoms) {
    if (action.actionType !== ACTION.waitForExternalEvent) continue;
    const { externalEventName: name = '' } = action;
    waits.set(name, (waits.get(name) ?? 0) + 1);
  }
  return past.filter((event) => {
    if (event.EventType !== EVENT.EventRaised) return false;
    const left = waits.get(event.Name ?? '') ?? 0;
    waits.set(event.Name ?? '', left - 1);
    return left <= 0;
  });
}

/** Starts what an action that was not there before asks for; its task number, where it has one. */
function begin(state: TaskState, action: Action, now: number, orders: Order[]): number | null {
  if (!isNumbered(action)) return null;
  // A timer that was cancelled before it was ever seen takes its number and nothing else.
  if (isCancelledTimer(action)) return state.next++;
  const order = orderOf(state, action, now);
  orders.push(order);
  return order.id;
}

function orderOf(state: TaskState, action: Action, now: number): Order {
  const { functionName: name = '', input, instanceId, version, retryOptions } = action;
  const retry = retryOptions === undefined ? undefined : { options: retryOptions, attempt: 1, startedAt: now };
  switch (action.actionType) {
    case ACTION.callActivity:
    case ACTION.callActivityWithRetry:
      return schedule(state, { kind: 'activity', name, input: jsonText(input) }, retry);
    case ACTION.callSubOrchestrator:
    case ACTION.callSubOrchestratorWithRetry: {
      const work: Work = {
        kind: 'child',
        name,
        input: input === undefined ? null : JSON.stringify(input),
        ...(instanceId === undefined || instanceId === null ? {} : { instanceId }),
        ...(version === undefined || version === null ? {} : { version }),
      };
      return schedule(state, work, retry);
    }
    case ACTION.createTimer:
      return startTimer(state, new Date(action.fireAt ?? now).getTime());
    case ACTION.callHttp:
      return schedule(state, { kind: 'http', request: action.httpRequest ?? { method: 'GET', uri: '' } });
    default:
      throw new UnsupportedActionError(action.actionType);
  }
}

/** Entities and locks are not simulated on one machine yet. */
export class UnsupportedActionError extends Error {
  constructor(actionType: number) {
    super(
      `Durable entities and locks (action ${actionType}) are not supported by the local host: use a store of your own, or the real host`,
    );
    this.name = 'UnsupportedActionError';
  }
}

/** The id that a sub-orchestration gets: its own, or one made of its parent's execution and its number (recorded 2026-11-23). */
export function childId(executionId: string, taskId: number, work: Work & { readonly kind: 'child' }): string {
  return work.instanceId ?? `${executionId}:${taskId}`;
}

function scheduled({ executionId }: Execution, order: Order, now: Date): HistoryEvent {
  const event = (more: NewEvent): HistoryEvent => historyEvent({ ...more, EventId: order.id }, now);
  if (order.kind === 'timer')
    return event({ EventType: EVENT.TimerCreated, FireAt: new Date(order.fireAt).toISOString() });
  const { work, retryOf } = order;
  const attempt = retryOf === undefined ? {} : { RetryOf: retryOf };
  if (work.kind === 'http') return event({ EventType: EVENT.TaskScheduled, Name: HTTP_ACTIVITY, Input: null });
  if (work.kind === 'failure')
    return event({ EventType: EVENT.TaskScheduled, Name: work.name, Input: null, ...attempt });
  const what = { Name: work.name, Input: work.input, ...attempt };
  if (work.kind === 'activity') return event({ EventType: EVENT.TaskScheduled, ...what });
  const InstanceId = childId(executionId, order.id, work);
  return event({ EventType: EVENT.SubOrchestrationInstanceCreated, InstanceId, ...what });
}
