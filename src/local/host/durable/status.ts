import { EVENT, isScheduling, type HistoryEvent } from './events.ts';
import type { Instance } from './store.ts';

/** Times of the management API have no fraction (recorded 2026-11-23). */
const time = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** A JSON text as its value, any other text as it is. */
function value(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The body of a status answer. */
export function statusBody(instance: Instance, showInput: boolean, events?: readonly object[]): object {
  return {
    name: instance.name,
    instanceId: instance.id,
    runtimeStatus: instance.status,
    input: showInput ? value(instance.input) : null,
    customStatus: value(instance.customStatus),
    output: value(instance.output),
    createdTime: time(instance.created),
    lastUpdatedTime: time(instance.updated),
    // The SDK reads `history`, the real server says `historyEvents` (durable-js issue 620).
    ...(events === undefined ? {} : { historyEvents: events, history: events }),
  };
}

const NAMES = Object.fromEntries(Object.entries(EVENT).map(([name, number]) => [number, name]));
const HIDDEN: readonly number[] = [
  EVENT.OrchestratorStarted,
  EVENT.OrchestratorCompleted,
  EVENT.TaskScheduled,
  EVENT.SubOrchestrationInstanceCreated,
];

/** A history as the management API shows it: completions absorb what scheduled them (recorded 2026-11-23). */
export function shownHistory(history: readonly HistoryEvent[], showOutput: boolean): object[] {
  const scheduled = new Map(history.filter(isScheduling).map((event) => [event.EventId, event]));
  return history
    .filter(({ EventType }) => !HIDDEN.includes(EventType))
    .map((event) => ({
      EventType: NAMES[event.EventType],
      ...shown(event),
      ...(showOutput && event.Result !== undefined ? { Result: value(event.Result) } : {}),
      Timestamp: event.Timestamp,
      ...origin(event, scheduled),
    }));
}

/** What an event shows beside its type, times and result. */
function shown(event: HistoryEvent): object {
  const { EventType, Name, Input, Reason, Details, FailureDetails = null, FireAt, OrchestrationStatus } = event;
  switch (EventType) {
    case EVENT.ExecutionStarted:
      return { FunctionName: Name, Input };
    case EVENT.EventRaised:
      return { Name, Input };
    case EVENT.TaskFailed:
    case EVENT.SubOrchestrationInstanceFailed:
      return { Reason, Details, FailureDetails };
    case EVENT.TimerCreated:
    case EVENT.TimerFired:
      return { FireAt };
    case EVENT.ExecutionSuspended:
    case EVENT.ExecutionResumed:
      return { Reason: value(Input ?? null) };
    case EVENT.ExecutionTerminated:
      return { Input: value(Input ?? null) };
    case EVENT.ExecutionCompleted:
      return { OrchestrationStatus, FailureDetails };
    default:
      return {};
  }
}

function origin({ TaskScheduledId }: HistoryEvent, scheduled: ReadonlyMap<number, HistoryEvent>): object {
  const event = TaskScheduledId === undefined ? undefined : scheduled.get(TaskScheduledId);
  if (event === undefined) return {};
  const { Name, InstanceId, Timestamp } = event;
  return {
    ScheduledTime: Timestamp,
    FunctionName: Name,
    ...(InstanceId === undefined ? {} : { InstanceId }),
    Input: null,
  };
}
