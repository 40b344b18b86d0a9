import { describe, expect, it } from 'vitest';
import { parseSchedule } from '../../../../src/local/host/ncrontab.ts';

const next = (schedule: string, from: string): string => parseSchedule(schedule).next(new Date(from)).toISOString();

describe('schedules of timer functions', () => {
  it.each([
    ['0 */5 * * * *', '2026-11-24T10:02:30Z', '2026-11-24T10:05:00.000Z'],
    ['*/5 * * * *', '2026-11-24T10:05:00Z', '2026-11-24T10:10:00.000Z'],
    ['0 0 0 1 1 *', '2026-11-24T10:00:00Z', '2027-01-01T00:00:00.000Z'],
    ['0 30 9 * jan mon-fri', '2026-11-24T10:00:00Z', '2027-01-01T09:30:00.000Z'],
    ['0 0 0 29 2 *', '2026-03-01T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['00:00:10', '2026-11-24T10:00:00Z', '2026-11-24T10:00:10.000Z'],
  ])('%s after %s is %s', (schedule, from, expected) => {
    expect(next(schedule, from)).toBe(expected);
  });

  it('refuses what is no schedule, and one that never comes', () => {
    expect(() => parseSchedule('every day')).toThrow('has 2 fields');
    expect(() => parseSchedule('0 99 * * * *')).toThrow('"99" is no minute');
    expect(() => next('0 0 0 31 2 *', '2026-01-01T00:00:00Z')).toThrow('never comes');
  });
});
