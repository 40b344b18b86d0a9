import type { CloudWatchClient, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { SourceTraffic, TrafficCounts } from '../../ports/traffic.ts';
import type { AwsClients } from './clients.ts';
import { awsFailure } from './failures.ts';

type StageOfApi = Parameters<SourceTraffic['counts']>[1][number];

const NAMESPACE = 'AWS/ApiGateway';
/** Seconds: API Gateway sends its metrics once a minute. */
const PERIOD = 60;
/** GetMetricData takes 500 queries in one call, of which every stage has eight. */
const STAGES_PER_CALL = 60;

interface Statistic {
  readonly key: 'requests' | 'clientErrors' | 'serverErrors' | 'latency';
  readonly metric: string;
}

/** REST APIs are told apart by name and count `4XXError` and `5XXError`; HTTP APIs by id, and count `4xx` and `5xx`. An id never names both. */
const OF_REST: readonly Statistic[] = [
  { key: 'requests', metric: 'Count' },
  { key: 'clientErrors', metric: '4XXError' },
  { key: 'serverErrors', metric: '5XXError' },
  { key: 'latency', metric: 'Latency' },
];
const OF_HTTP: readonly Statistic[] = [
  { key: 'requests', metric: 'Count' },
  { key: 'clientErrors', metric: '4xx' },
  { key: 'serverErrors', metric: '5xx' },
  { key: 'latency', metric: 'Latency' },
];

/** Counts requests by CloudWatch. No data at all is no zero: `undefined`. */
export function cloudWatchTraffic(clients: AwsClients): SourceTraffic {
  return {
    async counts(scope, apis, from, to) {
      const queries = apis.map(queriesOf);
      const client = await clients.cloudWatch(scope);
      const sums = new Sums();
      for (let start = 0; start < apis.length; start += STAGES_PER_CALL) {
        await collect(client, queries.slice(start, start + STAGES_PER_CALL).flat(), { from, to }, sums);
      }
      return sums.counts();
    },
  };
}

/** Latency is summed too: the mean over all is their sum by the number of requests. */
function queriesOf(api: StageOfApi, index: number): MetricDataQuery[] {
  const stage = { Name: 'Stage', Value: api.stage };
  const query = ({ key, metric }: Statistic, kind: string, name: string, value: string): MetricDataQuery => ({
    Id: `${key}_${kind}_${index}`,
    MetricStat: {
      Metric: { Namespace: NAMESPACE, MetricName: metric, Dimensions: [{ Name: name, Value: value }, stage] },
      Period: PERIOD,
      Stat: 'Sum',
    },
  });
  return [
    ...OF_REST.map((statistic) => query(statistic, 'rest', 'ApiName', api.name)),
    ...OF_HTTP.map((statistic) => query(statistic, 'http', 'ApiId', api.apiId)),
  ];
}

async function collect(
  client: CloudWatchClient,
  queries: MetricDataQuery[],
  time: { readonly from: string; readonly to: string },
  sums: Sums,
): Promise<void> {
  const { GetMetricDataCommand } = await import('@aws-sdk/client-cloudwatch');
  const input = { MetricDataQueries: queries, StartTime: new Date(time.from), EndTime: new Date(time.to) };
  let token: string | undefined;
  do {
    const NextToken = token;
    try {
      const page = await client.send(new GetMetricDataCommand({ ...input, NextToken }));
      for (const { Id = '', Values = [] } of page.MetricDataResults ?? []) sums.add(Id, Values);
      token = page.NextToken;
    } catch (error) {
      throw awsFailure(error, 'cloudwatch:GetMetricData', NAMESPACE);
    }
  } while (token !== undefined);
}

/** Sums by query. A stage counts once: by id where that has data, else by name, which an API of the other kind may share. */
class Sums {
  readonly #sums = new Map<string, number>();

  add(id: string, values: readonly number[]): void {
    for (const value of values) this.#sums.set(id, (this.#sums.get(id) ?? 0) + value);
  }

  counts(): TrafficCounts | undefined {
    const counted = [...this.#sums.keys()].filter((id) => this.#counts(id));
    const total = (key: Statistic['key']): number =>
      counted.filter((id) => id.startsWith(`${key}_`)).reduce((sum, id) => sum + (this.#sums.get(id) ?? 0), 0);
    if (!counted.some((id) => id.startsWith('requests_'))) return undefined;
    const requests = total('requests');
    const latency = requests > 0 ? { latencyMs: total('latency') / requests } : {};
    return { requests, clientErrors: total('clientErrors'), serverErrors: total('serverErrors'), ...latency };
  }

  #counts(id: string): boolean {
    const [, kind, index] = id.split('_');
    return kind === 'http' || !this.#sums.has(`requests_http_${index}`);
  }
}
