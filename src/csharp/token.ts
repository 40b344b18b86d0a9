import type { CsValue } from './context.ts';
import type { Json } from './json-tree.ts';

/** A token as expressions see it. */
export function jsonValue(json: Json | undefined): CsValue {
  if (json === undefined) return null;
  const type = json.kind === 'object' ? 'JObject' : json.kind === 'array' ? 'JArray' : 'JValue';
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
} as const satisfies Record<Json['kind'], string>;
