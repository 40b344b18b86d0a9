import { asType } from '../convert.ts';
import type { CsLambda, CsValue } from '../context.ts';
import { elementsOf, sequence } from '../elements.ts';
import { CSharpError } from '../expression.ts';
import { isReference } from '../numbers.ts';
import { elementOf, mayBeNull } from '../types.ts';
import { listOf } from './lists.ts';
import { generic, method, text, type CallTypes, type Members } from './member.ts';

/**
 * LINQ, for everything that can be enumerated (`System.Linq.Enumerable` is on Microsoft's list). `items` is what is enumerated; as in .NET
 * what answers a sequence does nothing before that is enumerated itself.
 */
type Items = Iterable<CsValue>;

const same = ({ element }: CallTypes): string => `IEnumerable<${element}>`;
const one = ({ element }: CallTypes): string => element;
const mapped = ({ arguments: [answer = ''] }: CallTypes): string => `IEnumerable<${answer}>`;
/** Nothing is null where the element is no reference, but a zero. */
const oneOrNull = ({ element }: CallTypes): string => {
  if (!mayBeNull(element) && !element.startsWith('KeyValuePair'))
    throw new CSharpError(`without an element ${element} has no null`);
  return element;
};
/** What is compared by its value. */
const COMPARED = ['string', 'int', 'long', 'bool', 'char'];
const compared = (answer: (call: CallTypes) => string) => (call: CallTypes) => {
  if (!COMPARED.includes(call.element)) throw new CSharpError(`${call.element} is not compared by its value`);
  return answer(call);
};

const apply = (lambda: CsValue | undefined, item: CsValue): CsValue => (lambda as CsLambda).invoke(item);

function* matching(items: Items, test: CsValue | undefined): Generator<CsValue> {
  for (const item of items) if (test === undefined || apply(test, item) === true) yield item;
}

const keyOf = (item: CsValue): unknown => (item !== null && isReference(item) ? item.value : item);

function found(item: CsValue | undefined): CsValue {
  if (item === undefined) throw new CSharpError('InvalidOperationException: no element');
  return item;
}

function firstOf(items: Items): CsValue | undefined {
  for (const item of items) return item;
  return undefined;
}

function only(items: Items): CsValue {
  const [first, ...others] = items;
  if (others.length > 0) throw new CSharpError('InvalidOperationException: more than one element');
  return found(first);
}

/** What another sequence gives is asked for as it is enumerated; whether there is one is asked at once. */
function given(value: CsValue | undefined): CsValue {
  if (value === null || value === undefined) throw new CSharpError('ArgumentNullException: a sequence was expected');
  return value;
}

function* taken(items: Items, count: number): Generator<CsValue> {
  let left = count;
  if (left <= 0) return;
  for (const item of items) {
    yield item;
    if (--left === 0) return;
  }
}

function* skipped(items: Items, count: number): Generator<CsValue> {
  let left = count;
  for (const item of items) if (left-- <= 0) yield item;
}

function* distinct(items: Items): Generator<CsValue> {
  const seen = new Set<unknown>();
  for (const item of items) {
    const key = keyOf(item);
    if (!seen.has(key)) yield item;
    seen.add(key);
  }
}

