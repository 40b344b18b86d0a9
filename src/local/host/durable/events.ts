/** History event types, by their numbers in DurableTask.Core; the SDK reads most of them. */
export const EVENT = {
  ExecutionStarted: 0,
  ExecutionCompleted: 1,
  ExecutionTerminated: 3,
  TaskScheduled: 4,
  TaskCompleted: 5,
  TaskFailed: 6,
  SubOrchestrationInstanceCreated: 7,
  SubOrchestrationInstanceCompleted: 8,
  SubOrchestrationInstanceFailed: 9,
  TimerCreated: 10,
  TimerFired: 11,
  OrchestratorStarted: 12,
  OrchestratorCompleted: 13,
  EventSent: 14,
  EventRaised: 15,
  ContinueAsNew: 16,
  ExecutionSuspended: 19,
  ExecutionResumed: 20,
  ExecutionRewound: 21,
} as const;

export type EventType = (typeof EVENT)[keyof typeof EVENT];

/** One item of a history, in the SDK's spelling. `Input`, `Result` hold JSON text. */
export interface HistoryEvent {
  readonly EventType: EventType;
  readonly EventId: number;
  readonly IsPlayed: boolean;
  /** ISO time at which it came about: for a completion before the episode that takes it in. */
  readonly Timestamp: string;
  readonly Name?: string;
  readonly Input?: string | null;
  readonly Result?: string | null;
  readonly Reason?: string;
  readonly Details?: string;
  readonly FailureDetails?: unknown;
  readonly TaskScheduledId?: number;
  readonly TimerId?: number;
  readonly FireAt?: string;
  readonly InstanceId?: string;
  readonly OrchestrationStatus?: RuntimeStatus;
  readonly Version?: string;
  /** The host's own: the first attempt of the task that this one repeats. */
  readonly RetryOf?: number;
}

export type RuntimeStatus =
  'Pending' | 'Running' | 'Completed' | 'Failed' | 'Terminated' | 'Suspended' | 'ContinuedAsNew';

const TERMINAL: readonly RuntimeStatus[] = ['Completed', 'Failed', 'Terminated'];
export const isTerminal = (status: RuntimeStatus): boolean => TERMINAL.includes(status);

/** An event without the members that every event has. */
export type NewEvent = Omit<HistoryEvent, 'EventId' | 'IsPlayed' | 'Timestamp'> & { readonly EventId?: number };

export function historyEvent(event: NewEvent, at: Date): HistoryEvent {
  return { EventId: -1, ...event, IsPlayed: false, Timestamp: at.toISOString() };
}

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

export function isFailure({ EventType }: HistoryEvent): boolean {
  return EventType === EVENT.TaskFailed || EventType === EVENT.SubOrchestrationInstanceFailed;
}

/** Whether an event says that a task was scheduled; its `EventId` is the task's number. */
export function isScheduling({ EventType }: HistoryEvent): boolean {
  return (
    EventType === EVENT.TaskScheduled ||
    EventType === EVENT.SubOrchestrationInstanceCreated ||
    EventType === EVENT.TimerCreated
  );
}
