import type { CsReference, CsValue } from './context.ts';
import { CSharpError } from './expression.ts';
import { isReference, reference, toBigInt, toDouble } from './numbers.ts';
import { contentOf, convertJson, FROM_JSON } from './token-conversion.ts';
import { jsonValue } from './token.ts';
import { becomesToken, isAssignable, isKind, isWidened, mayBeNull } from './types.ts';

/** Conversions of C#: those that it makes by itself, casts, and `as`. */

type Convert = (value: CsValue) => CsValue;
const same: Convert = (value) => value;

/** What C# does by itself where a type is wanted; throws CSharpError where it does nothing. */
export function conversionTo(wanted: string, actual: string): Convert {
  if (!isAssignable(actual, wanted)) throw new CSharpError(`${wanted} expected, not ${actual}`);
  if (actual !== wanted && becomesToken(actual, wanted))
    return (value) => (value === null ? jsonValue({ kind: 'string', value: null }) : jsonValue(contentOf(value)));
  return isWidened(actual, wanted) ? numberTo(wanted) : same;
}

function numberTo(type: string): Convert {
  return type === 'long'
    ? (value) => reference('long', toBigInt(value))
    : (value) => reference('double', toDouble(value));
}

/** What a cast does; throws CSharpError for one that C# does not have. */
export function castTo(type: string, operand: string): Convert {
  if (operand === type) return same;
  if (operand === 'object' && !isSequence(type)) return (value) => unboxed(type, value);
  if (isAssignable(operand, type)) return conversionTo(type, operand);
  if (operand !== 'null' && isKind(operand, 'JToken') && FROM_JSON.includes(type)) {
    // Between kinds of tokens a cast only goes down.
    if (!isKind(type, 'JToken') || isKind(type, operand)) return (value) => convertJson(value, type);
  } else if (operand === 'DayOfWeek' && type === 'int') return (value) => (value as CsReference).value as number;
  else if (operand === 'char' && type === 'int') return (value) => charOf(value).charCodeAt(0);
  else if (operand === 'int' && type === 'char')
    return (value) => reference('char', String.fromCharCode(Number(value) & 0xffff));
  else if (operand === 'long' && type === 'int') return (value) => Number(BigInt.asIntN(32, toBigInt(value)));
  throw new CSharpError(`no conversion from ${operand} to ${type}`);
}

/** What a list or a sequence holds is not known any more as it runs. */
const isSequence = (type: string): boolean => /^(?:List|IEnumerable)</.test(type);

/** What `as` does: null for what is of another type. */
export function asType(type: string, operand: string): Convert {
  const isRelated = operand === 'object' || isKind(type, operand) || isKind(operand, type);
  if (!mayBeNull(type) || operand === 'null' || !isRelated) throw new CSharpError(`no ${operand} as ${type}`);
  if (isKind(operand, type)) return same;
  if (isSequence(type)) throw new CSharpError(`no ${operand} as ${type}`);
  return (value) => (value !== null && isKind(typeOfValue(value), type) ? value : null);
}

const charOf = (value: CsValue): string => (value as { readonly value: string }).value;

/** The type that a value has as it runs. */
export function typeOfValue(value: Exclude<CsValue, null>): string {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return 'int';
  if (typeof value === 'boolean') return 'bool';
  if (value instanceof Date) return 'DateTime';
  if (value instanceof Uint8Array) return 'byte[]';
  return 'type' in value ? value.type : 'string[]';
}

/** A cast of a boxed value: the type must be the value's own (InvalidCastException otherwise). */
export function unboxed(type: string, value: CsValue): CsValue {
  if (value !== null && isReference(value) && isKind(value.type, 'JToken') && isKind(type, 'JToken'))
    return convertJson(value, type);
  if (value === null && mayBeNull(type)) return null;
  if (type === 'object' || (value !== null && typeOfValue(value) === type)) return value;
  throw new CSharpError(`InvalidCastException: the value is no ${type}`);
}
