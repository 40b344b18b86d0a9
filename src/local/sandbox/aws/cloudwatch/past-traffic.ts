const HOUR_MS = 3_600_000;
/** One-minute values are kept for 15 days, hourly ones for 455 (CloudWatch user guide, 2026-11-25). */
const KEPT_MS = 455 * 24 * HOUR_MS;

/** The traffic that a stage had before the sandbox started, the same every day: busy by day, quiet by night. */
export interface PastTraffic {
  readonly apiName: string;
  readonly apiId: string;
  readonly stage: string;
  /** A mean over the day. */
  readonly requestsPerHour: number;
  /** Shares of the requests. */
  readonly clientErrors: number;
  readonly serverErrors: number;
  /** Mean, in milliseconds. */
  readonly latencyMs: number;
  readonly bytesPerRequest: number;
  /** Milliseconds since 1970; later requests are those that the gateway counts. */
  readonly until: number;
}

/** Requests of a period of at least a minute, by the hours that it touches. */
export function requestsBetween({ requestsPerHour, until }: PastTraffic, from: number, to: number): number {
  const end = Math.min(to, until);
  let requests = 0;
  for (let at = Math.max(from, until - KEPT_MS); at < end;) {
    const next = Math.min(end, (Math.floor(at / HOUR_MS) + 1) * HOUR_MS);
    requests += requestsPerHour * busyness(new Date(at).getUTCHours()) * ((next - at) / HOUR_MS);
    at = next;
  }
  return Math.round(requests);
}

/** 1 on average over a day, 1.8 at 15 h, 0.2 at 3 h (UTC). */
const busyness = (hour: number): number => 1 + 0.8 * Math.cos(((hour - 15) / 12) * Math.PI);
