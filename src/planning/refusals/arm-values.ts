import { ARM_DEFINITIONS } from '../../model/arm-contract.ts';
import type { ArmSchema } from '../../model/arm-schema.ts';

/** A value that is not as the contract has it; `place` is a JSON pointer without its first slash. */
export interface ContractFault {
  readonly place: string;
  readonly why: string;
}

type Report = (place: string, why: string) => void;

/** All faults of a value by a schema of the ARM contract. A member that is null is taken for one that is absent. */
export function contractFaults(schema: ArmSchema, value: unknown): readonly ContractFault[] {
  const faults: ContractFault[] = [];
  check(schema, value, '', (place, why) => faults.push({ place, why }));
  return faults;
}

function check(schema: ArmSchema, value: unknown, place: string, report: Report): void {
  if (schema.$ref !== undefined) return check(definition(schema.$ref), value, place, report);
  if (schema.readOnly === true) return;
  if (schema.type !== undefined && !isOfType(schema.type, value)) {
    report(place, `it is no ${schema.type}`);
    return;
  }
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    report(place, `it is none of ${schema.enum.join(', ')}`);
    return;
  }
  if (typeof value === 'string') checkText(schema, value, place, report);
  else if (typeof value === 'number') checkNumber(schema, value, place, report);
  else if (Array.isArray(value)) checkList(schema, value, place, report);
  else if (typeof value === 'object' && value !== null)
    checkMembers(schema, value as Readonly<Record<string, unknown>>, place, report);
}

function definition(reference: string): ArmSchema {
  const found = ARM_DEFINITIONS[reference.slice(reference.lastIndexOf('/') + 1)];
  if (found === undefined) throw new Error(`the contract has no ${reference}`);
  return found;
}

function isOfType(type: string, value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}

const patterns = new Map<string, RegExp>();

function regexOf(pattern: string): RegExp {
  const known = patterns.get(pattern);
  if (known !== undefined) return known;
  const made = new RegExp(pattern, 'u');
  patterns.set(pattern, made);
  return made;
}

/** Characters are code points: a pair of surrogates is one. */
const lengthOf = (text: string): number => text.length - (text.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)?.length ?? 0);

/** ISO 8601, as `xs:duration` has it. */
const DURATION = /^P(?!$)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/;

function checkText(schema: ArmSchema, value: string, place: string, report: Report): void {
  const { minLength = 0, maxLength = Infinity, pattern, format } = schema;
  if (value.length < 2 * minLength && lengthOf(value) < minLength)
    report(place, `it has fewer than ${minLength} characters`);
  if (value.length > maxLength && lengthOf(value) > maxLength)
    report(place, `it has more than ${maxLength} characters`);
  if (pattern !== undefined && !regexOf(pattern).test(value)) report(place, `it does not match ${pattern}`);
  if (format === 'duration' && !DURATION.test(value)) report(place, 'it is no duration as in ISO 8601');
}

const INT32 = 2 ** 31;

function checkNumber(schema: ArmSchema, value: number, place: string, report: Report): void {
  const { minimum = -Infinity, maximum = Infinity, format } = schema;
  if (value < minimum) report(place, `it is less than ${minimum}`);
  if (value > maximum) report(place, `it is more than ${maximum}`);
  if (format === 'int32' && (value < -INT32 || value >= INT32)) report(place, 'it does not fit into 32 bits');
}

function checkList(schema: ArmSchema, list: readonly unknown[], place: string, report: Report): void {
  const { minItems = 0, maxItems = Infinity, items } = schema;
  if (list.length < minItems) report(place, `it has fewer than ${minItems} items`);
  if (list.length > maxItems) report(place, `it has more than ${maxItems} items`);
  if (items !== undefined) list.forEach((item, index) => check(items, item, below(place, String(index)), report));
}

function checkMembers(
  { required = [], properties, additionalProperties }: ArmSchema,
  value: Readonly<Record<string, unknown>>,
  place: string,
  report: Report,
): void {
  for (const name of required)
    if (value[name] === undefined || value[name] === null) report(below(place, name), 'it is missing');
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined || member === null) continue;
    const schema = properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (schema !== undefined) check(schema, member, below(place, name), report);
    else if (typeof additionalProperties === 'object') check(additionalProperties, member, below(place, name), report);
    else if (additionalProperties === false) report(below(place, name), 'the contract has no such member');
  }
}

const below = (place: string, name: string): string => (place === '' ? name : `${place}/${name}`);
