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

const SLOWEST_RATE = 0.5;
const RECOVERY_STEP = 0.5;
const RECOVERY_MS = 30_000;

/**
 * Token bucket of one owner of a quota: halved by a throttling answer, +0.5 requests/s for every clean 30 s
 * (docs: cutover-and-saga, section 7).
 */
export class Pace {
  readonly #limits: PaceLimits;
  readonly #clock: PaceClock;
  #rate: number;
  #tokens: number;
  #refilledAt: number;
  #cleanSince: number;
  #pausedUntil = 0;

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
    const turn = this.#tokens < 0 ? (-this.#tokens / this.#rate) * 1000 : 0;
    const wait = Math.max(turn, this.#pausedUntil - this.#refilledAt);
    if (wait > 0) await this.#clock.sleep(wait);
  }

  /** Tells that the service throttled a request (HTTP 429); nobody asks again before `retryAfterSeconds` are over. */
  throttled(retryAfterSeconds = 0): void {
    this.#advance();
    this.#rate = Math.max(SLOWEST_RATE, this.#rate / 2);
    this.#tokens = Math.min(this.#tokens, 0);
    this.#cleanSince = this.#refilledAt;
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#refilledAt + retryAfterSeconds * 1000);
  }

  /** Tells what the service says is left of the quota: others may use it up beside us. */
  remaining(requests: number): void {
    this.#advance();
    this.#tokens = Math.min(this.#tokens, requests);
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
