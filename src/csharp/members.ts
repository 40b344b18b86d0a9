import type { CsValue } from './context.ts';
import { elementsOf } from './elements.ts';
import { CSharpError } from './expression.ts';
import { BUILDER_MEMBERS } from './members/builders.ts';
import { BYTE_MEMBERS } from './members/bytes.ts';
import { CONTEXT_MEMBERS } from './members/context.ts';
import { JSON_MEMBERS } from './members/json.ts';
import { ARRAY_MEMBERS, LIST_MEMBERS, NEW_LISTS } from './members/lists.ts';
import { property, type Member, type Members } from './members/member.ts';
import { ENUMERABLE_MEMBERS, SEQUENCE_MEMBERS } from './members/sequences.ts';
import { STRING_MEMBERS } from './members/strings.ts';
import { VALUE_MEMBERS } from './members/values.ts';
import { WEB_MEMBERS } from './members/web.ts';
import { isReference } from './numbers.ts';
import { BASE_TYPES, elementOf } from './types.ts';

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
  ...BUILDER_MEMBERS,
  ...NEW_LISTS,
  ...ENUMERABLE_MEMBERS,
  ...WEB_MEMBERS,
  'KeyValuePair<string, string>': pair('string'),
  'KeyValuePair<string, string[]>': pair('string[]'),
  'KeyValuePair': pair('object'),
};

/** Names that stand for a type; their members are static. */
export const STATIC_TYPES: readonly string[] = Object.keys(MEMBERS)
  .filter((type) => type.startsWith('static ') && !type.includes('.'))
  .map((type) => type.slice('static '.length));

const own = <T>(table: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;

/** The member, or an error: what is not in the table is not allowed. */
export function memberOf(type: string, name: string, kind: Member['kind']): Member {
  for (const table of tablesOf(type)) {
    const member = own(table, name);
    if (member?.kind === kind) return member;
  }
  throw new CSharpError(`${type} has no ${kind} ${name} that is allowed`);
}

/** A type and what it derives from. */
function ancestors(type: string): readonly string[] {
  const base = own(BASE_TYPES, type);
  return base === undefined ? [type] : [type, ...ancestors(base)];
}

/** Where the members of a type are, its own first. */
function tablesOf(type: string): readonly (Members | undefined)[] {
  return [
    ...ancestors(type).map((each) => own(MEMBERS, each)),
    type.startsWith('List<') ? LIST_MEMBERS : undefined,
    type.endsWith('[]') && type !== 'byte[]' ? ARRAY_MEMBERS : undefined,
    elementOf(type) === undefined ? undefined : SEQUENCE_MEMBERS,
  ];
}

const OF_SEQUENCES = new Set(Object.values(SEQUENCE_MEMBERS));

/** What a member reads: of a sequence its elements, else what the reference holds. */
export function targetOf(member: Member, value: Exclude<CsValue, null>): unknown {
  if (OF_SEQUENCES.has(member)) return elementsOf(value);
  return isReference(value) && member.isOfValue !== true ? value.value : value;
}
