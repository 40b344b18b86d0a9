/**
 * Why something could not be done. Adapters turn SDK errors into these kinds, and nothing else does.
 * - transient: may go through later; the only kind that an activity throws, so that the durable retry policy sees it
 * - conflict: somebody else changed what we meant to change
 * - denied: credentials or rights are missing
 * - missing: what was asked for is not there
 * - invalid: the service refused the request as it stands
 * - defect: ours
 */
export type FailureKind = 'transient' | 'conflict' | 'denied' | 'missing' | 'invalid' | 'defect';

export interface Failure {
  readonly kind: FailureKind;
  /** The service's own code where it gave one, else a stable code of ours. */
  readonly code: string;
  /** In plain words: what failed, where, and what to do next. Never a secret. */
  readonly message: string;
  /** Resource id, URL without query, or JSON pointer. */
  readonly at?: string;
  /** For a transient failure: seconds that the service asked to wait. */
  readonly retryAfterSeconds?: number;
}

export type Outcome<T extends object = object> =
  ({ readonly ok: true } & T) | { readonly ok: false; readonly failure: Failure };

export function failed(failure: Failure): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure };
}

/** Thrown by adapters; `define-activity` lets only transient ones through and returns the others as an `Outcome`. */
export class FailureError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure, options?: ErrorOptions) {
    super(`${failure.code}: ${failure.message}`, options);
    this.name = 'FailureError';
    this.failure = failure;
  }
}
