import { describe, expect, test } from 'vitest';
import * as cs from '../../../src/csharp/build.ts';
import * as build from '../../../src/policy/build.ts';
import { writePolicy } from '../../../src/policy/write.ts';
import { ask, configuration, fakeEffects } from './fixture.ts';

const metric = (name: string) => build.emitMetric(name, 'cache', ['API ID', 'Operation ID']);

describe('emit-metric', () => {
  test('after a lookup counts misses only: a hit ends the section', async () => {
    const inbound = [build.base(), metric('Lookup'), build.cacheLookup(), metric('Miss')];
    const outbound = [build.base(), build.cacheStore(60)];
    const xml = writePolicy(build.document({ inbound, outbound }));
    const target = { ...configuration(), policies: [{ scope: { kind: 'api' as const, apiId: 'orders' }, xml }] };
    const effects = fakeEffects();
    const [first, second] = [
      await ask(target, 'GET /orders/mine', [], effects),
      await ask(target, 'GET /orders/mine', [], effects),
    ];
    const names = [first, second].map(({ telemetry = [] }) =>
      telemetry.map((each) => ('name' in each ? each.name : '')),
    );
    expect(names).toEqual([['Lookup', 'Miss'], ['Lookup']]);
    expect(first.telemetry?.[0]).toEqual({
      kind: 'metric',
      name: 'Lookup',
      namespace: 'cache',
      value: 1,
      dimensions: { 'API ID': 'orders', 'Operation ID': 'mine' },
    });
    expect([first.backendRequests.length, second.backendRequests.length]).toEqual([1, 0]);
  });

  test('with a dimension that has no value is not simulated', async () => {
    const { status, defect } = await ask(configuration([build.emitMetric('m', 'n', ['Moon'])]), 'GET /orders/mine');
    expect([status, defect]).toEqual([500, 'emit-metric: the dimension Moon has no value here']);
  });
});

test('log-to-eventhub sends what its expression says, and changes no answer', async () => {
  const logged = build.logToEventhub('hub', cs.concatenation('by ', cs.requestHeader('X-Caller')));
  const { status, telemetry } = await ask(configuration([logged]), 'GET /orders/mine', [['X-Caller', 'a']]);
  expect([status, telemetry]).toEqual([200, [{ kind: 'event', loggerId: 'hub', text: 'by a' }]]);
});
