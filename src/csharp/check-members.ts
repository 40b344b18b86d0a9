import type { Check, Checked } from './checked.ts';
import type { CsLambda, CsValue } from './context.ts';
import { conversionTo } from './convert.ts';
import { CSharpError, type Argument, type Expression } from './expression.ts';
import { countCall, type Frame } from './frame.ts';
import { globOf } from './glob.ts';
import { stepsOf } from './json-path.ts';
import { memberOf, STATIC_TYPES, targetOf } from './members.ts';
import type { Member } from './members/member.ts';
import { formatInt } from './members/values.ts';
import { toPattern, toReplacement } from './pattern.ts';
import { Scope } from './scope.ts';
import { elementOf, mayBeNull } from './types.ts';

/** Members, calls and indexers, of which one may follow the other. */

type Chained = Extract<Expression, { kind: 'member' | 'call' | 'index' }>;

/** As Checked, but undefined when a `?.` ended the chain. */
interface Link {
  readonly type: string;
  readonly run: (frame: Frame) => CsValue | undefined;
}

export function isNullSafe(expression: Expression): boolean {
  const isChained = expression.kind === 'index' || expression.kind === 'member' || expression.kind === 'call';
  return isChained && (expression.nullSafe === true || isNullSafe(expression.target));
}

export function checkLink(expression: Chained, scope: Scope, check: Check): Link {
  const { target: before } = expression;
  const isChained = before.kind === 'member' || before.kind === 'call' || before.kind === 'index';
  const target: Link = isChained
    ? checkLink(before, scope, check)
    : (staticType(before, scope) ?? check(before, scope));
  const nullSafe = expression.nullSafe === true;
  if (nullSafe && !mayBeNull(target.type)) throw new CSharpError(`${target.type} is never null`);
  const { member, name, values, typeArgument } = parts(expression, target.type, scope, check);
  const { returns, runs } = checkArguments(name, member, values, target.type, scope, check, typeArgument);
  return {
    type: returns,
    run: (frame) => {
      const from = target.run(frame);
      if (from === undefined) return undefined;
      if (from === null) {
        if (nullSafe) return undefined;
        throw new CSharpError(`NullReferenceException at ${name}`);
      }
      return member.read(
        targetOf(member, from),
        runs.map((run) => run(frame)),
        typeArgument,
      );
    },
  };
}

/** A type stands only before its static members. */
function staticType(expression: Expression, scope: Scope): Checked | undefined {
  if (expression.kind !== 'name' || !STATIC_TYPES.includes(expression.name)) return undefined;
  if (scope.find(expression.name) !== undefined) return undefined;
  const type = `static ${expression.name}`;
  return { type, run: ({ context }) => ({ type, value: context }) };
}

interface Parts {
  readonly member: Member;
  readonly name: string;
  readonly values: readonly Expression[];
  readonly typeArgument?: string;
}

function parts(expression: Chained, target: string, scope: Scope, check: Check): Parts {
  if (expression.kind === 'member')
    return { member: memberOf(target, expression.name, 'property'), name: expression.name, values: [] };
  if (expression.kind === 'index')
    return { member: memberOf(target, '[]', 'indexer'), name: '[]', values: [expression.index] };
  const { name, typeArgument } = expression;
  const member = memberOf(target, name, 'method');
  if ((typeArgument !== undefined) !== (member.isGeneric === true))
    throw new CSharpError(`${name} ${member.isGeneric ? 'needs a' : 'has no'} type argument`);
  checkFlags(expression.arguments, name, member, scope, check);
  const values = expression.arguments.filter((argument) => argument.name === undefined).map(({ value }) => value);
  return { member, name, values, ...(typeArgument !== undefined && { typeArgument }) };
}

function checkFlags(values: readonly Argument[], call: string, member: Member, scope: Scope, check: Check): void {
  for (const { name, value } of values) {
    if (name === undefined) continue;
    if (!member.flags?.includes(name)) throw new CSharpError(`${call} has no parameter ${name}`);
    conversionTo('bool', check(value, scope).type);
  }
}

