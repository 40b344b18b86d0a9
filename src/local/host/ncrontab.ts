import { timeSpanMs } from './time-span.ts';

/** A schedule of a timer function: `next` is the first time strictly after `from`. */
export interface Schedule {
  next(from: Date): Date;
}

const FIELDS = [
  ['second', 0, 59],
  ['minute', 0, 59],
  ['hour', 0, 23],
  ['day', 1, 31],
  ['month', 1, 12],
  ['weekday', 0, 7],
] as const;
const NAMES: Readonly<Record<string, readonly string[]>> = {
  month: ['', 'jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  weekday: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
};

/** NCRONTAB with six fields (seconds first) or five, or a TimeSpan `[d.]hh:mm:ss`; in UTC. @throws Error for anything else. */
export function parseSchedule(text: string): Schedule {
  const span = timeSpanMs(text);
  if (span !== undefined) {
    if (span === 0) throw new Error(`schedule "${text}" waits no time`);
    return { next: (from) => new Date(from.getTime() + span) };
  }
  const parts = text.trim().split(/\s+/);
  if (parts.length === 5) parts.unshift('0');
  if (parts.length !== 6) throw new Error(`schedule "${text}" has ${parts.length} fields, NCRONTAB has 5 or 6`);
  const sets = FIELDS.map(([name, least, most], at) => parseField(text, parts[at] as string, name, least, most));
  return { next: (from) => nextMatch(text, sets, from) };
}

function parseField(text: string, part: string, name: string, least: number, most: number): ReadonlySet<number> {
  const values = new Set<number>();
  const number = (word: string): number => {
    const named = NAMES[name]?.indexOf(word.toLowerCase().slice(0, 3)) ?? -1;
    const value = named >= 0 && word !== '' ? named : Number(word);
    if (!Number.isInteger(value) || value < least || value > most)
      throw new Error(`schedule "${text}": "${word}" is no ${name}`);
    return value;
  };
  for (const item of part.split(',')) {
    const [range = '', step = '1'] = item.split('/');
    const [from, to] =
      range === '*'
        ? [least, most]
        : range.includes('-')
          ? range.split('-').map(number)
          : [number(range), item.includes('/') ? most : number(range)];
    const by = Number(step);
    if (!(by >= 1) || from === undefined || to === undefined)
      throw new Error(`schedule "${text}": "${item}" is no range`);
    for (let value = from; value <= to; value += by) values.add(name === 'weekday' ? value % 7 : value);
  }
  return values;
}

function nextMatch(text: string, sets: readonly ReadonlySet<number>[], from: Date): Date {
  const [seconds, minutes, hours, days, months, weekdays] = sets as [
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
  ];
  const at = new Date(Math.floor(from.getTime() / 1000) * 1000 + 1000);
  // Eight years hold every date there is, a 29 February over a century's turn included.
  const end = at.getTime() + 8 * 366 * 86_400_000;
  while (at.getTime() < end) {
    if (!months.has(at.getUTCMonth() + 1)) at.setTime(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1));
    else if (!days.has(at.getUTCDate()) || !weekdays.has(at.getUTCDay()))
      at.setTime(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() + 1));
    else if (!hours.has(at.getUTCHours())) at.setTime(Math.floor(at.getTime() / 3_600_000) * 3_600_000 + 3_600_000);
    else if (!minutes.has(at.getUTCMinutes())) at.setTime(Math.floor(at.getTime() / 60_000) * 60_000 + 60_000);
    else if (!seconds.has(at.getUTCSeconds())) at.setTime(at.getTime() + 1000);
    else return at;
  }
  throw new Error(`schedule "${text}" never comes`);
}
