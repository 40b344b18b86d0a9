import { CSharpError } from './expression.ts';

/**
 * JSON as Newtonsoft.Json holds it: whole numbers and others apart, members in their order, and text that looks like a date as a date.
 * Containers can be changed in place and know where they stand.
 */
export type Json = JsonContainer | JsonScalar;
export type JsonContainer = JsonObject | JsonArray;

export interface JsonObject {
  readonly kind: 'object';
  readonly members: Map<string, JsonProperty>;
  parent: JsonArray | JsonProperty | null;
  /** Counts changes of what is enumerated. */
  version: number;
}

export interface JsonArray {
  readonly kind: 'array';
  readonly items: Json[];
  parent: JsonArray | JsonProperty | null;
  version: number;
}

export interface JsonProperty {
  readonly name: string;
  value: Json;
  parent: JsonObject | null;
}

type JsonScalar =
  /** Null when a null string was converted to a token, which keeps the type String. */
  | { readonly kind: 'string'; readonly value: string | null }
  | { readonly kind: 'integer'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  /** JSON that is written as it is. */
  | { readonly kind: 'raw'; readonly value: string }
  /** `zone` as written back: empty, `Z` or an offset. */
  | { readonly kind: 'date'; readonly value: Date; readonly fraction: string; readonly zone: string };

/**
 * How Newtonsoft.Json changes tokens in place: a container stands in one place only, so what stands somewhere already is put elsewhere as
 * a copy (JContainer.EnsureParentToken of 13.0).
 */

export function newObject(): JsonObject {
  return { kind: 'object', members: new Map(), parent: null, version: 0 };
}

export function newArray(): JsonArray {
  return { kind: 'array', items: [], parent: null, version: 0 };
}

const isContainer = (json: Json): json is JsonContainer => json.kind === 'object' || json.kind === 'array';

function rootOf(place: JsonContainer | JsonProperty): JsonContainer | JsonProperty {
  let at = place;
  while (at.parent !== null) at = at.parent;
  return at;
}

const hasValues = (json: JsonContainer): boolean =>
  (json.kind === 'object' ? json.members.size : json.items.length) > 0;

/** What will stand in the place: the token itself, or a copy. */
function adopted(item: Json, place: JsonArray | JsonProperty): Json {
  if (!isContainer(item)) return item;
  const isTaken = item.parent !== null || item === place || (hasValues(item) && rootOf(place) === item);
  const own = isTaken ? (copyOf(item) as JsonContainer) : item;
  own.parent = place;
  return own;
}

function released(item: Json | undefined): void {
  if (item !== undefined && isContainer(item)) item.parent = null;
}

/** `DeepClone()` */
export function copyOf(json: Json): Json {
  if (json.kind === 'object') {
    const copy = newObject();
    for (const { name, value } of json.members.values()) addProperty(copy, newProperty(name, copyOf(value)));
    return copy;
  }
  if (json.kind !== 'array') return { ...json };
  const copy = newArray();
  for (const item of json.items) addItem(copy, copyOf(item));
  return copy;
}

export function newProperty(name: string, value: Json): JsonProperty {
  const property: JsonProperty = { name, value: { kind: 'null' }, parent: null };
  property.value = adopted(value, property);
  return property;
}

export function addProperty(object: JsonObject, property: JsonProperty): void {
  if (object.members.has(property.name))
    throw new CSharpError(`ArgumentException: the object has ${property.name} already`);
  const isTaken = property.parent !== null || rootOf(object) === property;
  const own = isTaken ? newProperty(property.name, copyOf(property.value)) : property;
  own.parent = object;
  object.members.set(own.name, own);
  object.version++;
}

/** `object[name] = value`: a name that is there keeps its place. */
export function setMember(object: JsonObject, name: string, value: Json): void {
  const property = object.members.get(name);
  if (property === undefined) return addProperty(object, newProperty(name, value));
  const own = adopted(value, property);
  released(property.value);
  property.value = own;
}

export function removeMember(object: JsonObject, name: string): boolean {
  const property = object.members.get(name);
  if (property === undefined) return false;
  property.parent = null;
  object.members.delete(name);
  object.version++;
  return true;
}

export function addItem(array: JsonArray, item: Json): void {
  array.items.push(adopted(item, array));
  array.version++;
}

/** `array[at] = value` */
export function setItem(array: JsonArray, at: number, value: Json): void {
  if (at < 0 || at >= array.items.length) throw new CSharpError('ArgumentOutOfRangeException');
  const item = array.items[at] as Json;
  if (!isContainer(item) && isDeepEqual(item, value)) return;
  const own = adopted(value, array);
  released(item);
  array.items[at] = own;
  array.version++;
}

type Place = JsonProperty | { readonly array: JsonArray; readonly at: number };

/** Where what was enumerated last stands: tokens know it in Newtonsoft.Json. */
const PLACES = new WeakMap<Json, Place>();

/** `container.Descendants()`: everything below, properties before their values. */
export function* descendantsOf(json: Json): Generator<Json | JsonProperty> {
  if (json.kind === 'object')
    for (const property of guarded(json, json.members.values())) {
      yield property;
      yield* placed(property.value, property);
    }
  else if (json.kind === 'array')
    for (const [at, item] of guarded(json, json.items.entries())) yield* placed(item, { array: json, at });
}

function* placed(json: Json, place: Place): Generator<Json | JsonProperty> {
  PLACES.set(json, place);
  yield json;
  yield* descendantsOf(json);
}

/** `token.Replace(other)`, of what was enumerated by `Descendants()`. */
export function replaceToken(json: Json, other: Json): void {
  const place = PLACES.get(json);
  if (place === undefined) throw new CSharpError('InvalidOperationException: the parent is missing');
  if ('array' in place) return setItem(place.array, place.at, other);
  const own = adopted(other, place);
  released(place.value);
  place.value = own;
}

/** `container.RemoveAll()` */
export function removeAll(container: JsonContainer): void {
  if (container.kind === 'array') {
    container.items.forEach(released);
    container.items.length = 0;
  } else {
    for (const property of container.members.values()) property.parent = null;
    container.members.clear();
  }
  container.version++;
}

/** `JToken.DeepEquals`: members in any order, items in theirs; a whole number is never equal to a float. */
export function isDeepEqual(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (a.kind === 'object' && b.kind === 'object')
    return (
      a.members.size === b.members.size &&
      [...a.members.values()].every(({ name, value }) => {
        const other = b.members.get(name);
        return other !== undefined && isDeepEqual(value, other.value);
      })
    );
  if (a.kind === 'array' && b.kind === 'array')
    return a.items.length === b.items.length && a.items.every((item, at) => isDeepEqual(item, b.items[at] as Json));
  if (a.kind === 'float' && b.kind === 'float') return isNearlyEqual(a.value, b.value);
  if (a.kind === 'date' && b.kind === 'date')
    return a.value.getTime() === b.value.getTime() && a.fraction === b.fraction;
  return a.kind === b.kind && 'value' in a && 'value' in b
    ? a.value === b.value
    : a.kind === b.kind && a.kind === 'null';
}

/** Newtonsoft.Json takes floats for equal that a rounding may have parted (MathUtils.ApproxEquals). */
function isNearlyEqual(a: number, b: number): boolean {
  return a === b || Math.abs(a - b) < (Math.abs(a) + Math.abs(b) + 10) * Number.EPSILON;
}

/** The items as they stand; C# fails when the collection changes between two of them. */
export function* guarded<T>(container: { readonly version: number }, items: Iterable<T>): Generator<T> {
  const { version } = container;
  for (const item of items) {
    yield item;
    if (container.version !== version) throw new CSharpError('InvalidOperationException: the collection was modified');
  }
}
