import { describe, expect, it } from 'vitest';
import { anyOf, counted, relative, utc } from '../../../src/cli/words.ts';

describe('words for people', () => {
  it('count in the singular and the plural', () => {
    expect([0, 1, 2, 12_000].map((count) => counted(count, 'step'))).toEqual([
      '0 steps',
      '1 step',
      '2 steps',
      '12,000 steps',
    ]);
  });

  it('name alternatives', () => {
    expect([[], ['ada'], ['ada', 'bo'], ['ada', 'bo', 'eve']].map(anyOf)).toEqual([
      '',
      'ada',
      'ada or bo',
      'ada, bo or eve',
    ]);
  });

  it.each([
    ['2026-12-01T12:00:00Z', 'in 7 days'],
    ['2026-11-25T12:00:00Z', 'in 1 day'],
    ['2026-11-24T12:59:59Z', 'in 59 minutes'],
    ['2026-11-24T11:59:59Z', '1 second ago'],
    ['2026-11-24T10:30:00Z', '1 hour ago'],
    ['no time', 'no time'],
  ])('tell how far %s is', (time, said) => {
    expect(relative(time, new Date('2026-11-24T12:00:00Z'))).toBe(said);
  });

  it('tell a time in UTC to the minute', () => {
    expect([utc('2026-11-25T01:40:59.123+01:00'), utc('never')]).toEqual(['2026-11-25 00:40 UTC', 'never']);
  });
});
