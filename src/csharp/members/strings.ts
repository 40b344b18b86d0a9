import type { CsValue } from '../context.ts';
import { unverifiedJwt } from '../unverified-jwt.ts';
import { CSharpError } from '../expression.ts';
import { toGlob } from '../glob.ts';
import { elementsOf } from '../elements.ts';
import { reference } from '../numbers.ts';
import { toText } from '../text.ts';
import { splitBy, toPattern, toReplacement } from '../pattern.ts';
import { indexer, method, property, text, type CallTypes, type Members } from './member.ts';

/** Members of strings, and of the types whose static members make or test strings. */

const comparison = (name: string) => property('StringComparison', () => reference('StringComparison', name));

/** Unit by unit: what would be two, and the Turkish i without a dot, .NET leaves as it is. */
const cased = (change: (unit: string) => string) => (value: string) =>
  value.replace(/[^]/g, (unit) => {
    const other = change(unit);
    return other.length !== 1 || unit === '\u0131' ? unit : other;
  });
const upper = cased((unit) => unit.toUpperCase());
const lower = cased((unit) => unit.toLowerCase());

/** Without a comparison C# compares by the culture, which passes over characters of no width: features say Ordinal. */
const folded = (value: CsValue | undefined, how: CsValue | undefined): string =>
  (how as { readonly value: string } | undefined)?.value === 'OrdinalIgnoreCase' ? upper(text(value)) : text(value);

const texts = (items: CsValue | undefined): readonly string[] => [...elementsOf(items)].map((item) => toText(item));

/** A string or a char as text. */
const part = (value: CsValue | undefined): string =>
  typeof value === 'object' && value !== null && 'value' in value ? String(value.value) : text(value);

/** What .NET takes for white space; .NET Framework 4.8 as well. */
const SPACE = String.raw`[\t-\r \x85\xA0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]`;
const SPACES_BEFORE = new RegExp(`^${SPACE}+`);
const SPACES_AFTER = new RegExp(`${SPACE}+$`);

function trimmed(value: string, unit: CsValue | undefined, ends: 'start' | 'end' | 'both'): string {
  let [from, to] = [0, value.length];
  if (unit === undefined) {
    from = ends === 'end' ? 0 : (SPACES_BEFORE.exec(value)?.[0].length ?? 0);
    to -= ends === 'start' ? 0 : (SPACES_AFTER.exec(value.slice(from))?.[0].length ?? 0);
    return value.slice(from, to);
  }
  const wanted = part(unit);
  if (ends !== 'end') while (from < to && value[from] === wanted) from++;
  if (ends !== 'start') while (to > from && value[to - 1] === wanted) to--;
  return value.slice(from, to);
}

/** Only strings can be looked for with a comparison. */
const positionOf = ({ arguments: [wanted, how] }: CallTypes): string => {
  if (wanted === 'char' && how !== undefined) throw new CSharpError('a char is looked for without a comparison');
  return 'int';
};

function padded(value: string, length: CsValue | undefined, unit: CsValue | undefined, isLeft: boolean): string {
  if (Number(length) < 0) throw new CSharpError('ArgumentOutOfRangeException');
  const filler = unit === undefined ? ' ' : part(unit);
  return isLeft ? value.padStart(Number(length), filler) : value.padEnd(Number(length), filler);
}

/** .NET Framework and .NET disagree about where an empty text is last. */
function lastIndex(value: string, wanted: CsValue | undefined, how: CsValue | undefined): number {
  if (part(wanted) === '') throw new CSharpError('LastIndexOf of an empty text differs between runtimes');
  return typeof wanted === 'string'
    ? folded(value, how).lastIndexOf(folded(wanted, how))
    : value.lastIndexOf(part(wanted));
}

