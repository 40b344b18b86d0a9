import type { CsReference, CsValue } from './context.ts';
import { CSharpError } from './expression.ts';

/** Numbers as values: an int is a number, a long holds a bigint and a double a number. */

/** An object that is only good for its members, or null. */
export const reference = (type: string, value: unknown): CsValue =>
  value === null || value === undefined ? null : { type, value };

export function isReference(value: CsValue): value is CsReference {
  return typeof value === 'object' && value !== null && 'value' in value;
}

export function toBigInt(value: CsValue | undefined): bigint {
  return typeof value === 'number' ? BigInt(value) : ((value as CsReference).value as bigint);
}

export function toDouble(value: CsValue | undefined): number {
  return typeof value === 'number' ? value : Number((value as CsReference).value);
}

const LIMITS = {
  char: { least: 0n, most: 2n ** 16n - 1n },
  int: { least: -(2n ** 31n), most: 2n ** 31n - 1n },
  long: { least: -(2n ** 63n), most: 2n ** 63n - 1n },
} as const;
type WholeType = keyof typeof LIMITS;

export function isWhole(type: string): type is WholeType {
  return Object.hasOwn(LIMITS, type);
}

/** `+ - * / %` of whole numbers, before it is cut to the type's size. */
export function exact(operator: string, a: bigint, b: bigint): bigint {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    default:
      if (b === 0n) throw new CSharpError('DivideByZeroException');
      return operator === '/' ? a / b : a % b;
  }
}

export function fits(type: WholeType, value: bigint): boolean {
  return value >= LIMITS[type].least && value <= LIMITS[type].most;
}

/** Unchecked arithmetic, C#'s default: only the quotient of the least number by -1 fails. */
export function longArithmetic(operator: string, a: bigint, b: bigint): bigint {
  if ((operator === '/' || operator === '%') && a === LIMITS.long.least && b === -1n)
    throw new CSharpError('OverflowException');
  return BigInt.asIntN(64, exact(operator, a, b));
}

export function intArithmetic(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+':
      return (a + b) | 0;
    case '-':
      return (a - b) | 0;
    case '*':
      return Math.imul(a, b);
    default:
      if (b === 0) throw new CSharpError('DivideByZeroException');
      if (a === Number(LIMITS.int.least) && b === -1) throw new CSharpError('OverflowException');
      return (operator === '/' ? a / b : a % b) | 0;
  }
}
