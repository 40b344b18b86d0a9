import type { Faults } from '../faults.ts';
import type { SandboxResponse } from '../http-server.ts';

const SLOW_MS = 2000;

/** Spoils answers by the faults in force. Shares are counted, not drawn, so that a run can be repeated. */
export class FaultInjection {
  readonly #faults: Faults;
  #requests = 0;

  constructor(faults: Faults) {
    this.#faults = faults;
  }

  /** The answer instead of the gateway's, or undefined. */
  answer(): SandboxResponse | undefined {
    this.#requests++;
    if (this.#faults.isActive('target-auth')) return failure(401, 'Unauthorized');
    const isHalf = this.#requests % 2 === 0 && this.#faults.isActive('target-5xx');
    const isPercent = this.#requests % 100 === 0 && this.#faults.isActive('target-1pct');
    return isHalf || isPercent ? failure(500, 'Internal server error') : undefined;
  }

  /** Milliseconds to wait before answering. */
  delayMs(): number {
    return this.#faults.isActive('target-slow') ? SLOW_MS : 0;
  }
}

function failure(statusCode: number, message: string): SandboxResponse {
  return {
    status: statusCode,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ statusCode, message }),
  };
}
