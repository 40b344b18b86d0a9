import * as cs from '../../csharp/build.ts';
import type { Expression, Statement as CsStatement } from '../../csharp/expression.ts';
import type { TemplateTarget } from '../target.ts';
import type { Statement, Value } from '../ir.ts';
import { isSimple, orEmpty, orEmptyToken, typeIs, type Code, type Kind } from './code.ts';
import { appendToken, parseStatements, plainText } from './json.ts';
import { Names } from './names.ts';
import { typed, type Typed } from '../schema.ts';
import type { OverrideTarget } from './overrides.ts';
import { Refusal } from './refusal.ts';

/** What an earlier pass has found; kinds of variables depend on one another, so that passes go on until nothing changes. */
export interface Known {
  readonly kinds: ReadonlyMap<string, Kind>;
  /** What schemas say of them. */
  readonly types: ReadonlyMap<string, Typed | undefined>;
  /** Tokens are printed, so that the output is a list of tokens that become text at the end. */
  readonly printsTokens: boolean;
  /** Tokens are changed, so that what is printed is a copy. */
  readonly changesTokens: boolean;
}

export interface LoopScope {
  readonly variable: string;
  readonly item: Code;
  /** Names of the counter and of how many items there are. */
  readonly index: string;
  readonly count: string;
}

/** Where what is printed goes: a StringBuilder, or a list of tokens. */
export interface Sink {
  readonly name: string;
  readonly takesTokens: boolean;
}

/** How values and statements become C#: the modules of this folder call one another through it. */
export interface Lowerings {
  readonly value: (scope: Scope, value: Value) => Code;
  readonly condition: (scope: Scope, value: Value) => Expression;
  readonly block: (scope: Scope, statements: readonly Statement[]) => void;
}

/** What a list or an entry is called in messages. */
export const CALLED: Readonly<Partial<Record<Kind, string>>> = {
  list: 'a list',
  texts: 'a list of texts',
  tokens: 'a list of values',
  numbers: 'a range',
  entries: 'the entries of a map',
  entry: 'an entry of a map',
};

/** One pass over a template: the C# that is being written, its names, and what it needs beforehand. */
export class Scope {
  readonly names = new Names();
  readonly target: TemplateTarget;
  readonly known: Known;
  readonly overrides: OverrideTarget[] = [];
  /** Corners in which the text can differ, by code, with where they are met first. */
  readonly corners = new Map<string, number>();
  /** Names of what earlier templates set, by `requestOverride` and `responseOverride`. */
  readonly overrideNames = new Map<string, string>();
  loops: LoopScope[] = [];
  sink: Sink;
  /** What the payload's schema says of it. */
  readonly type: Typed | undefined;
  /** Offset in the template of what is being lowered. */
  at = 0;
  depth = 0;
  printsTokens = false;
  changesTokens = false;
  rawName: string | undefined;
  bodyName: string | undefined;
  parametersName: string | undefined;
  readonly #lowerings: Lowerings;
  #statements: CsStatement[] = [];

  constructor(target: TemplateTarget, known: Known, lowerings: Lowerings) {
    this.target = target;
    this.known = known;
    this.type = target.schema && typed(target.schema);
    this.#lowerings = lowerings;
    this.sink = { name: this.names.fresh('output'), takesTokens: known.printsTokens };
  }

  get statements(): readonly CsStatement[] {
    return this.#statements;
  }

  value(value: Value): Code {
    return this.#lowerings.value(this, value);
  }

  condition(value: Value): Expression {
    return this.#lowerings.condition(this, value);
  }

  block(statements: readonly Statement[]): void {
    this.#lowerings.block(this, statements);
  }

  emit(...statements: readonly CsStatement[]): void {
    this.#statements.push(...statements);
  }

  /** What `fill` emits, apart. */
  inside(fill: () => void): readonly CsStatement[] {
    const before = this.#statements;
    this.#statements = [];
    this.depth++;
    fill();
    this.depth--;
    const own = this.#statements;
    this.#statements = before;
    return own;
  }

  refuse(code: Refusal['code'], detail: string): never {
    throw new Refusal(code, detail, this.at);
  }

  corner(code: string): void {
    if (!this.corners.has(code)) this.corners.set(code, this.at);
  }

  changes(): void {
    this.changesTokens = true;
  }

  /** The raw payload, a text. */
  raw(): Expression {
    this.rawName ??= this.names.fresh('raw');
    return cs.named(this.rawName);
  }

  /** The payload as a token. */
  body(): Expression {
    this.raw();
    this.bodyName ??= this.names.fresh('body');
    return cs.named(this.bodyName);
  }

  /** The three maps of parameters. */
  parameters(): Expression {
    this.parametersName ??= this.names.fresh('parameters');
    return cs.named(this.parametersName);
  }

  /** What is set of `requestOverride` or `responseOverride`, a JObject. */
  override(of: string): Expression {
    const name = this.overrideNames.get(of) ?? this.names.fresh(of);
    this.overrideNames.set(of, name);
    return cs.named(name);
  }

  /** A text's JSON as a token. */
  parsed(json: Expression): Expression {
    const name = this.names.fresh('parsed');
    this.emit(...parseStatements(json, name, this.names, false));
    return cs.named(name);
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
        return this.refuse('VTL-VALUE', `${CALLED[value.kind] ?? value.kind} is put where JSON is wanted`);
    }
  }

  /** A token under a name, so that it is read once; nothing is JSON's null. */
  tokenNamed(value: Code, hint: string): Expression {
    const { kind, code, mayBeNull } = value;
    if (kind === 'token' && mayBeNull !== true && code.kind === 'name') return code;
    const nothing = cs.call(cs.named('JValue'), 'CreateNull');
    const token = kind === 'token' && mayBeNull === true ? cs.binary('??', code, nothing) : this.asToken(value);
    const name = this.names.fresh(hint);
    this.emit(cs.declare(name, token, 'JToken'));
    return cs.named(name);
  }

  /** A token as it is put into a map or a list: nothing is empty text. */
  stored(value: Code): Expression {
    if (value.kind === 'list')
      return this.refuse('VTL-VALUE', 'a list stands in a map or a list, where Java prints it otherwise');
    if (value.kind !== 'token' || value.code.kind === 'new') return this.asToken(value);
    const own = this.tokenNamed(value, 'stored');
    return cs.conditional(typeIs(own, 'Null'), cs.create('JValue', ''), own);
  }

  /** A text, or what is gone through, under a name. */
  textNamed(code: Expression, hint: string): Expression {
    if (isSimple(code)) return code;
    const name = this.names.fresh(hint);
    this.emit(cs.declare(name, code));
    return cs.named(name);
  }

  /** A value as text, whatever it is. */
  fullText(value: Code): Expression {
    const plain = plainText(value);
    if (plain !== undefined) return plain;
    if (value.kind !== 'token') return this.refuse('VTL-VALUE', `${CALLED[value.kind] ?? value.kind} is used as text`);
    this.corner('VTL-JAVA-TEXT');
    const name = this.names.fresh('printed');
    const own = this.tokenNamed(value, 'value');
    this.emit(cs.declare(name, cs.create('StringBuilder')), appendToken(cs.named(name), own, this.names));
    return cs.call(cs.named(name), 'ToString');
  }
}
