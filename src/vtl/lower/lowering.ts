import * as cs from '../../csharp/build.ts';
import type { Expression, Statement as CsStatement } from '../../csharp/expression.ts';
import type { Statement, TestedBranch, Value } from '../ir.ts';
import {
  bool,
  boolText,
  constantOf,
  int,
  isNull,
  isSimple,
  NOTHING,
  orEmpty,
  orEmptyToken,
  text,
  token,
  tokenOrNull,
  typeIs,
  type Code,
  type Kind,
} from './code.ts';
import { compareCode, orderCode } from './compare.ts';
import { appendToken, jsonOfToken, parseStatements, plainText } from './json.ts';
import { Names } from './names.ts';
import { setsOverrides, type OverrideTarget } from './overrides.ts';
import { selectPath } from './paths.ts';
import { Refusal } from './refusal.ts';
import { staticNames } from './static-names.ts';
import { textMethod } from './text-methods.ts';
import { tokenMethod, type TokenScope } from './token-methods.ts';
import { utilCode } from './utilities.ts';
import { declaredInPlace, joined, loopMembers } from './variables.ts';
import type { TemplateTarget } from '../compile.ts';

/** What an earlier pass has found; kinds of variables depend on one another, so that passes go on until nothing changes. */
export interface Known {
  readonly kinds: ReadonlyMap<string, Kind>;
  /** Tokens are printed, so that the output is a list of tokens that become text at the end. */
  readonly printsTokens: boolean;
  /** Tokens are changed, so that what is printed is a copy. */
  readonly changesTokens: boolean;
}

export interface Pass extends Known {
  readonly value: string | Expression;
  readonly overrides: readonly OverrideTarget[];
  /** Corners in which the text can differ, by code. */
  readonly corners: ReadonlyMap<string, number>;
}

interface LoopScope {
  readonly variable: string;
  readonly item: Code;
  readonly index: string;
  readonly count: string;
}

/** What is printed goes to a StringBuilder or a list of tokens. */
interface Sink {
  readonly name: string;
  readonly takesTokens: boolean;
}

const MOST_ITERATIONS = 1000;

/** One pass over a template's statements that gives C#. */
export class Lowering implements TokenScope {
  readonly names = new Names();
  readonly #target: TemplateTarget;
  readonly #known: Known;
  readonly #inPlace: ReadonlySet<Statement>;
  readonly #variables = new Map<string, string>();
  readonly #hoisted: CsStatement[] = [];
  readonly #assigned = new Map<string, Kind>();
  readonly #overrides: OverrideTarget[] = [];
  readonly #corners = new Map<string, number>();
  readonly #setsOverrides: boolean;
  #statements: CsStatement[] = [];
  #loops: LoopScope[] = [];
  #sink: Sink;
  #raw: string | undefined;
  #body: string | undefined;
  #parameters: string | undefined;
  #overrideNames = new Map<string, string>();
  #printsTokens = false;
  #changesTokens = false;
  #at = 0;

  constructor(target: TemplateTarget, statements: readonly Statement[], known: Known) {
    this.#target = target;
    this.#known = known;
    this.#inPlace = declaredInPlace(statements);
    this.#sink = { name: this.names.fresh('output'), takesTokens: known.printsTokens };
    this.#setsOverrides = setsOverrides(statements);
  }

  run(statements: readonly Statement[]): Pass {
    this.#block(statements);
    return {
      kinds: this.#assigned,
      printsTokens: this.#printsTokens,
      changesTokens: this.#changesTokens,
      value: this.#assembled(),
      overrides: this.#overrides,
      corners: this.#corners,
    };
  }

  emit(...statements: readonly CsStatement[]): void {
    this.#statements.push(...statements);
  }

