import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { azureClients, type AzureClients } from '../../../src/adapters/azure/clients.ts';
import { monitorTraffic } from '../../../src/adapters/azure/monitor-traffic.ts';
import { createAuthority } from '../../../src/local/sandbox/authority.ts';
import { startAzureCloud, type AzureCloud } from '../../../src/local/sandbox/azure/azure-cloud.ts';
import { servicePath } from '../../../src/local/sandbox/azure/context.ts';
import { emptyAzureState } from '../../../src/local/sandbox/azure/state.ts';
import { Faults } from '../../../src/local/sandbox/faults.ts';
import { Trace } from '../../../src/local/sandbox/trace.ts';

const MINUTE_MS = 60_000;
const START = Date.parse('2026-11-23T10:00:00Z');
const FROM = new Date(START).toISOString();
const TO = new Date(START + 3 * MINUTE_MS).toISOString();
const trusted = getCACertificates('default');

describe('metrics of the sandbox', () => {
  const state = emptyAzureState();
  const faults = new Faults();
  let cloud: AzureCloud;
  let clients: AzureClients;

  beforeAll(async () => {
    const authority = await createAuthority();
    setDefaultCACertificates([...trusted, authority.caPem]);
    cloud = await startAzureCloud({ state, authority, faults, trace: new Trace() });
    const token = { token: cloud.token, expiresOnTimestamp: Date.now() + 3_600_000 };
    clients = azureClients({ armEndpoint: cloud.arm.url, credential: { getToken: () => Promise.resolve(token) } });
    const sample = (minute: number, apiId: string, status: number, durationMs: number) =>
      state.samples.add({ at: START + minute * MINUTE_MS, apiId, hostname: 'api.example.test', status, durationMs });
    sample(0, 'orders', 200, 10);
    sample(0, 'orders', 200, 30);
    sample(1, 'orders', 502, 50);
    sample(1, 'users', 401, 70);
    sample(2, 'users', 429, 90);
    sample(2, 'billing', 200, 5_000);
    sample(3, 'orders', 200, 5_000);
  });
  beforeEach(() => faults.clear());
  afterAll(async () => {
    setDefaultCACertificates(trusted);
    await cloud.close();
  });

  it('counts what the gateway answered for the APIs and the span asked for', async () => {
    const traffic = monitorTraffic(clients, state);
    const counts = { requests: 5, serverErrors: 1, denied: 1, throttled: 1, latencyMs: 50 };
    expect(await traffic.counts(['orders', 'users'], FROM, TO)).toEqual(counts);
  });

  it('has no data for an API without requests, and for none under the fault no-data', async () => {
    const traffic = monitorTraffic(clients, state);
    expect(await traffic.counts(['quiet'], FROM, TO)).toBeUndefined();
    faults.arm('no-data');
    faults.trafficMoved();
    expect(await traffic.counts(['orders'], FROM, TO)).toBeUndefined();
  });

  it('splits by the dimensions of the filter, minute by minute', async () => {
    const client = await clients.monitor(state.subscriptionId);
    const answer = await client.metrics.list(servicePath(state).slice(1), {
      timespan: `${FROM}/${TO}`,
      interval: 'PT1M',
      metricnames: 'Requests',
      aggregation: 'Total',
      filter: "ApiId eq 'orders' and GatewayResponseCodeCategory eq '*'",
    });
    const series = answer.value[0]?.timeseries.map((one) => ({
      category: one.metadatavalues?.find(({ name }) => name?.value === 'gatewayresponsecodecategory')?.value,
      totals: one.data?.map((point) => point.total),
    }));
    expect(series).toEqual([
      { category: '2xx', totals: [2, 0, 0] },
      { category: '5xx', totals: [0, 1, 0] },
    ]);
  });

  it.each([
    { filter: "Colour eq 'red'" },
    { filter: "ApiId like 'orders'" },
    { metricnames: 'Latency' },
    { interval: 'PT7M' },
    { timespan: `${TO}/${FROM}` },
  ])('refuses %o', async (wrong) => {
    const client = await clients.monitor(state.subscriptionId);
    const answer = client.metrics.list(servicePath(state).slice(1), { metricnames: 'Requests', ...wrong });
    await expect(answer).rejects.toMatchObject({ statusCode: 400 });
  });
});