export const SEQUENCE_MEMBERS: Members = {
  Any: method('bool', ['test'], (items: Items, test) => firstOf(matching(items, test)) !== undefined, 0),
  All: method('bool', ['test'], (items: Items, test) => {
    for (const item of items) if (apply(test, item) !== true) return false;
    return true;
  }),
  Count: method('int', ['test'], (items: Items, test) => [...matching(items, test)].length, 0),
  Where: method(same, ['test'], (items: Items, test) => sequence(() => matching(items, test))),
  Select: method(mapped, ['lambda'], (items: Items, map) =>
    sequence(function* () {
      for (const item of items) yield apply(map, item);
    }),
  ),
  SelectMany: method(
    ({ arguments: [answer = ''] }) => `IEnumerable<${elementOf(answer)}>`,
    ['many'],
    (items: Items, map) =>
      sequence(function* () {
        for (const item of items) yield* elementsOf(apply(map, item));
      }),
  ),
  // Without the comparer strings are sorted by the culture of the machine.
  OrderBy: method(same, ['text', 'StringComparer'], (items: Items, key) =>
    sequence(function* () {
      const keyed = [...items].map((item) => [text(apply(key, item)), item] as const);
      for (const [, item] of keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) yield item;
    }),
  ),
  Concat: method(same, ['same'], (items: Items, others) => {
    const rest = given(others);
    return sequence(function* () {
      yield* items;
      yield* elementsOf(rest);
    });
  }),
  Reverse: method(same, [], (items: Items) =>
    sequence(function* () {
      yield* [...items].reverse();
    }),
  ),
  Distinct: method(compared(same), [], (items: Items) => sequence(() => distinct(items))),
  Skip: method(same, ['int'], (items: Items, count) => sequence(() => skipped(items, Number(count)))),
  Take: method(same, ['int'], (items: Items, count) => sequence(() => taken(items, Number(count)))),
  Contains: method(
    compared(() => 'bool'),
    ['element'],
    (items: Items, item = null) => {
      for (const candidate of items) if (keyOf(candidate) === keyOf(item)) return true;
      return false;
    },
  ),
  First: method(one, ['test'], (items: Items, test) => found(firstOf(matching(items, test))), 0),
  Last: method(one, ['test'], (items: Items, test) => found([...matching(items, test)].at(-1)), 0),
  Single: method(one, [], (items: Items) => only(items)),
  FirstOrDefault: method(oneOrNull, ['test'], (items: Items, test) => firstOf(matching(items, test)) ?? null, 0),
  LastOrDefault: method(oneOrNull, ['test'], (items: Items, test) => [...matching(items, test)].at(-1) ?? null, 0),
  ElementAt: method(one, ['int'], (items: Items, at) => {
    const item = [...items][Number(at)];
    if (item === undefined) throw new CSharpError('ArgumentOutOfRangeException');
    return item;
  }),
  ToArray: method(
    ({ element }) => {
      if (element !== 'string') throw new CSharpError(`ToArray is supported for strings only, not ${element}`);
      return 'string[]';
    },
    [],
    (items: Items) => [...items] as readonly string[],
  ),
  ToList: method(
    ({ element }) => `List<${element}>`,
    [],
    (items: Items) => listOf(items),
  ),
  OfType: generic(
    method(
      ({ element, typeArgument = '' }) => ofType(element, typeArgument),
      [],
      () => null,
    ),
    (items, _, type = '') => sequence(() => kept(items as Items, type)),
  ),
  Cast: generic(
    method(
      ({ element, typeArgument = '' }) => ofType(element, typeArgument),
      [],
      () => null,
    ),
    (items, _, type = '') =>
      sequence(function* () {
        for (const item of items as Items) {
          if (item !== null && asType(type, 'object')(item) === null)
            throw new CSharpError(`InvalidCastException: the value is no ${type}`);
          yield item;
        }
      }),
  ),
};

function ofType(element: string, type: string): string {
  asType(type, element);
  return `IEnumerable<${type}>`;
}

function* kept(items: Items, type: string): Generator<CsValue> {
  const convert = asType(type, 'object');
  for (const item of items) if (convert(item) !== null) yield item;
}

export const ENUMERABLE_MEMBERS: Readonly<Record<string, Members>> = {
  'static Enumerable': {
    Range: method('IEnumerable<int>', ['int', 'int'], (_, from, count) => {
      const [start, length] = [Number(from), Number(count)];
      if (length < 0 || start + length - 1 > 2 ** 31 - 1) throw new CSharpError('ArgumentOutOfRangeException');
      return sequence(function* () {
        for (let at = 0; at < length; at++) yield start + at;
      });
    }),
    Empty: generic(
      method(
        ({ typeArgument = '' }) => `IEnumerable<${typeArgument}>`,
        [],
        () => null,
      ),
      () => sequence(() => [][Symbol.iterator]()),
    ),
  },
};
