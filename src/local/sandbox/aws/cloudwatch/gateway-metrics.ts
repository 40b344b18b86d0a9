import type { Dimension } from '@aws-sdk/client-cloudwatch';
import type { AwsState, GatewayMetric } from '../state.ts';
import type { PastTraffic } from './past-traffic.ts';
import { requestsBetween } from './past-traffic.ts';
import type { Datapoint } from './statistics.ts';

type Measured = Pick<GatewayMetric, 'status' | 'latencyMs' | 'bytes'>;

/** What a request adds to each metric; both kinds of API have their own names (API Gateway developer guide, metrics, 2026-11-25). */
const LATENCIES = { Latency: latency, IntegrationLatency: latency };
const OF_REST: Readonly<Record<string, (request: Measured) => number>> = {
  'Count': () => 1,
  '4XXError': ({ status }) => Number(isClientError(status)),
  '5XXError': ({ status }) => Number(status >= 500),
  ...LATENCIES,
};
const OF_HTTP: Readonly<Record<string, (request: Measured) => number>> = {
  'Count': () => 1,
  '4xx': ({ status }) => Number(isClientError(status)),
  '5xx': ({ status }) => Number(status >= 500),
  ...LATENCIES,
  'DataProcessed': ({ bytes = 0 }) => bytes,
};

function latency({ latencyMs }: Measured): number {
  return latencyMs;
}
const isClientError = (status: number): boolean => status >= 400 && status < 500;

const isHttp = (state: AwsState, apiId: string): boolean => state.httpApis.has(apiId);

/** Names of the metrics that an API has. */
export function metricNames(state: AwsState, apiId: string): string[] {
  return Object.keys(isHttp(state, apiId) ? OF_HTTP : OF_REST);
}

/** What one request adds to a metric; undefined when the API has none of that name. */
export function valueOf(state: AwsState, apiId: string, metric: string, request: Measured): number | undefined {
  const metrics = isHttp(state, apiId) ? OF_HTTP : OF_REST;
  return Object.hasOwn(metrics, metric) ? metrics[metric]?.(request) : undefined;
}

/** REST APIs are told apart by name, the others by id. */
export function dimensionsOf(
  state: AwsState,
  { apiId, apiName, stage }: Pick<GatewayMetric, 'apiId' | 'apiName' | 'stage'>,
): Dimension[] {
  const api = isHttp(state, apiId) ? { Name: 'ApiId', Value: apiId } : { Name: 'ApiName', Value: apiName };
  return [api, { Name: 'Stage', Value: stage }];
}

/** How latencies spread round their mean: few requests take much longer than most. */
const SPREAD: readonly (readonly [number, number])[] = [
  [0, 0.3],
  [0.5, 0.8],
  [0.9, 1.6],
  [0.95, 2.1],
  [0.99, 3.6],
  [1, 8],
];

/** A metric of traffic in the past; undefined without requests in the period. */
export function pastDatapoint(
  state: AwsState,
  traffic: PastTraffic,
  metric: string,
  from: number,
  to: number,
): Datapoint | undefined {
  const count = requestsBetween(traffic, from, to);
  if (count === 0) return undefined;
  const { clientErrors, serverErrors, latencyMs, bytesPerRequest: bytes, apiId } = traffic;
  const failed = { status: metric.startsWith('4') ? 400 : 500, latencyMs, bytes };
  const value = valueOf(state, apiId, metric, failed);
  if (value === undefined) return undefined;
  const share = metric.startsWith('4') ? clientErrors : metric.startsWith('5') ? serverErrors : 1;
  const isLatency = metric in LATENCIES;
  const quantile = (wanted: number): number =>
    isLatency ? value * (SPREAD.find(([upTo]) => wanted <= upTo)?.[1] ?? 1) : Number(1 - wanted < share) * value;
  return { count, sum: Math.round(count * share * value), least: quantile(0), most: quantile(1), quantile };
}
