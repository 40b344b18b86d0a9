import { RenderError } from '../error.ts';
import { requireJson } from './json.ts';
import { textOf, unicodeEscape } from './text.ts';
import type { Java } from './value.ts';

/** `$util` of API Gateway; with an argument that is no text there is no such method, which gives nothing. */
export function callUtil(name: string, [value = null, ...others]: readonly Java[]): Java {
  if (others.length > 0) return null;
  // Takes anything but nothing; the others take text only (measured against the reference engine).
  if (name === 'escapeJavaScript') return value === null ? null : escapeJavaScript(textOf(value));
  if (typeof value !== 'string') return null;
  switch (name) {
    case 'parseJson':
      return value === '' ? null : requireJson(value);
    case 'urlEncode':
      return urlEncode(value);
    case 'urlDecode':
      return urlDecode(value);
    case 'base64Encode':
      return base64(new TextEncoder().encode(value.toWellFormed()));
    case 'base64Decode':
      return base64Text(value);
    default:
      return null;
  }
}

const SHORT: Readonly<Record<string, string>> = {
  '"': String.raw`\"`,
  "'": String.raw`\'`,
  '/': String.raw`\/`,
  '\\': String.raw`\\`,
  '\b': String.raw`\b`,
  '\f': String.raw`\f`,
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': String.raw`\t`,
};

/** commons-lang 2, StringEscapeUtils: quotes of both kinds, slashes, control characters, and all beyond U+007F. */
function escapeJavaScript(value: string): string {
  // eslint-disable-next-line no-control-regex -- these are what is escaped
  return value.replace(/["'/\\\u0000-\u001F\u0080-\uFFFF]/g, (unit) => SHORT[unit] ?? unicodeEscape(unit));
}

/** java.net.URLEncoder: letters, digits and `.-*_` stay, a blank becomes a plus sign; half a surrogate pair is a question mark. */
function urlEncode(value: string): string {
  const whole = value.replace(/[\uD800-\uDBFF][\uDC00-\uDFFF]|[\uD800-\uDFFF]/g, (pair) =>
    pair.length === 2 ? pair : '?',
  );
  return encodeURIComponent(whole)
    .replace(/[!'()~]/g, (unit) => `%${unit.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

function urlDecode(value: string): string {
  if (/%(?![0-9a-fA-F]{2})/.test(value)) throw new RenderError('IllegalArgumentException: an incomplete %');
  const bytes: number[] = [];
  for (const unit of value.replaceAll('+', ' ').match(/%[0-9a-fA-F]{2}|[^%]+/g) ?? [])
    if (unit.startsWith('%')) bytes.push(Number.parseInt(unit.slice(1), 16));
    else bytes.push(...new TextEncoder().encode(unit));
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array(bytes));
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(i, i + 3);
    const group = (a << 16) | (b << 8) | c;
    const signs = [18, 12, 6, 0].map((shift) => ALPHABET.charAt((group >> shift) & 63));
    const missing = Math.max(0, i + 3 - bytes.length);
    text += signs.slice(0, 4 - missing).join('') + '='.repeat(missing);
  }
  return text;
}

/** java.util.Base64: padding may be left out as a whole, other characters fail. */
function base64Text(value: string): string {
  const bare = value.replace(/={1,2}$/, '');
  const isPadded = bare.length !== value.length;
  const isBad = /[^A-Za-z0-9+/]/.test(bare) || bare.length % 4 === 1 || (isPadded && value.length % 4 !== 0);
  if (isBad) throw new RenderError('IllegalArgumentException: the text is no Base64');
  const bytes: number[] = [];
  let group = 0;
  let bits = 0;
  for (const sign of bare) {
    group = (group << 6) | ALPHABET.indexOf(sign);
    bits += 6;
    if (bits >= 8) bytes.push((group >> (bits -= 8)) & 255);
    group &= (1 << bits) - 1;
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array(bytes));
}
