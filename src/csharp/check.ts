import { CSharpError, type Expression } from './expression.ts';
import { memberOf, type Member } from './members.ts';

/** Types of lambda parameters in scope. */
type Scope = ReadonlyMap<string, string>;
type Call = Extract<Expression, { kind: 'call' }>;

/** Names that stand for a type; their members are static. */
export const STATIC_TYPES = ['DateTime', 'string', 'Uri'] as const;

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
    case 'member':
      return memberOf(typeOf(expression.target, scope), expression.name, 'property').returns;
    case 'index': {
      const member = memberOf(typeOf(expression.target, scope), '[]', 'indexer');
      require(typeOf(expression.index, scope), member.parameters[0] ?? 'string');
      return member.returns;
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
      for (const item of expression.items) require(typeOf(item, scope), 'string');
      return 'string[]';
    default:
      throw new CSharpError('a lambda stands only in a LINQ call');
  }
}

function typeOfName(name: string, scope: Scope): string {
  if (name === 'context') return 'Context';
  const local = scope.get(name);
  if (local !== undefined) return local;
  if (STATIC_TYPES.some((type) => type === name)) return `static ${name}`;
  throw new CSharpError(`unknown name ${name}`);
}

function typeOfCall(call: Call, scope: Scope): string {
  const member = memberOf(typeOf(call.target, scope), call.name, 'method');
  const values = call.arguments.filter(({ name }) => name === undefined);
  for (const { name, value } of call.arguments) {
    if (name === undefined) continue;
    if (!member.flags?.includes(name)) throw new CSharpError(`${call.name} has no parameter ${name}`);
    require(typeOf(value, scope), 'bool');
  }
  checkCount(call.name, member, values.length);
  values.forEach(({ value }, at) => checkArgument(value, returned(member.parameters[at] ?? 'object', call), scope));
  return returned(member.returns, call);
}

function checkCount(name: string, member: Member, count: number): void {
  if (count < member.required || count > member.parameters.length)
    throw new CSharpError(`${name} does not take ${count} arguments`);
}

/** LINQ here runs over strings, so a lambda's parameter is one. */
function checkArgument(value: Expression, parameter: string, scope: Scope): void {
  if (parameter !== 'lambda') return require(typeOf(value, scope), parameter);
  if (value.kind !== 'lambda') throw new CSharpError('a lambda expected');
  typeOf(value.body, new Map(scope).set(value.parameter, 'string'));
}

/** `As<string>` and `GetValueOrDefault<string>` answer what their type argument says. */
function returned(type: string, call: Call): string {
  if (type === 'argument') {
    if (call.typeArgument !== 'string') throw new CSharpError(`${call.name} is supported for <string> only`);
    return 'string';
  }
  return type === 'object' && call.typeArgument !== undefined ? call.typeArgument : type;
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
      common(a, b);
      return 'bool';
    case '??':
      return common(a, b);
    case '<':
    case '<=':
    case '>':
    case '>=':
      if (a !== b || (a !== 'int' && a !== 'DateTime')) throw new CSharpError(`${a} ${operator} ${b} is not defined`);
      return 'bool';
    case '+':
      if (a === 'string' || b === 'string') return 'string';
      break;
    default:
      break;
  }
  require(a, 'int');
  require(b, 'int');
  return 'int';
}

function typeOfCast(type: string, operand: string): string {
  if (operand === 'object' || operand === type || operand === 'null' || type === 'object') return type;
  throw new CSharpError(`no conversion from ${operand} to ${type}`);
}

function common(a: string, b: string): string {
  if (a === b || b === 'null') return a;
  if (a === 'null') return b;
  // C# compares an object with anything by reference: a string in Variables would differ from an equal literal.
  throw new CSharpError(`${a} and ${b} have no common type; cast first`);
}

function require(actual: string, wanted: string): void {
  if (wanted === 'object' || actual === wanted || (actual === 'null' && wanted !== 'int' && wanted !== 'bool')) return;
  throw new CSharpError(`${wanted} expected, not ${actual}`);
}
