import { ContextMap, Decimal, Entry, isItems, JavaArray, JsonArray, type Java } from './value.ts';

/** Double.toString: at least one decimal, and an exponent below 0.001 and from ten million on. */
export function doubleText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  const sign = value < 0 ? '-' : '';
  const digits = mantissa.replace('-', '').replace('.', '');
  if (power < -3 || power > 6) return `${sign}${digits.charAt(0)}.${digits.slice(1) || '0'}E${power}`;
  if (power < 0) return `${sign}0.${'0'.repeat(-power - 1)}${digits}`;
  const whole = digits.slice(0, power + 1).padEnd(power + 1, '0');
  return `${sign}${whole}.${digits.slice(power + 1) || '0'}`;
}

/** What `toString()` gives. */
export function textOf(value: Java): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return doubleText(value);
  if (value instanceof Decimal) return value.text;
  if (value instanceof JsonArray) return jsonText(value, 'web');
  // An address in memory, which no two runs have in common.
  if (value instanceof JavaArray) return '[Ljava.lang.String;@0';
  if (isItems(value)) return `[${value.items.map(textOf).join(', ')}]`;
  if (value instanceof ContextMap) return '';
  if (value instanceof Map) return `{${[...value].map(([key, each]) => `${key}=${textOf(each)}`).join(', ')}}`;
  if (value instanceof Entry) return `${value.key}=${textOf(value.value)}`;
  return String(value);
}

/**
 * JSON as json-smart writes it: `web` is what a JSONArray prints (with escaped slashes), `plain` what JsonPath's provider writes
 * (JSONStyle.NO_COMPRESS and LT_COMPRESS, source read 2026-11-29).
 */
export function jsonText(value: Java, style: 'web' | 'plain'): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return jsonString(value, style);
  if (value instanceof Map)
    return `{${[...value].map(([key, each]) => `${jsonString(key, style)}:${jsonText(each, style)}`).join(',')}}`;
  if (isItems(value)) return `[${value.items.map((each) => jsonText(each, style)).join(',')}]`;
  if (value instanceof Entry) return jsonString(textOf(value), style);
  return textOf(value);
}

const SHORT: Readonly<Record<string, string>> = {
  '"': String.raw`\"`,
  '\\': String.raw`\\`,
  '\b': String.raw`\b`,
  '\f': String.raw`\f`,
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': String.raw`\t`,
  '/': String.raw`\/`,
};

/** Control characters and U+2000 to U+20FF are escaped, other characters beyond ASCII are not. */
function jsonString(value: string, style: 'web' | 'plain'): string {
  // eslint-disable-next-line no-control-regex -- these are what is escaped
  const escaped = value.replace(/["\\/\u0000-\u001F\u007F-\u009F\u2000-\u20FF]/g, (unit) => {
    if (unit === '/' && style === 'plain') return unit;
    return SHORT[unit] ?? unicodeEscape(unit);
  });
  return `"${escaped}"`;
}

export const unicodeEscape = (unit: string): string =>
  `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
