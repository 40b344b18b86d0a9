import type { Dimension } from '@aws-sdk/client-cloudwatch';
import type { AwsState, GatewayMetric } from '../state.ts';
import type { PastTraffic } from './past-traffic.ts';
import { requestsBetween } from './past-traffic.ts';
import type { Datapoint } from './statistics.ts';

type Measured = Pick<GatewayMetric, 'status' | 'latencyMs' | 'bytes'>;
type Outcome = 'answered' | 'clientError' | 'serverError';

/** A metric: what a request adds to it, and by which outcome of the request. */
interface GatewayMetricKind {
  readonly value: (request: Measured) => number;
  /** Only requests with this outcome add to it; absent when all do. */
  readonly only?: Outcome;
}

const one = (): number => 1;
const latency: GatewayMetricKind = { value: ({ latencyMs }) => latencyMs };
const ofClients: GatewayMetricKind = { value: one, only: 'clientError' };
const ofServers: GatewayMetricKind = { value: one, only: 'serverError' };
type Kinds = Readonly<Record<string, GatewayMetricKind>>;

/** Each kind of API has names of its own (API Gateway developer guide, metrics and dimensions, 2026-11-25). */
const METRICS: Readonly<Record<'REST' | 'HTTP' | 'WEBSOCKET', Kinds>> = {
  REST: {
    'Count': { value: one },
    '4XXError': ofClients,
    '5XXError': ofServers,
    'Latency': latency,
    'IntegrationLatency': latency,
  },
  HTTP: {
    'Count': { value: one },
    '4xx': ofClients,
    '5xx': ofServers,
    'Latency': latency,
    'IntegrationLatency': latency,
    'DataProcessed': { value: ({ bytes = 0 }) => bytes },
  },
  WEBSOCKET: {
    MessageCount: { value: one },
    ClientError: ofClients,
    IntegrationError: ofServers,
    ExecutionError: ofServers,
    IntegrationLatency: latency,
  },
};

const kindOf = (state: AwsState, apiId: string): keyof typeof METRICS =>
  state.httpApis.get(apiId)?.api.ProtocolType ?? (state.httpApis.has(apiId) ? 'HTTP' : 'REST');

/** Names of the metrics that an API has. */
export function metricNames(state: AwsState, apiId: string): string[] {
  return Object.keys(METRICS[kindOf(state, apiId)]);
}

function metricOf(state: AwsState, apiId: string, name: string): GatewayMetricKind | undefined {
  const metrics = METRICS[kindOf(state, apiId)];
  return Object.hasOwn(metrics, name) ? metrics[name] : undefined;
}

const outcomeOf = ({ status }: Measured): Outcome =>
  status >= 500 ? 'serverError' : status >= 400 ? 'clientError' : 'answered';

/** What one request adds to a metric; undefined when the API has none of that name. */
export function valueOf(state: AwsState, apiId: string, name: string, request: Measured): number | undefined {
  const metric = metricOf(state, apiId, name);
  if (!metric) return undefined;
  return metric.only === undefined || metric.only === outcomeOf(request) ? metric.value(request) : 0;
}

/** REST APIs are told apart by name, the others by id. */
export function dimensionsOf(
  state: AwsState,
  { apiId, apiName, stage }: Pick<GatewayMetric, 'apiId' | 'apiName' | 'stage'>,
): Dimension[] {
  const isRest = kindOf(state, apiId) === 'REST';
  const api = isRest ? { Name: 'ApiName', Value: apiName } : { Name: 'ApiId', Value: apiId };
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
  name: string,
  from: number,
  to: number,
): Datapoint | undefined {
  const count = requestsBetween(traffic, from, to);
  const metric = metricOf(state, traffic.apiId, name);
  if (count === 0 || !metric) return undefined;
  const { clientErrors, serverErrors, latencyMs, bytesPerRequest: bytes } = traffic;
  const value = metric.value({ status: 200, latencyMs, bytes });
  const shares: Readonly<Record<Outcome, number>> = {
    answered: 1 - clientErrors - serverErrors,
    clientError: clientErrors,
    serverError: serverErrors,
  };
  const share = metric.only === undefined ? 1 : shares[metric.only];
  const quantile = (wanted: number): number =>
    metric === latency
      ? value * (SPREAD.find(([upTo]) => wanted <= upTo)?.[1] ?? 1)
      : Number(1 - wanted < share) * value;
  return { count, sum: Math.round(count * share * value), least: quantile(0), most: quantile(1), quantile };
}
