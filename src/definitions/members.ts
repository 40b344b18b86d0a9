import { below, type SourceRef } from '../model/source-ref.ts';
import { isList, isObject, type Json, type JsonObject } from './json.ts';
import type { Notes } from './notes.ts';
import { intrinsic, textOf } from './placeholders.ts';

/**
 * Reads an object member by member and knows in the end what nobody asked for. Whatever is of the wrong type is a gap that
 * names its place; whatever was not read is unclaimed (docs: architecture, law 1).
 */
export class Members {
  readonly at: SourceRef;
  readonly #notes: Notes;
  readonly #value: JsonObject;
  readonly #read = new Set<string>();

  constructor(value: JsonObject, at: SourceRef, notes: Notes) {
    this.#value = value;
    this.at = at;
    this.#notes = notes;
  }

  raw(key: string): Json | undefined {
    this.#read.add(key);
    return Object.hasOwn(this.#value, key) ? this.#value[key] : undefined;
  }

  /** Text, or a number or flag as text. Placeholders are noted. */
  text(key: string): string | undefined {
    const text = this.verbatim(key);
    if (text !== undefined) this.#notes.placeholders(below(this.at, key), text);
    return text;
  }

  /** Text in which `${...}` is no placeholder: a mapping template has references of its own. */
  verbatim(key: string): string | undefined {
    const value = this.raw(key);
    if (value === undefined || value === null) return undefined;
    const text = textOf(value);
    if (text === undefined) this.#wrong(key, 'text', value);
    return text;
  }

  /** One of some words, whatever their case. */
  word<const T extends string>(key: string, words: readonly T[]): T | undefined {
    const text = this.verbatim(key);
    if (text === undefined || text === '') return undefined;
    const found = words.find((word) => word.toUpperCase() === text.toUpperCase());
    if (found === undefined) this.#wrong(key, `one of ${words.join(', ')}`, text);
    return found;
  }

  number(key: string): number | undefined {
    const value = this.raw(key);
    if (value === undefined || value === null) return undefined;
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number === 'number' && Number.isFinite(number)) return number;
    this.#wrong(key, 'a number', value);
    return undefined;
  }

  flag(key: string): boolean | undefined {
    const value = this.raw(key);
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'boolean') return value;
    if (value === 'true' || value === 'false') return value === 'true';
    this.#wrong(key, 'true or false', value);
    return undefined;
  }

  /** Texts of a list; one text is a list of one. */
  texts(key: string): readonly string[] {
    const value = this.raw(key);
    if (value === undefined || value === null) return [];
    const list = isList(value) ? value : [value];
    return list.flatMap((item, index) => {
      const text = textOf(item);
      if (text === undefined) this.#wrong(`${key}/${index}`, 'text', item);
      else this.#notes.placeholders(below(this.at, key, index), text);
      return text === undefined ? [] : [text];
    });
  }

  /** Texts by name. */
  textMap(key: string): Readonly<Record<string, string>> {
    const entries = this.#entries(key).flatMap(([name, value]): [string, string][] => {
      const text = value === null ? '' : textOf(value);
      if (text === undefined) this.#wrong(`${key}/${name}`, 'text', value);
      return text === undefined ? [] : [[name, text]];
    });
    return Object.fromEntries(entries);
  }

  /** Mapping templates by media type. */
  templates(key: string): Readonly<Record<string, string>> {
    const templates = this.textMap(key);
    for (const [type, text] of Object.entries(templates))
      this.#notes.placeholdersOfTemplate(below(this.at, key, type), text);
    return templates;
  }

  /** All members as texts: this object is such a map itself. */
  allTexts(): Readonly<Record<string, string>> {
    const entries = Object.keys(this.#value).flatMap((key): [string, string][] => {
      const text = this.verbatim(key);
      return text === undefined ? [] : [[key, text]];
    });
    return Object.fromEntries(entries);
  }

  /** Objects by name, each to be read member by member. */
  objects(key: string): readonly (readonly [string, Members])[] {
    return this.#entries(key).flatMap(([name, value]): [string, Members][] => {
      if (isObject(value)) return [[name, new Members(value, below(this.at, key, name), this.#notes)]];
      this.#wrong(`${key}/${name}`, 'an object', value);
      return [];
    });
  }

  /** Objects of a list, each to be read member by member. */
  list(key: string): readonly Members[] {
    const value = this.raw(key);
    if (value === undefined || value === null) return [];
    const items = isList(value) ? value : [value];
    return items.flatMap((item, index) => {
      if (isObject(item) && intrinsic(item) === undefined)
        return [new Members(item, below(this.at, key, index), this.#notes)];
      this.#wrong(`${key}/${index}`, 'an object', item);
      return [];
    });
  }

  /** True or false by name. */
  flags(key: string): Readonly<Record<string, boolean>> {
    const flags = this.#entries(key).map(([name, value]): [string, boolean] => {
      if (value !== true && value !== false && value !== 'true' && value !== 'false')
        this.#wrong(`${key}/${name}`, 'true or false', value);
      return [name, value === true || value === 'true'];
    });
    return Object.fromEntries(flags);
  }

  object(key: string): Members | undefined {
    const value = this.raw(key);
    if (value === undefined || value === null) return undefined;
    if (isObject(value) && intrinsic(value) === undefined) return new Members(value, below(this.at, key), this.#notes);
    this.#wrong(key, 'an object', value);
    return undefined;
  }

  /** A member that must be there and is not; one that is there and wrong has been noted when it was read. */
  missing(key: string): void {
    if (textOf(this.raw(key)) !== undefined && this.raw(key) !== '') return;
    const remedy = 'Correct the definition, or assess what is deployed.';
    this.#notes.gap(below(this.at, key), `The member ${key}`, 'it is missing', remedy, 'blocker');
  }

  /** Whether a member is an object without members; it counts as not read. */
  isEmpty(key: string): boolean {
    const value = Object.hasOwn(this.#value, key) ? this.#value[key] : undefined;
    return isObject(value) && Object.keys(value).length === 0;
  }

  /** Members that mean nothing for what is read. */
  ignore(...keys: readonly string[]): this {
    for (const key of keys) this.#read.add(key);
    return this;
  }

  /** What nobody asked for is unclaimed. */
  end(): void {
    for (const key of Object.keys(this.#value)) if (!this.#read.has(key)) this.#notes.unknown(below(this.at, key), key);
  }

  #entries(key: string): readonly [string, Json][] {
    const value = this.raw(key);
    if (value === undefined || value === null) return [];
    if (isObject(value) && intrinsic(value) === undefined) return Object.entries(value);
    this.#wrong(key, 'an object', value);
    return [];
  }

  #wrong(key: string, wanted: string, value: Json): void {
    const found = isObject(value) && intrinsic(value) !== undefined ? 'a function of a template' : typeof value;
    const segments = key.split('/');
    const [name = '', ...rest] = segments;
    const at = rest.length === 0 ? below(this.at, name) : below(this.at, name, rest.join('/'));
    const reason = `it is ${Array.isArray(value) ? 'a list' : found}, ${wanted} was expected`;
    this.#notes.gap(at, `The member ${key}`, reason, 'Correct the definition, or assess what is deployed.', 'blocker');
  }
}
