import { createHash, createHmac } from 'node:crypto';
import { CSharpError } from '../expression.ts';
import { reference, toDouble } from '../numbers.ts';
import { roundHalfEven } from '../token-conversion.ts';
import { bytes, method, property, text, type Members } from './member.ts';

/** Members of bytes: text to bytes and back, Base64, hexadecimal and what signing needs. */

export const BYTE_MEMBERS: Readonly<Record<string, Members>> = {
  'byte[]': { Length: property('int', (b: Uint8Array) => b.length) },
  'static Encoding': { UTF8: property('Encoding', () => reference('Encoding', 'utf8')) },
  'Encoding': {
    GetBytes: method('byte[]', ['string'], (_, s) => new TextEncoder().encode(text(s))),
    // GetString keeps a byte order mark, unlike a reader.
    GetString: method('string', ['byte[]'], (_, b) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes(b))),
  },
  'static Convert': {
    ToBase64String: method('string', ['byte[]'], (_, b) => Buffer.from(bytes(b)).toString('base64')),
    FromBase64String: method('byte[]', ['string'], (_, s) => fromBase64(text(s))),
    ToInt32: method(
      'int',
      ['string', 'int'],
      (_, digits, base) => (base === undefined ? wholeNumber(text(digits)) : fromDigits(text(digits), Number(base))),
      1,
    ),
    ToInt64: method('long', ['double'], (_, n) => reference('long', BigInt(roundHalfEven(toDouble(n))))),
  },
  // `AB-CD`: Convert.ToHexString is not on the list and newer than .NET Framework.
  'static BitConverter': {
    ToString: method('string', ['byte[]'], (_, b) =>
      [...bytes(b)].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join('-'),
    ),
  },
  'static SHA256': { Create: method('SHA256', [], () => reference('SHA256', 'sha256')) },
  'SHA256': {
    ComputeHash: method('byte[]', ['byte[]'], (_, b) => new Uint8Array(createHash('sha256').update(bytes(b)).digest())),
  },
  'new HMACSHA256': { HMACSHA256: method('HMACSHA256', ['byte[]'], (_, key) => reference('HMACSHA256', bytes(key))) },
  'HMACSHA256': {
    ComputeHash: method(
      'byte[]',
      ['byte[]'],
      (key: Uint8Array, b) => new Uint8Array(createHmac('sha256', key).update(bytes(b)).digest()),
    ),
  },
};

function fromBase64(value: string): Uint8Array {
  const compact = value.replace(/[ \t\r\n]/g, '');
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact))
    throw new CSharpError('FormatException: no Base64');
  return new Uint8Array(Buffer.from(compact, 'base64'));
}

function wholeNumber(digits: string): number {
  if (!/^[ ]*-?[0-9]{1,9}[ ]*$/.test(digits)) throw new CSharpError('FormatException: no number');
  return Number(digits);
}

function fromDigits(digits: string, base: number): number {
  if (base !== 16 || !/^[0-9a-fA-F]{1,8}$/.test(digits))
    throw new CSharpError('FormatException: no hexadecimal number');
  return Number.parseInt(digits, base) | 0;
}
