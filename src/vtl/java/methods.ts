import { RenderError } from '../error.ts';
import { javaPattern, javaReplacement, splitText } from './regex.ts';
import { textOf } from './text.ts';
import {
  Entry,
  isItems,
  isNumber,
  JavaArray,
  JavaList,
  toNumber,
  type Decimal,
  type Java,
  type JavaMap,
} from './value.ts';

/**
 * Methods of Java's own classes, as Velocity calls them: one that the class does not have with such arguments gives nothing. What runs and
 * fails, such as an index beyond the end, throws.
 */
export function callMethod(target: Java, name: string, values: readonly Java[]): Java {
  if (target === null) return null;
  const common = commonMethod(target, name, values);
  if (common !== undefined) return common;
  if (typeof target === 'string') return stringMethod(target, name, values);
  if (isItems(target)) return listMethod(target, name, values);
  if (target instanceof Map) return mapMethod(target, name, values);
  if (target instanceof Entry) return entryMethod(target, name);
  if (isNumber(target)) return numberMethod(target, name);
  return null;
}

/** `$value.name`: a member of a map, or what a getter gives. */
export function readProperty(target: Java, name: string): Java {
  if (target instanceof Map) return target.get(name) ?? null;
  if (target instanceof Entry) return name === 'key' ? target.key : name === 'value' ? target.value : null;
  if (name === 'empty' && (typeof target === 'string' || isItems(target))) return callMethod(target, 'isEmpty', []);
  return null;
}

/** `$value[index]`: `get(index)`, from the end where it is negative. */
export function readIndex(target: Java, index: Java): Java {
  if (isItems(target) && typeof index === 'bigint') return itemAt(target.items, fromEnd(index, target.items.length));
  return callMethod(target, 'get', [index]);
}

/** `#set($value.name = x)` and `#set($value[0] = x)`. */
export function writeIndex(target: Java, index: Java, value: Java): void {
  if (target instanceof Map) target.set(textOf(index), value);
  else if (isItems(target) && typeof index === 'bigint') {
    const at = fromEnd(index, target.items.length);
    itemAt(target.items, at);
    target.items[Number(at)] = value;
  }
}

const fromEnd = (index: bigint, length: number): bigint => (index < 0n ? index + BigInt(length) : index);

function itemAt(items: readonly Java[], index: bigint): Java {
  const item = items[Number(index)];
  if (item === undefined) throw new RenderError(`IndexOutOfBoundsException: ${index} of ${items.length}`);
  return item;
}

function commonMethod(target: Exclude<Java, null>, name: string, values: readonly Java[]): Java | undefined {
  if (name === 'toString' && values.length === 0) return textOf(target);
  if (name === 'equals' && values.length === 1) {
    const [other = null] = values;
    if (other === null || typeof other !== typeof target) return false;
    return textOf(target) === textOf(other);
  }
  return undefined;
}

type Method<T> = (target: T, ...values: readonly Java[]) => Java;
/** By name and by what the arguments are: s text, i a whole number, b a truth value, x anything. */
type Methods<T> = Readonly<Record<string, Method<T>>>;

const kindOf = (value: Java): string => {
  if (typeof value === 'string') return 's';
  if (typeof value === 'bigint') return 'i';
  return 'x';
};

function find<T>(methods: Methods<T>, name: string, values: readonly Java[]): Method<T> | undefined {
  const exact = `${name}(${values.map(kindOf).join('')})`;
  const any = `${name}(${'x'.repeat(values.length)})`;
  if (Object.hasOwn(methods, exact)) return methods[exact];
  return Object.hasOwn(methods, any) ? methods[any] : undefined;
}

const text = (value: Java | undefined): string => value as string;
const int = (value: Java | undefined): number => Number(value);
const isSpace = (unit: string | undefined): boolean => unit !== undefined && unit <= ' ';

function slice(value: string, from: number, to: number): string {
  if (from < 0 || to > value.length || from > to) throw new RenderError('StringIndexOutOfBoundsException');
  return value.slice(from, to);
}

/** String.trim takes away everything up to the blank. */
function trimmed(value: string): string {
  let from = 0;
  let to = value.length;
  while (from < to && isSpace(value[from])) from++;
  while (to > from && isSpace(value[to - 1])) to--;
  return value.slice(from, to);
}

const STRING: Methods<string> = {
  'length()': (s) => BigInt(s.length),
  'isEmpty()': (s) => s === '',
  'trim()': (s) => trimmed(s),
  'toUpperCase()': (s) => s.toUpperCase(),
  'toLowerCase()': (s) => s.toLowerCase(),
  'substring(i)': (s, from) => slice(s, int(from), s.length),
  'substring(ii)': (s, from, to) => slice(s, int(from), int(to)),
  'charAt(i)': (s, at) => slice(s, int(at), int(at) + 1),
  'contains(s)': (s, part) => s.includes(text(part)),
  'startsWith(s)': (s, part) => s.startsWith(text(part)),
  'endsWith(s)': (s, part) => s.endsWith(text(part)),
  'indexOf(s)': (s, part) => BigInt(s.indexOf(text(part))),
  'indexOf(si)': (s, part, from) => BigInt(s.indexOf(text(part), Math.max(0, int(from)))),
  'lastIndexOf(s)': (s, part) => BigInt(s.lastIndexOf(text(part))),
  'concat(s)': (s, other) => s + text(other),
  'equalsIgnoreCase(s)': (s, other) => s.toUpperCase().toLowerCase() === text(other).toUpperCase().toLowerCase(),
  'compareTo(s)': (s, other) => (s < text(other) ? -1n : s > text(other) ? 1n : 0n),
  'replace(ss)': (s, from, to) => s.replaceAll(text(from), () => text(to)),
  'replaceAll(ss)': (s, pattern, by) => replaced(s, javaPattern(text(pattern)), text(by)),
  'replaceFirst(ss)': (s, pattern, by) => replaced(s, new RegExp(javaPattern(text(pattern)).source), text(by)),
  'matches(s)': (s, pattern) => javaPattern(text(pattern), true).test(s),
  'split(s)': (s, pattern) => new JavaArray([...splitText(s, text(pattern))]),
};

