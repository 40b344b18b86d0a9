import type { CsReference, CsValue } from '../context.ts';
import { elementsOf, sequence } from '../elements.ts';
import { CSharpError } from '../expression.ts';
import { selectAll, selectOne } from '../json-path.ts';
import {
  addItem,
  addProperty,
  copyOf,
  descendantsOf,
  guarded,
  isDeepEqual,
  newArray,
  newObject,
  newProperty,
  removeAll,
  removeMember,
  replaceToken,
  setItem,
  setMember,
} from '../json-tree.ts';
import { parseJson, printJson, printJsonString } from '../json.ts';
import type { Json, JsonArray, JsonContainer, JsonObject, JsonProperty } from '../json-tree.ts';
import { reference } from '../numbers.ts';
import { jsonValue, TOKEN_TYPES } from '../token.ts';
import { contentOf, convertJson } from '../token-conversion.ts';
import { elementOf } from '../types.ts';
import { action, generic, indexer, method, property, text, type Member, type Members } from './member.ts';

/** Members of Newtonsoft.Json 13. */

const tokenTypes: Members = Object.fromEntries(
  [...Object.values(TOKEN_TYPES), 'Property'].map((name) => [
    name,
    property('JTokenType', () => reference('JTokenType', name)),
  ]),
);

const parse = (type: 'JToken' | 'JObject' | 'JArray'): Members => ({
  Parse: method(type, ['string'], (_, source) => {
    const token = jsonValue(parseJson(text(source)));
    if (type !== 'JToken' && (token as CsReference).type !== type)
      throw new CSharpError(`JsonReaderException: the text is no ${type}`);
    return token;
  }),
});

const noChild = (json: Json): CSharpError =>
  new CSharpError(`InvalidOperationException: cannot access a child of ${TOKEN_TYPES[json.kind]}`);

/** By name in an object and by number in an array; in anything else it fails. */
const at = (json: Json, key: CsValue | undefined): CsValue => {
  if (typeof key === 'string' && json.kind === 'object') return jsonValue(json.members.get(key)?.value);
  if (typeof key !== 'number' || json.kind !== 'array') throw noChild(json);
  const item = json.items[key];
  if (item === undefined) throw new CSharpError('ArgumentOutOfRangeException');
  return jsonValue(item);
};

/** A token that is assigned or added: none is JSON's null. */
const tokenOf = (value: CsValue | undefined): Json =>
  value === null || value === undefined ? { kind: 'null' } : ((value as CsReference).value as Json);

function put(target: unknown, key: CsValue, value: CsValue): void {
  const json = target as Json;
  if (typeof key === 'string' && json.kind === 'object') setMember(json, key, tokenOf(value));
  else if (typeof key === 'number' && json.kind === 'array') setItem(json, key, tokenOf(value));
  else throw noChild(json);
}

const tokenValue = (token: Json | JsonProperty): CsValue => ('kind' in token ? jsonValue(token) : propertyValue(token));

function* childrenOf(json: Json): Generator<CsValue> {
  if (json.kind === 'array') yield* elementsOf(jsonValue(json));
  else if (json.kind === 'object') for (const held of guarded(json, json.members.values())) yield propertyValue(held);
}

const propertyValue = (held: JsonProperty | undefined): CsValue => reference('JProperty', held);

/** Properties stand alone or in sequences. */
function objectOf(values: readonly CsValue[]): JsonObject {
  const object = newObject();
  for (const value of values) {
    const isOne = (value as CsReference).type === 'JProperty';
    for (const item of isOne ? [value] : elementsOf(value))
      addProperty(object, (item as CsReference).value as JsonProperty);
  }
  return object;
}

/** One sequence is taken apart; a token stays one item. */
function arrayOf(values: readonly CsValue[]): JsonArray {
  const array = newArray();
  for (const value of values) {
    const content = contentOf(value);
    const isSequence = value !== null && content.kind === 'array' && (value as CsReference).value !== content;
    for (const item of isSequence ? [...content.items] : [content]) {
      if (isSequence && 'parent' in item) item.parent = null;
      addItem(array, item);
    }
  }
  return array;
}

/** Newtonsoft.Json puts what follows a sequence at the place after its first item, and fails when it has none. */
function container(type: 'JObject' | 'JArray', types: readonly string[]): string {
  const isSequence = (given: string): boolean =>
    given !== 'string' && given !== 'JArray' && elementOf(given) !== undefined;
  if (types.slice(0, -1).some(isSequence)) throw new CSharpError('a sequence is the last of several arguments');
  if (type === 'JArray' && types.length === 1 && types[0] === 'JArray')
    throw new CSharpError('new JArray(JArray) copies the items');
  return type;
}

const made = (
  type: Member['returns'],
  parameters: readonly string[],
  rest: string | undefined,
  read: Member['read'],
): Member => ({
  ...method(type, parameters, () => null),
  ...(rest !== undefined && { rest }),
  read,
});