  refuse(code: Refusal['code'], detail: string): never {
    throw new Refusal(code, detail, this.#at);
  }

  corner(code: string): void {
    if (!this.#corners.has(code)) this.#corners.set(code, this.#at);
  }

  changes(): void {
    this.#changesTokens = true;
  }

  /** The whole as text or an expression. */
  #assembled(): string | Expression {
    const { name, takesTokens } = this.#sink;
    const output = cs.named(name);
    const before = [...this.#beforehand(), ...this.#hoisted];
    const simple = this.#setsOverrides || before.length > 0 ? undefined : appendedOnly(this.#statements, name);
    if (simple !== undefined) return cs.joinedText(simple);
    const builder = takesTokens ? this.names.fresh('text') : name;
    const start = cs.declare(name, cs.create(takesTokens ? 'List<JToken>' : 'StringBuilder'));
    const tail = takesTokens
      ? [
          cs.declare(builder, cs.create('StringBuilder')),
          cs.forEach(this.names.fresh('part'), output, (part) => [appendToken(cs.named(builder), part, this.names)]),
        ]
      : [];
    const body = cs.call(cs.named(builder), 'ToString');
    return cs.block(
      ...before,
      start,
      ...this.#statements,
      ...tail,
      cs.giveBack(this.#setsOverrides ? this.#staged(body) : body),
    );
  }

  #staged(body: Expression): Expression {
    const members = [...this.#overrideNames].map(([of, name]) => cs.create('JProperty', of, cs.named(name)));
    return cs.create('JObject', cs.create('JProperty', 'body', body), ...members);
  }

  /** The payload, the parameters and what earlier templates set, as far as they are asked for. */
  #beforehand(): readonly CsStatement[] {
    const statements: CsStatement[] = [];
    if (this.#raw !== undefined) {
      const raw = cs.named(this.#raw);
      statements.push(cs.declare(this.#raw, this.#target.body));
      // A payload that is empty reads as {} (recorded 2025-03-17).
      statements.push(cs.when(cs.binary('==', raw, ''), [cs.assign(this.#raw, '{}')]));
      if (this.#body !== undefined) statements.push(...parseStatements(raw, this.#body, this.names, true));
    }
    if (this.#parameters !== undefined) {
      const place = (name: 'path' | 'querystring' | 'header'): Expression =>
        cs.create('JProperty', name, this.#target.parameters(name));
      statements.push(
        cs.declare(this.#parameters, cs.create('JObject', place('path'), place('querystring'), place('header'))),
      );
    }
    for (const [of, name] of this.#overrideNames) statements.push(cs.declare(name, this.#earlier(of)));
    return statements;
  }

  #earlier(of: string): Expression {
    const empty = (...names: readonly string[]): Expression =>
      cs.create('JObject', ...names.map((name) => cs.create('JProperty', name, cs.create('JObject'))));
    const earlier = this.#target.earlier;
    if (earlier === undefined)
      return of === 'requestOverride' ? empty('header', 'path', 'querystring') : empty('header');
    return cs.cast('JObject', cs.call(cs.index(earlier, of), 'DeepClone'));
  }

  /** The raw payload, a text. */
  raw(): Expression {
    this.#raw ??= this.names.fresh('raw');
    return cs.named(this.#raw);
  }

  /** A text's JSON as a token. */
  parsed(json: Expression): Expression {
    const name = this.names.fresh('parsed');
    this.emit(...parseStatements(json, name, this.names, false));
    return cs.named(name);
  }

  /** The payload as a token. */
  body(): Expression {
    this.raw();
    this.#body ??= this.names.fresh('body');
    return cs.named(this.#body);
  }

  #override(of: string): Expression {
    const name = this.#overrideNames.get(of) ?? this.names.fresh(of);
    this.#overrideNames.set(of, name);
    return cs.named(name);
  }

  /** Statements of a block; what follows a break does not run. */
  #block(statements: readonly Statement[]): void {
    for (const statement of statements) {
      if (statement.kind === 'break' || statement.kind === 'stop') return this.#leave(statement.kind);
      this.#statement(statement);
    }
  }

  #leave(kind: 'break' | 'stop'): void {
    if (kind === 'break' && this.#loops.length > 0) this.emit(cs.breakLoop());
    else if (this.#depth > 0) this.refuse('VTL-STOP', `#${kind} ends the template from within a block`);
  }

  #depth = 0;

  /** What `fill` emits, apart. */
  inside(fill: () => void): readonly CsStatement[] {
    const before = this.#statements;
    this.#statements = [];
    this.#depth++;
    fill();
    this.#depth--;
    const own = this.#statements;
    this.#statements = before;
    return own;
  }

  #statement(statement: Exclude<Statement, { kind: 'break' | 'stop' }>): void {
    if ('at' in statement) this.#at = statement.at;
    switch (statement.kind) {
      case 'text':
        return this.#append(text(statement.text));
      case 'output':
        return this.#append(this.value(statement.value));
      case 'let':
        return this.#let(statement);
      case 'put':
        return this.#put(statement);
      case 'if':
        return this.#if(statement.branches, statement.otherwise);
      case 'for':
        return this.#for(statement);
      default:
        return this.refuse('VTL-EVALUATE', '#evaluate runs text that is known at run time only');
    }
  }

  #append(value: Code): void {
    const { name, takesTokens } = this.#sink;
    const plain = plainText(value);
    if (plain !== undefined) {
      if (constantOf({ kind: 'text', code: plain }) !== '')
        this.emit(cs.run(cs.call(cs.named(name), takesTokens ? 'Add' : 'Append', plain)));
      return;
    }
    if (value.kind !== 'token')
      return this.refuse('VTL-VALUE', `what is printed is ${PRINTED[value.kind] ?? value.kind}`);
    this.corner('VTL-JAVA-TEXT');
    if (name === 'output') this.#printsTokens = true;
    if (!takesTokens) {
      this.emit(appendToken(cs.named(name), this.tokenNamed(value, 'printed'), this.names));
      return;
    }
    const code = orEmptyToken(value);
    this.emit(
      cs.run(
        cs.call(
          cs.named(name),
          'Add',
          this.#known.changesTokens
            ? cs.call(code.kind === 'name' ? code : this.tokenNamed(value, 'printed'), 'DeepClone')
            : code,
        ),
      ),
    );
  }

  #let(statement: Extract<Statement, { kind: 'let' }>): void {
    const { name } = statement;
    if (this.#loops.some(({ variable }) => variable === name))
      this.refuse('VTL-VARIABLE', `$${name} is set in the loop that it goes through`);
    const given = this.value(statement.value);
    const kind = given.kind === 'nothing' ? 'text' : given.kind;
    const isInPlace = this.#inPlace.has(statement);
    const known =
      joined(this.#assigned.get(name), kind) ?? this.refuse('VTL-VARIABLE', `$${name} holds values of different kinds`);
    this.#assigned.set(name, known);
    const wanted = this.#kindOf(name, known, isInPlace);
    const code = this.#as(given, wanted, name);
    const existing = this.#variables.get(name);
    if (existing !== undefined) return this.emit(cs.assign(existing, code));
    const own = this.names.fresh(name);
    this.#variables.set(name, own);
    if (isInPlace) return this.emit(cs.declare(own, code, wanted === 'token' ? 'JToken' : undefined));
    this.#hoist(own, wanted);
    this.emit(cs.assign(own, code));
  }

  #hoisting = new Set<string>();

  #hoist(own: string, kind: Kind): void {
    const type = kind === 'text' ? 'string' : 'JToken';
    this.#hoisting.add(own);
    this.#hoisted.push(cs.declare(own, cs.literal(null), type));
  }

  /** What a variable is; one that may not be set yet is a text or a token, which can be nothing. */
  #kindOf(name: string, kind: Kind, isInPlace: boolean): Kind {
    const joinedKind =
      joined(this.#known.kinds.get(name), kind) ??
      this.refuse('VTL-VARIABLE', `$${name} holds values of different kinds`);
    if (isInPlace || this.#isDeclaredInPlace(name) || joinedKind === 'text' || joinedKind === 'token')
      return joinedKind;
    if (joinedKind === 'int' || joinedKind === 'bool') return 'token';
    return this.refuse('VTL-VARIABLE', `$${name} is a list that is set in one branch only`);
  }

  #isDeclaredInPlace(name: string): boolean {
    return [...this.#inPlace].some((statement) => statement.kind === 'let' && statement.name === name);
  }

  /** A value as the kind that a variable has. */
  #as(value: Code, kind: Kind, hint: string): Expression {
    if (kind === 'token') return this.asToken(value);
    if (kind === 'text')
      return plainText(value) ?? this.refuse('VTL-VARIABLE', `$${hint} holds values of different kinds`);
    return value.code;
  }

  /** A value as a token that is not null. */
  asToken(value: Code): Expression {
    switch (value.kind) {
      case 'token':
        return orEmptyToken(value);
      case 'list':
        return value.code;
      case 'text':
        return cs.create('JValue', orEmpty(value));
      case 'nothing':
        return cs.create('JValue', '');
      case 'int':
      case 'bool':
        return cs.create('JValue', value.code);
      default:
        return this.refuse('VTL-VALUE', `${PRINTED[value.kind] ?? value.kind} is put where JSON is wanted`);
    }
  }

  /** A token under a name, so that it is read once. */
  tokenNamed(value: Code, hint: string): Expression {
    if (value.kind === 'token' && value.mayBeNull !== true && value.code.kind === 'name') return value.code;
    const name = this.names.fresh(hint);
    this.emit(cs.declare(name, this.asToken(value), 'JToken'));
    return cs.named(name);
  }

  /** A text under a name. */
  textNamed(code: Expression, hint: string): Expression {
    if (isSimple(code)) return code;
    const name = this.names.fresh(hint);
    this.emit(cs.declare(name, code));
    return cs.named(name);
  }

  #put({ target, key, value }: Extract<Statement, { kind: 'put' }>): void {
    const keyCode = this.value(key);
    const given = this.asToken(this.value(value));
    this.putMember(target, keyCode, given);
  }

  /** `target[key] = value`; what is no object or list stays as it is. */
  putMember(target: Value, key: Code, value: Expression): void {
    const path = staticNames(target, 'context');
    if (path !== undefined) return this.#putOverride(path, key, value);
    this.changes();
    const own = this.value(target);
    if (own.kind === 'nothing') return;
    if (own.kind !== 'token' && own.kind !== 'list')
      return this.refuse('VTL-VALUE', `a member of ${PRINTED[own.kind] ?? own.kind} is set`);
    const named = own.kind === 'list' ? own.code : this.tokenNamed(own, 'changed');
    const isInt = key.kind === 'int';
    if (!isInt && key.kind !== 'text') return this.refuse('VTL-VALUE', 'a member is set whose name is no text');
    const place = isInt ? cs.cast('JArray', named) : cs.cast('JObject', named);
    const assign = cs.assignIndex(place, isInt ? key.code : orEmpty(key), value);
    if (own.kind === 'list') return this.emit(isInt ? assign : this.refuse('VTL-VALUE', 'a list has no names'));
    this.emit(cs.when(typeIs(named, isInt ? 'Array' : 'Object'), [assign]));
  }

  #putOverride(path: readonly string[], key: Code, value: Expression): void {
    const [of = '', kind, ...deeper] = path;
    const name = key.kind === 'text' ? constantOf(key) : undefined;
    if ((of !== 'requestOverride' && of !== 'responseOverride') || deeper.length > 0 || key.kind !== 'text')
      return this.refuse('VTL-CONTEXT', `$context.${[...path, name ?? '...'].join('.')} cannot be set`);
    if (kind === undefined && name === undefined)
      this.refuse('VTL-CONTEXT', `a member of $context.${of} is set whose name is computed`);
    this.#overrides.push(
      kind === undefined
        ? { of, kind: name === 'status' ? 'status' : 'other', ...(name !== undefined && { name }) }
        : { of, kind: kind as OverrideTarget['kind'], ...(name !== undefined && { name }) },
    );
    const root = this.#override(of);
    const place = kind === undefined ? root : cs.cast('JObject', cs.index(root, kind));
    this.emit(cs.assignIndex(place, orEmpty(key), value));
  }

  #if([branch, ...others]: readonly TestedBranch[], otherwise: readonly Statement[]): void {
    if (branch === undefined) return this.#block(otherwise);
    const test = this.condition(branch.test);
    if (test.kind === 'boolean') {
      this.corner('VTL-ALWAYS');
      return test.value ? this.#block(branch.body) : this.#if(others, otherwise);
    }
    const then = this.inside(() => this.#block(branch.body));
    const rest = this.inside(() => this.#if(others, otherwise));
    if (then.length === 0 && rest.length === 0) return;
    if (then.length === 0) this.emit(cs.when(cs.not(test), rest));
    else this.emit(cs.when(test, then, rest.length === 0 ? undefined : rest));
  }

  #for({ name, items, body }: Extract<Statement, { kind: 'for' }>): void {
    const source = this.#items(this.value(items), name);
    if (source === undefined) return;
    const members = loopMembers(body);
    const list = this.names.fresh(`${name}Items`);
    const index = this.names.fresh(`${name}Index`);
    const count = this.names.fresh(`${name}Count`);
    this.emit(cs.declare(list, source.code));
    if (members.has('hasNext') || members.has('last')) this.emit(cs.declare(count, cs.call(cs.named(list), 'Count')));
    if (members.size > 0) this.emit(cs.declare(index, -1));
    const own = this.names.fresh(name);
    const outer = this.#variables.get(name);
    this.#loops.push({ variable: name, item: { kind: source.item, code: cs.named(own) }, index, count });
    const run = this.inside(() => {
      if (members.size > 0) this.emit(cs.assign(index, cs.binary('+', cs.named(index), 1)));
      this.#block(body);
    });
    this.#loops.pop();
    if (outer !== undefined) this.#variables.set(name, outer);
    this.emit(cs.forEach(own, cs.call(cs.named(list), 'Take', MOST_ITERATIONS), () => run));
  }

  /** What a loop goes through; undefined for what has no items. */
  #items(value: Code, hint: string): { readonly code: Expression; readonly item: Kind } | undefined {
    switch (value.kind) {
      case 'token': {
        const own = this.tokenNamed(value, `${hint}Source`);
        const members = cs.call(own, 'SelectTokens', '*');
        const elements = cs.call(own, 'SelectTokens', '[*]');
        return { code: cs.conditional(typeIs(own, 'Object'), members, elements), item: 'token' };
      }
      case 'list':
        return { code: cs.call(value.code, 'Children'), item: 'token' };
      case 'tokens':
        return { code: value.code, item: 'token' };
      case 'texts':
        return { code: value.code, item: 'text' };
      case 'numbers':
        return { code: value.code, item: 'int' };
      case 'entries':
        return { code: value.code, item: 'entry' };
      default:
        return undefined;
    }
  }

  /** Whether #if takes a value for true: everything but false. */
  condition(value: Value): Expression {
    if (value.kind === 'not') return negated(this.condition(value.operand));
    if (value.kind === 'binary' && (value.operator === '&&' || value.operator === '||')) return this.#both(value);
    const code = this.value(value);
    if (code.kind === 'bool') return code.code;
    if (value.kind !== 'reference') return cs.literal(false);
    if (code.kind !== 'token') return cs.literal(true);
    const own = code.code.kind === 'name' ? code : token(this.tokenNamed(code, 'tested'));
    const isFalse = cs.all([typeIs(own.code, 'Boolean'), cs.not(cs.cast('bool', own.code))]);
    const test = own.mayBeNull === true ? cs.all([cs.not(isNull(own.code)), isFalse]) : isFalse;
    return cs.not(test);
  }

  /** The right side is computed only where the left one asks for it, as it may fail. */
  #both({ operator, left, right }: Extract<Value, { kind: 'binary' }>): Expression {
    const first = this.condition(left);
    let second: Expression = cs.literal(true);
    const needed = this.inside(() => {
      second = this.condition(right);
    });
    const isAnd = operator === '&&';
    if (needed.length === 0) return isAnd ? cs.all([first, second]) : cs.any([first, second]);
    const name = this.names.fresh('holds');
    const own = cs.named(name);
    this.emit(cs.declare(name, first));
    this.emit(cs.when(isAnd ? own : cs.not(own), [...needed, cs.assign(name, second)]));
    return own;
  }

  value(value: Value): Code {
    switch (value.kind) {
      case 'string':
        return text(value.value);
      case 'integer':
        return this.#integer(value.value);
      case 'float':
        return token(cs.create('JRaw', String(value.value)));
      case 'boolean':
        return bool(value.value);
      case 'printed':
        return this.#printed(value.body);
      case 'list':
        return {
          kind: 'list',
          code: cs.create('JArray', ...value.items.map((item) => this.asToken(this.value(item)))),
        };
      case 'map':
        return this.#map(value);
      case 'range':
        return this.#range(value);
      case 'reference':
        this.#at = value.at;
        return this.value(value.value);
      case 'not':
        return bool(this.condition(value));
      case 'binary':
        return this.#binary(value);
      default:
        return this.#chain(value);
    }
  }

  #integer(value: bigint): Code {
    const number = Number(value);
    if (Math.abs(number) < 2 ** 31) return int(number);
    if (!Number.isSafeInteger(number)) return this.refuse('VTL-ARITHMETIC', `${value} is too large a number`);
    return token(cs.create('JValue', cs.long(number)));
  }

  #map({ entries }: Extract<Value, { kind: 'map' }>): Code {
    const properties = entries.map(([key, value]) => {
      const name = this.value(key);
      if (name.kind !== 'text') return this.refuse('VTL-VALUE', 'a map has a name that is no text');
      return cs.create('JProperty', orEmpty(name), this.asToken(this.value(value)));
    });
    return token(cs.create('JObject', ...properties));
  }

  #range({ from, to }: Extract<Value, { kind: 'range' }>): Code {
    const first = this.value(from);
    const last = this.value(to);
    if (first.kind !== 'int' || last.kind !== 'int')
      return this.refuse('VTL-VALUE', 'a range has an end that is no whole number');
    const range = (start: Expression, end: Expression): Expression =>
      cs.call(cs.named('Enumerable'), 'Range', start, cs.binary('+', cs.binary('-', end, start), 1));
    const a = first.code;
    const b = last.code;
    if (a.kind === 'integer' && b.kind === 'integer') {
      const up = cs.call(cs.named('Enumerable'), 'Range', Math.min(a.value, b.value), Math.abs(b.value - a.value) + 1);
      return { kind: 'numbers', code: a.value <= b.value ? up : cs.call(up, 'Reverse') };
    }
    return {
      kind: 'numbers',
      code: cs.conditional(cs.binary('<=', a, b), range(a, b), cs.call(range(b, a), 'Reverse')),
    };
  }

  #binary({ operator, left, right }: Extract<Value, { kind: 'binary' }>): Code {
    if (operator === '&&' || operator === '||') return bool(this.#both({ kind: 'binary', operator, left, right }));
    const a = this.#comparable(this.value(left), 'left');
    const b = this.#comparable(this.value(right), 'right');
    if (operator === '==' || operator === '!=') {
      const equal = compareCode(a, b) ?? this.refuse('VTL-VALUE', 'values are compared that C# cannot compare alike');
      return bool(operator === '==' ? equal : negated(equal));
    }
    if (operator === '<' || operator === '<=' || operator === '>' || operator === '>=')
      return bool(orderCode(operator, a, b));
    return this.#arithmetic(operator, a, b);
  }

  /** A token of a comparison stands under a name. */
  #comparable(value: Code, hint: string): Code {
    if (value.kind !== 'token' || value.code.kind === 'name') return value;
    return token(this.tokenNamed(value, hint));
  }

  #arithmetic(operator: '+' | '-' | '*' | '/' | '%', a: Code, b: Code): Code {
    if (operator === '+' && (a.kind === 'text' || b.kind === 'text'))
      return text(cs.concatenation(this.fullText(a), this.fullText(b)));
    if (a.kind !== 'int' || b.kind !== 'int')
      return this.refuse(
        'VTL-ARITHMETIC',
        'numbers of the payload are computed with, which Java and C# do differently',
      );
    const isQuotient = operator === '/' || operator === '%';
    if (isQuotient && (b.code.kind !== 'integer' || b.code.value === 0))
      return this.refuse('VTL-ARITHMETIC', 'the divisor may be zero, which Java and C# treat differently');
    return int(cs.binary(operator, a.code, b.code));
  }

  /** A value as text, whatever it is. */
  fullText(value: Code): Expression {
    const plain = plainText(value);
    if (plain !== undefined) return plain;
    if (value.kind !== 'token') return this.refuse('VTL-VALUE', `${PRINTED[value.kind] ?? value.kind} is used as text`);
    this.corner('VTL-JAVA-TEXT');
    const name = this.names.fresh('printed');
    const own = this.tokenNamed(value, 'value');
    this.emit(cs.declare(name, cs.create('StringBuilder')), appendToken(cs.named(name), own, this.names));
    return cs.call(cs.named(name), 'ToString');
  }

  /** What statements print, as a text. */
  #printed(body: readonly Statement[]): Code {
    if (body.every(({ kind }) => kind === 'text' || kind === 'output')) {
      const parts = body.map((each) =>
        each.kind === 'text'
          ? each.text
          : this.fullText(this.value((each as Extract<Statement, { kind: 'output' }>).value)),
      );
      return text(
        cs.joinedText(
          parts.flatMap((part) => (typeof part !== 'string' && part.kind === 'string' ? [part.value] : [part])),
        ),
      );
    }
    const outer = this.#sink;
    const name = this.names.fresh('printed');
    this.emit(cs.declare(name, cs.create('StringBuilder')));
    this.#sink = { name, takesTokens: false };
    this.#block(body);
    this.#sink = outer;
    return text(cs.call(cs.named(name), 'ToString'));
  }

