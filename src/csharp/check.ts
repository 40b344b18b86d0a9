import { CSharpError, type Expression } from './expression.ts';
import { globOf } from './glob.ts';
import { stepsOf } from './json.ts';
import { memberOf, STATIC_TYPES } from './members.ts';
import { FROM_JSON } from './members/json.ts';
import type { Member } from './members/member.ts';
import { elementOf } from './members/sequences.ts';
import { toPattern, toReplacement } from './pattern.ts';
import { isAssignable, mayBeNull } from './types.ts';

/** Types of lambda parameters in scope. */
type Scope = ReadonlyMap<string, string>;
type Call = Extract<Expression, { kind: 'call' }>;

/** What `+` makes text of: the others have texts that depend on the culture, or none. */
const CONCATENATED = ['string', 'int', 'long', 'bool', 'Guid', 'object', 'null'];
const ORDERED = ['int', 'DateTime'];

/**
 * The C# type of an expression, found by the allow-list. Throws CSharpError for an unknown name or member, a wrong
 * argument or operand: such a policy would be refused by API Management when it is PUT.
 */
export function typeOf(expression: Expression, scope: Scope = new Map()): string {
  switch (expression.kind) {
    case 'string':
    case 'named-value':
      return 'string';
    case 'integer':
      return 'int';
    case 'boolean':
      return 'bool';
    case 'null':
      return 'null';
    case 'name':
      return typeOfName(expression.name, scope);
    case 'member': {
      const target = typeOf(expression.target, scope);
      return returned(memberOf(target, expression.name, 'property'), {
        element: elementOf(target) ?? '',
        arguments: [],
      });
    }
    case 'index': {
      const target = typeOf(expression.target, scope);
      const member = memberOf(target, '[]', 'indexer');
      require(typeOf(expression.index, scope), member.parameters[0] ?? 'string');
      return returned(member, { element: elementOf(target) ?? '', arguments: [] });
    }
    case 'call':
      return typeOfCall(expression, scope);
    case 'not':
      require(typeOf(expression.operand, scope), 'bool');
      return 'bool';
    case 'binary':
      return typeOfBinary(expression, scope);
    case 'conditional':
      require(typeOf(expression.test, scope), 'bool');
      return common(typeOf(expression.whenTrue, scope), typeOf(expression.whenFalse, scope));
    case 'cast':
      return typeOfCast(expression.type, typeOf(expression.operand, scope));
    case 'array':
      return typeOfArray(expression.items, scope);
    case 'new': {
      const member = memberOf(`new ${expression.type}`, expression.type, 'method');
      return returned(member, checkArguments(expression.type, member, expression.arguments, '', scope));
    }
    case 'lambda':
      throw new CSharpError('a lambda stands only in a LINQ call');
    default:
      throw new CSharpError(`${expression.kind} is not checked yet`);
  }
}

function typeOfName(name: string, scope: Scope): string {
  if (name === 'context') return 'Context';
  const local = scope.get(name);
  if (local !== undefined) return local;
  if (STATIC_TYPES.includes(name)) return `static ${name}`;
  throw new CSharpError(`unknown name ${name}`);
}

interface CallTypes {
  readonly element: string;
  readonly arguments: readonly string[];
}

function typeOfCall(call: Call, scope: Scope): string {
  const target = typeOf(call.target, scope);
  const member = memberOf(target, call.name, 'method');
  for (const { name, value } of call.arguments) {
    if (name === undefined) continue;
    if (!member.flags?.includes(name)) throw new CSharpError(`${call.name} has no parameter ${name}`);
    require(typeOf(value, scope), 'bool');
  }
  const values = call.arguments.filter(({ name }) => name === undefined).map(({ value }) => value);
  const types = checkArguments(call.name, member, values, elementOf(target) ?? '', scope);
  return returned(member, types, call.typeArgument);
}

function returned(member: Member, types: CallTypes, typeArgument?: string): string {
  if (typeof member.returns === 'string') return member.returns;
  return member.returns({ ...types, ...(typeArgument !== undefined && { typeArgument }) });
}

function checkArguments(
  name: string,
  member: Member,
  values: readonly Expression[],
  element: string,
  scope: Scope,
): CallTypes {
  const most = member.rest === undefined ? member.parameters.length : Infinity;
  if (values.length < member.required || values.length > most)
    throw new CSharpError(`${name} does not take ${values.length} arguments`);
  const types = values.map((value, at) =>
    checkArgument(value, member.parameters[at] ?? member.rest ?? 'object', element, scope),
  );
  return { element, arguments: types };
}

