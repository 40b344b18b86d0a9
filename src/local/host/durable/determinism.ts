import { ACTION, type Action } from './actions.ts';
import { EVENT, isScheduling, type EventType, type HistoryEvent } from './events.ts';

/** What an action's task looks like in a history; callHttp and the actions without a number have no name. */
const SCHEDULES: Readonly<Record<number, EventType>> = {
  [ACTION.callActivity]: EVENT.TaskScheduled,
  [ACTION.callActivityWithRetry]: EVENT.TaskScheduled,
  [ACTION.callHttp]: EVENT.TaskScheduled,
  [ACTION.callSubOrchestrator]: EVENT.SubOrchestrationInstanceCreated,
  [ACTION.callSubOrchestratorWithRetry]: EVENT.SubOrchestrationInstanceCreated,
  [ACTION.createTimer]: EVENT.TimerCreated,
};

/**
 * What does not fit when a replay asks for something else than the history says was scheduled: the orchestrator is not
 * deterministic, or was changed while the instance ran. The SDK does not look; the real host does, by kind and name, and fails
 * the instance in these words (DurableTask.Core, TaskOrchestrationContext).
 * @param known task numbers of the atoms that earlier episodes had; null for those without one
 */
export function nonDeterminism(
  past: readonly HistoryEvent[],
  known: readonly (number | null)[],
  atoms: readonly Action[],
): string | undefined {
  const scheduled = new Map(past.filter(isScheduling).map((event) => [event.EventId, event]));
  for (const [index, id] of known.entries()) {
    const event = id === null ? undefined : scheduled.get(id);
    if (event !== undefined && !schedulesSame(event, atoms[index])) return complaint(event);
  }
  return undefined;
}

function schedulesSame({ EventType, Name }: HistoryEvent, action: Action | undefined): boolean {
  if (action === undefined || SCHEDULES[action.actionType] !== EventType) return false;
  if (action.functionName === undefined) return true;
  return action.functionName.toLowerCase() === Name?.toLowerCase();
}

function complaint({ EventType, EventId, Name = '' }: HistoryEvent): string {
  const kind =
    EventType === EVENT.TimerCreated
      ? 'a timer task'
      : EventType === EVENT.TaskScheduled
        ? 'an activity task'
        : 'a sub-orchestration task';
  const name = EventType === EVENT.TimerCreated ? '' : ` and name '${Name}'`;
  return (
    `Non-Deterministic workflow detected: A previous execution of this orchestration scheduled ${kind} with sequence ID ` +
    `${EventId}${name}, but the current replay execution hasn't (yet?) scheduled this task. Was a change made to the ` +
    'orchestrator code after this instance had already started running?'
  );
}
