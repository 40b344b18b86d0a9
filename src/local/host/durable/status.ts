import { EVENT, type HistoryEvent } from './events.ts';
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

/** A history as the management API shows it: completions absorb what scheduled them. */
export function shownHistory(history: readonly HistoryEvent[], showOutput: boolean): object[] {
  const scheduled = new Map(
    history
      .filter(
        ({ EventType }) => EventType === EVENT.TaskScheduled || EventType === EVENT.SubOrchestrationInstanceCreated,
      )
      .map((event) => [event.EventId, event]),
  );
  return history
    .filter(({ EventType }) => !HIDDEN.includes(EventType))
    .map((event) => shown(event, scheduled, showOutput));
}

function shown(event: HistoryEvent, scheduled: ReadonlyMap<number, HistoryEvent>, showOutput: boolean): object {
  const {
    EventType,
    EventId: _id,
    IsPlayed: _played,
    TimerId: _timer,
    TaskScheduledId,
    Result,
    Name,
    Input,
    ...rest
  } = event;
  const out: Record<string, unknown> = { EventType: NAMES[EventType], ...rest };
  if (EventType === EVENT.ExecutionStarted) Object.assign(out, { FunctionName: Name });
  else if (Name !== undefined) out['Name'] = Name;
  if (EventType === EVENT.EventRaised || EventType === EVENT.ExecutionTerminated) out['Input'] = value(Input ?? null);
  const origin = TaskScheduledId === undefined ? undefined : scheduled.get(TaskScheduledId);
  if (origin !== undefined)
    Object.assign(out, { FunctionName: origin.Name, ScheduledTime: origin.Timestamp, Input: null });
  if (showOutput && Result !== undefined) out['Result'] = value(Result);
  return out;
}
