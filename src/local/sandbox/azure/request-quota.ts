/** One of ARM's token buckets: `size` tokens, `refillPerSecond` come back (subscription limits, 2026-11-23). */
export class RequestQuota {
  readonly #size: number;
  readonly #refillPerSecond: number;
  readonly #now: () => number;
  #tokens: number;
  #at: number;

  constructor(size: number, refillPerSecond: number, now: () => number) {
    this.#size = size;
    this.#refillPerSecond = refillPerSecond;
    this.#now = now;
    this.#tokens = size;
    this.#at = now();
  }

  /** Whole tokens that are left, as ARM tells them with each answer. */
  get left(): number {
    return Math.floor(this.#tokens);
  }

  /** Takes a token: 0 when there was one, else whole seconds until the next. */
  take(): number {
    const now = this.#now();
    this.#tokens = Math.min(this.#size, this.#tokens + ((now - this.#at) / 1000) * this.#refillPerSecond);
    this.#at = now;
    if (this.#tokens < 1) return Math.max(1, Math.ceil((1 - this.#tokens) / this.#refillPerSecond));
    this.#tokens -= 1;
    return 0;
  }
}
