import { addToDate, formatDate } from '../date-time.ts';
import type { CsValue } from '../context.ts';
import { CSharpError } from '../expression.ts';
import { toText } from '../text.ts';
import { reference, toDouble } from '../numbers.ts';
import { method, property, text, type Members } from './member.ts';

/** Members of numbers, truth values, dates, times and identifiers, and of arrays beyond LINQ. */

const comparisons: Members = { ToString: method('string', [], (value: CsValue) => toText(value)) };

const EPOCH_MS = Date.UTC(1970, 0, 1);

export const VALUE_MEMBERS: Readonly<Record<string, Members>> = {
  'int': {
    ToString: method(
      'string',
      ['int format'],
      (n: number, format) => (format === undefined ? toText(n) : formatInt(n, text(format))),
      0,
    ),
  },
  'char': { ToString: method('string', [], (unit: string) => unit) },
  'bool': comparisons,
  'object': { ToString: { ...method('string', [], (value: CsValue) => toText(value)), isOfValue: true } },
  'long': { ToString: method('string', [], (n: bigint) => String(n)) },
  'Guid': {
    ToString: method(
      'string',
      ['constant'],
      (id: string, format) => {
        if (format === undefined || format === 'D') return id;
        if (format !== 'N') throw new CSharpError(`Guid format ${text(format)} is not supported`);
        return id.replaceAll('-', '');
      },
      0,
    ),
  },
  'DateTime': {
    Year: property('int', (d: Date) => d.getUTCFullYear()),
    Month: property('int', (d: Date) => d.getUTCMonth() + 1),
    Day: property('int', (d: Date) => d.getUTCDate()),
    Hour: property('int', (d: Date) => d.getUTCHours()),
    Minute: property('int', (d: Date) => d.getUTCMinutes()),
    Second: property('int', (d: Date) => d.getUTCSeconds()),
    // An enum: a cast makes it a number, Sunday being 0.
    DayOfWeek: property('DayOfWeek', (d: Date) => reference('DayOfWeek', d.getUTCDay())),
    AddDays: method('DateTime', ['int'], (d: Date, n) => addToDate(d, Number(n), 'days')),
    AddHours: method('DateTime', ['int'], (d: Date, n) => addToDate(d, Number(n), 'hours')),
    AddMinutes: method('DateTime', ['int'], (d: Date, n) => addToDate(d, Number(n), 'minutes')),
    AddSeconds: method('DateTime', ['int'], (d: Date, n) => addToDate(d, Number(n), 'seconds')),
    Subtract: method('TimeSpan', ['DateTime'], (d: Date, other) =>
      reference('TimeSpan', d.getTime() - (other as Date).getTime()),
    ),
    ToString: method('string', ['string'], (d: Date, format) => formatDate(d, text(format))),
  },
  'TimeSpan': {
    TotalMilliseconds: property('double', (ms: number) => reference('double', ms)),
    TotalSeconds: property('double', (ms: number) => reference('double', ms / 1000)),
  },
  'static DateTime': { UtcNow: property('DateTime', ({ now }: { readonly now: Date }) => now) },
  'static Guid': {
    NewGuid: method('Guid', [], ({ newId }: { readonly newId: () => string }) => reference('Guid', newId())),
  },
  'static Math': {
    Floor: method('double', ['double'], (_, n) => reference('double', Math.floor(toDouble(n)))),
    Min: method('int', ['int', 'int'], (_, a, b) => Math.min(Number(a), Number(b))),
    Max: method('int', ['int', 'int'], (_, a, b) => Math.max(Number(a), Number(b))),
  },
  'new DateTime': {
    DateTime: method('DateTime', ['int', 'int', 'int'], (_, year, month, day) =>
      addToDate(
        new Date(EPOCH_MS),
        (Date.UTC(Number(year), Number(month) - 1, Number(day)) - EPOCH_MS) / 1000,
        'seconds',
      ),
    ),
  },
};

/** `X4`: hexadecimal with so many digits at least. */
export function formatInt(value: number, format: string): string {
  const [, letter, digits] = /^([Xx])([0-9]?)$/.exec(format) ?? [];
  if (letter === undefined) throw new CSharpError(`int format ${format} is not supported`);
  const hexadecimal = (value >>> 0).toString(16).padStart(Number(digits), '0');
  return letter === 'X' ? hexadecimal.toUpperCase() : hexadecimal;
}
