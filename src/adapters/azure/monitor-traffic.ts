import type { MetricValue, MonitorClient, Response, TimeSeriesElement } from '@azure/arm-monitor';
import type { TargetTraffic, TrafficCounts } from '../../ports/traffic.ts';
import type { AzureClients } from './clients.ts';
import { withAzureFailures } from './failures.ts';

/** APIs asked for at once: the filter goes into the URL. */
const APIS_PER_QUERY = 20;

/** Time series answered at most; the default of 10 would cut off APIs (2026-11-23). */
const MAX_SERIES = 1_000;

const PER_MINUTE = 'PT1M';

/** What one question to Azure Monitor is about. */
interface Question {
  readonly metric: 'Requests' | 'Duration';
  readonly aggregation: 'Total' | 'Average';
  readonly filter: string;
}

type Ask = (question: Question) => Promise<readonly TimeSeriesElement[]>;

/**
 * The TargetTraffic port over Azure Monitor's metrics of one API Management service: `Requests` by
 * GatewayResponseCodeCategory and by the codes 401, 403 and 429, and `Duration`, per minute and ApiId. Metrics come minutes
 * late; a span without any value is no data, not zero requests.
 */
export function monitorTraffic(
  clients: AzureClients,
  target: { readonly subscriptionId: string; readonly resourceGroup: string; readonly service: string },
): TargetTraffic {
  const resource = `subscriptions/${target.subscriptionId}/resourceGroups/${target.resourceGroup}/providers/Microsoft.ApiManagement/service/${target.service}`;
  return {
    counts: (apiIds, from, to) =>
      withAzureFailures(async () => {
        const client = await clients.monitor(target.subscriptionId);
        const ask: Ask = (question) => listMetric(client, resource, `${from}/${to}`, question);
        const parts: TrafficPart[] = [];
        for (let start = 0; start < apiIds.length; start += APIS_PER_QUERY)
          parts.push(await countApis(ask, apiIds.slice(start, start + APIS_PER_QUERY)));
        return summed(parts);
      }),
  };
}

interface TrafficPart {
  readonly seen: boolean;
  readonly requests: number;
  readonly serverErrors: number;
  readonly denied: number;
  readonly throttled: number;
  /** Sum of mean x requests, in milliseconds, and the requests that had a mean. */
  readonly weightedMs: number;
  readonly weight: number;
}

async function countApis(ask: Ask, apiIds: readonly string[]): Promise<TrafficPart> {
  const apis = anyOf('ApiId', apiIds);
  const requests = { metric: 'Requests', aggregation: 'Total' } as const;
  const byCategory = await ask({ ...requests, filter: `${apis} and GatewayResponseCodeCategory eq '*'` });
  const codes = anyOf('GatewayResponseCode', ['401', '403', '429']);
  const byCode = await ask({ ...requests, filter: `${apis} and ${codes}` });
  const durations = await ask({ metric: 'Duration', aggregation: 'Average', filter: apis });
  const totalOf = (series: readonly TimeSeriesElement[], dimension: string, ...values: string[]): number =>
    total(series.filter((one) => values.includes(dimensionOf(one, dimension))));
  return {
    seen: byCategory.some((one) => one.data?.some((value) => value.total !== undefined)),
    requests: total(byCategory),
    serverErrors: totalOf(byCategory, 'GatewayResponseCodeCategory', '5xx'),
    denied: totalOf(byCode, 'GatewayResponseCode', '401', '403'),
    throttled: totalOf(byCode, 'GatewayResponseCode', '429'),
    ...weightedDuration(durations, requestsPerMinute(byCategory)),
  };
}

/** The mean over a span from the means of its minutes: each weighs as many requests as it had. */
function weightedDuration(
  durations: readonly TimeSeriesElement[],
  weights: ReadonlyMap<string, number>,
): { readonly weightedMs: number; readonly weight: number } {
  let [weightedMs, weight] = [0, 0];
  for (const one of durations)
    for (const value of one.data ?? []) {
      const requests = weights.get(minuteKey(one, value)) ?? 0;
      if (value.average === undefined) continue;
      weightedMs += value.average * requests;
      weight += requests;
    }
  return { weightedMs, weight };
}

/** By API and minute, and by minute alone for durations that come as one series of all APIs asked for. */
function requestsPerMinute(series: readonly TimeSeriesElement[]): ReadonlyMap<string, number> {
  const perMinute = new Map<string, number>();
  const add = (key: string, count: number) => perMinute.set(key, (perMinute.get(key) ?? 0) + count);
  for (const one of series)
    for (const value of one.data ?? []) {
      const key = minuteKey(one, value);
      const allApis = minuteKey({}, value);
      add(key, value.total ?? 0);
      if (key !== allApis) add(allApis, value.total ?? 0);
    }
  return perMinute;
}

function summed(parts: readonly TrafficPart[]): TrafficCounts | undefined {
  if (!parts.some((part) => part.seen)) return undefined;
  const sum = (member: Exclude<keyof TrafficPart, 'seen'>) => parts.reduce((all, part) => all + part[member], 0);
  const weight = sum('weight');
  return {
    requests: sum('requests'),
    serverErrors: sum('serverErrors'),
    denied: sum('denied'),
    throttled: sum('throttled'),
    ...(weight > 0 && { latencyMs: sum('weightedMs') / weight }),
  };
}

async function listMetric(
  client: MonitorClient,
  resource: string,
  timespan: string,
  { metric, aggregation, filter }: Question,
): Promise<readonly TimeSeriesElement[]> {
  const answer: Response = await client.metrics.list(resource, {
    timespan,
    interval: PER_MINUTE,
    metricnames: metric,
    aggregation,
    filter,
    top: MAX_SERIES,
  });
  return answer.value.flatMap((one) => one.timeseries);
}

const anyOf = (dimension: string, values: readonly string[]): string =>
  values.map((value) => `${dimension} eq '${value.replaceAll("'", "''")}'`).join(' or ');

/** Azure Monitor answers names of dimensions in lower case whatever was asked (2026-11-23). */
const dimensionOf = (series: TimeSeriesElement, name: string): string =>
  series.metadatavalues?.find((one) => one.name?.value?.toLowerCase() === name.toLowerCase())?.value ?? '';

const minuteKey = (series: TimeSeriesElement, value: MetricValue): string =>
  `${dimensionOf(series, 'ApiId').toLowerCase()}|${value.timeStamp.toISOString()}`;

const total = (series: readonly TimeSeriesElement[]): number =>
  series.reduce((all, one) => all + (one.data ?? []).reduce((sum, value) => sum + (value.total ?? 0), 0), 0);
