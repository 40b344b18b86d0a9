import type { CsValue } from '../context.ts';
import { method, text, type Members } from './member.ts';

/** WebUtility: forms, as application/x-www-form-urlencoded has them. */

const SAFE = /[A-Za-z0-9\-_.!*()]/;

/** Lower-case letters of a `%xx` are read too; what is no escape stays as it is. */
const ESCAPES = /(?:%[0-9A-Fa-f]{2}|[\0-\x7f])+/g;

const orNull = (value: CsValue | undefined, change: (value: string) => string): CsValue =>
  value === null ? null : change(text(value));

export const WEB_MEMBERS: Readonly<Record<string, Members>> = {
  'static WebUtility': {
    UrlEncode: method('string', ['string'], (_, value) => orNull(value, encoded)),
    UrlDecode: method('string', ['string'], (_, value) => orNull(value, decoded)),
  },
};

function encoded(value: string): string {
  let out = '';
  for (const byte of new TextEncoder().encode(value)) {
    const unit = String.fromCharCode(byte);
    if (unit === ' ') out += '+';
    else out += SAFE.test(unit) ? unit : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return out;
}

/** What is not ASCII stands for itself; all else is bytes of UTF-8. */
function decoded(value: string): string {
  return value.replace(ESCAPES, (run) => {
    const bytes = run.replaceAll('+', ' ').match(/%[0-9A-Fa-f]{2}|[^]/g) ?? [];
    const codes = bytes.map((part) => (part.length === 1 ? part.charCodeAt(0) : Number.parseInt(part.slice(1), 16)));
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array(codes));
  });
}
