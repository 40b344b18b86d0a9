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
