import { ARM_DEFINITIONS, ARM_KINDS } from '../../../src/model/arm-contract.ts';
import type { ArmSchema } from '../../../src/model/arm-schema.ts';
import type { Step } from '../../../src/model/plan.ts';
import {
  kindOf,
  pathOf,
  propertiesOf,
  replaced,
  withProperties,
  type Plan,
  type Properties,
  type Variant,
} from './plan-variant.ts';

/** A changed value, and what it is meant to be. */
interface Change {
  readonly name: string;
  readonly intent: Variant['intent'];
  readonly value: unknown;
}

const DEEPEST = 5;

/** Every constraint of the contract broken once for a step of each kind of a plan, and its boundaries kept just so. */
export function* contractVariants(plan: Plan): Iterable<Variant> {
  const seen = new Set<string>();
  for (const step of plan.steps) {
    const kind = kindOf(step);
    // A plan closes an API before it imports: the import is a write of its own.
    const key = `${kind} ${String(propertiesOf(step)['value'] !== undefined)}`;
    const contract = ARM_KINDS[kind];
    if (contract === undefined || seen.has(key)) continue;
    seen.add(key);
    yield* idVariants(plan, step, contract.id);
    if (contract.properties === undefined) continue;
    for (const { name, intent, value } of changesOf(contract.properties, propertiesOf(step), ''))
      yield replaced(plan, step, withProperties(step, value as Properties), `${pathOf(step)} ${name}`, intent);
  }
}

function* idVariants(plan: Plan, step: Step, schema: ArmSchema): Iterable<Variant> {
  if (schema.enum !== undefined) {
    yield replaced(plan, step, renamed(step, 'other'), `${pathOf(step)} under another name`, 'bad');
    return;
  }
  const { maxLength = 256 } = schema;
  // Only what is named by nobody can be given another id and still be a good plan: so a copy is made.
  const isLink = ARM_KINDS[kindOf(step)]?.properties === undefined;
  yield replaced(plan, step, renamed(step, 'x'.repeat(maxLength + 1)), `${pathOf(step)} with a long id`, 'bad');
  if (schema.pattern !== undefined)
    for (const id of ['a*b', 'a&b', 'a:b'])
      yield replaced(plan, step, renamed(step, id), `${pathOf(step)} called ${id}`, 'bad');
  if (!isLink && ['loggers', 'tags', 'products', 'groups', 'backends', 'schemas'].includes(kindOf(step)))
    yield replaced(
      plan,
      step,
      [step, renamed(step, 'x'.repeat(maxLength))],
      `${pathOf(step)} again, with an id just so long`,
      'good',
    );
}

const renamed = (step: Step, id: string): Step => ({
  ...step,
  payload: { ...step.payload, path: [...pathOf(step).split('/').slice(0, -1), id].join('/') },
});

/** Changes of a value, each with the whole of it; members that are not there are tried in the least that a schema lets through. */
function* changesOf(given: ArmSchema, there: unknown, place: string): Iterable<Change> {
  const schema = resolved(given);
  for (const change of ownChanges(schema)) yield { ...change, name: `${place} ${change.name}` };
  if (place.split('/').length > DEEPEST) return;
  const value = there ?? sampleOf(schema);
  if (schema.items !== undefined) {
    const list = Array.isArray(value) ? (value as readonly unknown[]) : [];
    for (const change of changesOf(schema.items, list[0], `${place}/0`))
      yield { ...change, value: [change.value, ...list.slice(1)] };
  }
  const members: Properties = isObject(value) ? value : {};
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    const here = `${place}/${name}`;
    const { [name]: _, ...others } = members;
    const isRequired = schema.required?.includes(name) === true;
    if (member.readOnly === true) {
      yield { name: `${here} though only the service writes it`, intent: 'good', value: { ...members, [name]: 1 } };
      continue;
    }
    yield isRequired
      ? { name: `${here} missing`, intent: 'bad', value: others }
      : { name: `${here} null`, intent: 'good', value: { ...members, [name]: null } };
    for (const change of changesOf(member, members[name], here))
      yield { ...change, value: { ...members, [name]: change.value } };
  }
  if (schema.additionalProperties === false)
    yield { name: `${place}/noSuchMember unknown`, intent: 'bad', value: { ...members, noSuchMember: 'x' } };
}

function* ownChanges(schema: ArmSchema): Iterable<Change> {
  const { type, maxLength, minLength = 0, pattern, minimum, maximum, minItems = 0, maxItems, format } = schema;
  const bad = (name: string, value: unknown): Change => ({ name, intent: 'bad', value });
  const good = (name: string, value: unknown): Change => ({ name, intent: 'good', value });
  if (type !== undefined) yield bad(`no ${type}`, type === 'string' ? 17 : 'text');
  if (schema.enum !== undefined) {
    yield bad('none of its values', 'no-such-value');
    for (const value of schema.enum) yield good(`its value ${String(value)}`, value);
    return;
  }
  if (type === 'string') {
    if (maxLength !== undefined) {
      yield bad('one too long', 'x'.repeat(maxLength + 1));
      yield good('just so long', 'x'.repeat(maxLength));
      yield good('just so long, in pairs', '\u{1F600}'.repeat(maxLength));
    }
    if (minLength > 0) yield bad('empty', '');
    if (pattern !== undefined) yield bad('of other characters', 'a*b c');
    if (format === 'duration') yield* [bad('no duration', 'PT'), good('a duration', 'P1DT2H')];
  }
  if (type === 'integer') yield bad('a fraction', 1.5);
  if (minimum !== undefined) yield* [bad('too small', minimum - 1), good('just so small', minimum)];
  if (maximum !== undefined) yield* [bad('too large', maximum + 1), good('just so large', maximum)];
  if (format === 'int32') yield bad('beyond 32 bits', 2 ** 31);
  if (type === 'array' && schema.items !== undefined) {
    const item = sampleOf(schema.items);
    if (minItems > 0) yield bad('too few', []);
    if (maxItems !== undefined) {
      yield bad(
        'too many',
        Array.from({ length: maxItems + 1 }, () => item),
      );
      yield good(
        'just so many',
        Array.from({ length: maxItems }, () => item),
      );
    }
  }
}

/** The least that a schema lets through. */
function sampleOf(given: ArmSchema): unknown {
  const schema = resolved(given);
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.type === 'array') return Array.from({ length: schema.minItems ?? 0 }, () => sampleOf(schema.items ?? {}));
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
  if (schema.type === 'boolean') return true;
  if (schema.format === 'duration') return 'PT1M';
  if (schema.type === 'string') return 'sample';
  const required = schema.required ?? [];
  return Object.fromEntries(required.map((name) => [name, sampleOf(schema.properties?.[name] ?? {})]));
}

const resolved = (schema: ArmSchema): ArmSchema =>
  schema.$ref === undefined ? schema : (ARM_DEFINITIONS[schema.$ref.slice('#/definitions/'.length)] ?? {});

const isObject = (value: unknown): value is Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