  #variable(name: string): Code {
    const loop = this.#loops.findLast(({ variable }) => variable === name);
    if (loop !== undefined) return loop.item;
    const own = this.#variables.get(name);
    const kind = own === undefined ? this.#known.kinds.get(name) : this.#assigned.get(name);
    if (kind === undefined) return NOTHING;
    if (own === undefined) return this.#early(name, kind);
    const wanted = this.#kindOf(name, kind, false);
    const isUnset = this.#hoisting.has(own);
    return { kind: wanted, code: cs.named(own), ...(isUnset && { mayBeNull: true }) };
  }

  /** A variable that is named before it is set, such as in a loop that sets it at its end. */
  #early(name: string, kind: Kind): Code {
    const wanted = this.#kindOf(name, kind, false);
    const own = this.names.fresh(name);
    this.#variables.set(name, own);
    this.#assigned.set(name, kind);
    this.#hoist(own, wanted);
    return { kind: wanted, code: cs.named(own), mayBeNull: true };
  }

  #chain(value: Value): Code {
    const names = staticNames(value, 'context');
    if (names !== undefined) return this.#context(names);
    const stage = staticNames(value, 'stageVariables');
    if (stage !== undefined) return this.#stageVariable(stage);
    const parameter = staticNames(value, 'parameters');
    if (parameter?.length === 2) {
      const known = this.#parameterIn(parameter[0] ?? '', parameter[1] ?? '');
      if (known !== undefined) return known;
    }
    switch (value.kind) {
      case 'variable':
        return this.#variable(value.name);
      case 'body':
        return text(this.raw());
      case 'json':
        return this.#json(value.path);
      case 'path':
        return this.#path(value.path);
      case 'parameter':
        return this.#parameter(value.name);
      case 'parameters':
        this.#parameters ??= this.names.fresh('parameters');
        return token(cs.named(this.#parameters));
      case 'util':
        return utilCode(this, value.name, value.arguments);
      case 'loop':
        return this.#loopMember(value);
      case 'property':
        return this.#property(this.value(value.target), value.name);
      case 'index':
        return this.#index(this.value(value.target), this.value(value.index));
      case 'method':
        return this.#method(value);
      default:
        return NOTHING;
    }
  }

  #context(names: readonly string[]): Code {
    const [of, ...path] = names;
    if (of === undefined) return this.refuse('VTL-CONTEXT', '$context as a whole is used');
    if (of === 'requestOverride' || of === 'responseOverride') {
      const root: Code = token(this.#override(of));
      return path.reduce<Code>((code, name) => this.#property(code, name), root);
    }
    const value = this.#target.context(names.join('.'));
    if (value === undefined) return this.refuse('VTL-CONTEXT', `$context.${names.join('.')} has no counterpart`);
    return text(value);
  }

  #stageVariable([name, ...deeper]: readonly string[]): Code {
    if (name === undefined) return this.refuse('VTL-CONTEXT', '$stageVariables as a whole is used');
    if (deeper.length > 0) return NOTHING;
    const value = this.#target.stageVariable(name);
    if (value === undefined) return this.refuse('VTL-CONTEXT', `$stageVariables.${name} has no counterpart`);
    return text(value);
  }

  #parameterIn(place: string, name: string): Code | undefined {
    if (place !== 'path' && place !== 'querystring' && place !== 'header') return undefined;
    const value = this.#target.parameter(name, place);
    return value === undefined ? undefined : text(value);
  }

  #parameter(name: Value): Code {
    const constant = constantOf(this.value(name));
    if (constant === undefined) return this.refuse('VTL-CONTEXT', '$input.params is asked for a name that is computed');
    const value = this.#target.parameter(constant);
    if (value === undefined) return this.refuse('VTL-CONTEXT', `$input.params('${constant}') has no counterpart`);
    return text(value);
  }

  #path(path: Value): Code {
    const constant = constantOf(this.value(path));
    if (constant === undefined) return this.refuse('VTL-PATH', 'a JSON path is computed');
    return selectPath(this, constant);
  }

  #json(path: Value): Code {
    const found = this.#path(path);
    this.corner('VTL-JAVA-TEXT');
    return text(jsonOfToken(token(this.tokenNamed(found, 'found'))));
  }

  #loopMember({ member, outer }: Extract<Value, { kind: 'loop' }>): Code {
    const loop = this.#loops.at(-1 - outer);
    if (loop === undefined) return NOTHING;
    const index = cs.named(loop.index);
    switch (member) {
      case 'index':
        return int(index);
      case 'count':
        return int(cs.binary('+', index, 1));
      case 'first':
        return bool(cs.binary('==', index, 0));
      case 'last':
        return bool(cs.binary('==', cs.binary('+', index, 1), cs.named(loop.count)));
      default:
        return bool(cs.binary('<', cs.binary('+', index, 1), cs.named(loop.count)));
    }
  }

  #property(target: Code, name: string): Code {
    if (target.kind === 'token') return memberOf(target, name);
    if (target.kind === 'entry') return this.#entry(target.code, name);
    if (name === 'empty' && target.kind !== 'nothing') return this.#methodOn(target, 'isEmpty', []);
    return NOTHING;
  }

  #entry(entry: Expression, name: string): Code {
    if (name === 'key') return text(cs.member(entry, 'Name'));
    return name === 'value' ? token(cs.member(entry, 'Value')) : NOTHING;
  }

  #index(target: Code, index: Code): Code {
    const constant = constantOf(index);
    if (target.kind === 'token' && constant !== undefined && index.kind === 'text') return memberOf(target, constant);
    const isFromEnd = index.code.kind === 'integer' && index.code.value < 0;
    if (isFromEnd) return this.refuse('VTL-VALUE', 'an index counts from the end');
    return this.#methodOn(target, 'get', [index]);
  }

  #method({ target, name, arguments: values }: Extract<Value, { kind: 'method' }>): Code {
    // What map.put and its like change is a place, not a value.
    if (name === 'put' && values.length === 2) {
      const [key, given] = values as readonly [Value, Value];
      return this.#putCall(target, key, given);
    }
    const own = this.value(target);
    return this.#methodOn(
      own,
      name,
      values.map((value) => this.value(value)),
    );
  }

  #putCall(target: Value, key: Value, given: Value): Code {
    const place = staticNames(target, 'context');
    const own = this.value(target);
    if (own.kind === 'nothing') return NOTHING;
    const keyCode = this.value(key);
    if (own.kind !== 'token' || keyCode.kind !== 'text')
      return this.refuse('VTL-METHOD', 'put is called on what may be no map');
    const value = this.asToken(this.value(given));
    const before = this.names.fresh('before');
    const map = this.tokenNamed(own, 'map');
    this.emit(cs.declare(before, cs.index(cs.cast('JObject', map), orEmpty(keyCode)), 'JToken'));
    if (place !== undefined) this.#putOverride(place, keyCode, value);
    else {
      this.changes();
      this.emit(cs.assignIndex(cs.cast('JObject', map), orEmpty(keyCode), value));
    }
    return tokenOrNull(cs.named(before));
  }

  #methodOn(target: Code, name: string, values: readonly Code[]): Code {
    switch (target.kind) {
      case 'nothing':
        return NOTHING;
      case 'token':
        return tokenMethod(this, target, name, values);
      case 'text':
        return this.#textMethod(target, name, values);
      case 'int':
      case 'bool':
        if (name === 'toString' && values.length === 0)
          return text(target.kind === 'int' ? cs.call(target.code, 'ToString') : boolText(target.code));
        return this.refuse('VTL-METHOD', `${name} of a number or a truth value`);
      case 'entry':
        return this.#entry(target.code, name === 'getKey' ? 'key' : name === 'getValue' ? 'value' : '');
      default:
        return this.#listMethod(target, name, values);
    }
  }

  #textMethod(target: Code, name: string, values: readonly Code[]): Code {
    const own = this.textNamed(orEmpty(target), 'string');
    const given = values.map((value) => this.#argument(value));
    return textMethod(own, name, given) ?? this.refuse('VTL-METHOD', `${name} of a text, with these arguments`);
  }

  /** An argument as methods of texts take it. */
  #argument(value: Code): Code {
    if (value.kind === 'nothing') return text('');
    if (value.kind === 'text') return text(orEmpty(value));
    return value;
  }

  #listMethod(target: Code, name: string, values: readonly Code[]): Code {
    const [value] = values;
    const items = target.kind === 'list' ? cs.call(target.code, 'Children') : target.code;
    if (name === 'size' && values.length === 0) return int(cs.call(items, 'Count'));
    if (name === 'isEmpty' && values.length === 0) return bool(cs.not(cs.call(items, 'Any')));
    if (name === 'get' && value?.kind === 'int') {
      const item = cs.call(items, 'ElementAt', value.code);
      if (target.kind === 'texts') return text(item);
      if (target.kind === 'list' || target.kind === 'tokens') return token(item);
    }
    if (name === 'contains' && target.kind === 'texts' && value?.kind === 'text')
      return bool(cs.call(items, 'Contains', orEmpty(value)));
    if (name === 'add' && target.kind === 'list' && values.length === 1 && value !== undefined) {
      this.changes();
      this.emit(cs.run(cs.call(target.code, 'Add', this.asToken(value))));
      return bool(true);
    }
    return this.refuse('VTL-METHOD', `${name} of ${PRINTED[target.kind] ?? target.kind}`);
  }
}

