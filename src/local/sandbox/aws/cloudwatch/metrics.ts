import type { Dimension, Metric, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { Input } from '../json-service.ts';
import { pageOf, sizeOf } from '../paging.ts';
import type { AwsState } from '../state.ts';
import { AwsError } from '../wire.ts';
import { dimensionsOf, metricNames, pastDatapoint, valueOf } from './gateway-metrics.ts';
import { datapointOf, statistic, type Datapoint } from './statistics.ts';

const NAMESPACE = 'AWS/ApiGateway';
/** Of one GetMetricData call (API reference of CloudWatch, 2026-11-25). */
const MOST_QUERIES = 500;
const MOST_DATAPOINTS = 100_800;

/**
 * Datapoints of all queries in their order, page by page (`MaxDatapoints` of them in a page).
 * @param delayMs how late metrics appear
 */
export function getMetricData(state: AwsState, input: Input, delayMs: number): unknown {
  const from = Number(input['StartTime']) * 1000;
  const to = Number(input['EndTime']) * 1000;
  if (!(to > from)) throw invalid('The parameter EndTime must be greater than StartTime.');
  const queries = (input['MetricDataQueries'] ?? []) as MetricDataQuery[];
  if (queries.length > MOST_QUERIES)
    throw invalid(`The collection MetricDataQueries must not have more than ${MOST_QUERIES}.`);
  const span = { from, to: Math.min(to, Date.now() + 1 - delayMs) };
  const values = queries.flatMap((query, index) =>
    valuesOf(state, query, span, input['ScanBy']).map((value) => ({ ...value, index })),
  );
  const size = sizeOf(input['MaxDatapoints'], { most: MOST_DATAPOINTS }, () => invalid('Invalid MaxDatapoints.'));
  const token = input['NextToken'] as string | undefined;
  const { items, next } = pageOf(
    values,
    token,
    size,
    () => new AwsError('InvalidNextToken', 'The token is not valid.'),
  );
  const byQuery = Map.groupBy(items, ({ index }) => index);
  const last = next === undefined ? queries.length : (items.at(-1)?.index ?? 0);
  return {
    MetricDataResults: queries.map((query, index) => {
      const own = byQuery.get(index) ?? [];
      return {
        Id: query.Id,
        Label: query.Label ?? query.MetricStat?.Metric?.MetricName,
        Timestamps: own.map(({ at }) => at),
        Values: own.map(({ value }) => value),
        StatusCode: index < last ? 'Complete' : 'PartialData',
      };
    }),
    Messages: [],
    NextToken: next,
  };
}

/** Of stages that had requests in the last hour or in the past. */
export function listMetrics(state: AwsState, input: Input): unknown {
  const { Namespace, MetricName, Dimensions = [] } = input as Metric;
  const measured = [...state.metrics.all(), ...state.pastTraffic];
  const stages = new Map(measured.map((one) => [`${one.apiId}/${one.stage}`, one] as const));
  const all = [...stages.values()].flatMap((one) =>
    metricNames(state, one.apiId).map((name) => ({
      Namespace: NAMESPACE,
      MetricName: name,
      Dimensions: dimensionsOf(state, one),
    })),
  );
  const wanted = all.filter(
    (metric) =>
      (Namespace === undefined || Namespace === metric.Namespace) &&
      (MetricName === undefined || MetricName === metric.MetricName) &&
      hasAll(metric.Dimensions, Dimensions),
  );
  const token = input['NextToken'] as string | undefined;
  const { items, next } = pageOf(wanted, token, 500, () => invalid('Invalid NextToken.'));
  return { Metrics: items, NextToken: next };
}

const invalid = (message: string): AwsError => new AwsError('ValidationError', message);

interface Span {
  readonly from: number;
  readonly to: number;
}

function valuesOf(
  state: AwsState,
  { MetricStat: stat }: MetricDataQuery,
  span: Span,
  scanBy: unknown,
): { readonly at: Date; readonly value: number }[] {
  if (stat?.Metric?.Namespace !== NAMESPACE)
    throw invalid(`Only MetricStat queries of namespace ${NAMESPACE} are simulated.`);
  const seconds = stat.Period ?? 60;
  if (!Number.isInteger(seconds) || seconds < 60 || seconds % 60 !== 0)
    throw invalid('Period must be a multiple of 60.');
  const points = datapoints(state, stat.Metric, stat.Metric.MetricName ?? '', span, seconds * 1000);
  const ordered = scanBy === 'TimestampAscending' ? points : points.toReversed();
  return ordered.map(({ start, point }) => ({ at: new Date(start), value: statistic(stat.Stat ?? 'Sum', point) }));
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
  return asked.length > 0 && hasAll(own, asked);
}

/** Whether each is there; one without a value is there with any. */
function hasAll(own: readonly Dimension[], asked: readonly Dimension[]): boolean {
  return asked.every(({ Name, Value }) =>
    own.some((one) => one.Name === Name && (Value === undefined || one.Value === Value)),
  );
}
