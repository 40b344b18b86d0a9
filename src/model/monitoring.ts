/** What a monitor has seen so far. JSON-safe: it travels through continue-as-new. */
export interface SequentialState {
  readonly samples: number;
  readonly errors: number;
  /** The cumulative sum, in nats; never below zero. */
  readonly sum: number;
}

export type SequentialVerdict = 'continue' | 'healthy' | 'bad';

/** Of one look: `slow` when everything is healthy but how long it takes; `no-data` when something that it takes to judge is missing. */
export type TrafficVerdict = SequentialVerdict | 'slow' | 'no-data';

/** Mean milliseconds of both sides. */
export interface LatencySeen {
  readonly sourceMs: number;
  readonly targetMs: number;
}

/** Both tests of a monitor: of 5xx answers, and of callers turned away (401 and 403). */
export interface TrafficSeen {
  readonly errors: SequentialState;
  readonly denied: SequentialState;
}
