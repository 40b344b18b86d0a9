import type { CsReference, CsValue } from './context.ts';
import { elementsOf } from './elements.ts';
import { CSharpError } from './expression.ts';
import { addItem, newArray } from './json-tree.ts';
import type { Json } from './json-tree.ts';
import { fits, reference, toDouble } from './numbers.ts';
import { TOKEN_TYPES } from './token.ts';
import { isKind } from './types.ts';

/** Values as tokens and tokens as values, by the conversions of Newtonsoft.Json 13. */

/** What `new JObject(...)`, `new JArray(...)` and a property make of a value: of a sequence an array. */
export function contentOf(value: CsValue | undefined): Json {
  if (value === null || value === undefined) return { kind: 'null' };
  if (typeof value === 'string') return { kind: 'string', value };
  if (typeof value === 'number') return { kind: 'integer', value: BigInt(value) };
  if (typeof value === 'boolean') return { kind: 'boolean', value };
  const { type, value: held } = value as CsReference;
  if (type === 'long') return { kind: 'integer', value: held as bigint };
  if (['JObject', 'JArray', 'JValue', 'JRaw'].includes(type)) return held as Json;
  const array = newArray();
  for (const item of elementsOf(value)) addItem(array, contentOf(item));
  return array;
}

/** Types that a token converts to, by a cast or `Value<T>`. */
export const FROM_JSON = ['string', 'int', 'long', 'double', 'bool', 'JToken', 'JObject', 'JArray', 'JValue'];

/** A token as another type; null stays null where the type has it. */
export function convertJson(token: CsValue, type: string): CsValue {
  const json = (token as CsReference | null)?.value as Json | undefined;
  const fail = () => new CSharpError(`InvalidCastException: ${json?.kind ?? 'null'} is no ${type}`);
  if (['JToken', 'JObject', 'JArray', 'JValue', 'object'].includes(type)) {
    const isOfType =
      token === null || type === 'JToken' || type === 'object' || isKind((token as CsReference).type, type);
    if (isOfType) return token;
    throw fail();
  }
  if (json === undefined || json.kind === 'null') {
    if (type === 'string') return null;
    throw fail();
  }
  if (json.kind === 'string' && json.value === null) return ofNullText(type);
  if (type === 'string') return jsonText(json);
  if (type === 'bool') return truth(json) ?? refuse(fail);
  if (type === 'double') return reference('double', double(json) ?? refuse(fail));
  const number = wholeNumber(json) ?? refuse(fail);
  if (!fits(type === 'int' ? 'int' : 'long', number))
    throw new CSharpError(`OverflowException: ${number} is no ${type}`);
  return type === 'int' ? Number(number) : reference('long', number);
}

/** What Convert makes of null. */
function ofNullText(type: string): CsValue {
  if (type === 'string') return null;
  if (type === 'bool') return false;
  return type === 'int' ? 0 : reference(type, type === 'long' ? 0n : 0);
}

function refuse(fail: () => CSharpError): never {
  throw fail();
}

/** `(string)token`: dates come in the invariant culture's form, which is why text is kept from becoming one. */
function jsonText(json: Json): string {
  if (json.kind === 'string') return json.value ?? '';
  if (json.kind === 'boolean') return json.value ? 'True' : 'False';
  if (json.kind === 'integer') return json.value.toString();
  if (json.kind === 'raw') return json.value;
  if (json.kind === 'date') {
    const [year = '', month = '', day = '', time = ''] = json.value.toISOString().slice(0, 19).split(/[-T]/);
    return `${month}/${day}/${year} ${time}`;
  }
  // A float's text differs between .NET Framework (15 digits) and .NET (the shortest that reads back).
  throw new CSharpError(`ArgumentException: ${TOKEN_TYPES[json.kind]} is not converted to text`);
}

function truth(json: Json): boolean | undefined {
  if (json.kind === 'boolean') return json.value;
  if (json.kind === 'integer') return json.value !== 0n;
  if (json.kind === 'float') return json.value !== 0;
  const word = json.kind === 'string' ? (/^\s*(true|false)\s*$/i.exec(json.value ?? '')?.[1] ?? '') : '';
  return word === '' ? undefined : word.toLowerCase() === 'true';
}

/** Text only as digits and what every runtime reads alike. */
function double(json: Json): number | undefined {
  if (json.kind === 'integer' || json.kind === 'float') return toDouble(reference('double', json.value));
  if (json.kind === 'boolean') return json.value ? 1 : 0;
  if (json.kind === 'raw') return Number.isFinite(Number(json.value)) ? Number(json.value) : undefined;
  if (json.kind !== 'string' || !/^\s*[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?\s*$/.test(json.value ?? '')) return undefined;
  return Number(json.value);
}

function wholeNumber(json: Json): bigint | undefined {
  if (json.kind === 'integer') return json.value;
  if (json.kind === 'boolean') return json.value ? 1n : 0n;
  if (json.kind === 'float') return Math.abs(json.value) < 2 ** 63 ? BigInt(roundHalfEven(json.value)) : undefined;
  if (json.kind === 'string' && /^\s*[+-]?[0-9]+\s*$/.test(json.value ?? ''))
    return BigInt((json.value ?? '').trim().replace(/^\+/, ''));
  return undefined;
}

/** As Convert does: halves go to the even neighbour. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
