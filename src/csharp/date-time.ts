import { CSharpError } from './expression.ts';

const UNIT_MS = { days: 86_400_000, hours: 3_600_000, minutes: 60_000, seconds: 1000 } as const;

export function addToDate(date: Date, count: number, unit: keyof typeof UNIT_MS): Date {
  return new Date(date.getTime() + count * UNIT_MS[unit]);
}

/** In the invariant culture, which is that of the gateways (docs/assumptions.md). */
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

const FIELDS: Readonly<Record<string, (date: Date) => string>> = {
  yyyy: (date) => String(date.getUTCFullYear()).padStart(4, '0'),
  MM: (date) => two(date.getUTCMonth() + 1),
  MMM: (date) => MONTHS[date.getUTCMonth()] ?? '',
  dd: (date) => two(date.getUTCDate()),
  HH: (date) => two(date.getUTCHours()),
  mm: (date) => two(date.getUTCMinutes()),
  ss: (date) => two(date.getUTCSeconds()),
  fff: (date) => String(date.getUTCMilliseconds()).padStart(3, '0'),
};

/** .NET custom date format in UTC: the fields above, signs, and literals in single quotes; anything else is refused. */
export function formatDate(date: Date, format: string): string {
  return format.replace(/'([^']*)'|([A-Za-z])\2*/g, (token, quoted: string | undefined) => {
    if (quoted !== undefined) return quoted;
    const field = Object.hasOwn(FIELDS, token) ? FIELDS[token] : undefined;
    if (field === undefined) throw new CSharpError(`date format ${token} is not supported`);
    return field(date);
  });
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
