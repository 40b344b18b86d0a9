import * as cs from '../../csharp/build.ts';
import type { Expression } from '../../csharp/expression.ts';
import type { Statement, Value } from '../ir.ts';
import { compute } from '../java/arithmetic.ts';
import { doubleText } from '../java/text.ts';
import { bool, int, isNull, orEmpty, text, token, typeIs, type Code } from './code.ts';
import { compareCode, orderCode } from './compare.ts';
import type { Scope } from './scope.ts';

type Literal = Extract<
  Value,
  { kind: 'string' | 'integer' | 'float' | 'boolean' | 'printed' | 'list' | 'map' | 'range' }
>;

/** Values that are written out in the template. */
export function literalValue(scope: Scope, value: Literal): Code {
  switch (value.kind) {
    case 'string':
      return text(value.value);
    case 'integer':
      return integer(scope, value.value);
    case 'float':
      return token(cs.create('JRaw', doubleText(value.value)));
    case 'boolean':
      return bool(value.value);
    case 'printed':
      return printed(scope, value.body);
    case 'list': {
      const items = value.items.map((item) => scope.stored(scope.value(item)));
      return { kind: 'list', code: cs.create('JArray', ...items) };
    }
    case 'map':
      return map(scope, value);
    default:
      return range(scope, value);
  }
}

function integer(scope: Scope, value: bigint): Code {
  const number = Number(value);
  if (Math.abs(number) < 2 ** 31) return int(number);
  if (!Number.isSafeInteger(number)) return scope.refuse('VTL-ARITHMETIC', `${value} is too large a number`);
  return token(cs.create('JValue', cs.long(number)));
}

/** What statements print, as a text. */
function printed(scope: Scope, body: readonly Statement[]): Code {
  const isFlat = body.every(({ kind }) => kind === 'text' || kind === 'output');
  if (isFlat) return text(cs.joinedText(body.map((each) => printedPart(scope, each))));
  const outer = scope.sink;
  const name = scope.names.fresh('printed');
  scope.emit(cs.declare(name, cs.create('StringBuilder')));
  scope.sink = { name, takesTokens: false };
  scope.block(body);
  scope.sink = outer;
  return text(cs.call(cs.named(name), 'ToString'));
}

function printedPart(scope: Scope, statement: Statement): string | Expression {
  if (statement.kind === 'text') return statement.text;
  const part = scope.fullText(scope.value((statement as Extract<Statement, { kind: 'output' }>).value));
  return part.kind === 'string' ? part.value : part;
}

function map(scope: Scope, { entries }: Extract<Value, { kind: 'map' }>): Code {
  const properties = entries.map(([key, value]) => {
    const name = scope.value(key);
    if (name.kind !== 'text') return scope.refuse('VTL-VALUE', 'a map has a name that is no text');
    return cs.create('JProperty', orEmpty(name), scope.stored(scope.value(value)));
  });
  return token(cs.create('JObject', ...properties));
}

function range(scope: Scope, { from, to }: Extract<Value, { kind: 'range' }>): Code {
  const first = scope.value(from);
  const last = scope.value(to);
  if (first.kind !== 'int' || last.kind !== 'int')
    return scope.refuse('VTL-VALUE', 'a range has an end that is no whole number');
  const a = first.code;
  const b = last.code;
  const upwards = (start: Expression, end: Expression): Expression => {
    const count =
      start.kind === 'integer' && end.kind === 'integer'
        ? end.value - start.value + 1
        : cs.binary('+', cs.binary('-', end, start), 1);
    return cs.call(cs.named('Enumerable'), 'Range', start, count);
  };
  const up = upwards(a, b);
  const down = cs.call(upwards(b, a), 'Reverse');
  if (a.kind === 'integer' && b.kind === 'integer') return { kind: 'numbers', code: a.value <= b.value ? up : down };
  return { kind: 'numbers', code: cs.conditional(cs.binary('<=', a, b), up, down) };
}

type Binary = Extract<Value, { kind: 'binary' }>;

