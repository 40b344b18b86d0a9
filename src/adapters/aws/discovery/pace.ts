/** Time as the pace sees it, so that tests need no waiting. Milliseconds, monotonic. */
export interface PaceClock {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

export interface PaceLimits {
  /** Requests a second when nothing was throttled. */
  readonly rate: number;
  /** Requests that may start at once. */
  readonly burst: number;
}

/** API Gateway's management quota is 10 rps with a burst of 40 for an account and region: a fifth stays for its owners. */
export const ACCOUNT_PACE: PaceLimits = { rate: 8, burst: 40 };
/** GetResources has a quota of its own, 5 requests in 2 s. */
export const GET_RESOURCES_PACE: PaceLimits = { rate: 2, burst: 1 };

/** Of other services: below the lowest documented quota of what we read by any of them (Route 53: 5 a second for an account). */
export const OTHER_SERVICE_PACE: PaceLimits = { rate: 4, burst: 20 };

const SLOWEST_RATE = 0.5;
const RECOVERY_STEP = 0.5;
const RECOVERY_MS = 30_000;

/** Token bucket for one account and region: halved by a throttling answer, +0.5 requests/s for every clean 30 s. */
export class Pace {
  readonly #limits: PaceLimits;
  readonly #clock: PaceClock;
  #rate: number;
  #tokens: number;
  #refilledAt: number;
  #cleanSince: number;

  constructor(limits: PaceLimits, clock: PaceClock) {
    this.#limits = limits;
    this.#clock = clock;
    this.#rate = limits.rate;
    this.#tokens = limits.burst;
    this.#refilledAt = clock.now();
    this.#cleanSince = this.#refilledAt;
  }

  /** Requests a second at this moment. */
  get rate(): number {
    this.#advance();
    return this.#rate;
  }

  /** Resolves when the next request may start. A token is taken at once, below zero if need be, so that callers queue. */
  async take(): Promise<void> {
    this.#advance();
    this.#tokens -= 1;
    if (this.#tokens < 0) await this.#clock.sleep((-this.#tokens / this.#rate) * 1000);
  }

  /** Tells that the service throttled a request (HTTP 429). */
  throttled(): void {
    this.#advance();
    this.#rate = Math.max(SLOWEST_RATE, this.#rate / 2);
    this.#tokens = Math.min(this.#tokens, 0);
    this.#cleanSince = this.#refilledAt;
  }

  #advance(): void {
    const now = this.#clock.now();
    this.#tokens = Math.min(this.#limits.burst, this.#tokens + ((now - this.#refilledAt) / 1000) * this.#rate);
    this.#refilledAt = now;
    const cleanPeriods = Math.floor((now - this.#cleanSince) / RECOVERY_MS);
    this.#rate = Math.min(this.#limits.rate, this.#rate + cleanPeriods * RECOVERY_STEP);
    this.#cleanSince += cleanPeriods * RECOVERY_MS;
  }
}
