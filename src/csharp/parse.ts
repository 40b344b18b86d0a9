import {
  CSharpError,
  NAMEABLE_TYPES,
  NEW_TYPES,
  type Argument,
  type BinaryOperator,
  type Expression,
  type Statement,
} from './expression.ts';
import type { NameableType } from './expression.ts';
import { lex, type Token } from './lex.ts';
import { localName } from './names.ts';
import { NAMED_VALUE_NAME } from './print.ts';

/** Binary operators, weakest level first; `??` is apart because it groups to the right. */
const LEVELS: readonly (readonly BinaryOperator[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];
const MAX_DEPTH = 200;

/** Types as they are cut into tokens, the longest first. */
const TYPE_SIGNS = NAMEABLE_TYPES.map((type) => ({ type, signs: type.match(/\w+|[^\w]/g) ?? [] })).sort(
  (a, b) => b.signs.length - a.signs.length,
);

/** Reads `@(...)` or `@{...}`. */
export function parsePolicyExpression(text: string): Expression {
  const trimmed = text.trim();
  if (trimmed.startsWith('@{')) return new Parser(lex(trimmed.slice(1))).block();
  if (!trimmed.startsWith('@(') || !trimmed.endsWith(')')) throw new CSharpError('not of the form @(...)');
  return parseExpression(trimmed.slice(2, -1));
}

/** Reads a C# expression of the subset; throws CSharpError with the position for anything else. */
export function parseExpression(source: string): Expression {
  const parser = new Parser(lex(source));
  return parser.whole();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Expression {
    const expression = this.#expression();
    this.#end();
    return expression;
  }

  /** Statements between braces, and nothing after them. */
  block(): Expression {
    const statements = this.#body();
    this.#end();
    return { kind: 'block', statements };
  }

  #end(): void {
    if (this.#peek().kind !== 'end') this.#refuse();
  }

  #body(): readonly Statement[] {
    if (++this.#depth > MAX_DEPTH) this.#refuse('nested too deep');
    this.#expect('{');
    const statements: Statement[] = [];
    while (!this.#accept('}')) statements.push(this.#statement());
    this.#depth--;
    return statements;
  }

  #statement(): Statement {
    const token = this.#peek();
    if (token.kind === 'comment') {
      this.#at++;
      return { kind: 'comment', text: token.text };
    }
    if (this.#word('if')) return this.#if();
    if (this.#word('foreach')) return this.#forEach();
    const statement = this.#simple();
    this.#expect(';');
    return statement;
  }

  #word(word: string): boolean {
    const token = this.#peek();
    if (token.kind !== 'name' || token.text !== word) return false;
    this.#at++;
    return true;
  }

  #if(): Statement {
    this.#expect('(');
    const test = this.#expression();
    this.#expect(')');
    const body = this.#body();
    if (!this.#word('else')) return { kind: 'if', test, body };
    return { kind: 'if', test, body, otherwise: this.#word('if') ? [this.#elseIf()] : this.#body() };
  }

  #elseIf(): Statement {
    if (++this.#depth > MAX_DEPTH) this.#refuse('nested too deep');
    const statement = this.#if();
    this.#depth--;
    return statement;
  }

  #forEach(): Statement {
    this.#expect('(');
    if (!this.#word('var')) this.#refuse('var expected');
    const name = localName(this.#name());
    if (!this.#word('in')) this.#refuse('in expected');
    const items = this.#expression();
    this.#expect(')');
    return { kind: 'foreach', name, items, body: this.#body() };
  }

  /** A statement that a semicolon ends. */
  #simple(): Statement {
    if (this.#word('break')) return { kind: 'break' };
    if (this.#word('continue')) return { kind: 'continue' };
    if (this.#word('return')) return { kind: 'return', value: this.#expression() };
    const declared = this.#declaration();
    if (declared !== undefined) return declared;
    const target = this.#expression();
    if (!this.#accept('=')) return target.kind === 'call' ? { kind: 'run', call: target } : this.#refuse();
    const value = this.#expression();
    if (target.kind === 'name') return { kind: 'assign', name: localName(target.name), value };
    if (target.kind !== 'index' || target.nullSafe) return this.#refuse();
    return { kind: 'assign-index', target: target.target, index: target.index, value };
  }

  /** `var name =` or `Type name =`; a type may also begin an expression. */
  #declaration(): Statement | undefined {
    const start = this.#at;
    const isVar = this.#word('var');
    const type = isVar ? undefined : this.#type();
    const isDeclared = (isVar || type !== undefined) && this.#peek().kind === 'name' && this.#isSign('=', 1);
    if (!isDeclared) {
      this.#at = start;
      return undefined;
    }
    const name = localName(this.#name());
    this.#expect('=');
    return { kind: 'declare', name, ...(type !== undefined && { type }), value: this.#expression() };
  }

  #peek(ahead = 0): Token {
    return this.#tokens[this.#at + ahead] ?? (this.#tokens.at(-1) as Token);
  }

  #isSign(text: string, ahead = 0): boolean {
    const token = this.#peek(ahead);
    return token.kind === 'sign' && token.text === text;
  }

  #accept(text: string): boolean {
    if (!this.#isSign(text)) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) this.#refuse(`${text} expected`);
  }

  #name(): string {
    const token = this.#peek();
    if (token.kind !== 'name') return this.#refuse('a name expected');
    this.#at++;
    return token.text;
  }

  #refuse(reason = 'not of the subset'): never {
    const token = this.#peek();
    throw new CSharpError(`${reason} at ${token.at}${token.text === '' ? ' (end)' : `: ${token.text}`}`);
  }

  #expression(): Expression {
    if (++this.#depth > MAX_DEPTH) this.#refuse('nested too deep');
    try {
      const test = this.#coalescing();
      if (!this.#accept('?')) return test;
      const whenTrue = this.#expression();
      this.#expect(':');
      return { kind: 'conditional', test, whenTrue, whenFalse: this.#expression() };
    } finally {
      this.#depth--;
    }
  }

  #coalescing(): Expression {
    const left = this.#level(0);
    if (!this.#accept('??')) return left;
    return { kind: 'binary', operator: '??', left, right: this.#coalescing() };
  }

  #level(level: number): Expression {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#unary();
    let left = this.#level(level + 1);
    for (;;) {
      if (operators.includes('<') && this.#word('as')) {
        left = { kind: 'as', type: this.#type() ?? this.#refuse('a type expected'), operand: left };
        continue;
      }
      const operator = operators.find((candidate) => this.#isSign(candidate));
      if (operator === undefined) return left;
      this.#at++;
      left = { kind: 'binary', operator, left, right: this.#level(level + 1) };
    }
  }

  #unary(): Expression {
    if (this.#accept('!')) return { kind: 'not', operand: this.#unary() };
    if (this.#isSign('-') && this.#peek(1).kind === 'integer') {
      this.#at++;
      return { kind: 'integer', value: -this.#integer() };
    }
    if (this.#isSign('-') && this.#peek(1).kind === 'long') {
      this.#at++;
      return { kind: 'long', value: -this.#long() };
    }
    if (this.#accept('-')) return { kind: 'negative', operand: this.#unary() };
    const type = this.#castType();
    if (type !== undefined) return { kind: 'cast', type, operand: this.#unary() };
    return this.#postfix(this.#primary());
  }

  /** `(string)`: a parenthesis around one of the types that can be named; anything else is a group. */
  #castType(): NameableType | undefined {
    if (!this.#isSign('(') || this.#peek(1).kind !== 'name') return undefined;
    const start = this.#at;
    this.#at++;
    const type = this.#type();
    if (type !== undefined && this.#accept(')')) return type;
    this.#at = start;
    return undefined;
  }

  /** The longest of the types that can be named. */
  #type(): NameableType | undefined {
    for (const { type, signs } of TYPE_SIGNS) {
      if (!signs.every((sign, at) => this.#peek(at).text === sign && this.#peek(at).kind !== 'string')) continue;
      this.#at += signs.length;
      return type;
    }
    return undefined;
  }

  #long(): number {
    const value = Number(this.#peek().text);
    if (!Number.isSafeInteger(value)) return this.#refuse('too large');
    this.#at++;
    return value;
  }

  #integer(): number {
    const token = this.#peek();
    const value = Number(token.text);
    if (token.kind !== 'integer' || value > 2 ** 31 - 1) return this.#refuse('an int expected');
    this.#at++;
    return value;
  }

  #primary(): Expression {
    const token = this.#peek();
    if (token.kind === 'integer') return { kind: 'integer', value: this.#integer() };
    if (token.kind === 'long') return { kind: 'long', value: this.#long() };
    if (token.kind === 'char') {
      this.#at++;
      return { kind: 'char', value: token.text };
    }
    if (token.kind === 'string') return this.#string(token);
    if (token.kind === 'name') return this.#named();
    if (this.#accept('(')) {
      const inner = this.#expression();
      this.#expect(')');
      return inner;
    }
    return this.#refuse();
  }

  #string(token: Extract<Token, { kind: 'string' }>): Expression {
    this.#at++;
    if (!token.raw.includes('{{')) return { kind: 'string', value: token.text };
    const name = /^\{\{(.*)\}\}$/.exec(token.raw)?.[1] ?? '';
    if (!NAMED_VALUE_NAME.test(name)) throw new CSharpError(`text around a named value at ${token.at}`);
    return { kind: 'named-value', name };
  }

  #named(): Expression {
    const name = this.#name();
    if (name === 'true' || name === 'false') return { kind: 'boolean', value: name === 'true' };
    if (name === 'null') return { kind: 'null' };
    if (name === 'new') return this.#isSign('[') ? this.#array() : this.#new();
    if (this.#accept('=>')) return { kind: 'lambda', parameter: localName(name), body: this.#expression() };
    return { kind: 'name', name };
  }

  #array(): Expression {
    for (const sign of ['[', ']', '{']) this.#expect(sign);
    const items: Expression[] = [];
    while (!this.#accept('}')) {
      if (items.length > 0) this.#expect(',');
      items.push(this.#expression());
    }
    return { kind: 'array', items };
  }

  #new(): Expression {
    const name = this.#type() ?? this.#name();
    const type = NEW_TYPES.find((known) => known === name) ?? this.#refuse(`new ${name}`);
    this.#expect('(');
    const values: Expression[] = [];
    while (!this.#accept(')')) {
      if (values.length > 0) this.#expect(',');
      values.push(this.#expression());
    }
    return { kind: 'new', type, arguments: values };
  }

  #postfix(start: Expression): Expression {
    let target = start;
    for (;;) {
      if (this.#isSign('[') || (this.#isSign('?') && this.#isSign('[', 1))) {
        target = this.#indexer(target);
        continue;
      }
      const nullSafe = this.#isSign('?.');
      if (!nullSafe && !this.#isSign('.')) return target;
      this.#at++;
      target = this.#memberOrCall(target, nullSafe);
    }
  }

  #indexer(target: Expression): Expression {
    const nullSafe = this.#accept('?');
    this.#expect('[');
    const index = this.#expression();
    this.#expect(']');
    return { kind: 'index', target, index, ...(nullSafe && { nullSafe }) };
  }

  #memberOrCall(target: Expression, nullSafe: boolean): Expression {
    const name = this.#name();
    const typeArgument = this.#typeArgument();
    if (!this.#accept('(')) {
      if (typeArgument !== undefined) this.#refuse('( expected');
      return { kind: 'member', target, name, nullSafe };
    }
    const values = this.#arguments();
    return { kind: 'call', target, name, nullSafe, ...(typeArgument && { typeArgument }), arguments: values };
  }

  /** `<string>` before a call; otherwise `<` is a comparison. */
  #typeArgument(): NameableType | undefined {
    if (!this.#isSign('<')) return undefined;
    const start = this.#at;
    this.#at++;
    const type = this.#type();
    if (type !== undefined && this.#isSign('>') && this.#isSign('(', 1)) {
      this.#at++;
      return type;
    }
    this.#at = start;
    return undefined;
  }

  #arguments(): readonly Argument[] {
    const values: Argument[] = [];
    while (!this.#accept(')')) {
      if (values.length > 0) this.#expect(',');
      const isNamed = this.#peek().kind === 'name' && this.#isSign(':', 1);
      const name = isNamed ? this.#name() : undefined;
      if (isNamed) this.#at++;
      values.push({ ...(name !== undefined && { name }), value: this.#expression() });
    }
    return values;
  }
}
