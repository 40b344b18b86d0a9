/** History event types that the SDK reads, by their numbers in DurableTask.Core. */
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
} as const;

export type EventType = (typeof EVENT)[keyof typeof EVENT];

/** One item of a history, in the SDK's spelling. `Input`, `Result` hold JSON text. */
export interface HistoryEvent {
  readonly EventType: EventType;
  readonly EventId: number;
  readonly IsPlayed: boolean;
  /** ISO time. */
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
  readonly ParentInstance?: unknown;
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
