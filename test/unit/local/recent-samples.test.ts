import { expect, it } from 'vitest';
import { RecentSamples } from '../../../src/local/sandbox/recent-samples.ts';

const MINUTE_MS = 60_000;
const at = (minute: number): { at: number } => ({ at: minute * MINUTE_MS });

it('gives the samples of a span, its end left out', () => {
  const samples = new RecentSamples<{ at: number }>();
  for (const minute of [0, 0.5, 1, 2.5]) samples.add(at(minute));
  expect(samples.between(0.5 * MINUTE_MS, 2.5 * MINUTE_MS)).toEqual([at(0.5), at(1)]);
});

it('forgets what is older than an hour', () => {
  const samples = new RecentSamples<{ at: number }>();
  for (let minute = 0; minute <= 90; minute += 1) samples.add(at(minute));
  expect(samples.all()).toHaveLength(60);
  expect(samples.between(0, 31 * MINUTE_MS)).toEqual([]);
});