/** Comparisons and arithmetic. */
export function binaryValue(scope: Scope, { operator, left, right }: Binary): Code {
  if (operator === '&&' || operator === '||') return bool(both(scope, { kind: 'binary', operator, left, right }));
  const a = comparable(scope, scope.value(left), 'left');
  const b = comparable(scope, scope.value(right), 'right');
  if (operator === '==' || operator === '!=') {
    const equal = compareCode(a, b) ?? scope.refuse('VTL-VALUE', 'lists are compared, which C# does otherwise');
    return bool(operator === '==' ? equal : negated(equal));
  }
  if (operator === '<' || operator === '<=' || operator === '>' || operator === '>=')
    return bool(orderCode(operator, a, b));
  return arithmetic(scope, operator, a, b);
}

/** A token of a comparison stands under a name. */
function comparable(scope: Scope, value: Code, hint: string): Code {
  if (value.kind !== 'token' || value.code.kind === 'name') return value;
  return token(scope.tokenNamed(value, hint));
}

function arithmetic(scope: Scope, operator: '+' | '-' | '*' | '/' | '%', a: Code, b: Code): Code {
  if (operator === '+' && (a.kind === 'text' || b.kind === 'text'))
    return text(cs.concatenation(scope.fullText(a), scope.fullText(b)));
  if (a.kind !== 'int' || b.kind !== 'int')
    return scope.refuse('VTL-ARITHMETIC', 'fractions or numbers of the payload are computed with');
  const isQuotient = operator === '/' || operator === '%';
  if (isQuotient && (b.code.kind !== 'integer' || b.code.value === 0))
    return scope.refuse('VTL-ARITHMETIC', 'the divisor may be zero');
  return whole(scope, operator, a.code, b.code);
}

/** Larger than what a template counts: a product or sum with such a number may not be an int. */
const LARGE = 10_000;

/** Whole numbers, which have any size in Java: constants are computed here, and large ones are no business of C#'s int. */
function whole(scope: Scope, operator: '+' | '-' | '*' | '/' | '%', a: Expression, b: Expression): Code {
  if (a.kind === 'integer' && b.kind === 'integer') {
    const result = compute(operator, BigInt(a.value), BigInt(b.value));
    if (typeof result === 'bigint') return integer(scope, result);
  }
  const isLarge = [a, b].some((each) => each.kind === 'integer' && Math.abs(each.value) > LARGE);
  const isProduct = operator === '*' && a.kind !== 'integer' && b.kind !== 'integer';
  if (isLarge || isProduct) return scope.refuse('VTL-ARITHMETIC', 'numbers are computed that may be too large for C#');
  return int(cs.binary(operator, a, b));
}

/** Whether #if takes a value for true: everything but false. */
export function conditionOf(scope: Scope, value: Value): Expression {
  if (value.kind === 'not') return negated(scope.condition(value.operand));
  if (value.kind === 'binary' && (value.operator === '&&' || value.operator === '||')) return both(scope, value);
  const code = scope.value(value);
  if (code.kind === 'bool') return code.code;
  if (value.kind !== 'reference') return cs.literal(false);
  if (code.kind !== 'token') return cs.literal(true);
  const own = code.code.kind === 'name' ? code : token(scope.tokenNamed(code, 'tested'));
  const isFalse = cs.all([typeIs(own.code, 'Boolean'), cs.not(cs.cast('bool', own.code))]);
  return cs.not(own.mayBeNull === true ? cs.all([cs.not(isNull(own.code)), isFalse]) : isFalse);
}

/** The right side is computed only where the left one asks for it, as it may fail. */
function both(scope: Scope, { operator, left, right }: Binary): Expression {
  const first = scope.condition(left);
  let second: Expression = cs.literal(true);
  const needed = scope.inside(() => {
    second = scope.condition(right);
  });
  const isAnd = operator === '&&';
  if (needed.length === 0) return isAnd ? cs.all([first, second]) : cs.any([first, second]);
  const name = scope.names.fresh('holds');
  const own = cs.named(name);
  scope.emit(cs.declare(name, first), cs.when(isAnd ? own : cs.not(own), [...needed, cs.assign(name, second)]));
  return own;
}

const negated = (test: Expression): Expression => {
  if (test.kind === 'not') return test.operand;
  return test.kind === 'boolean' ? cs.literal(!test.value) : cs.not(test);
};
