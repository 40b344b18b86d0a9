import { placeOf, TemplateError } from './error.ts';

/** What stands in a template between its directives. */
const TEXT = /[^$#\\]+/y;
/** Blanks before `#set` go with it, where no text stands before them. */
const SET = /[ \t]*#(?:set|\{set\}) *\(/y;
const DIRECTIVE = /#(?:([A-Za-z_@][\w@]*)|\{([A-Za-z_]\w*)\})/y;
const ESCAPED_DIRECTIVE = /(?:\\\\)*\\#(?:[A-Za-z_@][\w@]*|\{[A-Za-z_]\w*\})/y;
const BACKSLASHES = /\\+/y;
const DOLLAR = /(\\*)\$(\\*!)?(\{)?(?=[A-Za-z_])/y;
const LINE_COMMENT = /##[^\r\n]*(?:\r\n|\n|\r)?/y;
const IDENTIFIER = /[A-Za-z_][\w-]*/y;
const SPACE = /[ \t\r\n]*/y;
/** What `)`, `#else` and `#end` take with them: blanks and one line end. */
const LINE_REST = /[ \t]*(?:\r\n|\n|\r)/y;
const INTEGER = /-?\d+(?![\d.eE])|-?\d+(?=\.\.)/y;
const FLOAT = /-?(?:\d+\.\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)/y;
const DOUBLE_QUOTED = /"((?:[^"]|"")*)"(?!")/y;
const SINGLE_QUOTED = /'((?:[^']|'')*)'(?!')/y;
const WORD_OPERATORS = { and: '&&', or: '||', lt: '<', le: '<=', gt: '>', ge: '>=', eq: '==', ne: '!=' } as const;
const OPERATOR = /&&|\|\||==|!=|<=|>=|[<>+*/%-]|(?:and|or|lt|le|gt|ge|eq|ne)(?![\w@])/y;

/** Takes a template apart from left to right; Velocity's lexical states are the methods that the parser calls. */
export class Lexer {
  readonly text: string;
  #at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get at(): number {
    return this.#at;
  }

  set at(at: number) {
    this.#at = at;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.text.length;
  }

  peek(ahead = 0): string {
    return this.text.charAt(this.#at + ahead);
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.#at);
  }

  refuse(message: string, at = this.#at): never {
    throw new TemplateError(message, placeOf(this.text, at));
  }

  take(text: string): boolean {
    if (!this.startsWith(text)) return false;
    this.#at += text.length;
    return true;
  }

  expect(text: string): void {
    if (!this.take(text)) this.refuse(`${text} expected${this.isAtEnd ? ' before the end' : ''}`);
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.text);
    if (match === null) return undefined;
    this.#at += match[0].length;
    return match;
  }

  takeText(): string | undefined {
    return this.#match(TEXT)?.[0];
  }

  takeSet(): boolean {
    return this.#match(SET) !== undefined;
  }

  /** Name of a directive, `#name` or `#{name}`. */
  takeDirective(): string | undefined {
    const match = this.#match(DIRECTIVE);
    return match && (match[1] ?? match[2]);
  }

  /** `\#name`: the directive as text, with half of its backslashes. */
  takeEscapedDirective(): string | undefined {
    const whole = this.#match(ESCAPED_DIRECTIVE)?.[0];
    if (whole === undefined) return undefined;
    const hash = whole.indexOf('#');
    return '\\'.repeat(Math.floor(hash / 2)) + whole.slice(hash);
  }

  /** Backslashes that escape nothing; all but the first are left where a directive follows them, which they may escape. */
  takeBackslashes(): string | undefined {
    const all = this.#match(BACKSLASHES)?.[0];
    if (all === undefined) return undefined;
    const after = this.#at;
    const isBeforeDirective = this.takeDirective() !== undefined;
    this.#at = isBeforeDirective ? after - all.length + 1 : after;
    return isBeforeDirective ? '\\' : all;
  }

  /** A dollar sign before a name: how many backslashes stand before it, and whether braces follow. */
  takeDollar(): { readonly backslashes: number; readonly isBraced: boolean } | undefined {
    const match = this.#match(DOLLAR);
    return match && { backslashes: (match[1] ?? '').length, isBraced: match[3] !== undefined };
  }

  takeLineComment(): boolean {
    return this.#match(LINE_COMMENT) !== undefined;
  }

  /** What stands up to the end mark, which is taken as well. */
  takeUntil(end: string, what: string): string {
    const start = this.#at;
    const found = this.text.indexOf(end, start);
    if (found < 0) this.refuse(`${what} has no end`);
    this.#at = found + end.length;
    return this.text.slice(start, found);
  }

  takeIdentifier(): string | undefined {
    return this.#match(IDENTIFIER)?.[0];
  }

  skipSpace(): void {
    this.#match(SPACE);
  }

  skipLineRest(): void {
    this.#match(LINE_REST);
  }

  /** A `(` that follows, blanks and line ends before it included. */
  takeParenthesis(): boolean {
    const start = this.#at;
    this.skipSpace();
    if (this.take('(')) return true;
    this.#at = start;
    return false;
  }

  /** A name of a directive's arguments, such as `in` of `#foreach`. */
  takeWord(): string | undefined {
    return this.#match(/[A-Za-z_@][\w@]*/y)?.[0];
  }

  takeKeyword(word: string): boolean {
    const start = this.#at;
    if (this.takeWord() === word) return true;
    this.#at = start;
    return false;
  }

  takeOperator(of: readonly string[]): string | undefined {
    const start = this.#at;
    const written = this.#match(OPERATOR)?.[0];
    const operator =
      written !== undefined && Object.hasOwn(WORD_OPERATORS, written)
        ? WORD_OPERATORS[written as keyof typeof WORD_OPERATORS]
        : written;
    if (operator !== undefined && of.includes(operator)) return operator;
    this.#at = start;
    return undefined;
  }

  takeInteger(): bigint | undefined {
    const match = this.#match(INTEGER);
    return match && BigInt(match[0]);
  }

  takeFloat(): number | undefined {
    const match = this.#match(FLOAT);
    return match && Number(match[0]);
  }

  /** Doubled quotes stand for one; a backslash is a backslash. */
  takeString(): { readonly value: string; readonly isDouble: boolean } | undefined {
    const double = this.#match(DOUBLE_QUOTED)?.[1];
    if (double !== undefined) return { value: double.replaceAll('""', '"'), isDouble: true };
    const single = this.#match(SINGLE_QUOTED)?.[1];
    return single === undefined ? undefined : { value: single.replaceAll("''", "'"), isDouble: false };
  }
}
