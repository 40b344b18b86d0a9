import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../src/features/throttle.ts';
import { returnResponse } from '../../../src/policy/build.ts';
import { memoryCounters } from '../../../src/simulator/memory.ts';

interface Window {
  readonly calls: number;
  readonly seconds: number;
}

/** The windows that a rate and a burst become. */
function windowsOf(rate: number, burst: number): readonly Window[] {
  return limits(rate, burst, (window) => window, returnResponse()).map(({ attributes }) => {
    const read = (name: string): number => {
      const value = attributes[name];
      return value?.kind === 'literal' ? Number(value.text) : Number.NaN;
    };
    return { calls: read('calls'), seconds: read('renewal-period') };
  });
}

/** API Gateway's bucket: it holds `burst` tokens, and gets `rate` a second. Times in milliseconds, rising. */
function bucketAdmits(rate: number, burst: number, arrivals: readonly number[]): readonly boolean[] {
  let tokens = burst;
  let last = arrivals[0] ?? 0;
  return arrivals.map((at) => {
    tokens = Math.min(burst, tokens + ((at - last) / 1000) * rate);
    last = at;
    const isAdmitted = tokens >= 1 - 1e-9;
    if (isAdmitted) tokens -= 1;
    return isAdmitted;
  });
}

/** API Management's counters, one policy after the other: who is refused by the first does not reach the second. */
function windowsAdmit(windows: readonly Window[], arrivals: readonly number[]): readonly boolean[] {
  const counters = memoryCounters();
  return arrivals.map((at) =>
    windows.every(({ calls, seconds }) => counters.slide(String(seconds), calls, seconds * 1000, at).isAllowed),
  );
}

/** The v2 tiers' counters: each a bucket that holds a window's calls and fills up within it. */
function bucketsAdmit(windows: readonly Window[], arrivals: readonly number[]): readonly boolean[] {
  const buckets = windows.map(({ calls, seconds }) => ({ rate: calls / seconds, size: calls, tokens: calls, last: 0 }));
  return arrivals.map((at) =>
    buckets.every((bucket) => {
      bucket.tokens = Math.min(bucket.size, bucket.tokens + ((at - bucket.last) / 1000) * bucket.rate);
      bucket.last = at;
      const isAdmitted = bucket.tokens >= 1 - 1e-9;
      if (isAdmitted) bucket.tokens -= 1;
      return isAdmitted;
    }),
  );
}

/** Most calls that fall into any span of some milliseconds. */
function mostWithin(span: number, times: readonly number[]): number {
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + span).length));
}

const rate = fc.double({ min: 0.02, max: 30, noNaN: true }).map((value) => Math.round(value * 100) / 100);
const burst = fc.integer({ min: 1, max: 60 });
/** Arrivals in bursts and pauses, up to some minutes. */
const arrivals = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 1, max: 25 })), { minLength: 1, maxLength: 40 })
  .map((groups) => {
    let at = 0;
    return groups.flatMap(([pause, count]) => {
      at += pause;
      return Array.from({ length: count }, () => (at += 1));
    });
  });

describe('a rate and a burst as two windows', () => {
  it('refuse nobody who keeps to the bucket', () => {
    fc.assert(
      fc.property(rate, burst, arrivals, (r, b, times) => {
        const admitted = bucketAdmits(r, b, times);
        const kept = times.filter((_, index) => admitted[index]);
        expect(windowsAdmit(windowsOf(r, b), kept)).not.toContain(false);
      }),
    );
  });

  it('let at most one call more pass in a span of either window than the bucket may', () => {
    fc.assert(
      fc.property(rate, burst, arrivals, (r, b, times) => {
        const windows = windowsOf(r, b);
        const admitted = windowsAdmit(windows, times);
        const passed = times.filter((_, index) => admitted[index]);
        for (const { seconds } of windows)
          expect(mostWithin(seconds * 1000, passed)).toBeLessThanOrEqual(b + r * seconds + 1);
      }),
    );
  });

  it.each([
    [0.5, 1],
    [0.01, 1],
    [3, 10],
  ])('are whole numbers above zero, however small the rate: %s', (r, b) => {
    for (const { calls } of windowsOf(r, b)) expect(Number.isInteger(calls) && calls > 0).toBe(true);
  });

  it('refuse nobody who keeps to the bucket where a tier counts by buckets as well', () => {
    fc.assert(
      fc.property(rate, burst, arrivals, (r, b, times) => {
        const admitted = bucketAdmits(r, b, times);
        const kept = times.filter((_, index) => admitted[index]);
        expect(bucketsAdmit(windowsOf(r, b), kept)).not.toContain(false);
      }),
    );
  });

  it('let at most twice the calls of a minute pass in one where a tier counts by buckets', () => {
    fc.assert(
      fc.property(rate, burst, arrivals, (r, b, times) => {
        const admitted = bucketsAdmit(windowsOf(r, b), times);
        const passed = times.filter((_, index) => admitted[index]);
        expect(mostWithin(60_000, passed)).toBeLessThanOrEqual(2 * Math.ceil(60 * r + b));
      }),
    );
  });
});
