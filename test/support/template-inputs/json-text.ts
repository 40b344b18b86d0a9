import { emptyShape, type Shape } from './shape.ts';
import { NAMES, NOT_JSON, NUMBERS, TEXTS } from './texts.ts';

type Random = () => number;

/** JSON whose numbers are as written. */
export type JsonValue =
  | { readonly kind: 'object'; readonly members: readonly (readonly [name: string, value: JsonValue])[] }
  | { readonly kind: 'array'; readonly items: readonly JsonValue[] }
  | { readonly kind: 'string'; readonly value: string }
  /** A number, `true`, `false` or `null`. */
  | { readonly kind: 'literal'; readonly text: string };

export function pick<T>(random: Random, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)] as T;
}

const literal = (text: string): JsonValue => ({ kind: 'literal', text });

/** Makes values for what a template expects, and now and then something else. */
export class JsonMaker {
  readonly #random: Random;
  readonly #literals: readonly string[];

  /** `literals` are values that the template compares with. */
  constructor(random: Random, literals: readonly string[]) {
    this.#random = random;
    this.#literals = literals;
  }

  value(shape: Shape, depth = 0): JsonValue {
    if (this.#chance(0.06)) return literal('null');
    if (this.#chance(0.06)) return this.#other(depth);
    return this.expected(shape, depth);
  }

  expected(shape: Shape, depth = 0): JsonValue {
    if (shape.embedded !== undefined) {
      const held = this.value(shape.embedded, depth + 1);
      if (this.#chance(0.85)) return { kind: 'string', value: jsonText(held, this.#random) };
      return { kind: 'string', value: this.#chance(0.5) ? this.text() : pick(this.#random, NOT_JSON) };
    }
    const hasMembers = shape.members.size > 0 || shape.values !== undefined || shape.hints.has('map');
    const hasItems = shape.items !== undefined || shape.hints.has('list');
    if (hasMembers && (!hasItems || this.#chance(0.5))) return this.#object(shape, depth);
    if (hasItems) return this.#array(shape.items ?? emptyShape(), depth);
    return this.#leaf(shape, depth);
  }

  text(): string {
    if (this.#literals.length > 0 && this.#chance(0.15)) return pick(this.#random, this.#literals);
    if (this.#chance(0.7)) return pick(this.#random, TEXTS);
    return Array.from({ length: Math.floor(this.#random() * 4) }, () => pick(this.#random, TEXTS)).join('');
  }

  number(): string {
    const ofTemplate = this.#literals.filter((text) => /^-?(0|[1-9]\d*)$/.test(text));
    if (ofTemplate.length > 0 && this.#chance(0.2)) return pick(this.#random, ofTemplate);
    if (this.#chance(0.6)) return pick(this.#random, NUMBERS);
    const magnitude = 10 ** (Math.floor(this.#random() * 10) - 3);
    const decimal = Math.min(Math.max(this.#random() * magnitude, 0.001), 9_999_999);
    return `${this.#chance(0.2) ? '-' : ''}${this.#chance(0.3) ? Math.round(decimal) + 1 : decimal}`;
  }

  #leaf(shape: Shape, depth: number): JsonValue {
    if (shape.hints.has('base64') && this.#chance(0.8))
      return { kind: 'string', value: Buffer.from(this.text().toWellFormed()).toString('base64') };
    if (shape.hints.has('encoded') && this.#chance(0.8))
      return { kind: 'string', value: encodeURIComponent(this.text().toWellFormed()) };
    const isText = shape.hints.has('text') ? 0.8 : 0.55;
    if (this.#chance(isText)) return { kind: 'string', value: this.text() };
    if (this.#chance(0.6)) return literal(this.number());
    if (this.#chance(0.5)) return literal(this.#chance(0.5) ? 'true' : 'false');
    return this.#other(depth);
  }

  /** Anything, nested two levels deep at most. */
  #other(depth: number): JsonValue {
    const random = this.#random();
    if (random < 0.3) return { kind: 'string', value: this.text() };
    if (random < 0.45) return literal(this.number());
    if (random < 0.55) return literal(pick(this.#random, ['true', 'false', 'null']));
    if (random < 0.63) return { kind: 'array', items: [] };
    if (random < 0.7) return { kind: 'object', members: [] };
    const inner = () => (depth > 5 ? literal('1') : this.#other(depth + 3));
    if (random < 0.85) return { kind: 'array', items: this.#times(3, inner) };
    return { kind: 'object', members: distinct(this.#times(3, () => [pick(this.#random, NAMES), inner()] as const)) };
  }

  #array(shape: Shape, depth: number): JsonValue {
    return { kind: 'array', items: this.#times(4, () => this.value(shape, depth + 1)) };
  }

  #object(shape: Shape, depth: number): JsonValue {
    const known = [...shape.members]
      .filter(() => this.#chance(0.88))
      .map(([name, member]) => [name, this.value(member, depth + 1)] as const);
    const isMap = shape.values !== undefined || shape.hints.has('map');
    const others = isMap ? this.#times(4, () => this.#name()) : this.#chance(0.2) ? [this.#name()] : [];
    const held = others.map((name) => [name, this.value(shape.values ?? emptyShape(), depth + 1)] as const);
    const members = distinct([...known, ...held]);
    return { kind: 'object', members: this.#chance(0.3) ? members.toReversed() : members };
  }

  #name(): string {
    return pick(this.#random, NAMES);
  }

  #times<T>(most: number, make: () => T): readonly T[] {
    return Array.from({ length: Math.floor(this.#random() * (most + 1)) }, make);
  }

  #chance(probability: number): boolean {
    return this.#random() < probability;
  }
}

function distinct<T>(members: readonly (readonly [string, T])[]): readonly (readonly [string, T])[] {
  return [...new Map(members)];
}

/** The JSON as a sender may write it: compact, spaced or indented, with more or fewer escapes. */
export function jsonText(value: JsonValue, random: Random): string {
  const form = pick(random, [
    { open: '', separator: ',', colon: ':' },
    { open: '', separator: ', ', colon: ': ' },
    { open: '\n  ', separator: ',\n  ', colon: ' : ' },
  ]);
  const isAscii = random() < 0.2;
  const isSlashed = random() < 0.15;
  const quoted = (text: string): string => {
    const plain = JSON.stringify(text);
    const slashed = isSlashed ? plain.replaceAll('/', String.raw`\/`) : plain;
    return isAscii
      ? slashed.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      : slashed;
  };
  const print = (json: JsonValue): string => {
    if (json.kind === 'literal') return json.text;
    if (json.kind === 'string') return quoted(json.value);
    const parts =
      json.kind === 'array'
        ? json.items.map(print)
        : json.members.map(([name, member]) => `${quoted(name)}${form.colon}${print(member)}`);
    const inner = parts.length === 0 ? '' : `${form.open}${parts.join(form.separator)}${form.open.trimEnd()}`;
    return json.kind === 'array' ? `[${inner}]` : `{${inner}}`;
  };
  return print(value);
}
