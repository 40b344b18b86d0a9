import { expect, it } from 'vitest';
import { observeTraffic } from '../../../activities/observe-traffic.ts';
import { NO_TRAFFIC_SEEN } from '../../../src/cutover/sequential-test.ts';
import type { TrafficCounts } from '../../../src/ports/traffic.ts';
import { detailOf, planned } from './fixture.ts';

const since = '2026-11-25T00:00:00Z';
const source: TrafficCounts = { requests: 6000, serverErrors: 0, clientErrors: 1000 };

async function look(
  target: TrafficCounts | undefined,
  baseline: TrafficCounts | undefined = source,
  state = NO_TRAFFIC_SEEN,
) {
  const { world, refs } = await planned();
  world.source_ = baseline;
  world.target_ = target;
  const outcome = await observeTraffic.run({ ...refs, since, state }, world);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return { ...outcome, shown: (await detailOf(world))['traffic'] };
}

it.each([
  ['enough good answers', { requests: 1000, serverErrors: 0, denied: 160 }, 'healthy'],
  ['too few to say', { requests: 999, serverErrors: 0, denied: 160 }, 'continue'],
  ['errors of the target', { requests: 1000, serverErrors: 50, denied: 160 }, 'bad'],
  ['everybody turned away', { requests: 1000, serverErrors: 0, denied: 1000 }, 'bad'],
])('%s', async (_what, target, verdict) => {
  expect((await look(target)).verdict).toBe(verdict);
});

it('does not take silence for health', async () => {
  expect((await look(undefined)).verdict).toBe('no-data');
  const seen = (await look({ requests: 500, serverErrors: 0, denied: 80 })).state;
  expect((await look({ requests: 500, serverErrors: 0, denied: 80 }, source, seen)).verdict).toBe('no-data');
});

it('adds only what is new since the last look', async () => {
  const first = await look({ requests: 500, serverErrors: 1, denied: 80 });
  const second = await look({ requests: 1200, serverErrors: 1, denied: 190 }, source, first.state);
  expect(second.state.errors).toMatchObject({ samples: 1200, errors: 1 });
  expect(second.verdict).toBe('healthy');
  expect(second.shown).toEqual({ verdict: 'healthy', samples: 1200, errors: 1, denied: 190 });
});

it('calls a target slow that answers rightly and takes much longer than the source did', async () => {
  const baseline = { ...source, latencyMs: 100 };
  const at = (latencyMs: number) => look({ requests: 1000, serverErrors: 0, denied: 160, latencyMs }, baseline);
  expect((await at(599)).verdict).toBe('healthy');
  const slow = await at(601.4);
  expect([slow.verdict, slow.latency]).toEqual(['slow', { sourceMs: 100, targetMs: 601 }]);
  expect(slow.shown).toMatchObject({ verdict: 'slow', latencyMs: 601, sourceLatencyMs: 100 });
});

it('does not take a missing latency for a good one, and compares none with nothing', async () => {
  const target = { requests: 1000, serverErrors: 0, denied: 160 };
  expect((await look(target, { ...source, latencyMs: 100 })).verdict).toBe('no-data');
  expect((await look({ ...target, latencyMs: 60_000 })).verdict).toBe('healthy');
});

it('holds no refusals against the target when nobody knows how many there were before', async () => {
  expect(
    (await look({ requests: 1000, serverErrors: 0, denied: 1000 }, { requests: 0, serverErrors: 0 })).verdict,
  ).toBe('healthy');
});