const PRINTED: Readonly<Partial<Record<Kind, string>>> = {
  list: 'a list',
  texts: 'a list of texts',
  tokens: 'a list of values',
  numbers: 'a range',
  entries: 'the entries of a map',
  entry: 'an entry of a map',
};

const negated = (test: Expression): Expression => {
  if (test.kind === 'not') return test.operand;
  return test.kind === 'boolean' ? cs.literal(!test.value) : cs.not(test);
};

/** A member of what may be an object: nothing where it is none, or has no such member. */
function memberOf(target: Code, name: string): Code {
  const step = /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `['${name.replace(/['\\]/g, '\\$&')}']`;
  const { code } = target;
  const isSelected =
    code.kind === 'call' &&
    code.name === 'SelectToken' &&
    code.arguments.length === 1 &&
    code.arguments[0]?.value.kind === 'string';
  if (isSelected) {
    const [argument] = code.arguments;
    const path = (argument?.value as Extract<Expression, { kind: 'string' }>).value + step;
    return tokenOrNull({ ...code, arguments: [{ value: cs.literal(path) }] });
  }
  const select = cs.call(code, 'SelectToken', step.replace(/^\./, ''));
  return tokenOrNull(target.mayBeNull === true && select.kind === 'call' ? { ...select, nullSafe: true } : select);
}

/** What is appended one after the other, where nothing else is done. */
function appendedOnly(statements: readonly CsStatement[], name: string): readonly (string | Expression)[] | undefined {
  const parts: (string | Expression)[] = [];
  for (const statement of statements) {
    const { call } = statement as { readonly call?: Expression };
    if (statement.kind !== 'run' || call?.kind !== 'call' || call.name !== 'Append') return undefined;
    if (call.target.kind !== 'name' || call.target.name !== name) return undefined;
    const value = call.arguments[0]?.value;
    if (value === undefined) return undefined;
    parts.push(value.kind === 'string' ? value.value : value);
  }
  return parts;
}
