import type { CsValue } from '../csharp/context.ts';
import type { Counters, ResponseCache, ValueCache } from './effects.ts';
import type { SimulatedResponse } from './message.ts';

/** Counters of one gateway, in memory. */
export function memoryCounters(): Counters {
  const windows = new Map<string, number[]>();
  const periods = new Map<string, { start: number; used: number }>();
  return {
    slide(key, calls, windowMs, nowMs) {
      const recent = (windows.get(key) ?? []).filter((at) => at > nowMs - windowMs);
      const isAllowed = recent.length < calls;
      const free = recent.at(-calls) ?? nowMs;
      recent.push(nowMs);
      // More than twice the limit says no more than twice the limit does.
      windows.set(key, recent.slice(-2 * calls - 1));
      return { isAllowed, remaining: Math.max(0, calls - recent.length), retryAfterMs: free + windowMs - nowMs };
    },
    count(key, calls, periodMs, nowMs) {
      const known = periods.get(key);
      const isOver = known !== undefined && periodMs > 0 && nowMs >= known.start + periodMs;
      const period = known === undefined || isOver ? { start: nowMs, used: 0 } : known;
      period.used++;
      periods.set(key, period);
      const retryAfterMs = periodMs > 0 ? period.start + periodMs - nowMs : 0;
      return { isAllowed: period.used <= calls, remaining: Math.max(0, calls - period.used), retryAfterMs };
    },
  };
}

export function memoryCache(): ResponseCache {
  return expiring<SimulatedResponse>();
}

export function memoryValues(): ValueCache {
  return expiring<CsValue>();
}

function expiring<T>() {
  const entries = new Map<string, { readonly value: T; readonly expiresAtMs: number }>();
  return {
    get(key: string, nowMs: number): T | undefined {
      const entry = entries.get(key);
      if (entry === undefined || entry.expiresAtMs > nowMs) return entry?.value;
      entries.delete(key);
      return undefined;
    },
    set(key: string, value: T, expiresAtMs: number): void {
      entries.set(key, { value, expiresAtMs });
    },
    remove(key: string): void {
      entries.delete(key);
    },
  };
}
