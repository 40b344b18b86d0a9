import { ACTION, atomsOf, isNumbered, type Action } from './actions.ts';
import { EVENT, historyEvent, type HistoryEvent, type NewEvent } from './events.ts';
import type { Run } from './outcome.ts';
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
  | { readonly kind: 'failed'; readonly output: string; readonly run: Run & { readonly ended: 'failed' } }
  | { readonly kind: 'continued'; readonly input: string | null; readonly unread: readonly HistoryEvent[] };

/** Custom status in UTF-16, as the real host counts (recorded 2026-11-23: 8,190 characters pass). */
const MOST_STATUS_CHARACTERS = 8_192;

const COMPLETES: Partial<Record<number, 'TaskScheduledId' | 'TimerId'>> = {
  [EVENT.TaskCompleted]: 'TaskScheduledId',
  [EVENT.TaskFailed]: 'TaskScheduledId',
  [EVENT.SubOrchestrationInstanceCompleted]: 'TaskScheduledId',
  [EVENT.SubOrchestrationInstanceFailed]: 'TaskScheduledId',
  [EVENT.TimerFired]: 'TimerId',
};

/** The number of the task that an event completes. */
export function completedTask(event: HistoryEvent): number | undefined {
  const member = COMPLETES[event.EventType];
  return member === undefined ? undefined : event[member];
}

/** Tells the tasks that these events complete them, and what follows by the SDK's own counting. */
export function takeIn(state: TaskState, events: readonly HistoryEvent[], now: number, httpSleepMs: number): Order[] {
  return events.flatMap((event) => {
    const id = completedTask(event);
    return id === undefined ? [] : close(state, id, completionOf(event), now, httpSleepMs);
  });
}

function completionOf({ EventType, Result, Reason, Details }: HistoryEvent): Completion {
  const isFailure = EventType === EVENT.TaskFailed || EventType === EVENT.SubOrchestrationInstanceFailed;
  return isFailure
    ? { failed: true, reason: Reason ?? '', details: Details ?? '' }
    : { failed: false, result: Result ?? null };
}

/** Turns what the orchestrator asked for into orders. `earlier` are the orders of `takeIn`; `past` its history with the new events. */
export function conclude(
  name: string,
  state: TaskState,
  past: readonly HistoryEvent[],
  earlier: readonly Order[],
  run: Run,
  now: Date,
): Episode {
  const orders = [...earlier];
  const cancelledTimers: number[] = [];
  if (run.ended !== 'failed') {
    for (const [index, action] of atomsOf(run.actions).entries()) {
      if (index >= state.atoms.length) state.atoms.push(begin(state, action, now.getTime(), orders));
      const id = state.atoms[index] ?? null;
      if (id === null || action.actionType !== ACTION.createTimer || action.isCanceled !== true) continue;
      const task = state.tasks[id];
      if (task?.open) {
        state.tasks[id] = { ...task, open: false };
        cancelledTimers.push(id);
      }
    }
  }
  const status = run.customStatus === undefined || run.customStatus === null ? null : JSON.stringify(run.customStatus);
  const tooLong = status !== null && status.length > MOST_STATUS_CHARACTERS;
  const history = orders.map((order) => scheduled(order, now)).filter((event) => event !== undefined);
  const end = tooLong ? statusTooLong(name, status.length) : endOf(name, state, past, run);
  return { history, orders, cancelledTimers, customStatus: tooLong ? null : status, end };
}

function statusTooLong(name: string, characters: number): End {
  const size = Math.floor((characters * 2) / 1024);
  const error = `The UTF-16 size of the JSON-serialized payload must not exceed 16 KB. The current payload size is ${size} KB.`;
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
    const { externalEventName: name = '' } = action as Action & { externalEventName?: string };
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
  const order = orderOf(state, action, now);
  // A timer that was cancelled before it was ever seen takes its number and nothing else.
  if (!(order.kind === 'timer' && action.isCanceled === true)) orders.push(order);
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
      return startTimer(state, new Date(action.fireAt ?? now).getTime(), action.isCanceled !== true);
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

function scheduled(order: Order, now: Date): HistoryEvent | undefined {
  const event = (more: NewEvent): HistoryEvent => historyEvent({ ...more, EventId: order.id }, now);
  if (order.kind === 'timer')
    return event({ EventType: EVENT.TimerCreated, FireAt: new Date(order.fireAt).toISOString() });
  const { work } = order;
  if (work.kind === 'child')
    return event({ EventType: EVENT.SubOrchestrationInstanceCreated, Name: work.name, Input: work.input });
  if (work.kind === 'activity') return event({ EventType: EVENT.TaskScheduled, Name: work.name, Input: work.input });
  return event({
    EventType: EVENT.TaskScheduled,
    Name: work.kind === 'http' ? 'BuiltIn::HttpActivity' : '',
    Input: null,
  });
}
