import type { Argument, BinaryOperator, Expression, NameableType, NewType, Statement } from './expression.ts';

/** Short constructors of expression nodes; a plain string, number or boolean argument becomes a literal. */

type Operand = Expression | string | number | boolean;

export function literal(value: string | number | boolean | null): Expression {
  if (value === null) return { kind: 'null' };
  if (typeof value === 'string') return { kind: 'string', value };
  if (typeof value === 'boolean') return { kind: 'boolean', value };
  return { kind: 'integer', value };
}

const node = (operand: Operand): Expression => (typeof operand === 'object' ? operand : literal(operand));

/** `context` followed by members: `context('Request', 'OriginalUrl', 'Host')`. */
export function context(...members: readonly string[]): Expression {
  return members.reduce<Expression>((target, name) => member(target, name), { kind: 'name', name: 'context' });
}

/** A name in scope: a lambda's parameter or a type with static members. */
export function named(name: string): Expression {
  return { kind: 'name', name };
}

/** The string that a named value holds, `"{{name}}"`. */
export function namedValue(name: string): Expression {
  return { kind: 'named-value', name };
}

export function member(target: Expression, name: string): Expression {
  return { kind: 'member', target, name, nullSafe: false };
}

/** `target?.name` */
export function memberOrNull(target: Expression, name: string): Expression {
  return { kind: 'member', target, name, nullSafe: true };
}

export function call(target: Expression, name: string, ...values: readonly Operand[]): Expression {
  return { kind: 'call', target, name, nullSafe: false, arguments: values.map((value) => ({ value: node(value) })) };
}

/** A call with a type argument or named arguments: `Variables.GetValueOrDefault<string>("x")`. */
export function callOf(
  target: Expression,
  name: string,
  typeArgument: NameableType,
  values: readonly Argument[],
): Extract<Expression, { kind: 'call' }> {
  return { kind: 'call', target, name, nullSafe: false, typeArgument, arguments: values };
}

/** `message.Body?.As<string>(preserveContent: true) ?? ""`: a message without a body has none (Microsoft Learn, context variable). */
export function bodyText(message: 'Request' | 'Response'): Expression {
  const preserve: Argument = { name: 'preserveContent', value: literal(true) };
  const read = callOf(context(message, 'Body'), 'As', 'string', [preserve]);
  return binary('??', { ...read, nullSafe: true }, '');
}

export function index(target: Expression, key: Operand): Expression {
  return { kind: 'index', target, index: node(key) };
}

/** `target?[key]` */
export function indexOrNull(target: Expression, key: Operand): Expression {
  return { kind: 'index', target, index: node(key), nullSafe: true };
}

export function not(operand: Expression): Expression {
  return { kind: 'not', operand };
}

export function binary(operator: BinaryOperator, left: Operand, right: Operand): Expression {
  return { kind: 'binary', operator, left: node(left), right: node(right) };
}

/** `a + b + c`; one operand stands alone. */
export function concatenation(...operands: readonly [Operand, ...Operand[]]): Expression {
  return operands.slice(1).reduce<Expression>((left, right) => binary('+', left, right), node(operands[0]));
}

/** Text and expressions one after the other: constant text stays text, the rest is one concatenation. */
export function joinedText(parts: readonly (string | Expression)[]): string | Expression {
  const merged: (string | Expression)[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (typeof part === 'string' && typeof last === 'string') merged[merged.length - 1] = last + part;
    else merged.push(part);
  }
  const [first = '', ...rest] = merged;
  return rest.length === 0 ? first : concatenation(first, ...rest.filter((part) => part !== ''));
}

/**
 * Text with each match of a global pattern filled by what `fill` makes of its first group; undefined as soon as it makes nothing of
 * one, so that no part is lost silently.
 */
export function filledText<T extends string | Expression | undefined>(
  text: string,
  pattern: RegExp,
  fill: (group: string, whole: string) => T,
): string | Expression | Extract<T, undefined> {
  const parts: (string | Expression)[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const [whole, group = ''] = match;
    const value = fill(group, whole);
    if (value === undefined) return undefined as Extract<T, undefined>;
    parts.push(text.slice(end, match.index), value);
    end = match.index + whole.length;
  }
  return joinedText([...parts, text.slice(end)]);
}

/** `a && b && c`; without operands, true. */
export function all(operands: readonly Expression[]): Expression {
  return joined('&&', operands, true);
}

/** `a || b || c`; without operands, false. */
export function any(operands: readonly Expression[]): Expression {
  return joined('||', operands, false);
}

function joined(operator: '&&' | '||', operands: readonly Expression[], none: boolean): Expression {
  const [first, ...rest] = operands;
  if (first === undefined) return literal(none);
  return rest.reduce<Expression>((left, right) => binary(operator, left, right), first);
}

export function conditional(test: Expression, whenTrue: Operand, whenFalse: Operand): Expression {
  return { kind: 'conditional', test, whenTrue: node(whenTrue), whenFalse: node(whenFalse) };
}

export function cast(type: NameableType, operand: Expression): Expression {
  return { kind: 'cast', type, operand };
}

/** `operand as Type` */
export function castOrNull(type: NameableType, operand: Expression): Expression {
  return { kind: 'as', type, operand };
}

/** `'x'` */
export function char(value: string): Expression {
  return { kind: 'char', value };
}

