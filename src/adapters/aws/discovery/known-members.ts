import type { Unclaimed } from '../../../model/aws.ts';
import { below, type SourceRef } from '../../../model/source-ref.ts';

/**
 * What the readers know of an answer of AWS: `value` is read whole or means nothing to callers; `each` are the values of a list or
 * map; an object names its members. Tables are held to the SDK's types, so that a member that a new version brings
 * does not compile until somebody has read it or said why not.
 */
export type Known = 'value' | { readonly each: Known } | { readonly [member: string]: Known };

/** A table of every member of an SDK type, in the names of the wire. */
export type Table<T> = { readonly [Key in keyof Required<T> as WireName<Key>]: Known };

/** Version 2's members begin with a small letter on the wire, version 1's are so in the SDK as well. */
type WireName<Key> = Key extends string ? Uncapitalize<Key> : never;

/** Values of an answer that no table knows: each is a blocker at its pointer. Empty ones say nothing, so nothing is lost. */
export function unknownIn(raw: unknown, known: Known, at: SourceRef): readonly Unclaimed[] {
  if (known === 'value' || typeof raw !== 'object' || raw === null) return [];
  const entries = Object.entries(raw as Readonly<Record<string, unknown>>);
  if (isEach(known)) return entries.flatMap(([key, value]) => unknownIn(value, known.each, below(at, key)));
  return entries.flatMap(([key, value]): readonly Unclaimed[] => {
    const member = Object.hasOwn(known, key) ? known[key] : undefined;
    if (member !== undefined) return unknownIn(value, member, below(at, key));
    return saysNothing(value) ? [] : [{ at: below(at, key), name: key }];
  });
}

function isEach(known: Exclude<Known, 'value'>): known is { readonly each: Known } {
  return Object.hasOwn(known, 'each');
}

function saysNothing(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || value === false) return true;
  return typeof value === 'object' && Object.values(value).every(saysNothing);
}
