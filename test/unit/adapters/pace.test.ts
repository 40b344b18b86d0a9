import { describe, expect, it } from 'vitest';
import { Pace } from '../../../src/adapters/pace.ts';

function setUp(rate: number, burst: number) {
  const clock = { time: 0, slept: [] as number[] };
  const pace = new Pace(
    { rate, burst },
    { now: () => clock.time, sleep: (ms) => Promise.resolve(void clock.slept.push(ms)) },
  );
  return { clock, pace };
}

describe('Pace', () => {
  it('lets the burst through, then queues at the rate', async () => {
    const { clock, pace } = setUp(8, 2);
    await Promise.all([pace.take(), pace.take(), pace.take(), pace.take()]);
    expect(clock.slept).toEqual([125, 250]);
  });

  it('halves when throttled and recovers by 0.5 a clean half minute up to its limit', () => {
    const { clock, pace } = setUp(8, 40);
    pace.throttled();
    expect(pace.rate).toBe(4);
    clock.time = 60_000;
    expect(pace.rate).toBe(5);
    clock.time = 3_600_000;
    expect(pace.rate).toBe(8);
  });

  it('never stops altogether', () => {
    const { pace } = setUp(2, 1);
    for (let i = 0; i < 9; i += 1) pace.throttled();
    expect(pace.rate).toBe(0.5);
  });
});
