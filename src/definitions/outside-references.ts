import { below, type SourceRef } from '../model/source-ref.ts';
import { isList, isObject, memberOf, type Json, type JsonObject } from './json.ts';
import type { Notes } from './notes.ts';

/** Values below these keys are what callers and backends exchange: a `$ref` in them refers to nothing. */
const DATA = new Set(['example', 'examples', 'x-example', 'default', 'enum', 'const']);

/**
 * Every reference out of the document (to a file or a host): none is followed, so what it leads to is not known. Operations and
 * integrations behind one have been noted as blockers by their readers; of others only parameters, bodies and schemas are missing.
 */
export function noteOutsideReferences(document: Json, root: SourceRef, notes: Notes): void {
  if (!hasOutside(document)) return;
  const noted = new Set(notes.gaps.map(({ at }) => at.pointer));
  const open: [Json, readonly string[]][] = [[document, []]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [value, path] = next;
    const reference = memberOf(value, '$ref');
    const isOutside = typeof reference === 'string' && !reference.startsWith('#');
    if (isOutside && !noted.has(below(root, ...path).pointer)) {
      const remedy = 'Put what it leads to into the document: nothing outside of it is followed.';
      const reason = `${reference.slice(0, 200)} is outside of the document`;
      notes.gap(below(root, ...path, '$ref'), 'A reference', reason, remedy, 'review');
    }
    for (const [key, member] of membersOf(value))
      if (!DATA.has(key) && typeof member === 'object') open.push([member, [...path, key]]);
  }
}

/** Whether there is any at all: most documents have none, and then no place has to be remembered. */
function hasOutside(document: Json): boolean {
  const open: Json[] = [document];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (isList(next)) {
      for (const item of next) if (typeof item === 'object') open.push(item);
      continue;
    }
    for (const key in next as JsonObject) {
      const member = (next as JsonObject)[key];
      if (key === '$ref' && typeof member === 'string' && !member.startsWith('#')) return true;
      if (typeof member === 'object') open.push(member);
    }
  }
  return false;
}

function membersOf(value: Json): readonly (readonly [string, Json])[] {
  if (isList(value)) return value.map((item, index) => [String(index), item] as const);
  return isObject(value) ? Object.entries(value) : [];
}