export const JSON_MEMBERS: Readonly<Record<string, Members>> = {
  'JToken': {
    'Type': property('JTokenType', (json: Json | JsonProperty) =>
      reference('JTokenType', 'kind' in json ? TOKEN_TYPES[json.kind] : 'Property'),
    ),
    'HasValues': property('bool', (json: Json) =>
      json.kind === 'object' ? json.members.size > 0 : json.kind === 'array' && json.items.length > 0,
    ),
    // Without Formatting.None containers are indented, with the line ends of the machine.
    'ToString': method('string', ['Formatting'], (json: Json) => printJson(json)),
    'SelectToken': method('JToken', ['path'], (json: Json, path) => jsonValue(selectOne(json, text(path)))),
    'SelectTokens': method('IEnumerable<JToken>', ['path'], (json: Json, path) =>
      sequence(function* () {
        for (const token of selectAll(json, text(path))) yield jsonValue(token);
      }),
    ),
    'DeepClone': method('JToken', [], (json: Json) => jsonValue(copyOf(json))),
    'Replace': action<Json>(['JToken'], (json, other) => replaceToken(json, tokenOf(other))),
    // Of an object they are its properties.
    'Children': method('JEnumerable<JToken>', [], (json: Json) =>
      sequence(function* () {
        yield* childrenOf(json);
      }),
    ),
    'Value': generic(
      method(
        ({ typeArgument }) => typeArgument ?? 'object',
        ['key'],
        () => null,
      ),
      (json, [key], typeArgument) => convertJson(at(json as Json, key), typeArgument ?? ''),
    ),
    '[]': { ...indexer(method('JToken', ['key'], at)), write: put },
  },
  'JObject': {
    Count: property('int', ({ members }: JsonObject) => members.size),
    Properties: method('IEnumerable<JProperty>', [], (object: JsonObject) =>
      sequence(function* () {
        for (const held of guarded(object, object.members.values())) yield propertyValue(held);
      }),
    ),
    Property: method('JProperty', ['string'], ({ members }: JsonObject, name) =>
      propertyValue(members.get(text(name))),
    ),
    Remove: method('bool', ['string'], (object: JsonObject, name) => removeMember(object, text(name))),
    RemoveAll: action<JsonContainer>([], removeAll),
  },
  'JArray': {
    Count: property('int', ({ items }: JsonArray) => items.length),
    Add: action<JsonArray>(['JToken'], (array, item) => addItem(array, tokenOf(item))),
    RemoveAll: action<JsonContainer>([], removeAll),
    Descendants: method('IEnumerable<JToken>', [], (array: JsonArray) =>
      sequence(function* () {
        for (const token of descendantsOf(array)) yield tokenValue(token);
      }),
    ),
  },
  'JProperty': {
    Name: property('string', ({ name }: JsonProperty) => name),
    Value: property('JToken', ({ value }: JsonProperty) => jsonValue(value)),
  },
  'static JToken': {
    ...parse('JToken'),
    DeepEquals: method('bool', ['JToken', 'JToken'], (_, a, b) =>
      a === null || b === null ? a === b : isDeepEqual(tokenOf(a), tokenOf(b)),
    ),
  },
  'static JObject': parse('JObject'),
  'static JArray': parse('JArray'),
  'static JValue': { CreateNull: method('JValue', [], () => jsonValue({ kind: 'null' })) },
  'static JTokenType': tokenTypes,
  'static JsonConvert': {
    SerializeObject: method('string', ['string'], (_, s) => (s === null ? 'null' : printJsonString(text(s)))),
  },
  'static Newtonsoft': { Json: property('static Newtonsoft.Json', () => reference('static Newtonsoft.Json', '')) },
  'static Newtonsoft.Json': {
    Formatting: property('static Newtonsoft.Json.Formatting', () => reference('static Newtonsoft.Json.Formatting', '')),
  },
  'static Newtonsoft.Json.Formatting': { None: property('Formatting', () => reference('Formatting', 'None')) },
  'new JObject': {
    JObject: made(
      ({ arguments: types }) => container('JObject', types),
      [],
      'properties',
      (_, values) => jsonValue(objectOf(values)),
    ),
  },
  'new JArray': {
    JArray: made(
      ({ arguments: types }) => container('JArray', types),
      [],
      'content',
      (_, values) => jsonValue(arrayOf(values)),
    ),
  },
  'new JProperty': {
    JProperty: made('JProperty', ['string', 'content'], undefined, (_, [name, value]) =>
      propertyValue(newProperty(text(name), contentOf(value))),
    ),
  },
  'new JRaw': {
    JRaw: made('JRaw', ['string'], undefined, (_, [value]) => jsonValue({ kind: 'raw', value: text(value) })),
  },
  'new JValue': {
    JValue: made('JValue', ['scalar'], undefined, (_, [value]) =>
      jsonValue(value === null ? { kind: 'string', value } : contentOf(value)),
    ),
  },
};
