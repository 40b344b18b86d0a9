/** What a monitor has seen so far. JSON-safe: it travels through continue-as-new. */
export interface SequentialState {
  readonly samples: number;
  readonly errors: number;
  /** The cumulative sum, in nats; never below zero. */
  readonly sum: number;
}

export type SequentialVerdict = 'continue' | 'healthy' | 'bad';

/** Both tests of a monitor: of 5xx answers, and of callers turned away (401 and 403). */
export interface TrafficSeen {
  readonly errors: SequentialState;
  readonly denied: SequentialState;
}
