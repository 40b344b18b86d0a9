import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { ARM_DEFINITIONS, ARM_KINDS } from '../../../model/arm-contract.ts';
import { invalid, isJson, type Json } from './answers.ts';

const CONTRACT = 'urn:arm:contract';
/** As `xs:duration`; numbers are held to their ranges by the formats below. */
const DURATION = /^P(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/;

const ajv = new Ajv({ strict: false, logger: false });
ajv.addFormat('duration', DURATION);
ajv.addFormat('int32', { type: 'number', validate: (value: number) => value >= -(2 ** 31) && value < 2 ** 31 });
ajv.addFormat('int64', { type: 'number', validate: Number.isInteger });
ajv.addFormat('double', { type: 'number', validate: Number.isFinite });
ajv.addFormat('arm-id', true);
ajv.addSchema({ $id: CONTRACT, definitions: ARM_DEFINITIONS });

const tests = new Map<string, ValidateFunction>();

function testOf(key: string, schema: object): ValidateFunction {
  const known = tests.get(key) ?? ajv.compile({ $id: `${CONTRACT}:${key}`, definitions: ARM_DEFINITIONS, ...schema });
  tests.set(key, known);
  return known;
}

/**
 * Holds a PUT to the published contract 2024-05-01: the last name of its path, and its properties with all that they hold. A null is
 * taken for a member that is not there. Throws 400 `ValidationError` naming the first member that is wrong.
 */
export function checkContract(type: string, name: string, properties: unknown): void {
  const kind = ARM_KINDS[type];
  if (kind === undefined) return;
  const ofId = testOf(`${type}#id`, kind.id);
  if (!ofId(name)) throw refusalOf('name', ofId.errors);
  if (kind.properties === undefined) return;
  const ofProperties = testOf(type, kind.properties);
  if (!ofProperties(withoutNulls(properties ?? {}))) throw refusalOf('properties', ofProperties.errors);
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJson(value)) return value;
  const members: Json = {};
  for (const [name, member] of Object.entries(value)) if (member !== null) members[name] = withoutNulls(member);
  return members;
}

function refusalOf(whole: string, errors: readonly ErrorObject[] | null | undefined): Error {
  const [error] = errors ?? [];
  const { missingProperty, additionalProperty } = (error?.params ?? {}) as Readonly<Record<string, string | undefined>>;
  const target = missingProperty ?? additionalProperty ?? error?.instancePath.split('/').at(-1);
  const message = `${error?.instancePath ?? ''} ${error?.message ?? 'is not valid'}.`;
  return invalid(target === undefined || target === '' ? whole : target, message);
}