/** `5L` */
export function long(value: number): Expression {
  return { kind: 'long', value };
}

/** `-x` */
export function negative(operand: Expression): Expression {
  return { kind: 'negative', operand };
}

/** `new Type(a, b)` */
export function create(type: NewType, ...values: readonly Operand[]): Expression {
  return { kind: 'new', type, arguments: values.map(node) };
}

/** `new[] { a, b }` of one type. */
export function arrayOf(...items: readonly Expression[]): Expression {
  return { kind: 'array', items };
}

export function stringArray(...items: readonly Operand[]): Expression {
  return { kind: 'array', items: items.map(node) };
}

/** `x => body`, for LINQ. */
export function lambda(parameter: string, body: (parameter: Expression) => Expression): Expression {
  return { kind: 'lambda', parameter, body: body(named(parameter)) };
}

/** `context.Request.Headers.GetValueOrDefault("name", "fallback")`: repeated values come joined by commas. */
export function requestHeader(name: string, fallback = ''): Expression {
  return call(context('Request', 'Headers'), 'GetValueOrDefault', name, fallback);
}

/** `context.Request.OriginalUrl.Query.GetValueOrDefault("name", "fallback")`: the query as the caller sent it. */
export function queryParameter(name: string, fallback = ''): Expression {
  return call(context('Request', 'OriginalUrl', 'Query'), 'GetValueOrDefault', name, fallback);
}

/** `context.Request.MatchedParameters["name"]`: a parameter of the operation's URL template. */
export function pathParameter(name: string): Expression {
  return index(context('Request', 'MatchedParameters'), name);
}

/** `text.Split(new[] { "separator" }, StringSplitOptions.None)`, which .NET Framework knows as well. */
export function split(text: Expression, separator: string): Expression {
  return call(text, 'Split', stringArray(separator), member(named('StringSplitOptions'), 'None'));
}

/** `Encoding.UTF8.GetBytes(text)` */
export function utf8(text: Operand): Expression {
  return call(member(named('Encoding'), 'UTF8'), 'GetBytes', text);
}

/** `SHA256.Create().ComputeHash(bytes)` */
export function sha256(bytes: Expression): Expression {
  return call(call(named('SHA256'), 'Create'), 'ComputeHash', bytes);
}

/** `new HMACSHA256(key).ComputeHash(bytes)` */
export function hmacSha256(key: Expression, bytes: Expression): Expression {
  return call(create('HMACSHA256', key), 'ComputeHash', bytes);
}

/** Bytes as lower-case hexadecimal text, which Convert.ToHexString (newer than .NET Framework) would give in upper case. */
export function hexadecimal(bytes: Expression): Expression {
  return call(call(call(named('BitConverter'), 'ToString', bytes), 'Replace', '-', ''), 'ToLowerInvariant');
}

/** `token.ToString(Newtonsoft.Json.Formatting.None)`: compact JSON. */
export function compactJson(token: Expression): Expression {
  return call(token, 'ToString', ['Json', 'Formatting', 'None'].reduce(member, named('Newtonsoft')));
}

/** The variable of a policy, as the type it holds. */
export function variable(name: string, type: NameableType): Expression {
  return cast(type, index(context('Variables'), name));
}

/** The variable of a policy as text; null where there is none. */
export function variableOrNull(name: string): Expression {
  return callOf(context('Variables'), 'GetValueOrDefault', 'string', [{ value: literal(name) }]);
}

/** `message.Body.As<string>(preserveContent: true)` of an answer that send-request left. */
export function answerText(answer: Expression): Expression {
  const read = callOf(member(answer, 'Body'), 'As', 'string', [{ name: 'preserveContent', value: literal(true) }]);
  return binary('??', { ...read, nullSafe: true }, '');
}

/** `@{ ... }`, a whole policy expression. */
export function block(...statements: readonly Statement[]): Expression {
  return { kind: 'block', statements };
}

/** `var name = value;`, or `Type name = value;` */
export function declare(name: string, value: Operand, type?: NameableType): Statement {
  return { kind: 'declare', name, ...(type !== undefined && { type }), value: node(value) };
}

/** `name = value;` */
export function assign(name: string, value: Operand): Statement {
  return { kind: 'assign', name, value: node(value) };
}

/** `target[key] = value;` */
export function assignIndex(target: Expression, key: Operand, value: Operand): Statement {
  return { kind: 'assign-index', target, index: node(key), value: node(value) };
}

/** A call as a statement. */
export function run(statement: Expression): Statement {
  return { kind: 'run', call: statement };
}

/** `if (test) { ... } else { ... }` */
export function when(test: Expression, body: readonly Statement[], otherwise?: readonly Statement[]): Statement {
  return { kind: 'if', test, body, ...(otherwise !== undefined && { otherwise }) };
}

/** `foreach (var name in items) { ... }` */
export function forEach(name: string, items: Expression, body: (item: Expression) => readonly Statement[]): Statement {
  return { kind: 'foreach', name, items, body: body(named(name)) };
}

/** `break;` */
export function breakLoop(): Statement {
  return { kind: 'break' };
}

/** `continue;` */
export function continueLoop(): Statement {
  return { kind: 'continue' };
}

/** `return value;` */
export function giveBack(value: Operand): Statement {
  return { kind: 'return', value: node(value) };
}

/** A comment on a line of its own. */
export function comment(text: string): Statement {
  return { kind: 'comment', text };
}
