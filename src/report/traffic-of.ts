import type { AwsApi } from '../model/aws.ts';
import type { TrafficReport } from './model.ts';

const DAYS_A_MONTH = 30.4;

/** What callers asked of the estate, where a baseline was read. Peaks are added up: they may fall together. */
export function trafficOf(apis: readonly AwsApi[]): TrafficReport {
  const known = apis.flatMap(({ name, stage, traffic }) =>
    traffic === undefined ? [] : [{ api: `${name} ${stage.name}`.trim(), ...traffic }],
  );
  const monthly = known.reduce((sum, { requests, days }) => sum + (days > 0 ? (requests / days) * DAYS_A_MONTH : 0), 0);
  return {
    known: known.length,
    requestsPerMonth: Math.round(monthly),
    peakPerSecond: Math.ceil(known.reduce((sum, { peakPerMinute }) => sum + peakPerMinute, 0) / 60),
    apis: known.toSorted((a, b) => b.requests - a.requests),
  };
}
