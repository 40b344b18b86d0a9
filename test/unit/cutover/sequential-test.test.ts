import { describe, expect, it } from 'vitest';
import { NOTHING_SEEN, observe, testAgainst, verdict } from '../../../src/cutover/sequential-test.ts';
import type { SequentialState } from '../../../src/model/monitoring.ts';

/** A small generator with a seed (mulberry32), so that a failure repeats. */
const seeded = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};

/** Looks at `perLook` requests at a time until there is a verdict; the number of requests it took. */
function run(rate: number, seed: number, perLook = 100, most = 20_000): { verdict: string; samples: number } {
  const test = testAgainst(0.001, 0.002, 0.01, 1000);
  const random = seeded(seed);
  let state: SequentialState = NOTHING_SEEN;
  while (state.samples < most) {
    let errors = 0;
    for (let i = 0; i < perLook; i += 1) if (random() < rate) errors += 1;
    state = observe(test, state, perLook, errors);
    if (verdict(test, state) !== 'continue') return { verdict: verdict(test, state), samples: state.samples };
  }
  return { verdict: 'continue', samples: state.samples };
}
const seeds = Array.from({ length: 500 }, (_, i) => i);

describe('sequential test', () => {
  it('accepts a healthy target once it has the samples', () => {
    const runs = seeds.map((seed) => run(0.001, seed));
    expect(runs.filter((each) => each.verdict === 'bad')).toHaveLength(0);
    expect(Math.min(...runs.map((each) => each.samples))).toBeGreaterThanOrEqual(1000);
  });

  it('finds 5 % errors within 300 requests in nearly every run', () => {
    const runs = seeds.map((seed) => run(0.05, seed));
    expect(runs.every((each) => each.verdict === 'bad')).toBe(true);
    expect(runs.filter((each) => each.samples <= 300).length).toBeGreaterThan(0.95 * seeds.length);
  });

  it('never takes no traffic for health', () => {
    const test = testAgainst(0, 0.002, 0.01, 1000);
    expect(verdict(test, NOTHING_SEEN)).toBe('continue');
    expect(verdict(test, observe(test, NOTHING_SEEN, 0, 0))).toBe('continue');
  });

  it('follows a source that has errors of its own', () => {
    const test = testAgainst(0.03, 0.002, 0.01, 1000);
    const state = observe(test, NOTHING_SEEN, 2000, 60);
    expect(verdict(test, state)).toBe('healthy');
  });

  it.each([0.17, 0.5, 0.89, 0.95, 1])(
    'does not hold it against the target that the source refuses %d of all too',
    (share) => {
      const test = testAgainst(share, 0.002, 0.01, 1000);
      expect(verdict(test, observe(test, NOTHING_SEEN, 1000, Math.round(1000 * share)))).toBe('healthy');
    },
  );

  it.each([0.17, 0.5, 0.8])('finds that all are refused where the source refuses %d of them', (share) => {
    const test = testAgainst(share, 0.002, 0.01, 1000);
    expect(verdict(test, observe(test, NOTHING_SEEN, 200, 200))).toBe('bad');
  });

  it('refuses counts that cannot be', () => {
    const test = testAgainst(0, 0.002, 0.01, 1000);
    expect(() => observe(test, NOTHING_SEEN, 1, 2)).toThrow(RangeError);
  });
});
