import type { CsValue } from '../context.ts';
import { unverifiedJwt } from '../unverified-jwt.ts';
import { CSharpError } from '../expression.ts';
import { toGlob } from '../glob.ts';
import { toPattern, toReplacement } from '../pattern.ts';
import { method, property, reference, text, type Members } from './member.ts';

/** Members of strings, and of the types whose static members make or test strings. */

const comparison = (name: string) => property('StringComparison', () => reference('StringComparison', name));

/** Without a comparison C# compares by the culture, which passes over characters of no width: features say Ordinal. */
const folded = (value: CsValue | undefined, how: CsValue | undefined): string =>
  (how as { readonly value: string } | undefined)?.value === 'OrdinalIgnoreCase'
    ? text(value).toUpperCase()
    : text(value);

export const STRING_MEMBERS: Readonly<Record<string, Members>> = {
  'string': {
    Length: property('int', (s: string) => s.length),
    ToUpperInvariant: method('string', [], (s: string) => s.toUpperCase()),
    ToLowerInvariant: method('string', [], (s: string) => s.toLowerCase()),
    ToUpper: method('string', [], (s: string) => s.toUpperCase()),
    ToLower: method('string', [], (s: string) => s.toLowerCase()),
    Trim: method('string', [], (s: string) => s.trim()),
    StartsWith: method(
      'bool',
      ['string', 'StringComparison'],
      (s: string, part, how) => folded(s, how).startsWith(folded(part, how)),
      1,
    ),
    EndsWith: method(
      'bool',
      ['string', 'StringComparison'],
      (s: string, part, how) => folded(s, how).endsWith(folded(part, how)),
      1,
    ),
    IndexOf: method(
      'int',
      ['string', 'StringComparison'],
      (s: string, part, how) => folded(s, how).indexOf(folded(part, how)),
      1,
    ),
    Equals: method('bool', ['string', 'StringComparison'], (s: string, other, how) =>
      other === null ? false : folded(s, how) === folded(other, how),
    ),
    Contains: method('bool', ['string'], (s: string, part) => s.includes(text(part))),
    Replace: method('string', ['string', 'string'], (s: string, from, to) => s.split(text(from)).join(text(to))),
    Substring: method('string', ['int', 'int'], (s: string, from, length) => substring(s, from, length), 1),
    // .NET Framework has no Split(string).
    Split: method('string[]', ['string[]', 'StringSplitOptions'], (s: string, separators) => {
      const [separator, ...others] = separators as readonly string[];
      if (others.length > 0) throw new CSharpError('Split by several separators is not supported');
      return s.split(text(separator));
    }),
    ToString: method('string', [], (s: string) => s),
    // An extension of API Management's: the claims as they are written, without any check; null for what is no token.
    AsJwt: method('Jwt', [], (s: string) => unverifiedJwt(s)),
  },
  'static string': {
    IsNullOrEmpty: method('bool', ['string'], (_, s) => s === null || s === ''),
    IsNullOrWhiteSpace: method('bool', ['string'], (_, s) => s === null || text(s).trim() === ''),
    Join: method('string', ['string', 'IEnumerable<string>'], (_, separator, items) =>
      sequence(items).join(text(separator)),
    ),
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
    IsMatch: method('bool', ['string', 'pattern or glob'], (_, s, pattern) =>
      (toGlob(text(pattern)) ?? toPattern(text(pattern))).test(text(s)),
    ),
    Replace: method('string', ['string', 'pattern', 'replacement'], (_, s, pattern, by) =>
      text(s).replace(toPattern(text(pattern)), toReplacement(text(by))),
    ),
  },
};

function sequence(items: CsValue | undefined): readonly string[] {
  return Array.isArray(items) ? (items as readonly string[]) : (items as { readonly value: readonly string[] }).value;
}

function substring(value: string, from: CsValue | undefined, length: CsValue | undefined): string {
  const start = Number(from);
  const end = length === undefined ? value.length : start + Number(length);
  if (start < 0 || end < start || end > value.length) throw new CSharpError('ArgumentOutOfRangeException');
  return value.slice(start, end);
}
