/** ARM's token bucket for writes: `size` tokens, `refillPerSecond` come back (subscription limits, 2026-11-23: 200 and 10). */
export class WriteQuota {
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
