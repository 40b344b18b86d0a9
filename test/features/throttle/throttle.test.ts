import { expect, it } from 'vitest';
import { below } from '../../../src/model/source-ref.ts';
import { apiWith, golden, route, stageWith } from '../fixture.ts';

const settings = (key: string, rate: number, burst: number) => ({
  at: below(stageWith().at, 'methodSettings', key),
  key,
  throttlingRateLimit: rate,
  throttlingBurstLimit: burst,
  cachingEnabled: false,
  dataTraceEnabled: false,
  metricsEnabled: false,
});

it('limits by method before stage, in two windows; a rate of zero refuses all', async () => {
  const backend = { type: 'HTTP_PROXY', uri: 'https://orders.example.com/' } as const;
  const routes = [route('GET /orders', backend), route('PUT /orders', backend), route('GET /closed', backend)];
  const methodSettings = [settings('*/*', 0.5, 2), settings('~1orders/PUT', 10, 20), settings('closed/GET', 0, 0)];
  await expect(golden(apiWith(routes, { stage: stageWith({ methodSettings }) }))).toMatchFileSnapshot(
    'golden/throttle.txt',
  );
});

it('knows a route of an HTTP API by its key, and as discovery writes it', () => {
  const backend = { type: 'HTTP_PROXY', uri: 'https://orders.example.com/' } as const;
  const routes = [route('GET /orders', backend), route('PUT /orders', backend)];
  const methodSettings = [settings('*/*', 100, 200), settings('GET /orders', 1, 2), settings('/orders/PUT', 3, 4)];
  const written = golden(apiWith(routes, { type: 'HTTP', stage: stageWith({ methodSettings }) }));
  expect([...written.matchAll(/calls="(\d+)" renewal-period="1"/g)].map(([, calls]) => calls)).toEqual(['3', '7']);
});
