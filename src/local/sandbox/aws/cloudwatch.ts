import type { Metric, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { jsonService, type Input } from './json-service.ts';
import type { AwsService } from './service.ts';
import type { AwsState, GatewayMetric } from './state.ts';
import { AwsError } from './wire.ts';

const METRICS = ['Count', '4XXError', '5XXError', 'Latency'] as const;
/** HTTP APIs name theirs otherwise (API Gateway, HTTP API metrics, 2026-11-23). */
const ALIASES: Readonly<Record<string, string>> = { '4xx': '4XXError', '5xx': '5XXError' };

/** CloudWatch's metrics of API Gateway, in JSON 1.0 as the SDK speaks since 2025. */
export function cloudWatch(state: AwsState, delayMs: number): AwsService {
  return jsonService({
    name: 'cloudwatch',
    signingName: 'monitoring',
    version: '1.0',
    operations: {
      ListMetrics: () => ({ Metrics: listMetrics(state) }),
      GetMetricData: (input) => getMetricData(state, input, delayMs),
    },
  });
}

function getMetricData(state: AwsState, input: Input, delayMs: number): unknown {
  const from = Number(input['StartTime']) * 1000;
  const to = Number(input['EndTime']) * 1000;
  if (!(to > from)) throw new AwsError('ValidationError', 'The parameter EndTime must be greater than StartTime.');
  const queries = (input['MetricDataQueries'] ?? []) as MetricDataQuery[];
  const seenUntil = Math.min(to, Date.now() + 1 - delayMs);
  return { MetricDataResults: queries.map((query) => result(state, query, from, seenUntil)), Messages: [] };
}

function listMetrics(state: AwsState): Metric[] {
  const names = new Map(
    state.metrics.all().map((sample) => [`${sample.apiId}/${sample.stage}`, dimensionsOf(state, sample)] as const),
  );
  return [...names.values()].flatMap((dimensions) =>
    METRICS.map((name) => ({ Namespace: 'AWS/ApiGateway', MetricName: name, Dimensions: dimensions })),
  );
}

/** REST APIs are told apart by name, HTTP APIs by id. */
function dimensionsOf(state: AwsState, sample: GatewayMetric): { Name: string; Value: string }[] {
  const api = state.httpApis.has(sample.apiId)
    ? { Name: 'ApiId', Value: sample.apiId }
    : { Name: 'ApiName', Value: sample.apiName };
  return [api, { Name: 'Stage', Value: sample.stage }];
}

function result(state: AwsState, query: MetricDataQuery, from: number, to: number): unknown {
  const stat = query.MetricStat;
  if (stat?.Metric?.Namespace !== 'AWS/ApiGateway')
    throw new AwsError('ValidationError', 'Only MetricStat queries of namespace AWS/ApiGateway are simulated.');
  const period = (stat.Period ?? 60) * 1000;
  const name = ALIASES[stat.Metric.MetricName ?? ''] ?? stat.Metric.MetricName ?? '';
  const buckets = new Map<number, number[]>();
  for (const sample of state.metrics.between(from, to)) {
    if (!fits(sample, stat.Metric)) continue;
    const start = Math.floor(sample.at / period) * period;
    const values = buckets.get(start);
    if (values) values.push(valueOf(sample, name));
    else buckets.set(start, [valueOf(sample, name)]);
  }
  const starts = [...buckets.keys()].toSorted((a, b) => b - a);
  return {
    Id: query.Id,
    Label: query.Label ?? name,
    Timestamps: starts.map((start) => new Date(start)),
    Values: starts.map((start) => statistic(stat.Stat ?? 'Sum', buckets.get(start) ?? [])),
    StatusCode: 'Complete',
  };
}

function fits(sample: GatewayMetric, metric: Metric): boolean {
  const values: Readonly<Record<string, string>> = {
    ApiName: sample.apiName,
    ApiId: sample.apiId,
    Stage: sample.stage,
  };
  return (metric.Dimensions ?? []).every((dimension) => values[dimension.Name ?? ''] === dimension.Value);
}

function valueOf(sample: GatewayMetric, name: string): number {
  if (name === '4XXError') return sample.status >= 400 && sample.status < 500 ? 1 : 0;
  if (name === '5XXError') return sample.status >= 500 ? 1 : 0;
  return name === 'Latency' || name === 'IntegrationLatency' ? sample.latencyMs : 1;
}

function statistic(name: string, values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  const percentile = /^p(\d+(?:\.\d+)?)$/.exec(name)?.[1];
  if (percentile !== undefined) {
    const sorted = values.toSorted((a, b) => a - b);
    return sorted[Math.max(0, Math.ceil((Number(percentile) / 100) * sorted.length) - 1)] ?? 0;
  }
  if (name === 'Sum') return sum;
  if (name === 'Average') return sum / values.length;
  if (name === 'SampleCount') return values.length;
  if (name === 'Maximum') return Math.max(...values);
  if (name === 'Minimum') return Math.min(...values);
  throw new AwsError('ValidationError', `The value ${name} for parameter Stat is not supported.`);
}
