import { RenderError } from '../error.ts';
import { Decimal, JsonArray, type Java, type JavaMap } from './value.ts';

const MOST_DEPTH = 1000;
const LITERAL = /true|false|null/y;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
// eslint-disable-next-line no-control-regex -- control characters may not stand in a string
const STRING = /"((?:[^"\\\u0000-\u001F]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*)"/y;
const SPACE = /[ \t\r\n]*/y;

/** Reads JSON as json-smart does: objects keep their order, whole numbers their size; undefined for what is no JSON. */
export function parseJson(source: string): Java | undefined {
  const reader = new Reader(source);
  return reader.whole();
}

/** A payload: what does not begin as an object, a list or a string and is no JSON is one string. */
export function payloadOf(text: string): Java {
  const value = parseJson(text);
  if (value === undefined && /^[ \t\r\n]*[{["]/.test(text)) throw new RenderError('the payload is no JSON');
  return value === undefined ? text : value;
}

/** JSON where there must be some. */
export function requireJson(source: string): Java {
  const value = parseJson(source);
  if (value === undefined) throw new RenderError('the text is no JSON');
  return value;
}

class Reader {
  readonly #source: string;
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
  }

  whole(): Java | undefined {
    const value = this.#value();
    this.#take(SPACE);
    return this.#at < this.#source.length ? undefined : value;
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#source);
    if (match !== null) this.#at += match[0].length;
    return match;
  }

  #sign(sign: string): boolean {
    this.#take(SPACE);
    if (this.#source[this.#at] !== sign) return false;
    this.#at++;
    return true;
  }

  #value(): Java | undefined {
    if (++this.#depth > MOST_DEPTH) return undefined;
    const value = this.#bare();
    this.#depth--;
    return value;
  }

  #bare(): Java | undefined {
    if (this.#sign('{')) return this.#object();
    if (this.#sign('[')) return this.#array();
    const literal = this.#take(LITERAL)?.[0];
    if (literal !== undefined) return literal === 'null' ? null : literal === 'true';
    const number = this.#take(NUMBER);
    if (number !== null) return numberOf(number[0], number[1] !== undefined || number[2] !== undefined);
    return this.#string();
  }

  #string(): string | undefined {
    const match = this.#take(STRING);
    return match === null ? undefined : (JSON.parse(match[0]) as string);
  }

  #object(): JavaMap | undefined {
    const members: JavaMap = new Map();
    while (!this.#sign('}')) {
      if (members.size > 0 && !this.#sign(',')) return undefined;
      this.#take(SPACE);
      const name = this.#string();
      if (name === undefined || !this.#sign(':')) return undefined;
      const value = this.#value();
      if (value === undefined) return undefined;
      members.set(name, value);
    }
    return members;
  }

  #array(): JsonArray | undefined {
    const items: Java[] = [];
    while (!this.#sign(']')) {
      if (items.length > 0 && !this.#sign(',')) return undefined;
      const value = this.#value();
      if (value === undefined) return undefined;
      items.push(value);
    }
    return new JsonArray(items);
  }
}

/** A fraction of more than 18 characters is a BigDecimal, others are Doubles. */
function numberOf(text: string, isFloat: boolean): Java {
  if (!isFloat) return BigInt(text);
  return text.length > 18 ? new Decimal(text) : Number(text);
}
