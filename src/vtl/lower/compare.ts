import * as cs from '../../csharp/build.ts';
import type { Expression } from '../../csharp/expression.ts';
import { constantOf, isNull, orEmpty, type Code } from './code.ts';
import { plainText, scalarText } from './json.ts';
import { typeIs } from './code.ts';

/**
 * `==`: numbers by their size, everything else by what it prints; nothing is empty text. Tokens stand under names. Undefined for kinds
 * that have no text.
 */
export function compareCode(a: Code, b: Code): Expression | undefined {
  if ((a.kind === 'int' && b.kind === 'int') || (a.kind === 'bool' && b.kind === 'bool'))
    return cs.binary('==', a.code, b.code);
  if (a.kind === 'token' && b.kind === 'int') return equalsNumber(a, b);
  if (b.kind === 'token' && a.kind === 'int') return equalsNumber(b, a);
  const left = comparedText(a);
  const right = comparedText(b);
  if (left === undefined || right === undefined) return undefined;
  const constants = [constantOf({ kind: 'text', code: left }), constantOf({ kind: 'text', code: right })] as const;
  if (constants[0] !== undefined && constants[1] !== undefined) return cs.literal(constants[0] === constants[1]);
  return cs.binary('==', left, right);
}

function comparedText(value: Code): Expression | undefined {
  if (value.kind === 'token') return scalarText(value);
  return value.kind === 'text' ? orEmpty(value) : plainText(value);
}

/** A whole number equals a token that is one, and 5.0, and the text of its digits. */
function equalsNumber(token: Code, number: Code): Expression {
  const digits = cs.call(number.code, 'ToString');
  const isSame = cs.binary(
    '==',
    scalarText(token),
    number.code.kind === 'integer' ? String(number.code.value) : digits,
  );
  const isFraction =
    token.mayBeNull === true
      ? cs.all([cs.not(isNull(token.code)), typeIs(token.code, 'Raw')])
      : typeIs(token.code, 'Raw');
  return cs.any([isSame, cs.all([isFraction, cs.binary('==', cs.cast('double', token.code), number.code)])]);
}

/** `<` and its like, of numbers only. */
export function orderCode(operator: '<' | '<=' | '>' | '>=', a: Code, b: Code): Expression {
  if (a.kind === 'int' && b.kind === 'int') return cs.binary(operator, a.code, b.code);
  const left = numberOf(a);
  const right = numberOf(b);
  if (left === undefined || right === undefined) return cs.literal(false);
  return cs.all([...left.tests, ...right.tests, cs.binary(operator, left.code, right.code)]);
}

function numberOf(value: Code): { readonly code: Expression; readonly tests: readonly Expression[] } | undefined {
  if (value.kind === 'int') return { code: value.code, tests: [] };
  if (value.kind !== 'token') return undefined;
  const isThere = value.mayBeNull === true ? [cs.not(isNull(value.code))] : [];
  return { code: cs.cast('double', value.code), tests: [...isThere, typeIs(value.code, 'Integer', 'Raw')] };
}