export const STRING_MEMBERS: Readonly<Record<string, Members>> = {
  'string': {
    'Length': property('int', (s: string) => s.length),
    'ToUpperInvariant': method('string', [], upper),
    'ToLowerInvariant': method('string', [], lower),
    'ToUpper': method('string', [], upper),
    'ToLower': method('string', [], lower),
    'Trim': method('string', ['char'], (s: string, unit) => trimmed(s, unit, 'both'), 0),
    'TrimStart': method('string', ['char'], (s: string, unit) => trimmed(s, unit, 'start')),
    'TrimEnd': method('string', ['char'], (s: string, unit) => trimmed(s, unit, 'end')),
    'PadLeft': method('string', ['int', 'char'], (s: string, length, unit) => padded(s, length, unit, true), 1),
    'PadRight': method('string', ['int', 'char'], (s: string, length, unit) => padded(s, length, unit, false), 1),
    '[]': indexer(
      method('char', ['int'], (s: string, at) => {
        const unit = s[Number(at)];
        if (unit === undefined) throw new CSharpError('IndexOutOfRangeException');
        return reference('char', unit);
      }),
    ),
    'StartsWith': method(
      'bool',
      ['string', 'StringComparison'],
      (s: string, part, how) => folded(s, how).startsWith(folded(part, how)),
      1,
    ),
    'EndsWith': method(
      'bool',
      ['string', 'StringComparison'],
      (s: string, part, how) => folded(s, how).endsWith(folded(part, how)),
      1,
    ),
    'IndexOf': method(
      positionOf,
      ['string or char', 'StringComparison'],
      (s: string, wanted, how) =>
        typeof wanted === 'string' ? folded(s, how).indexOf(folded(wanted, how)) : s.indexOf(part(wanted)),
      1,
    ),
    // Without a comparison a string is looked for by the culture.
    'LastIndexOf': method(
      (call) => {
        if (call.arguments[0] === 'string' && call.arguments.length === 1)
          throw new CSharpError('LastIndexOf of a string needs a StringComparison');
        return positionOf(call);
      },
      ['string or char', 'StringComparison'],
      lastIndex,
      1,
    ),
    'Equals': method('bool', ['string', 'StringComparison'], (s: string, other, how) =>
      other === null ? false : folded(s, how) === folded(other, how),
    ),
    'Contains': method('bool', ['string or char'], (s: string, wanted) => s.includes(part(wanted))),
    'Replace': method('string', ['string', 'string'], (s: string, from, to) => s.split(text(from)).join(text(to))),
    'Substring': method('string', ['int', 'int'], (s: string, from, length) => substring(s, from, length), 1),
    // .NET Framework has no Split(string).
    'Split': method('string[]', ['string[]', 'StringSplitOptions'], (s: string, separators) => {
      const [separator, ...others] = separators as readonly string[];
      if (others.length > 0) throw new CSharpError('Split by several separators is not supported');
      return s.split(text(separator));
    }),
    'ToString': method('string', [], (s: string) => s),
    // An extension of API Management's: the claims as they are written, without any check; null for what is no token.
    'AsJwt': method('Jwt', [], (s: string) => unverifiedJwt(s)),
  },
  'static string': {
    IsNullOrEmpty: method('bool', ['string'], (_, s) => s === null || s === ''),
    IsNullOrWhiteSpace: method('bool', ['string'], (_, s) => s === null || trimmed(text(s), undefined, 'both') === ''),
    Join: method('string', ['string', 'IEnumerable<string>'], (_, separator, items) =>
      texts(items).join(separator === null ? '' : text(separator)),
    ),
    Concat: method('string', ['IEnumerable<string>'], (_, items) => texts(items).join('')),
    Equals: method('bool', ['string', 'string'], (_, a, b) => a === b),
  },
  'static StringComparison': { Ordinal: comparison('Ordinal'), OrdinalIgnoreCase: comparison('OrdinalIgnoreCase') },
  'static StringSplitOptions': { None: property('StringSplitOptions', () => reference('StringSplitOptions', 'None')) },
  'static StringComparer': { Ordinal: property('StringComparer', () => reference('StringComparer', 'Ordinal')) },
  'static Uri': {
    // EscapeDataString leaves the unreserved characters of RFC 3986 only; encodeURIComponent leaves !'()* as well.
    EscapeDataString: method('string', ['string'], (_, s) =>
      encodeURIComponent(text(s).toWellFormed()).replace(
        /[!'()*]/g,
        (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
    ),
    UnescapeDataString: method('string', ['string'], (_, s) => decodeURIComponent(text(s))),
  },
  'static Regex': {
    Unescape: method('string', ['string'], (_, s) => unescaped(text(s))),
    IsMatch: method('bool', ['string', 'pattern or glob'], (_, s, pattern) =>
      (toGlob(text(pattern)) ?? toPattern(text(pattern))).test(text(s)),
    ),
    Replace: method('string', ['string', 'pattern', 'replacement'], (_, s, pattern, by) =>
      text(s).replace(toPattern(text(pattern)), toReplacement(text(by))),
    ),
    Split: method('string[]', ['string', 'pattern'], (_, s, pattern) => splitBy(text(s), toPattern(text(pattern)))),
  },
};

function substring(value: string, from: CsValue | undefined, length: CsValue | undefined): string {
  const start = Number(from);
  const end = length === undefined ? value.length : start + Number(length);
  if (start < 0 || end < start || end > value.length) throw new CSharpError('ArgumentOutOfRangeException');
  return value.slice(start, end);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** The escapes that JSON has; other letters mean something else to .NET, or nothing. */
function unescaped(value: string): string {
  return value.replace(/\\(?:u([0-9A-Fa-f]{4})|([^]))/g, (whole, code: string | undefined, unit = '') => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    if (Object.hasOwn(ESCAPES, unit)) return ESCAPES[unit] ?? '';
    if (/\w/.test(unit)) throw new CSharpError(`Regex.Unescape of ${whole} is not supported`);
    return unit;
  });
}
