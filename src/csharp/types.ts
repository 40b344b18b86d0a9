/** What a type inherits its other members from. */
export const BASE_TYPES: Readonly<Record<string, string>> = {
  JObject: 'JToken',
  JArray: 'JToken',
  JValue: 'JToken',
  JRaw: 'JValue',
};

const ELEMENTS: Readonly<Record<string, string>> = {
  'Headers': 'KeyValuePair<string, string[]>',
  'Query': 'KeyValuePair<string, string[]>',
  'Claims': 'KeyValuePair<string, string[]>',
  'Parameters': 'KeyValuePair<string, string>',
  'JArray': 'JToken',
  'JEnumerable<JToken>': 'JToken',
  'string': 'char',
};

/** What a type enumerates; undefined when it is no sequence, or one of bytes, which nothing here reads one by one. */
export function elementOf(type: string): string | undefined {
  if (type === 'byte[]') return undefined;
  if (type.endsWith('[]')) return type.slice(0, -2);
  const inner = /^(?:IEnumerable|List)<(.*)>$/.exec(type)?.[1];
  return inner ?? (Object.hasOwn(ELEMENTS, type) ? ELEMENTS[type] : undefined);
}

const NEVER_NULL = [
  'int',
  'long',
  'double',
  'bool',
  'char',
  'DateTime',
  'DayOfWeek',
  'TimeSpan',
  'Guid',
  'JTokenType',
  'JEnumerable<JToken>',
  'StringComparison',
  'StringSplitOptions',
  'Formatting',
];
const SCALARS = ['string', 'int', 'long', 'bool'];
const TOKENS = ['JToken', 'JObject', 'JArray', 'JValue', 'JRaw'];
const WIDER: Readonly<Record<string, readonly string[]>> = { int: ['long', 'double'], long: ['double'] };

const isValue = (type: string): boolean => type !== 'null' && type !== 'void' && !/^static |^lambda/.test(type);

/** Types of parameters that stand for several C# types. */
const GROUPS: Readonly<Record<string, (type: string) => boolean>> = {
  'object': isValue,
  /** What indexes a token. */
  'key': (type) => type === 'string' || type === 'int',
  'appended': (type) => [...SCALARS, 'char'].includes(type),
  'string or char': (type) => type === 'string' || type === 'char',
  'scalar': (type) => SCALARS.includes(type),
  /** What a JSON property or array may hold. A literal null would leave C# in doubt which constructor is meant. */
  'content': (type) =>
    [...SCALARS, ...TOKENS].includes(type) ||
    [...SCALARS, ...TOKENS].includes((type !== 'string' && elementOf(type)) || ''),
  'properties': (type) => type === 'JProperty' || elementOf(type) === 'JProperty',
};

/** Whether a value is one of the wanted type as it is: the same, one derived from it, or null. */
export function isKind(actual: string, wanted: string): boolean {
  if (actual === wanted) return true;
  const base = BASE_TYPES[actual];
  if (base !== undefined && isKind(base, wanted)) return true;
  if (wanted === 'object') return isValue(actual) || actual === 'null';
  if (actual === 'null') return mayBeNull(wanted);
  const element = /^IEnumerable<(.*)>$/.exec(wanted)?.[1];
  const own = elementOf(actual);
  // Only sequences of references are also sequences of what these derive from.
  return element !== undefined && own !== undefined && (own === element || (mayBeNull(own) && isKind(own, element)));
}

/** Whether a number of one type becomes one of the other without a cast. */
export function isWidened(actual: string, wanted: string): boolean {
  return WIDER[actual]?.includes(wanted) === true;
}

/** Whether C# makes a token of the value by itself. */
export function becomesToken(actual: string, wanted: string): boolean {
  return wanted === 'JToken' && SCALARS.includes(actual);
}

/** Whether a value of one type can stand where the other is wanted, without a cast. */
export function isAssignable(actual: string, wanted: string): boolean {
  const group = wanted !== 'object' && Object.hasOwn(GROUPS, wanted) ? GROUPS[wanted] : undefined;
  if (group !== undefined) return group(actual);
  return isKind(actual, wanted) || isWidened(actual, wanted) || becomesToken(actual, wanted);
}

export function mayBeNull(type: string): boolean {
  return isValue(type) && !NEVER_NULL.includes(type) && !type.startsWith('KeyValuePair');
}
