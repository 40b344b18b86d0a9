/** What JSON can say. Objects of documents have own members only: a key such as `__proto__` is a member like any other. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** An own member; undefined where the value is no object or has none of this name. */
export function memberOf(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** An own member that is an object; an empty one where there is none. */
export function objectAt(value: Json | undefined, key: string): JsonObject {
  const member = memberOf(value, key);
  return isObject(member) ? member : EMPTY;
}

/** An own member that is a list; an empty one where there is none. */
export function listAt(value: Json | undefined, key: string): readonly Json[] {
  const member = memberOf(value, key);
  return isList(member) ? member : [];
}

const EMPTY: JsonObject = Object.freeze({});
