import type { Checked } from './checked.ts';
import type { CsValue } from './context.ts';
import { conversionTo } from './convert.ts';
import { CSharpError, type BinaryOperator } from './expression.ts';
import type { Frame } from './frame.ts';
import { exact, fits, intArithmetic, isReference, longArithmetic, reference, toBigInt, toDouble } from './numbers.ts';
import { toText } from './text.ts';
import { isKind, isWidened } from './types.ts';

/** What `+` makes text of: the others have texts that depend on the culture, or none. */
const CONCATENATED = ['string', 'int', 'long', 'bool', 'char', 'Guid', 'object', 'null'];
const NUMBERS = ['int', 'long', 'double'];
const ORDERED = [...NUMBERS, 'char', 'DateTime'];
/** Tokens and other objects are compared with null only: by reference two of them are never equal. */
const COMPARED = ['string', 'int', 'long', 'double', 'char', 'bool', 'DateTime', 'JTokenType', 'null', 'object'];

/** Of constants the result is one as well; none of them looks at what runs. */
export function checkBinary(operator: BinaryOperator, left: Checked, right: Checked): Checked {
  const result = checkOperands(operator, left, right);
  const isConstant = left.constant !== undefined && right.constant !== undefined;
  if (!isConstant || result.constant !== undefined || !['bool', 'string'].includes(result.type)) return result;
  return { ...result, constant: constantValue(result) as boolean | string };
}

export function constantValue({ run }: Checked): CsValue {
  return run({} as Frame);
}

function checkOperands(operator: BinaryOperator, left: Checked, right: Checked): Checked {
  switch (operator) {
    case '&&':
    case '||':
      return checkLogical(operator, left, right);
    case '==':
    case '!=':
      return checkEquality(operator, left, right);
    case '??':
      return checkCoalescing(left, right);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return checkOrder(operator, left, right);
    default:
      break;
  }
  if (operator === '+' && (left.type === 'string' || right.type === 'string')) return checkConcatenation(left, right);
  return checkArithmetic(operator, left, right);
}

function checkLogical(operator: '&&' | '||', left: Checked, right: Checked): Checked {
  conversionTo('bool', left.type);
  conversionTo('bool', right.type);
  const run: Checked['run'] =
    operator === '&&'
      ? (frame) => left.run(frame) === true && right.run(frame) === true
      : (frame) => left.run(frame) === true || right.run(frame) === true;
  return { type: 'bool', run };
}

const plain = (type: string): string => type.replace(/\?$/, '');

function checkEquality(operator: '==' | '!=', left: Checked, right: Checked): Checked {
  const isNull = left.type === 'null' || right.type === 'null';
  const type = left.type.endsWith('?') && right.type === 'null' ? 'null' : common(plain(left.type), plain(right.type));
  if (!isNull && !COMPARED.includes(type)) throw new CSharpError(`${type} is compared with null only`);
  const wanted = operator === '==';
  return { type: 'bool', run: (frame) => isEqual(left.run(frame), right.run(frame)) === wanted };
}

function isEqual(a: CsValue, b: CsValue): boolean {
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  const isNumber = (value: CsValue): boolean =>
    typeof value === 'number' || (value !== null && isReference(value) && NUMBERS.includes(value.type));
  if (isNumber(a) && isNumber(b)) return order(a, b) === 0;
  if (a !== null && b !== null && isReference(a) && isReference(b)) return a.value === b.value;
  return a === b;
}

function checkCoalescing(left: Checked, right: Checked): Checked {
  const type = left.type.endsWith('?') ? plain(left.type) : common(left.type, right.type);
  const toRight = conversionTo(type, right.type);
  if (left.type === 'null' || (!isKind('null', left.type) && !left.type.endsWith('?')))
    throw new CSharpError(`${left.type} is never null`);
  return { type, run: (frame) => left.run(frame) ?? toRight(right.run(frame)) };
}

function checkOrder(operator: '<' | '<=' | '>' | '>=', left: Checked, right: Checked): Checked {
  const type = left.type === right.type || NUMBERS.includes(left.type) ? left.type : '';
  if (!ORDERED.includes(type) || (type !== right.type && !NUMBERS.includes(right.type)))
    throw new CSharpError(`${left.type} ${operator} ${right.type} is not defined`);
  const holds = {
    '<': (way: number) => way < 0,
    '<=': (way: number) => way <= 0,
    '>': (way: number) => way > 0,
    '>=': (way: number) => way >= 0,
  }[operator];
  return { type: 'bool', run: (frame) => holds(order(left.run(frame), right.run(frame))) };
}

/** Below, at or above zero; not a number for a double that is none. */
function order(a: CsValue, b: CsValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const isWhole = [a, b].every((value) => typeof value === 'number' || typeOfReference(value) === 'long');
  const [x, y] = isWhole ? [toBigInt(a), toBigInt(b)] : [comparable(a), comparable(b)];
  return x < y ? -1 : x > y ? 1 : x === y ? 0 : Number.NaN;
}

const typeOfReference = (value: CsValue): string => (value !== null && isReference(value) ? value.type : '');

function comparable(value: CsValue): number {
  if (value instanceof Date) return value.getTime();
  if (value !== null && isReference(value) && value.type === 'char') return String(value.value).charCodeAt(0);
  return toDouble(value);
}

function checkConcatenation(left: Checked, right: Checked): Checked {
  for (const { type } of [left, right])
    if (!CONCATENATED.includes(type)) throw new CSharpError(`${type} has no text that is the same everywhere`);
  return { type: 'string', run: (frame) => toText(left.run(frame)) + toText(right.run(frame)) };
}

function checkArithmetic(operator: BinaryOperator, left: Checked, right: Checked): Checked {
  const type = left.type === 'long' || right.type === 'long' ? 'long' : 'int';
  conversionTo(type, left.type);
  conversionTo(type, right.type);
  // C# folds constants and refuses those that overflow or divide by zero.
  const [a, b] = [left.constant, right.constant];
  const constant = typeof a === 'bigint' && typeof b === 'bigint' ? exact(operator, a, b) : undefined;
  if (constant !== undefined && !fits(type, constant)) throw new CSharpError(`the constant overflows: ${constant}`);
  if (b === 0n && (operator === '/' || operator === '%')) throw new CSharpError('DivideByZeroException');
  return {
    type,
    run:
      type === 'int'
        ? (frame) => intArithmetic(operator, left.run(frame) as number, right.run(frame) as number)
        : (frame) => reference('long', longArithmetic(operator, toBigInt(left.run(frame)), toBigInt(right.run(frame)))),
    ...(constant !== undefined && { constant }),
  };
}

/**
 * The type that two values have in common: C# compares an object with anything by reference, so a string in Variables would differ from
 * an equal literal.
 */
export function common(a: string, b: string, widens = true): string {
  if (a !== 'object' || b === 'null') if (isKind(b, a) || (widens && isWidened(b, a))) return a;
  if (b !== 'object' || a === 'null') if (isKind(a, b) || (widens && isWidened(a, b))) return b;
  throw new CSharpError(`${a} and ${b} have no common type; cast first`);
}
