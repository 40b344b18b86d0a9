import { AwsError } from '../wire.ts';

/** What is known of a metric in one period. */
export interface Datapoint {
  readonly count: number;
  readonly sum: number;
  readonly least: number;
  readonly most: number;
  /** The value below which a share (0 to 1) of the values lies. */
  readonly quantile: (share: number) => number;
}

export function datapointOf(values: readonly number[]): Datapoint {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    count: values.length,
    sum: values.reduce((total, value) => total + value, 0),
    least: sorted[0] ?? 0,
    most: sorted.at(-1) ?? 0,
    quantile: (share) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0,
  };
}

/** A statistic by CloudWatch's name: Sum, Average, SampleCount, Minimum, Maximum or a percentile such as p99.9. */
export function statistic(name: string, { count, sum, least, most, quantile }: Datapoint): number {
  const percentile = /^p(\d{1,2}(?:\.\d+)?|100)$/.exec(name)?.[1];
  if (percentile !== undefined) return quantile(Number(percentile) / 100);
  const known: Readonly<Record<string, number>> = {
    Sum: sum,
    Average: sum / count,
    SampleCount: count,
    Minimum: least,
    Maximum: most,
  };
  const value = Object.hasOwn(known, name) ? known[name] : undefined;
  if (value === undefined)
    throw new AwsError('ValidationError', `The value ${name} for parameter Stat is not supported.`);
  return value;
}
