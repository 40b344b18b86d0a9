import type { Checked } from './checked.ts';
import { asType, castTo, conversionTo } from './convert.ts';
import { CSharpError, type Expression } from './expression.ts';
import { checkLink, isNullSafe, checkNew } from './check-members.ts';
import { checkStatements } from './check-statements.ts';
import { STATIC_TYPES } from './members.ts';
import { fits, intArithmetic, isWhole, longArithmetic, reference, toBigInt } from './numbers.ts';
import { checkBinary, common } from './operators.ts';
import { Scope } from './scope.ts';
import { mayBeNull } from './types.ts';

const CHECKED = new WeakMap<Expression, Checked>();

/**
 * Checks a whole policy expression and gives what runs it; each is checked once. Throws CSharpError for an unknown name or member, a
 * wrong argument or operand: API Management would refuse such a policy when it is PUT.
 */
export function checked(expression: Expression): Checked {
  const known = CHECKED.get(expression);
  if (known !== undefined) return known;
  const scope = new Scope();
  const result = expression.kind === 'block' ? checkBlock(expression.statements, scope) : check(expression, scope);
  CHECKED.set(expression, result);
  return result;
}

/** The C# type of a whole policy expression, found by the allow-list. */
export function typeOf(expression: Expression): string {
  return checked(expression).type;
}

function checkBlock(statements: Extract<Expression, { kind: 'block' }>['statements'], scope: Scope): Checked {
  const returns: string[] = [];
  const { ends, run } = checkStatements(statements, scope, { returns, check });
  if (!ends) throw new CSharpError('not every path of the block returns a value');
  return {
    type: returns.reduce((a, b) => common(a, b, false)),
    run: (frame) => {
      const outcome = run(frame);
      if (outcome === undefined || typeof outcome === 'string') throw new CSharpError('the block returned nothing');
      return outcome.value;
    },
  };
}

function check(expression: Expression, scope: Scope): Checked {
  switch (expression.kind) {
    case 'string':
      return { ...constantOf('string', expression.value), constant: expression.value };
    case 'named-value':
      return {
        type: 'string',
        run: () => {
          throw new CSharpError(`named value ${expression.name} was not pasted`);
        },
      };
    case 'integer':
      return { ...constantOf('int', expression.value), constant: BigInt(expression.value) };
    case 'long': {
      const constant = BigInt(expression.value);
      return { ...constantOf('long', reference('long', constant)), constant };
    }
    case 'char':
      return {
        ...constantOf('char', reference('char', expression.value)),
        constant: BigInt(expression.value.charCodeAt(0)),
      };
    case 'boolean':
      return { ...constantOf('bool', expression.value), constant: expression.value };
    case 'null':
      return { ...constantOf('null', null), constant: null };
    case 'name':
      return checkName(expression.name, scope);
    case 'member':
    case 'call':
    case 'index':
      return checkChain(expression, scope);
    case 'new':
      return checkNew(expression, scope, check);
    case 'lambda':
      throw new CSharpError('a lambda stands only in a LINQ call');
    case 'block':
      throw new CSharpError('a block is a whole policy expression');
    default:
      return checkOperator(expression, scope);
  }
}

function constantOf(type: string, value: ReturnType<Checked['run']>): Checked {
  return { type, run: () => value };
}

function checkName(name: string, scope: Scope): Checked {
  if (name === 'context') return { type: 'Context', run: ({ context }) => ({ type: 'Context', value: context }) };
  const local = scope.find(name);
  if (local === undefined)
    throw new CSharpError(STATIC_TYPES.includes(name) ? `${name} is no value` : `unknown name ${name}`);
  const { type, slot } = local;
  return { type, run: ({ cells }) => cells[slot]?.value ?? null };
}

/** In C# `a?.B.C` is null as a whole when `a` is null, and a value that cannot be null may be then. */
function checkChain(expression: Extract<Expression, { kind: 'member' | 'call' | 'index' }>, scope: Scope): Checked {
  const { type, run } = checkLink(expression, scope, check);
  if (type.startsWith('static ')) throw new CSharpError(`${type.slice('static '.length)} is no value`);
  const isLifted = isNullSafe(expression) && !mayBeNull(type) && type !== 'void';
  return { type: isLifted ? `${type}?` : type, run: (frame) => run(frame) ?? null };
}