export function checkNew(
  { type, arguments: values }: Extract<Expression, { kind: 'new' }>,
  scope: Scope,
  check: Check,
): Checked {
  const member = memberOf(`new ${type}`, type, 'method');
  const { returns, runs } = checkArguments(type, member, values, '', scope, check);
  return {
    type: returns,
    run: (frame) =>
      member.read(
        null,
        runs.map((run) => run(frame)),
      ),
  };
}

interface CheckedArguments {
  readonly returns: string;
  readonly runs: readonly Checked['run'][];
}

function checkArguments(
  name: string,
  member: Member,
  values: readonly Expression[],
  target: string,
  scope: Scope,
  check: Check,
  typeArgument?: string,
): CheckedArguments {
  const most = member.rest === undefined ? member.parameters.length : Infinity;
  if (values.length < member.required || values.length > most)
    throw new CSharpError(`${name} does not take ${values.length} arguments`);
  const element = elementOf(target) ?? '';
  const given = values.map((value, at) =>
    checkArgument(value, member.parameters[at] ?? member.rest ?? 'object', element, scope, check),
  );
  const types = { target, element, arguments: given.map(({ type }) => type), ...(typeArgument && { typeArgument }) };
  return {
    returns: typeof member.returns === 'string' ? member.returns : member.returns(types),
    runs: given.map(({ run }) => run),
  };
}

/** What a lambda in the parameter's place answers. */
const LAMBDAS: Readonly<Record<string, (answer: string) => boolean>> = {
  lambda: (answer) => answer !== 'null' && answer !== 'void',
  test: (answer) => answer === 'bool',
  text: (answer) => answer === 'string',
  many: (answer) => elementOf(answer) !== undefined,
};

/** What must be written out, because it is read before the policy runs. */
const CONSTANTS: Readonly<Record<string, (value: string) => unknown>> = {
  'constant': (value) => value,
  'int format': (value) => formatInt(0, value),
  'pattern': toPattern,
  'pattern or glob': toPattern,
  'replacement': toReplacement,
  'path': stepsOf,
};

function checkArgument(value: Expression, parameter: string, element: string, scope: Scope, check: Check): Checked {
  const answers = LAMBDAS[parameter];
  if (answers !== undefined) {
    if (value.kind !== 'lambda') throw new CSharpError('a lambda expected');
    const lambda = checkLambda(value, element, scope, check);
    if (!answers(lambda.type)) throw new CSharpError(`a lambda of ${lambda.type} was not expected`);
    return lambda;
  }
  const glob = parameter === 'pattern or glob' ? globOf(value) : undefined;
  const constant = glob === undefined ? CONSTANTS[parameter] : undefined;
  if (constant !== undefined) {
    if (value.kind !== 'string') throw new CSharpError(`a ${parameter} is written out as a string`);
    constant(value.value);
  }
  const wanted = parameter === 'element' ? element : parameter === 'same' ? `IEnumerable<${element}>` : parameter;
  const { type, run } = check(value, scope);
  // Several methods of the name take what may be null: C# would not know which.
  if (type === 'null' && wanted === 'string') throw new CSharpError('null as an argument needs a cast');
  const convert = conversionTo(glob === undefined && constant === undefined ? wanted : 'string', type);
  return { type, run: (frame) => convert(run(frame)) };
}

/** A lambda that is given elements of a type, and what it answers. */
function checkLambda(
  expression: Extract<Expression, { kind: 'lambda' }>,
  element: string,
  outer: Scope,
  check: Check,
): Checked {
  const scope = new Scope(outer);
  const { slot } = scope.declare(expression.parameter, element, true);
  const body = check(expression.body, scope);
  return {
    type: body.type,
    run: (frame) => {
      // The cells of now: what is declared again later is another.
      const cells = [...frame.cells];
      const own = { ...frame, cells };
      const invoke: CsLambda['invoke'] = (value) => {
        countCall(frame);
        cells[slot] = { value };
        return body.run(own);
      };
      return { type: 'lambda', invoke };
    },
  };
}
