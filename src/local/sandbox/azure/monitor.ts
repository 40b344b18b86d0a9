import type { SandboxRequest, SandboxResponse } from '../http-server.ts';
import { json, Refusal, type Json } from './answers.ts';
import type { ArmContext } from './context.ts';
import { DIMENSIONS, metricsQuery, type Aggregation, type MetricName, type MetricsQuery } from './monitor-query.ts';
import type { GatewaySample } from './state.ts';

const UNITS = { Requests: 'Count', Duration: 'MilliSeconds' } as const;

/** Azure Monitor's metrics of the service (2024-02-01), counted from what the target gateway answered. */
export function monitorMetrics(context: ArmContext, request: SandboxRequest, resourceId: string): SandboxResponse {
  if (request.method !== 'GET') throw new Refusal(405, 'MethodNotAllowed', `${request.method} is not supported here.`);
  const query = metricsQuery(request.url.searchParams, context.now());
  // Without data Azure answers the metric with no series, never an error.
  const samples = context.faults.isActive('no-data') ? [] : matching(seenBy(context, query), query);
  return json(200, {
    cost: 0,
    timespan: `${iso(query.from)}/${iso(query.to)}`,
    interval: query.interval,
    namespace: 'Microsoft.ApiManagement/service',
    resourceregion: 'westeurope',
    value: query.metrics.map((name) => metric(name, query, samples, resourceId)),
  });
}

/** A sample that came in the last `metricsDelayMs` is not there yet. */
function seenBy({ state, metricsDelayMs, now }: ArmContext, { from, to }: MetricsQuery): GatewaySample[] {
  return state.samples.between(from, Math.min(to, now() + 1 - metricsDelayMs));
}

function matching(samples: readonly GatewaySample[], { filter }: MetricsQuery): GatewaySample[] {
  return samples.filter((sample) =>
    [...filter].every(([name, values]) => values.has('*') || values.has(DIMENSIONS[name](sample).toLowerCase())),
  );
}

function metric(name: MetricName, query: MetricsQuery, samples: readonly GatewaySample[], resourceId: string): Json {
  return {
    id: `${resourceId}/providers/Microsoft.Insights/metrics/${name}`,
    type: 'Microsoft.Insights/metrics',
    name: { value: name, localizedValue: name },
    unit: UNITS[name],
    timeseries: split(query, samples)
      .slice(0, query.top)
      .map((series) => ({ ...series.labels, data: points(name, query, series.samples) })),
    errorCode: 'Success',
  };
}

interface Series {
  readonly labels: Json;
  readonly samples: readonly GatewaySample[];
}

/** One series per combination of values of the dimensions in the filter; busiest first, as `top` cuts the rest off. */
function split({ filter }: MetricsQuery, samples: readonly GatewaySample[]): Series[] {
  const dimensions = [...filter.keys()];
  const valuesOf = (sample: GatewaySample): string[] => dimensions.map((name) => DIMENSIONS[name](sample));
  const groups = Map.groupBy(samples, (sample) => JSON.stringify(valuesOf(sample)));
  return [...groups.values()]
    .sort((a, b) => b.length - a.length)
    .map((group) => {
      const values = valuesOf(group[0] as GatewaySample);
      // Names of dimensions come back in lower case whatever was asked (2026-11-23).
      const metadatavalues = dimensions.map((name, index) => ({
        name: { value: name.toLowerCase(), localizedValue: name.toLowerCase() },
        value: values[index],
      }));
      return { labels: { metadatavalues }, samples: group };
    });
}

/** A point for every interval of the span, also for one in which nothing came. */
function points(name: MetricName, query: MetricsQuery, samples: readonly GatewaySample[]): Json[] {
  const start = (at: number): number => Math.floor(at / query.intervalMs) * query.intervalMs;
  const measured = Map.groupBy(samples, (sample) => start(sample.at));
  const answer: Json[] = [];
  for (let at = start(query.from); at < query.to; at += query.intervalMs) {
    const values = (measured.get(at) ?? []).map((sample) => (name === 'Requests' ? 1 : sample.durationMs));
    const aggregated = query.aggregations.map((one) => [one, aggregate(one, values)]);
    answer.push({ timeStamp: iso(at), ...Object.fromEntries(aggregated) });
  }
  return answer;
}

function aggregate(aggregation: Aggregation, values: readonly number[]): number {
  const total = values.reduce((sum, value) => sum + value, 0);
  if (aggregation === 'total') return total;
  if (aggregation === 'count') return values.length;
  if (values.length === 0) return 0;
  if (aggregation === 'average') return total / values.length;
  const pick = aggregation === 'minimum' ? Math.min : Math.max;
  return values.reduce((a, b) => pick(a, b));
}

const iso = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');