/** What a lambda in the parameter's place answers. */
const LAMBDAS: Readonly<Record<string, (answer: string) => boolean>> = {
  lambda: (answer) => answer !== 'null',
  test: (answer) => answer === 'bool',
  text: (answer) => answer === 'string',
  many: (answer) => elementOf(answer) !== undefined,
};

/** What must be written out, because it is read before the policy runs. */
const CONSTANTS: Readonly<Record<string, (value: string) => unknown>> = {
  'constant': (value) => value,
  'pattern': toPattern,
  'pattern or glob': toPattern,
  'replacement': toReplacement,
  'path': stepsOf,
};

function checkArgument(value: Expression, parameter: string, element: string, scope: Scope): string {
  const answers = LAMBDAS[parameter];
  if (answers !== undefined) return checkLambda(value, answers, element, scope);
  const glob = parameter === 'pattern or glob' ? globOf(value) : undefined;
  if (glob !== undefined) {
    require(typeOf(glob, scope), 'string');
    return 'string';
  }
  const constant = CONSTANTS[parameter];
  if (constant !== undefined) {
    if (value.kind !== 'string') throw new CSharpError(`a ${parameter} is written out as a string`);
    constant(value.value);
    return 'string';
  }
  const wanted = parameter === 'element' ? element : parameter === 'same' ? `IEnumerable<${element}>` : parameter;
  const actual = typeOf(value, scope);
  require(actual, wanted);
  return actual;
}

function checkLambda(value: Expression, answers: (type: string) => boolean, element: string, scope: Scope): string {
  if (value.kind !== 'lambda') throw new CSharpError('a lambda expected');
  // C# 7 refuses a parameter that hides another (CS0136).
  if (scope.has(value.parameter) || value.parameter === 'context')
    throw new CSharpError(`the name ${value.parameter} is taken`);
  const answer = typeOf(value.body, new Map(scope).set(value.parameter, element));
  if (!answers(answer)) throw new CSharpError(`a lambda of ${answer} was not expected`);
  return answer;
}

function typeOfArray(items: readonly Expression[], scope: Scope): string {
  const types = items.map((item) => typeOf(item, scope));
  const [first] = types;
  if (first === undefined) throw new CSharpError('an array without items has no type');
  for (const type of types) require(type, first);
  return `${first}[]`;
}

function typeOfBinary({ operator, left, right }: Extract<Expression, { kind: 'binary' }>, scope: Scope): string {
  const a = typeOf(left, scope);
  const b = typeOf(right, scope);
  switch (operator) {
    case '&&':
    case '||':
      require(a, 'bool');
      require(b, 'bool');
      return 'bool';
    case '==':
    case '!=':
      checkComparable(a, b);
      return 'bool';
    case '??':
      return common(a, b);
    case '<':
    case '<=':
    case '>':
    case '>=':
      if (a !== b || !ORDERED.includes(a)) throw new CSharpError(`${a} ${operator} ${b} is not defined`);
      return 'bool';
    case '+':
      if (a !== 'string' && b !== 'string') break;
      for (const type of [a, b])
        if (!CONCATENATED.includes(type)) throw new CSharpError(`${type} has no text that is the same everywhere`);
      return 'string';
    default:
      break;
  }
  require(a, 'int');
  require(b, 'int');
  return 'int';
}

/** Tokens and other objects are compared with null only: by reference two of them are never equal. */
const COMPARED = ['string', 'int', 'bool', 'DateTime', 'JTokenType', 'null', 'object'];

function checkComparable(a: string, b: string): void {
  const type = common(a, b);
  if (a !== 'null' && b !== 'null' && !COMPARED.includes(type))
    throw new CSharpError(`${type} is compared with null only`);
}

function typeOfCast(type: string, operand: string): string {
  if (operand === 'object' || type === 'object' || operand === type) return type;
  if (operand === 'null' && mayBeNull(type)) return type;
  if (isAssignable(operand, 'JToken') && operand !== 'null' && FROM_JSON.includes(type)) return type;
  if (operand === 'DayOfWeek' && type === 'int') return type;
  throw new CSharpError(`no conversion from ${operand} to ${type}`);
}

function common(a: string, b: string): string {
  // C# compares an object with anything by reference: a string in Variables would differ from an equal literal.
  if (a !== 'object' || b === 'null') if (isAssignable(b, a)) return a;
  if (b !== 'object' || a === 'null') if (isAssignable(a, b)) return b;
  throw new CSharpError(`${a} and ${b} have no common type; cast first`);
}

function require(actual: string, wanted: string): void {
  if (!isAssignable(actual, wanted)) throw new CSharpError(`${wanted} expected, not ${actual}`);
}
