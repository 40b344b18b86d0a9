import type { Binary } from '../ast.ts';
import { textOf } from './text.ts';
import { isNumber, toNumber, type Decimal, type Java } from './value.ts';

type JavaNumber = bigint | number | Decimal;

/** `+ - * / %` as Velocity computes; null where it gives nothing, such as a quotient by zero. */
export function compute(operator: Binary, left: Java, right: Java): Java {
  if (operator === '+' && (typeof left === 'string' || typeof right === 'string'))
    return left === null || right === null ? null : textOf(left) + textOf(right);
  if (!isNumber(left) || !isNumber(right)) return null;
  if (typeof left === 'bigint' && typeof right === 'bigint') return wholeResult(operator, left, right);
  return doubleResult(operator, toNumber(left), toNumber(right));
}

function wholeResult(operator: Binary, left: bigint, right: bigint): Java {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    default:
      if (right === 0n) return null;
      return operator === '/' ? left / right : left % right;
  }
}

function doubleResult(operator: Binary, left: number, right: number): Java {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    default:
      if (right === 0) return null;
      return operator === '/' ? left / right : left % right;
  }
}

/** `==`: numbers by their size, others by what they print; nothing equals nothing only. */
export function isEqual(left: Java, right: Java): boolean {
  if (left === null || right === null) return left === right;
  if (isNumber(left) && isNumber(right)) return comparison(left, right) === 0;
  return textOf(left) === textOf(right);
}

/** `<` and its like: of numbers only, anything else is false. */
export function isOrdered(operator: Binary, left: Java, right: Java): boolean {
  if (!isNumber(left) || !isNumber(right)) return false;
  const order = comparison(left, right);
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

function comparison(left: JavaNumber, right: JavaNumber): number {
  if (typeof left === 'bigint' && typeof right === 'bigint') return left < right ? -1 : left > right ? 1 : 0;
  return toNumber(left) - toNumber(right);
}
