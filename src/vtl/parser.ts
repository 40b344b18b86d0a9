import type { Binary, Branch, Expression, Node, Reference, Step } from './ast.ts';
import { placeOf, TemplateError } from './error.ts';
import { Lexer } from './lexer.ts';

/** API Gateway takes templates of this size (quotas, checked 2026-11-23). */
const MOST_BYTES = 300 * 1024;
/**
 * Directives, parentheses, strings with references and arguments in one another, and members and operators in a row, which nest as well;
 * Java's stack holds some thousands.
 */
const MOST_DEPTH = 200;

/** Binary operators, weakest level first. */
const LEVELS: readonly (readonly Binary[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Reads a template; throws TemplateError with the place of what Velocity does not read. */
export function parseTemplate(text: string): readonly Node[] {
  if (new TextEncoder().encode(text).length > MOST_BYTES)
    throw new TemplateError('the template is larger than 300 KB', { line: 1, column: 1 });
  return new Parser(text, 0).whole();
}

type End = 'end' | 'else' | 'elseif';

class Parser {
  readonly #lexer: Lexer;
  #depth: number;

  /** `depth` is that of the string that the text stands in. */
  constructor(text: string, depth: number) {
    this.#lexer = new Lexer(text);
    this.#depth = depth;
  }

  whole(): readonly Node[] {
    return this.#nodes([]);
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > MOST_DEPTH) this.#lexer.refuse('nested too deep');
    const value = read();
    this.#depth--;
    return value;
  }

  #checkLength(length: number): void {
    if (this.#depth + length > MOST_DEPTH) this.#lexer.refuse('too long a row');
  }

  /** Up to the end of the text, or to one of the directives that may end a block, which is left. */
  #nodes(ends: readonly End[]): readonly Node[] {
    const nodes: Node[] = [];
    const start = this.#lexer.at;
    for (;;) {
      if (this.#lexer.isAtEnd) {
        if (ends.length > 0) this.#lexer.refuse('#end is missing', start);
        return merged(nodes);
      }
      const end = this.#blockEnd();
      if (end !== undefined) {
        if (!ends.includes(end)) this.#lexer.refuse(`#${end} ends nothing`);
        return merged(nodes);
      }
      nodes.push(...this.#node());
    }
  }

  #blockEnd(): End | undefined {
    const start = this.#lexer.at;
    const name = this.#lexer.peek() === '#' ? this.#lexer.takeDirective() : undefined;
    this.#lexer.at = start;
    return name === 'end' || name === 'else' || name === 'elseif' ? name : undefined;
  }

  #node(): readonly Node[] {
    const lexer = this.#lexer;
    const start = lexer.at;
    if (lexer.takeSet()) return [this.#set(start)];
    const text = lexer.takeText();
    if (text !== undefined) return [{ kind: 'text', text }];
    const dollar = lexer.takeDollar();
    if (dollar !== undefined) return this.#referenceNode(dollar, start);
    if (lexer.peek() === '#') return this.#hash();
    const escaped = lexer.takeEscapedDirective();
    if (escaped !== undefined) return [{ kind: 'text', text: escaped }];
    return [{ kind: 'text', text: lexer.takeBackslashes() ?? this.#sign() }];
  }

  /** A dollar sign that means nothing; `$` before the end is what Velocity's lexer stumbles over. */
  #sign(): string {
    const sign = this.#lexer.peek();
    this.#lexer.take(sign);
    if (sign === '$' && (this.#lexer.isAtEnd || (this.#lexer.peek() === '!' && this.#lexer.peek(1) === '')))
      this.#lexer.refuse('$ stands at the end');
    return sign;
  }

  #referenceNode(
    { backslashes, isBraced }: { readonly backslashes: number; readonly isBraced: boolean },
    start: number,
  ): readonly Node[] {
    const reference = this.#reference(isBraced, start + backslashes);
    const prefix: Node = { kind: 'text', text: '\\'.repeat(Math.floor(backslashes / 2)) };
    // An escaped reference is text: references always have a value, as API Gateway runs Velocity.
    if (backslashes % 2 === 1) return [prefix, { kind: 'text', text: reference.source }];
    return [prefix, { kind: 'reference', reference }];
  }

  #reference(isBraced: boolean, at: number): Reference {
    const lexer = this.#lexer;
    const root = lexer.takeIdentifier() ?? lexer.refuse('a name expected');
    const steps: Step[] = [];
    for (;;) {
      this.#checkLength(steps.length);
      if (lexer.peek() === '[') steps.push(this.#index());
      else if (lexer.peek() === '.' && /[A-Za-z]/.test(lexer.peek(1))) {
        lexer.take('.');
        const name = lexer.takeIdentifier() ?? '';
        if (lexer.take('(')) steps.push({ kind: 'method', name, arguments: this.#arguments() });
        else steps.push({ kind: 'property', name });
      } else break;
    }
    if (isBraced) lexer.expect('}');
    return { root, steps, at, source: lexer.text.slice(at, lexer.at) };
  }

  #index(): Step {
    const lexer = this.#lexer;
    return this.#nested(() => {
      lexer.expect('[');
      lexer.skipSpace();
      const index = this.#operand();
      if (['list', 'map', 'range', 'float'].includes(index.kind)) lexer.refuse('no index');
      lexer.skipSpace();
      lexer.expect(']');
      return { kind: 'index', index };
    });
  }

  #arguments(): readonly Expression[] {
    return this.#nested(() => this.#list(')', []));
  }

  /** Operands with commas between them; operators stand in parentheses of directives only. */
  #list(end: string, first: readonly Expression[]): readonly Expression[] {
    const lexer = this.#lexer;
    const items = [...first];
    lexer.skipSpace();
    while (!lexer.take(end)) {
      if (items.length > 0) lexer.expect(',');
      lexer.skipSpace();
      items.push(this.#operand());
      lexer.skipSpace();
    }
    return items;
  }

  #set(at: number): Node {
    const lexer = this.#lexer;
    lexer.skipSpace();
    const target = this.#expectReference('#set takes a reference');
    lexer.skipSpace();
    lexer.expect('=');
    const value = this.#expression();
    this.#closeDirective();
    return { kind: 'set', target, value, at };
  }

  #expectReference(message: string): Reference {
    const start = this.#lexer.at;
    const dollar = this.#lexer.takeDollar();
    if (dollar === undefined || dollar.backslashes > 0) return this.#lexer.refuse(message);
    return this.#reference(dollar.isBraced, start);
  }

  /** `)` with the blanks and the line end behind it. */
  #closeDirective(): void {
    this.#lexer.skipSpace();
    this.#lexer.expect(')');
    this.#lexer.skipLineRest();
  }

  #hash(): readonly Node[] {
    const lexer = this.#lexer;
    const start = lexer.at;
    if (lexer.takeLineComment()) return [];
    if (lexer.take('#*')) {
      lexer.takeUntil('*#', 'the comment');
      return [];
    }
    if (lexer.take('#[[')) return [{ kind: 'text', text: lexer.takeUntil(']]#', 'the text block') }];
    const name = lexer.takeDirective();
    if (name === undefined) {
      lexer.take('#');
      if (lexer.isAtEnd) lexer.refuse('# stands at the end', start);
      return [{ kind: 'text', text: '#' }];
    }
    return this.#nested(() => this.#directive(name, start));
  }

  #directive(name: string, start: number): readonly Node[] {
    switch (name) {
      case 'if':
        return [this.#if()];
      case 'foreach':
        return [this.#foreach(start)];
      case 'stop':
        return [{ kind: 'stop' }];
      case 'break':
        return [{ kind: 'break' }];
      case 'define':
        return [this.#define()];
      case 'macro':
        return [this.#macro()];
      case 'evaluate':
        return [this.#evaluate(start)];
      case 'include':
      case 'parse':
        return this.#lexer.refuse(`#${name}: there are no other templates`, start);
      default:
        return this.#call(name, start);
    }
  }

  #if(): Node {
    const branches: Branch[] = [this.#branch()];
    let otherwise: readonly Node[] = [];
    for (;;) {
      const name = this.#lexer.takeDirective();
      if (name === 'elseif') {
        branches.push(this.#branch());
        continue;
      }
      this.#lexer.skipLineRest();
      if (name !== 'else') return { kind: 'if', branches, otherwise };
      otherwise = this.#nodes(['end']);
    }
  }

  #branch(): Branch {
    if (!this.#lexer.takeParenthesis()) this.#lexer.refuse('( expected');
    const test = this.#expression();
    this.#closeDirective();
    return { test, body: this.#nodes(['end', 'else', 'elseif']) };
  }

  #end(): void {
    this.#lexer.takeDirective();
    this.#lexer.skipLineRest();
  }

  #foreach(at: number): Node {
    const lexer = this.#lexer;
    if (!lexer.takeParenthesis()) lexer.refuse('( expected');
    lexer.skipSpace();
    const { root, steps } = this.#expectReference('#foreach takes a reference');
    if (steps.length > 0) lexer.refuse('#foreach takes a plain name');
    lexer.skipSpace();
    if (!lexer.takeKeyword('in')) lexer.refuse('in expected');
    lexer.skipSpace();
    const items = this.#operand();
    this.#closeDirective();
    const body = this.#nodes(['end']);
    this.#end();
    return { kind: 'foreach', variable: root, items, body, at };
  }

  #define(): Node {
    const lexer = this.#lexer;
    if (!lexer.takeParenthesis()) lexer.refuse('( expected');
    lexer.skipSpace();
    const { root } = this.#expectReference('#define takes a reference');
    this.#closeDirective();
    const body = this.#nodes(['end']);
    this.#end();
    return { kind: 'define', name: root, body };
  }

  #macro(): Node {
    const lexer = this.#lexer;
    if (!lexer.takeParenthesis()) lexer.refuse('( expected');
    lexer.skipSpace();
    const name = lexer.takeWord() ?? lexer.refuse('a name expected');
    const parameters: string[] = [];
    for (;;) {
      this.#separator();
      if (lexer.peek() === ')') break;
      parameters.push(this.#expectReference('a macro takes references').root);
    }
    this.#closeDirective();
    const body = this.#nodes(['end']);
    this.#end();
    return { kind: 'macro', name, parameters, body };
  }

  #evaluate(at: number): Node {
    if (!this.#lexer.takeParenthesis()) this.#lexer.refuse('( expected');
    this.#lexer.skipSpace();
    const value = this.#operand();
    this.#closeDirective();
    return { kind: 'evaluate', value, at };
  }

  #separator(): void {
    this.#lexer.skipSpace();
    if (this.#lexer.take(',')) this.#lexer.skipSpace();
  }

  /** `#name(...)`; without a parenthesis it is text. */
  #call(name: string, at: number): readonly Node[] {
    const lexer = this.#lexer;
    const written = lexer.text.slice(at, lexer.at);
    if (!lexer.takeParenthesis()) return [{ kind: 'text', text: written }];
    const values: Expression[] = [];
    for (;;) {
      this.#separator();
      if (lexer.peek() === ')') break;
      values.push(lexer.takeKeyword('true') ? { kind: 'boolean', value: true } : this.#operand());
    }
    this.#closeDirective();
    return [{ kind: 'call', name, arguments: values, source: lexer.text.slice(at, lexer.at), at }];
  }

  #expression(): Expression {
    return this.#nested(() => this.#level(0));
  }

  #level(level: number): Expression {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#unary();
    let left = this.#level(level + 1);
    for (let length = 0; ; length++) {
      this.#checkLength(length);
      const operator = this.#lexer.takeOperator(operators) as Binary | undefined;
      if (operator === undefined) return left;
      left = { kind: 'binary', operator, left, right: this.#level(level + 1) };
    }
  }

  #unary(): Expression {
    const lexer = this.#lexer;
    lexer.skipSpace();
    if ((lexer.peek() === '!' && lexer.take('!')) || lexer.takeKeyword('not'))
      return this.#nested(() => ({ kind: 'not', operand: this.#unary() }));
    const value = lexer.take('(') ? this.#group() : this.#operand();
    lexer.skipSpace();
    return value;
  }

  #group(): Expression {
    const value = this.#expression();
    this.#lexer.expect(')');
    return value;
  }

  #operand(): Expression {
    const lexer = this.#lexer;
    const start = lexer.at;
    const string = lexer.takeString();
    if (string !== undefined) return this.#string(string, start);
    if (lexer.peek() === '$') return { kind: 'reference', reference: this.#expectReference('a reference expected') };
    const integer = lexer.takeInteger();
    if (integer !== undefined) return { kind: 'integer', value: integer };
    const float = lexer.takeFloat();
    if (float !== undefined) return { kind: 'float', value: float };
    if (lexer.take('[')) return this.#nested(() => this.#listOrRange());
    if (lexer.take('{')) return this.#nested(() => this.#map());
    if (lexer.takeKeyword('true')) return { kind: 'boolean', value: true };
    if (lexer.takeKeyword('false')) return { kind: 'boolean', value: false };
    return lexer.refuse('a value expected');
  }

  #listOrRange(): Expression {
    const lexer = this.#lexer;
    lexer.skipSpace();
    if (lexer.take(']')) return { kind: 'list', items: [] };
    const first = this.#operand();
    lexer.skipSpace();
    const isRange = ['reference', 'integer'].includes(first.kind) && lexer.take('..');
    if (!isRange) return { kind: 'list', items: this.#list(']', [first]) };
    lexer.skipSpace();
    const to = this.#operand();
    lexer.skipSpace();
    lexer.expect(']');
    return { kind: 'range', from: first, to };
  }

  #map(): Expression {
    const lexer = this.#lexer;
    const entries: (readonly [Expression, Expression])[] = [];
    lexer.skipSpace();
    while (!lexer.take('}')) {
      if (entries.length > 0) lexer.expect(',');
      lexer.skipSpace();
      const key = this.#operand();
      lexer.skipSpace();
      lexer.expect(':');
      lexer.skipSpace();
      entries.push([key, this.#operand()]);
      lexer.skipSpace();
    }
    return { kind: 'map', entries };
  }

  /** A double-quoted string is a template of its own; Velocity reads it with a blank behind, which it takes away again. */
  #string({ value, isDouble }: { readonly value: string; readonly isDouble: boolean }, at: number): Expression {
    if (!isDouble || !/[$#]/.test(value)) return { kind: 'string', value };
    try {
      const nodes = this.#nested(() => new Parser(`${value} `, this.#depth).whole());
      return { kind: 'interpolated', nodes: withoutLastBlank(nodes) };
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      throw new TemplateError(`in the string: ${error.message}`, placeOf(this.#lexer.text, at));
    }
  }
}

function withoutLastBlank(nodes: readonly Node[]): readonly Node[] {
  const last = nodes.at(-1);
  if (last?.kind !== 'text') return nodes;
  return [...nodes.slice(0, -1), { kind: 'text', text: last.text.slice(0, -1) }];
}

/** Neighbouring texts as one; empty ones are left out. */
function merged(nodes: readonly Node[]): readonly Node[] {
  const result: Node[] = [];
  for (const node of nodes) {
    const last = result.at(-1);
    if (node.kind !== 'text') result.push(node);
    else if (node.text === '') continue;
    else if (last?.kind === 'text') result[result.length - 1] = { kind: 'text', text: last.text + node.text };
    else result.push(node);
  }
  return result;
}
