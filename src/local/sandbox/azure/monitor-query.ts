import { Refusal } from './answers.ts';
import type { GatewaySample } from './state.ts';

export type MetricName = 'Requests' | 'Duration';

/** What a metrics request asks for. Times are milliseconds since 1970. */
export interface MetricsQuery {
  readonly metrics: readonly MetricName[];
  readonly from: number;
  readonly to: number;
  readonly interval: string;
  readonly intervalMs: number;
  /** Lower case: `total`, `average`, … */
  readonly aggregations: readonly Aggregation[];
  /** Dimensions that split the answer, with the values let through (lower case; `*` lets all). */
  readonly filter: ReadonlyMap<Dimension, ReadonlySet<string>>;
  /** Series answered at most. */
  readonly top: number;
}

const AGGREGATIONS = ['total', 'average', 'minimum', 'maximum', 'count'] as const;
export type Aggregation = (typeof AGGREGATIONS)[number];

const MINUTE_MS = 60_000;
const INTERVALS = new Map([
  ['PT1M', MINUTE_MS],
  ['PT5M', 5 * MINUTE_MS],
  ['PT15M', 15 * MINUTE_MS],
  ['PT30M', 30 * MINUTE_MS],
  ['PT1H', 60 * MINUTE_MS],
  ['PT6H', 360 * MINUTE_MS],
  ['PT12H', 720 * MINUTE_MS],
  ['P1D', 1_440 * MINUTE_MS],
]);

/** The dimensions of the gateway's metrics; those about the response only `Requests` has. */
export const DIMENSIONS = {
  ApiId: (sample: GatewaySample) => sample.apiId,
  Hostname: (sample: GatewaySample) => sample.hostname,
  GatewayResponseCode: (sample: GatewaySample) => String(sample.status),
  GatewayResponseCodeCategory: (sample: GatewaySample) => category(sample.status),
  BackendResponseCode: (sample: GatewaySample) => String(sample.backendStatus ?? 0),
  BackendResponseCodeCategory: (sample: GatewaySample) => category(sample.backendStatus ?? 0),
} as const;
export type Dimension = keyof typeof DIMENSIONS;

const OF_DURATION: readonly string[] = ['ApiId', 'Hostname'];
const category = (status: number): string => `${Math.floor(status / 100)}xx`;

/** Reads the query of `GET …/Microsoft.Insights/metrics`. Throws 400 `BadRequest` naming the parameter. */
export function metricsQuery(parameters: URLSearchParams, now: number): MetricsQuery {
  const read = (name: string): string | undefined => parameters.get(name) ?? undefined;
  const metrics = (read('metricnames') ?? 'Requests').split(',').map(metricName);
  const interval = read('interval') ?? 'PT1M';
  const intervalMs = INTERVALS.get(interval);
  if (intervalMs === undefined)
    throw bad(`The interval ${interval} is not one of ${[...INTERVALS.keys()].join(', ')}.`);
  return {
    metrics,
    ...timespan(read('timespan'), now),
    interval,
    intervalMs,
    aggregations: (read('aggregation') ?? 'Total').split(',').map(aggregation),
    filter: filterOf(read('$filter') ?? '', metrics),
    top: Number(read('top') ?? 10),
  };
}

function metricName(text: string): MetricName {
  const name = text.trim().toLowerCase();
  if (name === 'requests') return 'Requests';
  if (name === 'duration') return 'Duration';
  throw bad(`Failed to find metric configuration for metric ${text}: the sandbox measures Requests and Duration.`);
}

function aggregation(text: string): Aggregation {
  const found = AGGREGATIONS.find((one) => one === text.trim().toLowerCase());
  if (!found) throw bad(`The aggregation ${text} is not one of ${AGGREGATIONS.join(', ')}.`);
  return found;
}

/** `start/end` in ISO 8601; without it the last hour. */
function timespan(text: string | undefined, now: number): { readonly from: number; readonly to: number } {
  if (text === undefined) return { from: now - 60 * MINUTE_MS, to: now };
  const [from, to] = text.split('/').map((one) => Date.parse(one));
  if (from !== undefined && to !== undefined && from < to) return { from, to };
  throw bad(`The timespan ${text} is not START/END with START before END.`);
}

/** `A eq 'x' or A eq 'y' and B eq '*'`: values of one dimension are alternatives, dimensions all hold. */
function filterOf(text: string, metrics: readonly MetricName[]): Map<Dimension, Set<string>> {
  const filter = new Map<Dimension, Set<string>>();
  const clause = /(\w+)\s+eq\s+'((?:[^']|'')*)'/g;
  const rest = text.replace(clause, (_, name: string, value: string) => {
    const dimension = dimensionOf(name, metrics);
    filter.set(dimension, (filter.get(dimension) ?? new Set()).add(value.replaceAll("''", "'").toLowerCase()));
    return '';
  });
  if (/[^\s()]/.test(rest.replaceAll(/\b(and|or)\b/gi, ''))) throw bad(`The filter ${text} cannot be read.`);
  return filter;
}

function dimensionOf(name: string, metrics: readonly MetricName[]): Dimension {
  const found = (Object.keys(DIMENSIONS) as Dimension[]).find((one) => one.toLowerCase() === name.toLowerCase());
  if (!found || (metrics.includes('Duration') && !OF_DURATION.includes(found)))
    throw bad(`The metric ${metrics.join(', ')} has no dimension ${name}.`);
  return found;
}

function bad(message: string): Refusal {
  return new Refusal(400, 'BadRequest', message);
}
