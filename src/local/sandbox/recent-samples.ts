const MINUTE_MS = 60_000;
/** Whole minutes that stay: whoever asks for metrics of a run asks for less than an hour. */
const KEPT_MINUTES = 60;

/** Samples of the last hour by their time, in milliseconds since 1970; older ones are dropped, so that memory stays flat. */
export class RecentSamples<T extends { readonly at: number }> {
  /** By the minute that they fell in. */
  readonly #minutes = new Map<number, T[]>();
  #newest = Number.NEGATIVE_INFINITY;

  add(sample: T): void {
    const minute = Math.floor(sample.at / MINUTE_MS);
    const others = this.#minutes.get(minute);
    if (others) others.push(sample);
    else this.#minutes.set(minute, [sample]);
    if (minute <= this.#newest) return;
    this.#newest = minute;
    for (const old of this.#minutes.keys()) if (old <= minute - KEPT_MINUTES) this.#minutes.delete(old);
  }

  /** Those with `from <= at < to`. */
  between(from: number, to: number): T[] {
    return [...this.#minutes]
      .filter(([minute]) => (minute + 1) * MINUTE_MS > from && minute * MINUTE_MS < to)
      .flatMap(([, samples]) => samples.filter(({ at }) => at >= from && at < to));
  }

  all(): T[] {
    return [...this.#minutes.values()].flat();
  }
}
