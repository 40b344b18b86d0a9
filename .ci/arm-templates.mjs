#!/usr/bin/env node
// Holds ARM templates to Microsoft's resource schemas: `node .ci/arm-templates.mjs FOLDER CONTRACT`, FOLDER with templates as an assessment
// writes them (arm/), CONTRACT the folder of the contract beside the checkout. Members that the schema does not know are refused.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Draft04 from 'ajv-draft-04';

const [folder, contract] = process.argv.slice(2);
const load = (file) => JSON.parse(readFileSync(file, 'utf8'));
const COMMON = 'https://schema.management.azure.com/schemas/common/definitions.json';

/** A value where an expression would do as well, and no member besides those that are named. */
function closed(schema) {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const values = schema.oneOf?.filter(({ $ref }) => $ref?.startsWith(COMMON) !== true);
  if (values?.length === 1) return closed({ ...schema, oneOf: undefined, ...values[0] });
  const members = Object.entries(schema).filter(([, value]) => value !== undefined);
  const result = Object.fromEntries(
    members.map(([name, value]) => [
      name,
      ['properties', 'definitions'].includes(name)
        ? Object.fromEntries(Object.entries(value).map(([each, own]) => [each, closed(own)]))
        : closed(value),
    ]),
  );
  return result.properties && result.type === 'object' ? { additionalProperties: false, ...result } : result;
}

const schema = load(join(contract, 'schemas/2024-05-01/Microsoft.ApiManagement.json'));
const definitions = closed(schema.definitions);
const ajv = new Draft04.default({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema(load(join(contract, 'schemas/common/definitions.json')), COMMON);
const types = new Map(
  Object.values(schema.resourceDefinitions).map((resource) => {
    const { resources: _nested, ...properties } = resource.properties;
    const own = closed({ type: 'object', properties, required: resource.required });
    let validate;
    return [
      properties.type.enum[0],
      (body) => ((validate ??= ajv.compile({ ...own, definitions })), validate(body), validate.errors ?? []),
    ];
  }),
);

/** The values that expressions of ours have. @throws Error for another expression */
function evaluated(value) {
  if (Array.isArray(value)) return value.map(evaluated);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, evaluated(member)]));
  if (typeof value !== 'string' || !value.startsWith('[')) return value;
  if (value.startsWith('[[')) return value.slice(1);
  const name = /^\[concat\(parameters\('environment'\)\.serviceName, '(\/[^']+)'\)\]$/.exec(value)?.[1];
  // Limits are those of the last name; a policy's is told from its parent.
  if (name !== undefined) return name.endsWith('/policy') ? `contoso${name}` : name.slice(name.lastIndexOf('/') + 1);
  if (/^\[parameters\('environment'\)\.backends\['[^']+'\]\]$/.test(value)) return 'https://backend.example.com';
  if (/^\[concat\('https:\/\/[^']*', /.test(value)) return 'https://v.vault.azure.net/secrets/s';
  throw new Error(`not an expression of ours: ${value}`);
}

let [count, wrong] = [0, 0];
for (const file of readdirSync(folder))
  for (const { dependsOn: _dependsOn, ...resource } of load(join(folder, file)).resources) {
    const body = evaluated(resource);
    const errors = types.get(body.type)?.(body) ?? [{ message: 'no such type' }];
    count += 1;
    if (errors.length > 0) wrong += 1;
    for (const { instancePath = '', message, params } of errors.slice(0, 3))
      process.stdout.write(
        `arm templates: ${file} ${body.type} ${resource.name}${instancePath} ${message} ${JSON.stringify(params ?? {})}\n`,
      );
  }
process.stdout.write(`arm templates: ${count} resources, ${wrong} with problems\n`);
process.exit(count > 0 && wrong === 0 ? 0 : 1);
