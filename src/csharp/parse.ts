import {
  CSharpError,
  NAMEABLE_TYPES,
  NEW_TYPES,
  type Argument,
  type BinaryOperator,
  type Expression,
} from './expression.ts';
import type { NameableType } from './expression.ts';
import { lex, type Token } from './lex.ts';
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

/** Reads `@(...)`. A statement block `@{...}` is no expression of the subset and is refused. */
export function parsePolicyExpression(text: string): Expression {
  const trimmed = text.trim();
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
    if (this.#peek().kind !== 'end') this.#refuse();
    return expression;
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

  #type(): NameableType | undefined {
    const token = this.#peek();
    if (token.kind !== 'name') return undefined;
    const isArray = this.#isSign('[', 1) && this.#isSign(']', 2);
    const written = isArray ? `${token.text}[]` : token.text;
    const type = NAMEABLE_TYPES.find((name) => name === written);
    if (type !== undefined) this.#at += isArray ? 3 : 1;
    return type;
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
    if (this.#accept('=>')) return { kind: 'lambda', parameter: name, body: this.#expression() };
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
    const name = this.#name();
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
      if (this.#accept('[')) {
        target = { kind: 'index', target, index: this.#expression() };
        this.#expect(']');
        continue;
      }
      const nullSafe = this.#isSign('?.');
      if (!nullSafe && !this.#isSign('.')) return target;
      this.#at++;
      target = this.#memberOrCall(target, nullSafe);
    }
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
