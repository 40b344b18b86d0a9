import { isList, isObject, memberOf, type Json, type JsonObject } from '../json.ts';

/** What a template's conditions come to by the defaults of its parameters. */
export class Conditions {
  readonly #conditions: JsonObject;
  readonly #text: (value: Json) => string | undefined;
  readonly #asked = new Set<string>();

  /** @param text a value as text, with all that is known put in */
  constructor(conditions: JsonObject, text: (value: Json) => string | undefined) {
    this.#conditions = conditions;
    this.#text = text;
  }

  /** Undefined when it depends on what only a deployment knows, or on itself. */
  holds(name: string): boolean | undefined {
    const condition = memberOf(this.#conditions, name);
    if (condition === undefined || this.#asked.has(name)) return undefined;
    this.#asked.add(name);
    try {
      return this.#evaluate(condition);
    } finally {
      this.#asked.delete(name);
    }
  }

  #evaluate(condition: Json | undefined): boolean | undefined {
    if (!isObject(condition)) return undefined;
    const [[name, argument] = ['', null]] = Object.entries(condition);
    if (name === 'Condition' && typeof argument === 'string') return this.holds(argument);
    if (!isList(argument)) return undefined;
    if (name === 'Fn::Equals') return this.#equal(argument);
    const parts = argument.map((each) => this.#evaluate(each));
    if (name === 'Fn::Not') return parts[0] === undefined ? undefined : !parts[0];
    if (name === 'Fn::And') return all(parts, true);
    return name === 'Fn::Or' ? all(parts, false) : undefined;
  }

  #equal([first = null, second = null]: readonly Json[]): boolean | undefined {
    const [a, b] = [this.#text(first), this.#text(second)];
    if (a === undefined || b === undefined || a.includes('${') || b.includes('${')) return undefined;
    return a === b;
  }
}

/** And: false as soon as one is; Or: true as soon as one is; else unknown as soon as one is. */
function all(parts: readonly (boolean | undefined)[], unit: boolean): boolean | undefined {
  if (parts.includes(!unit)) return !unit;
  return parts.includes(undefined) ? undefined : unit;
}
