import type { CsLambda, CsValue } from '../context.ts';
import { CSharpError } from '../expression.ts';
import { method, text, type CallTypes, type Members } from './member.ts';

/** LINQ, for everything that can be enumerated (`System.Linq.Enumerable` is on Microsoft's list). `items` is what is enumerated. */
type Items = readonly CsValue[];

const sequence = (items: Items): CsValue => ({ type: 'IEnumerable<object>', value: items });
const same = ({ element }: CallTypes): string => `IEnumerable<${element}>`;
const one = ({ element }: CallTypes): string => element;
const mapped = ({ arguments: [answer = ''] }: CallTypes): string => `IEnumerable<${answer}>`;

function apply(lambda: CsValue | undefined, item: CsValue): CsValue {
  return (lambda as CsLambda).invoke(item);
}

function matching(items: Items, test: CsValue | undefined): Items {
  return test === undefined ? items : items.filter((item) => apply(test, item) === true);
}

function found(item: CsValue | undefined): CsValue {
  if (item === undefined) throw new CSharpError('InvalidOperationException: no element');
  return item;
}

/** What a sequence among the values holds. */
function itemsIn(value: CsValue | undefined): Items {
  return Array.isArray(value) ? (value as Items) : (value as { readonly value: Items }).value;
}

export const SEQUENCE_MEMBERS: Members = {
  Any: method('bool', ['test'], (items: Items, test) => matching(items, test).length > 0, 0),
  All: method('bool', ['test'], (items: Items, test) => matching(items, test).length === items.length),
  Count: method('int', ['test'], (items: Items, test) => matching(items, test).length, 0),
  Where: method(same, ['test'], (items: Items, test) => sequence(matching(items, test))),
  Select: method(mapped, ['lambda'], (items: Items, map) => sequence(items.map((item) => apply(map, item)))),
  SelectMany: method(
    ({ arguments: [answer = ''] }) => `IEnumerable<${elementOf(answer)}>`,
    ['many'],
    (items: Items, map) => sequence(items.flatMap((item) => itemsIn(apply(map, item)))),
  ),
  // Without the comparer strings are sorted by the culture of the machine.
  OrderBy: method(same, ['text', 'StringComparer'], (items: Items, key) => {
    const keyed = items.map((item) => [text(apply(key, item)), item] as const);
    return sequence(keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, item]) => item));
  }),
  Concat: method(same, ['same'], (items: Items, others) => sequence([...items, ...itemsIn(others)])),
  Distinct: method(same, [], (items: Items) => sequence([...new Set(items)])),
  Skip: method(same, ['int'], (items: Items, count) => sequence(items.slice(Math.max(0, Number(count))))),
  Take: method(same, ['int'], (items: Items, count) => sequence(items.slice(0, Math.max(0, Number(count))))),
  Contains: method('bool', ['element'], (items: Items, item) => items.includes(item ?? null)),
  First: method(one, ['test'], (items: Items, test) => found(matching(items, test)[0]), 0),
  Last: method(one, ['test'], (items: Items, test) => found(matching(items, test).at(-1)), 0),
  FirstOrDefault: method(one, ['test'], (items: Items, test) => matching(items, test)[0] ?? null, 0),
  LastOrDefault: method(one, ['test'], (items: Items, test) => matching(items, test).at(-1) ?? null, 0),
  ToArray: method(
    ({ element }) => {
      if (element !== 'string') throw new CSharpError(`ToArray is supported for strings only, not ${element}`);
      return 'string[]';
    },
    [],
    (items: Items) => items as readonly string[],
  ),
};

const ELEMENTS: Readonly<Record<string, string>> = {
  Headers: 'KeyValuePair<string, string[]>',
  Query: 'KeyValuePair<string, string[]>',
  Claims: 'KeyValuePair<string, string[]>',
  Parameters: 'KeyValuePair<string, string>',
  JArray: 'JToken',
};

/** What a type enumerates; undefined when it is no sequence, or one of bytes, which nothing here reads one by one. */
export function elementOf(type: string): string | undefined {
  if (type === 'byte[]') return undefined;
  if (type.endsWith('[]')) return type.slice(0, -2);
  const inner = /^IEnumerable<(.*)>$/.exec(type)?.[1];
  return inner ?? (Object.hasOwn(ELEMENTS, type) ? ELEMENTS[type] : undefined);
}
