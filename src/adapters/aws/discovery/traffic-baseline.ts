import type { MetricDataQuery, MetricDataResult } from '@aws-sdk/client-cloudwatch';
import type { AwsApi, AwsTrafficBaseline } from '../../../model/aws.ts';
import type { SourceReading } from './source-reading.ts';

/** One-minute values are kept for 15 days (CloudWatch user guide, 2026-11-25). */
const DAYS = 14;
const DAY_SECONDS = 86_400;

/** Metrics by kind of API: REST APIs are told apart by name, the others by id (developer guide, metrics, 2026-11-25). */
const METRICS = {
  REST: { requests: 'Count', clientErrors: '4XXError', serverErrors: '5XXError', latency: 'Latency' },
  HTTP: { requests: 'Count', clientErrors: '4xx', serverErrors: '5xx', latency: 'Latency' },
  // A message has no answer that would have a latency.
  WEBSOCKET: {
    requests: 'MessageCount',
    clientErrors: 'ClientError',
    serverErrors: 'ExecutionError',
    latency: 'IntegrationLatency',
  },
} as const;

/**
 * What callers asked of a stage over the last full fourteen days (UTC), so that reading twice on a day gives the same.
 * Undefined, and a gap, when CloudWatch cannot be read.
 */
export async function readTrafficBaseline(
  reading: SourceReading,
  api: AwsApi,
  now: Date,
): Promise<AwsTrafficBaseline | undefined> {
  const { GetMetricDataCommand } = await import('@aws-sdk/client-cloudwatch');
  const client = await reading.clients.cloudWatch(reading.scope);
  const EndTime = new Date(Math.floor(now.getTime() / (DAY_SECONDS * 1000)) * DAY_SECONDS * 1000);
  const StartTime = new Date(EndTime.getTime() - DAYS * DAY_SECONDS * 1000);
  const read = reading.readOf({ action: 'cloudwatch:GetMetricData', resource: '*', at: api.at, severity: 'review' });
  const found = await reading.allIfRead(read, async (NextToken) => {
    const span = { StartTime, EndTime, ScanBy: 'TimestampAscending' } as const;
    const answer = await client.send(
      new GetMetricDataCommand({ MetricDataQueries: queriesOf(api), ...span, NextToken }),
    );
    return { items: answer.MetricDataResults, next: answer.NextToken };
  });
  return found && baselineOf(found, StartTime);
}

function queriesOf({ type, id, name, stage }: AwsApi): MetricDataQuery[] {
  const { requests, clientErrors, serverErrors, latency } = METRICS[type];
  const own = type === 'REST' ? { Name: 'ApiName', Value: name } : { Name: 'ApiId', Value: id };
  const Dimensions = [own, { Name: 'Stage', Value: stage.name }];
  const query = (Id: string, MetricName: string, Stat: string, Period: number): MetricDataQuery => ({
    Id,
    MetricStat: { Metric: { Namespace: 'AWS/ApiGateway', MetricName, Dimensions }, Stat, Period },
  });
  const whole = DAYS * DAY_SECONDS;
  return [
    query('requests', requests, 'Sum', 60),
    query('client_errors', clientErrors, 'Sum', DAY_SECONDS),
    query('server_errors', serverErrors, 'Sum', DAY_SECONDS),
    query('latency', latency, 'Average', whole),
    query('latency_p95', latency, 'p95', whole),
    query('latency_p99', latency, 'p99', whole),
    query('integration', 'IntegrationLatency', 'Average', whole),
  ];
}

/** Results of one query come on several pages. */
function baselineOf(results: readonly MetricDataResult[], from: Date): AwsTrafficBaseline {
  const values = (id: string): number[] => results.filter(({ Id }) => Id === id).flatMap(({ Values }) => Values ?? []);
  const times = results.filter(({ Id }) => Id === 'requests').flatMap(({ Timestamps }) => Timestamps ?? []);
  const minutes = values('requests');
  const byDay = new Map<string, number>(
    Array.from({ length: DAYS }, (_, day) => [dayOf(new Date(from.getTime() + day * DAY_SECONDS * 1000)), 0]),
  );
  for (const [index, count] of minutes.entries()) {
    const day = dayOf(times[index] ?? from);
    byDay.set(day, (byDay.get(day) ?? 0) + count);
  }
  const sum = (all: readonly number[]): number => all.reduce((total, each) => total + each, 0);
  const [average, p95, p99, integration] = ['latency', 'latency_p95', 'latency_p99', 'integration'].map(
    (id) => values(id)[0],
  );
  return {
    days: DAYS,
    requests: sum(minutes),
    peakPerMinute: minutes.reduce((most, each) => Math.max(most, each), 0),
    clientErrors: sum(values('client_errors')),
    serverErrors: sum(values('server_errors')),
    ...(average === undefined || p95 === undefined || p99 === undefined ? {} : { latencyMs: { average, p95, p99 } }),
    ...(integration === undefined ? {} : { integrationLatencyMs: { average: integration } }),
    daily: [...byDay].map(([day, requests]) => ({ day, requests })),
  };
}

const dayOf = (time: Date): string => time.toISOString().slice(0, 10);
