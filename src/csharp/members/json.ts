import type { CsReference, CsValue } from '../context.ts';
import { CSharpError } from '../expression.ts';
import { parseJson, printJson, printJsonString, selectJson, type Json } from '../json.ts';
import { indexer, method, property, reference, text, type Member, type Members } from './member.ts';

/** Members of Newtonsoft.Json. Only what reads or makes tokens is here; what changes a token in place is not. */

/** A token as expressions see it. */
export function jsonValue(json: Json | undefined): CsValue {
  if (json === undefined) return null;
  const type = json.kind === 'object' ? 'JObject' : json.kind === 'array' ? 'JArray' : 'JValue';
  return { type, value: json };
}

interface Property {
  readonly name: string;
  readonly value: Json;
}

const TOKEN_TYPES = {
  object: 'Object',
  array: 'Array',
  string: 'String',
  integer: 'Integer',
  float: 'Float',
  boolean: 'Boolean',
  null: 'Null',
  date: 'Date',
} as const satisfies Record<Json['kind'], string>;

const tokenTypes: Members = Object.fromEntries(
  Object.values(TOKEN_TYPES).map((name) => [name, property('JTokenType', () => reference('JTokenType', name))]),
);

const parse = (type: 'JToken' | 'JObject' | 'JArray'): Members => ({
  Parse: method(type, ['string'], (_, source) => {
    const token = jsonValue(parseJson(text(source)));
    if (type !== 'JToken' && (token as CsReference).type !== type)
      throw new CSharpError(`JsonReaderException: the text is no ${type}`);
    return token;
  }),
});

/** By name in an object and by number in an array; in anything else it fails. */
const at = (json: Json, key: CsValue | undefined): CsValue => {
  if (typeof key === 'string' && json.kind === 'object')
    return jsonValue(json.members.find(([name]) => name === key)?.[1]);
  if (typeof key !== 'number' || json.kind !== 'array')
    throw new CSharpError(`InvalidOperationException: cannot access a child of ${TOKEN_TYPES[json.kind]}`);
  const item = json.items[key];
  if (item === undefined) throw new CSharpError('ArgumentOutOfRangeException');
  return jsonValue(item);
};

/** What `new JObject(...)`, `new JArray(...)` and a property make of a value. */
function contentOf(value: CsValue | undefined): Json {
  if (value === null || value === undefined) return { kind: 'null' };
  if (typeof value === 'string') return { kind: 'string', value };
  if (typeof value === 'number') return { kind: 'integer', value: BigInt(value) };
  if (typeof value === 'boolean') return { kind: 'boolean', value };
  const items = itemsOf(value);
  if (items !== undefined) return { kind: 'array', items: items.map(contentOf) };
  const { type, value: held } = value as CsReference;
  if (type === 'long') return { kind: 'integer', value: BigInt(held as number) };
  return held as Json;
}

function itemsOf(value: CsValue): readonly CsValue[] | undefined {
  if (Array.isArray(value)) return value as readonly CsValue[];
  const { type, value: held } = value as CsReference;
  return type === 'IEnumerable<object>' ? (held as readonly CsValue[]) : undefined;
}

function objectOf(values: readonly CsValue[]): Json {
  const properties = values.flatMap((value) => itemsOf(value) ?? [value]).map((value) => (value as CsReference).value);
  const members = new Map<string, Json>();
  for (const { name, value } of properties as readonly Property[]) {
    if (members.has(name)) throw new CSharpError(`ArgumentException: the object has ${name} already`);
    members.set(name, value);
  }
  return { kind: 'object', members: [...members] };
}

const constructor = (
  type: string,
  parameters: readonly string[],
  rest: string | undefined,
  make: Member['read'],
): Member => ({
  kind: 'method',
  returns: type,
  parameters,
  required: parameters.length,
  ...(rest !== undefined && { rest }),
  read: make,
});

const propertyValue = (name: CsValue | undefined, value: CsValue | undefined): CsValue =>
  reference('JProperty', { name: text(name), value: contentOf(value) } satisfies Property);

