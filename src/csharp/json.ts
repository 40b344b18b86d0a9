import { CSharpError } from './expression.ts';
import { addItem, newArray, newObject, setMember, type Json } from './json-tree.ts';

const MAX_DEPTH = 64;
const LITERAL = /true|false|null/y;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const STRING = /"((?:[^"\\\p{Cc}]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4}|[\u007F-\u009F])*)"/uy;
const SPACE = /[ \t\r\n]*/y;

/**
 * Reads JSON; throws CSharpError where `JToken.Parse` throws. Newtonsoft.Json also takes comments, single quotes and bare names: those are
 * refused here, so what depends on them fails in a test.
 */
export function parseJson(source: string): Json {
  const reader = new Reader(source);
  return reader.whole();
}

class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  whole(): Json {
    const value = this.#value(0);
    this.#take(SPACE);
    if (this.#at < this.#source.length) this.#refuse();
    return value;
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

  #refuse(): never {
    throw new CSharpError(`JsonReaderException: unexpected text at ${this.#at}`);
  }

  #value(depth: number): Json {
    if (depth > MAX_DEPTH) this.#refuse();
    if (this.#sign('{')) return this.#object(depth);
    if (this.#sign('[')) return this.#array(depth);
    const literal = this.#take(LITERAL)?.[0];
    if (literal !== undefined)
      return literal === 'null' ? { kind: 'null' } : { kind: 'boolean', value: literal === 'true' };
    const number = this.#take(NUMBER);
    if (number !== null) return toNumber(number[0], number[1] !== undefined || number[2] !== undefined);
    return dateOrString(this.#string());
  }

  #string(): string {
    const match = this.#take(STRING) ?? this.#refuse();
    return JSON.parse(match[0]) as string;
  }

  #object(depth: number): Json {
    const object = newObject();
    while (!this.#sign('}')) {
      if (object.members.size > 0 && !this.#sign(',')) this.#refuse();
      this.#take(SPACE);
      const name = this.#string();
      if (!this.#sign(':')) this.#refuse();
      setMember(object, name, this.#value(depth + 1));
    }
    return object;
  }

  #array(depth: number): Json {
    const array = newArray();
    while (!this.#sign(']')) {
      if (array.items.length > 0 && !this.#sign(',')) this.#refuse();
      addItem(array, this.#value(depth + 1));
    }
    return array;
  }
}

function toNumber(text: string, isFloat: boolean): Json {
  if (!isFloat) return { kind: 'integer', value: BigInt(text) };
  const value = Number(text);
  if (!Number.isFinite(value)) throw new CSharpError('JsonReaderException: the number is too large');
  return { kind: 'float', value };
}

const DATE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,7})?(Z|[+-]\d\d:\d\d)?$/;

/** DateParseHandling.DateTime, Newtonsoft.Json's default; the gateway's clock is UTC, where an offset is converted to. */
function dateOrString(value: string): Json {
  const [, time = '', fraction = '', zone = ''] = DATE.exec(value) ?? [];
  const date = new Date(`${time}${zone === '' ? 'Z' : zone}`);
  if (time === '' || Number.isNaN(date.getTime())) return { kind: 'string', value };
  return {
    kind: 'date',
    value: date,
    fraction: fraction.replace(/\.?0*$/, ''),
    zone: zone === '' || zone === 'Z' ? zone : '+00:00',
  };
}

/** `token.ToString(Newtonsoft.Json.Formatting.None)`. */
export function printJson(json: Json): string {
  switch (json.kind) {
    case 'object':
      return `{${[...json.members.values()].map(({ name, value }) => `${printJsonString(name)}:${printJson(value)}`).join(',')}}`;
    case 'array':
      return `[${json.items.map(printJson).join(',')}]`;
    case 'string':
      return json.value === null ? 'null' : printJsonString(json.value);
    case 'integer':
      return json.value.toString();
    case 'float':
      return printFloat(json.value);
    case 'boolean':
      return json.value ? 'true' : 'false';
    case 'raw':
      return json.value;
    case 'date':
      return `"${json.value.toISOString().slice(0, 19)}${json.fraction}${json.zone}"`;
    default:
      return 'null';
  }
}

const SHORT: Readonly<Record<string, string>> = {
  '"': String.raw`\"`,
  '\\': String.raw`\\`,
  '\b': String.raw`\b`,
  '\f': String.raw`\f`,
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': String.raw`\t`,
};

/** Newtonsoft.Json escapes control characters and the three line ends of Unicode, nothing else. */
export function printJsonString(value: string): string {
  const escaped = value.replace(
    // eslint-disable-next-line no-control-regex -- these are what is escaped
    /["\\\u0000-\u001F\u0085\u2028\u2029]/g,
    (unit) => SHORT[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `"${escaped}"`;
}

/** Format R of .NET, with `.0` where nothing else says that it is no whole number. */
function printFloat(value: number): string {
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= 15 || power < -4)
    return `${mantissa}E${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  const text = String(value);
  return text.includes('.') ? text : `${text}.0`;
}
