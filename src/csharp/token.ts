import type { CsValue } from './context.ts';
import type { Json } from './json-tree.ts';

const CLASSES: Readonly<Record<string, string>> = { object: 'JObject', array: 'JArray', raw: 'JRaw' };

/** A token as expressions see it. */
export function jsonValue(json: Json | undefined): CsValue {
  if (json === undefined) return null;
  const type = Object.hasOwn(CLASSES, json.kind) ? (CLASSES[json.kind] ?? '') : 'JValue';
  return { type, value: json };
}

export const TOKEN_TYPES = {
  object: 'Object',
  array: 'Array',
  string: 'String',
  integer: 'Integer',
  float: 'Float',
  boolean: 'Boolean',
  null: 'Null',
  date: 'Date',
  raw: 'Raw',
} as const satisfies Record<Json['kind'], string>;
