import type { End, Episode } from './episode.ts';
import {
  completedTask,
  EVENT,
  historyEvent,
  isFailure,
  isScheduling,
  type EventType,
  type HistoryEvent,
} from './events.ts';
import type { Instance } from './store.ts';
import { isOpen, newTaskState, type Order, type TaskState } from './tasks.ts';

/** A failed execution taken back to where it had not failed. */
export interface Rewound {
  readonly history: readonly HistoryEvent[];
  readonly tasks: TaskState;
  /** What has to be done again, or never was. */
  readonly orders: readonly Order[];
  readonly customStatus: string | null;
  /** Set when the orchestrator ends all the same: it failed by itself. */
  readonly end: End | undefined;
}

type RunEpisode = (
  instance: Instance,
  past: readonly HistoryEvent[],
  fresh: readonly HistoryEvent[],
) => Promise<Episode>;

/**
 * Goes through a failed execution once more, episode by episode, without the failures that its retries did not make good. What
 * an episode took in counts only where the replay has scheduled the same again: work that the orchestrator did because of a
 * failure (a compensation) is forgotten, everything else keeps its result. The real host turns failures into events without a
 * meaning and leaves the rest, which gives results to the wrong tasks when the orchestrator had caught a failure.
 */
export async function withoutFailures(
  instance: Instance,
  history: readonly HistoryEvent[],
  run: RunEpisode,
): Promise<Rewound> {
  const replay: Instance = { ...instance, tasks: newTaskState() };
  const before = scheduling(history);
  const made = madeGood(history, before);
  const past: HistoryEvent[] = [];
  const orders = new Map<number, Order>();
  let last: Episode | undefined;
  for (const { started, events } of episodes(history)) {
    const now = scheduling(past);
    const fresh = events.filter((event) => {
      if (isFailure(event) && !made.has(firstAttempt(event, before))) return false;
      const task = completedTask(event);
      return task === undefined || (isOpen(replay.tasks, task) && isSameTask(before.get(task), now.get(task)));
    });
    if (fresh.length === 0) continue;
    const begun = historyEvent({ EventType: EVENT.OrchestratorStarted }, new Date(started.Timestamp));
    last = await run(replay, past, [begun, ...fresh]);
    const completed = historyEvent({ EventType: EVENT.OrchestratorCompleted }, new Date(started.Timestamp));
    past.push(begun, ...fresh, ...last.history, completed);
    for (const order of last.orders) orders.set(order.id, order);
    if (last.end !== undefined) break;
  }
  return {
    history: past,
    tasks: replay.tasks,
    orders: [...orders.values()].filter(({ id }) => isOpen(replay.tasks, id)),
    customStatus: last?.customStatus ?? null,
    end: last?.end,
  };
}

/** What the host adds to a history by itself; the rest is what episodes took in. */
const ADDED: readonly EventType[] = [EVENT.OrchestratorCompleted, EVENT.ExecutionCompleted];

function episodes(
  history: readonly HistoryEvent[],
): { readonly started: HistoryEvent; readonly events: HistoryEvent[] }[] {
  const found: { readonly started: HistoryEvent; readonly events: HistoryEvent[] }[] = [];
  for (const event of history) {
    if (event.EventType === EVENT.OrchestratorStarted) found.push({ started: event, events: [] });
    else if (!ADDED.includes(event.EventType) && !isScheduling(event)) found.at(-1)?.events.push(event);
  }
  return found;
}

type Scheduling = ReadonlyMap<number, HistoryEvent>;

const scheduling = (history: readonly HistoryEvent[]): Scheduling =>
  new Map(history.filter(isScheduling).map((event) => [event.EventId, event]));

function firstAttempt(event: HistoryEvent, scheduled: Scheduling): number {
  const task = completedTask(event) ?? -1;
  return scheduled.get(task)?.RetryOf ?? task;
}

/** First attempts of the tasks that came to a result in the end. */
function madeGood(history: readonly HistoryEvent[], scheduled: Scheduling): ReadonlySet<number> {
  const succeeded = history.filter(
    ({ EventType }) => EventType === EVENT.TaskCompleted || EventType === EVENT.SubOrchestrationInstanceCompleted,
  );
  return new Set(succeeded.map((event) => firstAttempt(event, scheduled)));
}

function isSameTask(one: HistoryEvent | undefined, other: HistoryEvent | undefined): boolean {
  return (
    one !== undefined &&
    other !== undefined &&
    one.EventType === other.EventType &&
    one.Name === other.Name &&
    one.Input === other.Input &&
    one.FireAt === other.FireAt &&
    one.InstanceId === other.InstanceId
  );
}
