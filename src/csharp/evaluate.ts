import { typeOf } from './check.ts';
import type { CsLambda, CsReference, CsValue, PolicyContext } from './context.ts';
import { CSharpError, type Expression, type NameableType } from './expression.ts';
import { memberOf, STATIC_TYPES, targetOf } from './members.ts';
import { convertJson } from './members/json.ts';
import type { Member } from './members/member.ts';
import { toText } from './text.ts';

type Locals = ReadonlyMap<string, CsValue>;

/** Runs an expression as API Management would, after checking it; throws CSharpError where C# would throw. */
export function evaluate(expression: Expression, context: PolicyContext): CsValue {
  typeOf(expression);
  return new Interpreter(context).run(expression, new Map());
}

class Interpreter {
  readonly #context: PolicyContext;

  constructor(context: PolicyContext) {
    this.#context = context;
  }

  run(expression: Expression, locals: Locals): CsValue {
    switch (expression.kind) {
      case 'string':
      case 'integer':
      case 'boolean':
        return expression.value;
      case 'null':
        return null;
      case 'named-value':
        throw new CSharpError(`named value ${expression.name} was not pasted`);
      case 'name':
        return this.#name(expression.name, locals);
      case 'member':
        return this.#access(expression, locals, 'property', expression.name, []);
      case 'call':
        return this.#call(expression, locals);
      case 'index':
        return read(this.run(expression.target, locals), '[]', 'indexer', [this.run(expression.index, locals)]);
      case 'not':
        return this.run(expression.operand, locals) !== true;
      case 'binary':
        return this.#binary(expression, locals);
      case 'conditional':
        return this.run(expression.test, locals) === true
          ? this.run(expression.whenTrue, locals)
          : this.run(expression.whenFalse, locals);
      case 'cast':
        return cast(expression.type, this.run(expression.operand, locals));
      case 'array':
        return arrayOf(expression.items.map((item) => this.run(item, locals)));
      case 'new': {
        const values = expression.arguments.map((value) => this.run(value, locals));
        return memberOf(`new ${expression.type}`, expression.type, 'method').read(null, values);
      }
      case 'lambda': {
        const invoke = (argument: CsValue) =>
          this.run(expression.body, new Map(locals).set(expression.parameter, argument));
        return { type: 'lambda', invoke } satisfies CsLambda;
      }
      default:
        throw new CSharpError(`${expression.kind} is not run yet`);
    }
  }

  #name(name: string, locals: Locals): CsValue {
    if (name === 'context') return { type: 'Context', value: this.#context };
    const local = locals.get(name);
    if (local !== undefined) return local;
    if (!STATIC_TYPES.includes(name)) throw new CSharpError(`unknown name ${name}`);
    return { type: `static ${name}`, value: this.#context };
  }

  #call(call: Extract<Expression, { kind: 'call' }>, locals: Locals): CsValue {
    const positional = call.arguments.filter(({ name }) => name === undefined);
    const values = positional.map(({ value }) => value);
    const answer = this.#access(call, locals, 'method', call.name, values, call.typeArgument);
    return call.typeArgument === undefined ? answer : cast(call.typeArgument, answer);
  }

  #access(
    access: Extract<Expression, { kind: 'member' | 'call' }>,
    locals: Locals,
    kind: Member['kind'],
    name: string,
    values: readonly Expression[],
    typeArgument?: NameableType,
  ): CsValue {
    const target = this.run(access.target, locals);
    if (target === null && (access.nullSafe || isNullSafe(access.target))) return null;
    const given = values.map((value) => this.run(value, locals));
    return read(target, name, kind, given, typeArgument);
  }

  #binary({ operator, left, right }: Extract<Expression, { kind: 'binary' }>, locals: Locals): CsValue {
    const a = this.run(left, locals);
    if (operator === '&&') return a === true && this.run(right, locals) === true;
    if (operator === '||') return a === true || this.run(right, locals) === true;
    if (operator === '??') return a ?? this.run(right, locals);
    const b = this.run(right, locals);
    if (operator === '==') return isEqual(a, b);
    if (operator === '!=') return !isEqual(a, b);
    if (operator === '+' && (typeof a === 'string' || typeof b === 'string' || a === null || b === null))
      return toText(a) + toText(b);
    return arithmetic(operator, toNumber(a), toNumber(b));
  }
}

/** In C# `a?.B.C` is null as a whole when `a` is null. */
function isNullSafe(target: Expression): boolean {
  if (target.kind === 'index') return isNullSafe(target.target);
  if (target.kind !== 'member' && target.kind !== 'call') return false;
  return target.nullSafe || isNullSafe(target.target);
}

function read(
  target: CsValue,
  name: string,
  kind: Member['kind'],
  values: readonly CsValue[],
  typeArgument?: NameableType,
): CsValue {
  if (target === null) throw new CSharpError(`NullReferenceException at ${name}`);
  const member = memberOf(typeOfValue(target), name, kind);
  return member.read(targetOf(member, target), values, typeArgument);
}

/** Text is kept as it is, other items as a sequence. */
function arrayOf(items: readonly CsValue[]): CsValue {
  const texts = items.filter((item) => typeof item === 'string' || item === null);
  return texts.length === items.length ? texts.map(toText) : { type: 'IEnumerable<object>', value: items };
}

function isReference(value: CsValue): value is CsReference {
  return typeof value === 'object' && value !== null && 'value' in value;
}

function typeOfValue(value: Exclude<CsValue, null>): string {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return 'int';
  if (typeof value === 'boolean') return 'bool';
  if (value instanceof Date) return 'DateTime';
  if (value instanceof Uint8Array) return 'byte[]';
  return 'type' in value ? value.type : 'string[]';
}

/** A cast of a boxed value: the type must be the value's own (InvalidCastException otherwise). */
function cast(type: NameableType, value: CsValue): CsValue {
  if (value !== null && isReference(value) && TOKENS.includes(value.type)) return convertJson(value, type);
  if (value === null && !['int', 'long', 'bool', 'DateTime'].includes(type)) return null;
  if (type === 'int' && value !== null && isReference(value) && value.type === 'DayOfWeek')
    return value.value as number;
  if (type === 'object' || (value !== null && typeOfValue(value) === type)) return value;
  throw new CSharpError(`InvalidCastException: the value is no ${type}`);
}

const TOKENS = ['JObject', 'JArray', 'JValue'];

function isEqual(a: CsValue, b: CsValue): boolean {
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  if (a !== null && b !== null && isReference(a) && isReference(b)) return a.value === b.value;
  return a === b;
}

function toNumber(value: CsValue): number {
  if (typeof value === 'number') return value;
  if (value instanceof Date) return value.getTime();
  throw new CSharpError('a number expected');
}

function arithmetic(operator: string, a: number, b: number): CsValue {
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '+':
      return int(a + b);
    case '-':
      return int(a - b);
    case '*':
      return int(a * b);
    default:
      if (b === 0) throw new CSharpError('DivideByZeroException');
      return operator === '/' ? Math.trunc(a / b) : a % b;
  }
}

/** Unchecked 32-bit arithmetic, C#'s default. */
function int(value: number): number {
  return Number.isSafeInteger(value) ? value | 0 : Number(BigInt.asIntN(32, BigInt(value)));
}
