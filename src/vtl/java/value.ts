/**
 * Values as API Gateway's engine holds them in Java: null, String, Boolean, whole numbers (bigint), Double (number), BigDecimal, lists, maps.
 * JSON objects are LinkedHashMaps and JSON arrays are json-smart's JSONArray, which print differently (recorded by LocalStack on AWS).
 */
export type Java =
  null | string | boolean | bigint | number | Decimal | JsonArray | JavaList | JavaArray | JavaMap | Entry;

export type JavaMap = Map<string, Java>;

/** A map of `$context`, which prints nothing although its members can be read (recorded 2025-05-20). */
export class ContextMap extends Map<string, Java> {}

/** A number of more than 18 characters with a fraction: json-smart keeps it as it is written. */
export class Decimal {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

class Items {
  readonly items: Java[];

  constructor(items: Java[] = []) {
    this.items = items;
  }
}

/** Prints as JSON. */
export class JsonArray extends Items {
  readonly isJson = true;
}

/** ArrayList, and the sets of keys and entries: `[a, b]`. */
export class JavaList extends Items {
  readonly isList = true;
}

/** What String.split gives. */
export class JavaArray extends Items {
  readonly isArray = true;
}

/** One pair of a map's entrySet. */
export class Entry {
  readonly key: string;
  readonly map: JavaMap;

  constructor(key: string, map: JavaMap) {
    this.key = key;
    this.map = map;
  }

  get value(): Java {
    return this.map.get(this.key) ?? null;
  }
}

export const isNumber = (value: Java): value is bigint | number | Decimal =>
  typeof value === 'bigint' || typeof value === 'number' || value instanceof Decimal;

export const toNumber = (value: bigint | number | Decimal): number =>
  value instanceof Decimal ? Number(value.text) : Number(value);

/** A list or an array of any kind. */
export const isItems = (value: Java): value is JsonArray | JavaList | JavaArray => value instanceof Items;

/** Plain data as Java has it; whole numbers are Integers or Longs. */
export function toJava(value: unknown): Java {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return new JsonArray(value.map(toJava));
  if (value instanceof Map) return value as JavaMap;
  return new Map(Object.entries(value as Record<string, unknown>).map(([name, each]) => [name, toJava(each)]));
}

/** `$context` as Java has it. */
export function toContext(tree: Readonly<Record<string, unknown>>): JavaMap {
  const isTree = (value: unknown): value is Readonly<Record<string, unknown>> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  return new ContextMap(
    Object.entries(tree).map(([name, each]) => [name, isTree(each) ? toContext(each) : toJava(each)]),
  );
}

/** Plain data again; numbers as JavaScript has them. */
export function toPlain(value: Java): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Decimal) return Number(value.text);
  if (value instanceof Map) return Object.fromEntries([...value].map(([name, each]) => [name, toPlain(each)]));
  if (value instanceof Items) return value.items.map(toPlain);
  if (value instanceof Entry) return { [value.key]: toPlain(value.value) };
  return value;
}
