import type { ContextMultimap, CsReference, CsValue } from './context.ts';
import { CSharpError } from './expression.ts';
import type { JsonArray } from './json-tree.ts';
import { guarded } from './json-tree.ts';
import { isReference, reference } from './numbers.ts';
import { jsonValue } from './token.ts';

/** What a `List<T>` holds. `version` counts changes. */
export interface CsList {
  readonly items: CsValue[];
  version: number;
}

/** A sequence that is made anew each time that it is enumerated, as those of LINQ are. */
export function sequence(make: () => Iterator<CsValue>): CsValue {
  return { type: 'IEnumerable<object>', value: { [Symbol.iterator]: make } };
}

/** What a value enumerates. */
export function elementsOf(value: CsValue | undefined): Iterable<CsValue> {
  if (value === null || value === undefined) throw new CSharpError('ArgumentNullException: a sequence was expected');
  // By UTF-16 unit.
  if (typeof value === 'string') return value.split('').map((unit) => reference('char', unit));
  if (Array.isArray(value)) return value as readonly CsValue[];
  if (!isReference(value)) throw new CSharpError('not a sequence');
  return elementsOfReference(value);
}

function elementsOfReference({ type, value }: CsReference): Iterable<CsValue> {
  if (type === 'JArray') return tokensOf(value as JsonArray);
  if (type.startsWith('List<')) return { [Symbol.iterator]: () => guarded(value as CsList, (value as CsList).items) };
  if (type === 'Parameters')
    return [...(value as ReadonlyMap<string, string>)].map((entry) => reference('KeyValuePair', entry));
  if (type === 'Headers' || type === 'Query' || type === 'Claims')
    return grouped(value as ContextMultimap, type !== 'Claims').map((entry) => reference('KeyValuePair', entry));
  return value as Iterable<CsValue>;
}

function tokensOf(array: JsonArray): Iterable<CsValue> {
  return {
    *[Symbol.iterator]() {
      for (const item of guarded(array, array.items)) yield jsonValue(item);
    },
  };
}

type Pair = readonly [key: string, value: readonly string[]];

/** A dictionary has each name once, in the spelling that came first. */
function grouped(map: ContextMultimap, ignoresCase: boolean): readonly Pair[] {
  const groups = new Map<string, { readonly name: string; readonly values: string[] }>();
  for (const [name, value] of map) {
    const key = ignoresCase ? name.toLowerCase() : name;
    const group = groups.get(key) ?? { name, values: [] };
    groups.set(key, group);
    group.values.push(value);
  }
  return [...groups.values()].map(({ name, values }) => [name, values]);
}
