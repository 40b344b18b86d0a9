import type { Dimension, Metric, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { Input } from '../json-service.ts';
import type { AwsState } from '../state.ts';
import { AwsError } from '../wire.ts';
import { dimensionsOf, metricNames, pastDatapoint, valueOf } from './gateway-metrics.ts';
import { datapointOf, statistic, type Datapoint } from './statistics.ts';

const NAMESPACE = 'AWS/ApiGateway';
/** Of one GetMetricData call (API reference of CloudWatch, 2026-11-25). */
const MOST_QUERIES = 500;
const MOST_DATAPOINTS = 100_800;

/** @param delayMs how late metrics appear */
export function getMetricData(state: AwsState, input: Input, delayMs: number): unknown {
  const from = Number(input['StartTime']) * 1000;
  const to = Number(input['EndTime']) * 1000;
  if (!(to > from)) throw new AwsError('ValidationError', 'The parameter EndTime must be greater than StartTime.');
  const queries = (input['MetricDataQueries'] ?? []) as MetricDataQuery[];
  if (queries.length > MOST_QUERIES)
    throw new AwsError('ValidationError', `The collection MetricDataQueries must not have more than ${MOST_QUERIES}.`);
  const seenUntil = Math.min(to, Date.now() + 1 - delayMs);
  const results = queries.map((query) => result(state, query, { from, to: seenUntil }, input['ScanBy']));
  if (results.reduce((sum, { Values }) => sum + Values.length, 0) > MOST_DATAPOINTS)
    throw new AwsError('ValidationError', 'More datapoints than one call may ask for.');
  return { MetricDataResults: results, Messages: [] };
}

/** Of stages that had requests in the last hour or in the past. */
export function listMetrics(state: AwsState): Metric[] {
  const measured = [...state.metrics.all(), ...state.pastTraffic];
  const stages = new Map(measured.map((one) => [`${one.apiId}/${one.stage}`, one] as const));
  return [...stages.values()].flatMap((one) =>
    metricNames(state, one.apiId).map((MetricName) => ({
      Namespace: NAMESPACE,
      MetricName,
      Dimensions: dimensionsOf(state, one),
    })),
  );
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function result(state: AwsState, query: MetricDataQuery, span: Span, scanBy: unknown) {
  const stat = query.MetricStat;
  const metric = stat?.Metric?.MetricName ?? '';
  if (stat?.Metric?.Namespace !== NAMESPACE)
    throw new AwsError('ValidationError', `Only MetricStat queries of namespace ${NAMESPACE} are simulated.`);
  const seconds = stat.Period ?? 60;
  if (!Number.isInteger(seconds) || seconds < 60 || seconds % 60 !== 0)
    throw new AwsError('ValidationError', 'Period must be a multiple of 60.');
  const points = datapoints(state, stat.Metric, metric, span, seconds * 1000);
  const ordered = scanBy === 'TimestampAscending' ? points : points.toReversed();
  return {
    Id: query.Id,
    Label: query.Label ?? metric,
    Timestamps: ordered.map(({ start }) => new Date(start)),
    Values: ordered.map(({ point }) => statistic(stat.Stat ?? 'Sum', point)),
    StatusCode: 'Complete',
  };
}

/** Of each period in which anything was measured, the oldest first. */
function datapoints(
  state: AwsState,
  { Dimensions = [] }: Metric,
  metric: string,
  { from, to }: Span,
  periodMs: number,
): { readonly start: number; readonly point: Datapoint }[] {
  const found = new Map<number, Datapoint>();
  for (const past of state.pastTraffic) {
    if (!fits(dimensionsOf(state, past), Dimensions)) continue;
    for (let start = Math.floor(from / periodMs) * periodMs; start < Math.min(to, past.until); start += periodMs) {
      const point = pastDatapoint(state, past, metric, Math.max(start, from), Math.min(start + periodMs, to));
      if (point) found.set(start, point);
    }
  }
  const values = new Map<number, number[]>();
  for (const sample of state.metrics.between(from, to)) {
    if (!fits(dimensionsOf(state, sample), Dimensions)) continue;
    const value = valueOf(state, sample.apiId, metric, sample);
    if (value === undefined) continue;
    const start = Math.floor(sample.at / periodMs) * periodMs;
    const others = values.get(start);
    if (others) others.push(value);
    else values.set(start, [value]);
  }
  for (const [start, each] of values) found.set(start, both(found.get(start), datapointOf(each)));
  return [...found].toSorted(([a], [b]) => a - b).map(([start, point]) => ({ start, point }));
}

/** A period in which the past and the present meet; its percentiles are the present's. */
function both(past: Datapoint | undefined, present: Datapoint): Datapoint {
  if (!past) return present;
  return {
    count: past.count + present.count,
    sum: past.sum + present.sum,
    least: Math.min(past.least, present.least),
    most: Math.max(past.most, present.most),
    quantile: present.quantile,
  };
}

/** Every dimension asked for is one of the stage's; an API's own metrics, without a stage, are the sum of its stages. */
function fits(own: readonly Dimension[], asked: readonly Dimension[]): boolean {
  return (
    asked.length > 0 && asked.every(({ Name, Value }) => own.some((one) => one.Name === Name && one.Value === Value))
  );
}
