import type { ContextMultimap, CsReference, CsValue } from './context.ts';
import { CSharpError } from './expression.ts';
import type { Json } from './json.ts';
import { BYTE_MEMBERS } from './members/bytes.ts';
import { CONTEXT_MEMBERS } from './members/context.ts';
import { jsonValue, JSON_MEMBERS } from './members/json.ts';
import { property, reference, type Member, type Members } from './members/member.ts';
import { elementOf, SEQUENCE_MEMBERS } from './members/sequences.ts';
import { STRING_MEMBERS } from './members/strings.ts';
import { VALUE_MEMBERS } from './members/values.ts';

type Pair = readonly [key: string, value: CsValue];
const pair = (value: string): Members => ({
  Key: property('string', ([key]: Pair) => key),
  Value: property(value, ([, held]: Pair) => held),
});

/**
 * The allow-list: every type and member that expressions may use today. The .NET ones are on Microsoft's list of types allowed in policy
 * expressions, the others are members of `context` (both read 2026-11-23). Static members are those of `static T`, constructors of `new T`.
 */
export const MEMBERS: Readonly<Record<string, Members>> = {
  ...CONTEXT_MEMBERS,
  ...VALUE_MEMBERS,
  ...STRING_MEMBERS,
  ...BYTE_MEMBERS,
  ...JSON_MEMBERS,
  'KeyValuePair<string, string>': pair('string'),
  'KeyValuePair<string, string[]>': pair('string[]'),
  'KeyValuePair': pair('object'),
};

/** Names that stand for a type; their members are static. */
export const STATIC_TYPES: readonly string[] = Object.keys(MEMBERS)
  .filter((type) => type.startsWith('static ') && !type.includes('.'))
  .map((type) => type.slice('static '.length));

/** What a type inherits its other members from. */
export const BASE_TYPES: Readonly<Record<string, string>> = { JObject: 'JToken', JArray: 'JToken', JValue: 'JToken' };

const own = <T>(table: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;

/** The member, or an error: what is not in the table is not allowed. */
export function memberOf(type: string, name: string, kind: Member['kind']): Member {
  const member =
    own(own(MEMBERS, type), name) ??
    own(own(MEMBERS, own(BASE_TYPES, type) ?? ''), name) ??
    (elementOf(type) === undefined ? undefined : own(SEQUENCE_MEMBERS, name));
  if (member === undefined || member.kind !== kind)
    throw new CSharpError(`${type} has no ${kind} ${name} that is allowed`);
  return member;
}

/** What a member reads: of a sequence its elements, else what the reference holds. */
export function targetOf(member: Member, value: Exclude<CsValue, null>): unknown {
  const isReference = typeof value === 'object' && 'value' in value;
  const isSequence = Object.values(SEQUENCE_MEMBERS).includes(member);
  if (!isReference) return value;
  return isSequence ? elementsOf(value) : value.value;
}

function elementsOf({ type, value }: CsReference): readonly CsValue[] {
  if (type === 'JArray') return (value as Extract<Json, { kind: 'array' }>).items.map(jsonValue);
  if (type === 'Parameters')
    return [...(value as ReadonlyMap<string, string>)].map((entry) => reference('KeyValuePair', entry));
  if (type === 'Headers' || type === 'Query' || type === 'Claims')
    return grouped(value as ContextMultimap, type !== 'Claims').map((entry) => reference('KeyValuePair', entry));
  return value as readonly CsValue[];
}

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
