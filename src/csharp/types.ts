import { BASE_TYPES } from './members.ts';
import { elementOf } from './members/sequences.ts';

const NEVER_NULL = [
  'int',
  'long',
  'double',
  'bool',
  'DateTime',
  'TimeSpan',
  'Guid',
  'JTokenType',
  'StringComparison',
  'Formatting',
];
const SCALARS = ['string', 'int', 'long', 'bool'];
const TOKENS = ['JToken', 'JObject', 'JArray', 'JValue'];

/** Types of parameters that stand for several C# types. */
const GROUPS: Readonly<Record<string, (type: string) => boolean>> = {
  object: (type) => !type.startsWith('static '),
  /** What indexes a token. */
  key: (type) => type === 'string' || type === 'int',
  scalar: (type) => SCALARS.includes(type),
  /** What a JSON property or array may hold. A literal null would leave C# in doubt which constructor is meant. */
  content: (type) => [...SCALARS, ...TOKENS].includes(elementOf(type) ?? type) || TOKENS.includes(type),
  properties: (type) => type === 'JProperty' || elementOf(type) === 'JProperty',
};

/** Whether a value of one type can stand where the other is wanted, without a cast. */
export function isAssignable(actual: string, wanted: string): boolean {
  const group = Object.hasOwn(GROUPS, wanted) ? GROUPS[wanted] : undefined;
  if (group !== undefined) return group(actual) && (actual !== 'null' || wanted === 'object');
  if (actual === wanted || (BASE_TYPES[actual] === wanted && wanted !== undefined)) return true;
  if (actual === 'null') return !NEVER_NULL.includes(wanted);
  const element = /^IEnumerable<(.*)>$/.exec(wanted)?.[1];
  return element !== undefined && elementOf(actual) !== undefined && isAssignable(elementOf(actual) ?? '', element);
}

export function mayBeNull(type: string): boolean {
  return !NEVER_NULL.includes(type);
}
