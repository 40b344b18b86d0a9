/**
 * What both sides of a call agree on: the registered name and the types of input and output. Inputs and outputs are
 * JSON objects, never bare values: the Functions host turns booleans into text and null into nothing (recorded 2026-11-23).
 * They hold references and digests, never documents or secrets.
 */
export interface ActivityContract<I extends object, O extends object> {
  readonly name: string;
  readonly retry: RetryPolicy;
  /** Types only; never present at run time. */
  readonly types?: { readonly input: I; readonly output: O };
}

export interface OrchestrationContract<I extends object, O extends object> {
  readonly name: string;
  readonly types?: { readonly input: I; readonly output: O };
}

/** For outages: the SDKs retry bursts themselves, and nothing else retries. */
export interface RetryPolicy {
  readonly firstIntervalMs: number;
  readonly attempts: number;
  readonly backoff: number;
  readonly maxIntervalMs: number;
}

/** About ten minutes of trying: 5 s, doubling to 2 minutes. */
export const OUTAGE: RetryPolicy = { firstIntervalMs: 5_000, attempts: 8, backoff: 2, maxIntervalMs: 120_000 };

/** For what only asks our own store: a run waits out its outage, for a week, rather than end without a state that says so. */
export const STORE_OUTAGE: RetryPolicy = { firstIntervalMs: 5_000, attempts: 1000, backoff: 2, maxIntervalMs: 600_000 };

/** For a look that is made again later anyway: whoever waits for a person is not kept waiting for it. */
export const LOOK: RetryPolicy = { firstIntervalMs: 5_000, attempts: 3, backoff: 2, maxIntervalMs: 10_000 };

export function activity<I extends object, O extends object>(
  name: string,
  retry: RetryPolicy = OUTAGE,
): ActivityContract<I, O> {
  return { name, retry };
}

export function orchestration<I extends object, O extends object>(name: string): OrchestrationContract<I, O> {
  return { name };
}