function replaced(value: string, pattern: RegExp, by: string): string {
  const replacement = javaReplacement(by);
  return value.replace(pattern, (...groups: unknown[]) => {
    const offset = groups.findIndex((each) => typeof each === 'number');
    return replacement(groups.slice(0, offset) as string[]);
  });
}

function stringMethod(target: string, name: string, values: readonly Java[]): Java {
  return find(STRING, name, values)?.(target, ...values) ?? null;
}

type Items = { readonly items: Java[] };

const LIST: Methods<Items> = {
  'size()': ({ items }) => BigInt(items.length),
  'isEmpty()': ({ items }) => items.length === 0,
  'get(i)': ({ items }, at) => itemAt(items, at as bigint),
  'contains(x)': ({ items }, item) => items.some((each) => isSame(each, item ?? null)),
  'indexOf(x)': ({ items }, item) => BigInt(items.findIndex((each) => isSame(each, item ?? null))),
  'add(x)': ({ items }, item) => {
    items.push(item ?? null);
    return true;
  },
  'add(ix)': ({ items }, at, item) => {
    if (int(at) > items.length) throw new RenderError('IndexOutOfBoundsException');
    items.splice(int(at), 0, item ?? null);
    return null;
  },
  'addAll(x)': ({ items }, others) => {
    if (!isItems(others ?? null)) return null;
    items.push(...(others as Items).items);
    return true;
  },
  'set(ix)': ({ items }, at, item) => {
    const before = itemAt(items, at as bigint);
    items[int(at)] = item ?? null;
    return before;
  },
  'remove(i)': ({ items }, at) => {
    const before = itemAt(items, at as bigint);
    items.splice(int(at), 1);
    return before;
  },
  'clear()': ({ items }) => {
    items.length = 0;
    return null;
  },
};

/** What equals() says of two values: a text is no number. */
function isSame(one: Java, other: Java): boolean {
  if (one === null || other === null) return one === other;
  return typeof one === typeof other && textOf(one) === textOf(other);
}

function listMethod(target: Items, name: string, values: readonly Java[]): Java {
  const method =
    find(LIST, name, values) ??
    find(
      LIST,
      name,
      values.map((value, i) => (i > 0 ? true : value)),
    );
  return method?.(target, ...values) ?? null;
}

const MAP: Methods<JavaMap> = {
  'size()': (map) => BigInt(map.size),
  'isEmpty()': (map) => map.size === 0,
  'keySet()': (map) => new JavaList([...map.keys()]),
  'values()': (map) => new JavaList([...map.values()]),
  'entrySet()': (map) => new JavaList([...map.keys()].map((key) => new Entry(key, map))),
  'get(x)': (map, key) => map.get(textOf(key ?? null)) ?? null,
  'containsKey(x)': (map, key) => map.has(textOf(key ?? null)),
  'containsValue(x)': (map, value) => [...map.values()].some((each) => isSame(each, value ?? null)),
  'getOrDefault(xx)': (map, key, otherwise) => map.get(textOf(key ?? null)) ?? otherwise ?? null,
  'put(xx)': (map, key, value) => {
    const before = map.get(textOf(key ?? null)) ?? null;
    map.set(textOf(key ?? null), value ?? null);
    return before;
  },
  'putAll(x)': (map, others) => {
    if (others instanceof Map) for (const [key, value] of others) map.set(key, value);
    return null;
  },
  'remove(x)': (map, key) => {
    const before = map.get(textOf(key ?? null)) ?? null;
    map.delete(textOf(key ?? null));
    return before;
  },
  'clear()': (map) => {
    map.clear();
    return null;
  },
};

function mapMethod(target: JavaMap, name: string, values: readonly Java[]): Java {
  const method = MAP[`${name}(${'x'.repeat(values.length)})`];
  return method?.(target, ...values) ?? null;
}

function entryMethod(entry: Entry, name: string): Java {
  if (name === 'getKey') return entry.key;
  return name === 'getValue' ? entry.value : null;
}

function numberMethod(value: bigint | number | Decimal, name: string): Java {
  switch (name) {
    case 'intValue':
      return BigInt.asIntN(32, BigInt(Math.trunc(toNumber(value))));
    case 'longValue':
      return typeof value === 'bigint' ? value : BigInt(Math.trunc(toNumber(value)));
    case 'doubleValue':
      return toNumber(value);
    default:
      return null;
  }
}