export const JSON_MEMBERS: Readonly<Record<string, Members>> = {
  'JToken': {
    'Type': property('JTokenType', (json: Json) => reference('JTokenType', TOKEN_TYPES[json.kind])),
    'HasValues': property('bool', (json: Json) =>
      json.kind === 'object' ? json.members.length > 0 : json.kind === 'array' && json.items.length > 0,
    ),
    // Without Formatting.None containers are indented, with the line ends of the machine.
    'ToString': method('string', ['Formatting'], (json: Json) => printJson(json)),
    'SelectToken': method('JToken', ['path'], (json: Json, path) => jsonValue(selectJson(json, text(path)))),
    'Value': {
      ...method(
        ({ typeArgument }) => typeArgument ?? 'object',
        ['key'],
        () => null,
      ),
      read: (json, [key], typeArgument) => convertJson(at(json as Json, key), typeArgument ?? ''),
    },
    '[]': indexer(method('JToken', ['key'], at)),
  },
  'JObject': {
    Properties: method('IEnumerable<JProperty>', [], (json: Extract<Json, { kind: 'object' }>) => ({
      type: 'IEnumerable<object>',
      value: json.members.map(([name, value]) => reference('JProperty', { name, value } satisfies Property)),
    })),
  },
  'JArray': { Count: property('int', (json: Extract<Json, { kind: 'array' }>) => json.items.length) },
  'JProperty': {
    Name: property('string', ({ name }: Property) => name),
    Value: property('JToken', ({ value }: Property) => jsonValue(value)),
  },
  'static JToken': parse('JToken'),
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
  'new JObject': { JObject: constructor('JObject', [], 'properties', (_, values) => jsonValue(objectOf(values))) },
  'new JArray': {
    JArray: constructor('JArray', [], 'content', (_, values) => {
      // One sequence is taken apart; a token stays one item.
      const items = values.flatMap((value) => (value === null ? [value] : (itemsOf(value) ?? [value])));
      return jsonValue({ kind: 'array', items: items.map(contentOf) });
    }),
  },
  'new JProperty': {
    JProperty: constructor('JProperty', ['string', 'content'], undefined, (_, [name, value]) =>
      propertyValue(name, value),
    ),
  },
  'new JValue': { JValue: constructor('JValue', ['scalar'], undefined, (_, [value]) => jsonValue(contentOf(value))) },
};

/** Types that a token converts to, by a cast or `Value<T>`. */
export const FROM_JSON = ['string', 'int', 'long', 'bool', 'JToken', 'JObject', 'JArray'];

/** A token as another type, by Newtonsoft.Json's conversions; null stays null where the type has it. */
export function convertJson(token: CsValue, type: string): CsValue {
  const json = (token as CsReference | null)?.value as Json | undefined;
  const fail = () => new CSharpError(`InvalidCastException: ${json?.kind ?? 'null'} is no ${type}`);
  if (['JToken', 'JObject', 'JArray', 'object'].includes(type)) {
    if (token === null || type === 'JToken' || type === 'object' || (token as CsReference).type === type) return token;
    throw fail();
  }
  if (json === undefined || json.kind === 'null') {
    if (type === 'string') return null;
    throw fail();
  }
  if (type === 'string') return jsonText(json);
  if (type === 'bool') {
    if (json.kind === 'boolean') return json.value;
    throw fail();
  }
  const number = wholeNumber(json);
  if (number === undefined) throw fail();
  return type === 'int' ? number : reference('long', number);
}

/** `(string)token`: dates come in the invariant culture's form, which is why text is kept from becoming one. */
function jsonText(json: Json): string {
  if (json.kind === 'string') return json.value;
  if (json.kind === 'boolean') return json.value ? 'True' : 'False';
  if (json.kind === 'integer') return json.value.toString();
  if (json.kind === 'date') {
    const [year = '', month = '', day = '', time = ''] = json.value.toISOString().slice(0, 19).split(/[-T]/);
    return `${month}/${day}/${year} ${time}`;
  }
  // A float's text differs between .NET Framework (15 digits) and .NET (the shortest that reads back).
  throw new CSharpError(`ArgumentException: ${TOKEN_TYPES[json.kind]} is not converted to text`);
}

function wholeNumber(json: Json): number | undefined {
  if (json.kind === 'integer') return Number(json.value);
  if (json.kind === 'boolean') return json.value ? 1 : 0;
  if (json.kind === 'float') return Math.round(json.value);
  if (json.kind === 'string' && /^\s*[+-]?[0-9]+\s*$/.test(json.value)) return Number(json.value);
  return undefined;
}
