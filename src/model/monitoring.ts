/** What a monitor has seen so far. JSON-safe: it travels through continue-as-new. */
export interface SequentialState {
  readonly samples: number;
  readonly errors: number;
  /** The cumulative sum, in nats; never below zero. */
  readonly sum: number;
}

export type SequentialVerdict = 'continue' | 'healthy' | 'bad';