type Operator = Exclude<
  Expression,
  {
    kind:
      | 'string'
      | 'named-value'
      | 'integer'
      | 'long'
      | 'char'
      | 'boolean'
      | 'null'
      | 'name'
      | 'member'
      | 'call'
      | 'index'
      | 'new'
      | 'lambda'
      | 'block';
  }
>;

function checkOperator(expression: Operator, scope: Scope): Checked {
  switch (expression.kind) {
    case 'not': {
      const operand = check(expression.operand, scope);
      conversionTo('bool', operand.type);
      const run: Checked['run'] = (frame) => operand.run(frame) !== true;
      return { type: 'bool', run, ...(operand.constant !== undefined && { constant: operand.constant !== true }) };
    }
    case 'negative':
      return checkNegative(check(expression.operand, scope));
    case 'binary':
      return checkBinary(expression.operator, check(expression.left, scope), check(expression.right, scope));
    case 'conditional':
      return checkConditional(expression, scope);
    case 'cast':
      return checkCast(expression.type, check(expression.operand, scope));
    case 'as': {
      const operand = check(expression.operand, scope);
      const convert = asType(expression.type, operand.type);
      return { type: expression.type, run: (frame) => convert(operand.run(frame)) };
    }
    default:
      return checkArray(expression.items, scope);
  }
}

function checkCast(type: string, operand: Checked): Checked {
  const convert = castTo(type, operand.type);
  const run: Checked['run'] = (frame) => convert(operand.run(frame));
  const { constant } = operand;
  if (constant === undefined || type === 'object') return { type, run };
  if (typeof constant !== 'bigint' || !isWhole(type)) return { type, run, constant };
  if (!fits(type, constant)) throw new CSharpError(`the constant ${constant} is no ${type}`);
  return { type, run, constant };
}

function checkNegative({ type, run, constant: known }: Checked): Checked {
  if (type !== 'int' && type !== 'long') throw new CSharpError(`-${type} is not defined`);
  const constant = typeof known === 'bigint' ? known : undefined;
  if (constant !== undefined && !fits(type, -constant)) throw new CSharpError(`-(${constant}) is no ${type}`);
  return {
    type,
    run:
      type === 'int'
        ? (frame) => intArithmetic('-', 0, run(frame) as number)
        : (frame) => reference('long', longArithmetic('-', 0n, toBigInt(run(frame)))),
    ...(constant !== undefined && { constant: -constant }),
  };
}

function checkConditional(
  { test, whenTrue, whenFalse }: Extract<Expression, { kind: 'conditional' }>,
  scope: Scope,
): Checked {
  const asked = check(test, scope);
  conversionTo('bool', asked.type);
  const [yes, no] = [check(whenTrue, scope), check(whenFalse, scope)];
  const type = common(yes.type, no.type);
  if (type === 'null' || type === 'void') throw new CSharpError(`${type} has no type; cast one`);
  const [toYes, toNo] = [conversionTo(type, yes.type), conversionTo(type, no.type)];
  const isConstant = [asked, yes, no].every(({ constant }) => constant !== undefined);
  const constant = asked.constant === true ? yes.constant : no.constant;
  return {
    type,
    run: (frame) => (asked.run(frame) === true ? toYes(yes.run(frame)) : toNo(no.run(frame))),
    ...(isConstant && constant !== undefined && { constant }),
  };
}

/** Items of one type; text is kept as it is, other items as a sequence. */
function checkArray(expressions: readonly Expression[], scope: Scope): Checked {
  const items = expressions.map((item) => check(item, scope));
  const [first] = items;
  if (first === undefined) throw new CSharpError('an array without items has no type');
  if (first.type === 'null' || first.type === 'void') throw new CSharpError(`an array of ${first.type} has no type`);
  const converted = items.map(({ type, run }) => ({ run, convert: conversionTo(first.type, type) }));
  return {
    type: `${first.type}[]`,
    run: (frame) => {
      const values = converted.map(({ run, convert }) => convert(run(frame)));
      return first.type === 'string' ? (values as string[]) : { type: 'IEnumerable<object>', value: values };
    },
  };
}
