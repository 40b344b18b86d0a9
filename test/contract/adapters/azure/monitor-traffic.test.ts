import { describe, expect, it } from 'vitest';
import { monitorTraffic } from '../../../../src/adapters/azure/monitor-traffic.ts';
import { scriptedClients } from './wire.ts';

const target = { subscriptionId: '3f2a1b0c-9d8e-4f7a-8b6c-5d4e3f2a1b0c', resourceGroup: 'rg', service: 'apim' };
const FROM = '2026-11-23T10:00:00Z';
const TO = '2026-11-23T10:02:00Z';

type Series = { dimensions: Record<string, string>; values: Record<string, number>[] };

/** Azure Monitor's answer, a value a minute from 10:00. */
const answerOf = (metric: string, series: readonly Series[]) => ({
  timespan: `${FROM}/${TO}`,
  value: [
    {
      id: 'x',
      type: 'Microsoft.Insights/metrics',
      name: { value: metric },
      unit: 'Count',
      timeseries: series.map(({ dimensions, values }) => ({
        metadatavalues: Object.entries(dimensions).map(([name, value]) => ({ name: { value: name }, value })),
        data: values.map((value, minute) => ({ timeStamp: `2026-11-23T10:0${minute}:00Z`, ...value })),
      })),
    },
  ],
});

function connected(seriesOf: (metric: string, filter: string) => readonly Series[]) {
  const { clients, sent } = scriptedClients(({ url }) => {
    const metric = url.searchParams.get('metricnames') ?? '';
    return { status: 200, body: answerOf(metric, seriesOf(metric, url.searchParams.get('$filter') ?? '')) };
  });
  return { traffic: monitorTraffic(clients, target), sent };
}

describe('traffic from Azure Monitor', () => {
  it('counts by category and code, and weighs the mean of each minute by its requests', async () => {
    const { traffic, sent } = connected((metric, filter) => {
      if (metric === 'Duration')
        return [{ dimensions: { apiid: 'orders' }, values: [{ average: 100 }, { average: 400 }] }];
      const dimension = filter.includes('Category') ? 'gatewayresponsecodecategory' : 'gatewayresponsecode';
      const series = (value: string, ...totals: number[]): Series => ({
        dimensions: { apiid: 'Orders', [dimension]: value },
        values: totals.map((total) => ({ total })),
      });
      return filter.includes('Category')
        ? [series('2xx', 80, 10), series('4xx', 8, 0), series('5xx', 2, 0)]
        : [series('401', 1, 0), series('403', 3, 0), series('429', 4, 0)];
    });
    expect(await traffic.counts(['orders', 'users'], FROM, TO)).toEqual({
      requests: 100,
      serverErrors: 2,
      denied: 4,
      throttled: 4,
      latencyMs: (90 * 100 + 10 * 400) / 100,
    });
    expect(sent.map(({ url }) => url.searchParams.get('$filter'))).toEqual([
      "ApiId eq 'orders' or ApiId eq 'users' and GatewayResponseCodeCategory eq '*'",
      "ApiId eq 'orders' or ApiId eq 'users' and GatewayResponseCode eq '401' or GatewayResponseCode eq '403' or GatewayResponseCode eq '429'",
      "ApiId eq 'orders' or ApiId eq 'users'",
    ]);
    expect(sent[0]?.url.pathname).toContain('/service/apim/providers/');
    expect(sent[0]?.url.searchParams.get('timespan')).toBe(`${FROM}/${TO}`);
  });

  it('has no data where Azure Monitor has none', async () => {
    const { traffic } = connected(() => []);
    expect(await traffic.counts(['orders'], FROM, TO)).toBeUndefined();
    const unfilled = connected(() => [{ dimensions: {}, values: [{}, {}] }]);
    expect(await unfilled.traffic.counts(['orders'], FROM, TO)).toBeUndefined();
  });

  it('asks for many APIs in parts and adds them up', async () => {
    const { traffic, sent } = connected((metric, filter) =>
      metric === 'Requests' && filter.includes('Category')
        ? [{ dimensions: { gatewayresponsecodecategory: '2xx' }, values: [{ total: 5 }] }]
        : [],
    );
    const apis = Array.from({ length: 45 }, (_, index) => `api-${index}`);
    expect(await traffic.counts(apis, FROM, TO)).toMatchObject({ requests: 15 });
    expect(sent).toHaveLength(9);
  });
});
