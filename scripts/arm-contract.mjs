/**
 * Makes the table of what API Management's published contract asks of the resources that we write (src/model/arm-contract.ts):
 * `node scripts/arm-contract.mjs FOLDER [--check]`, FOLDER a checkout of Azure/azure-rest-api-specs (MIT) or what it is kept in.
 * With --check nothing is written; exit 1 where the table is another.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const VERSION = '2024-05-01';
const SPECIFICATION = `specification/apimanagement/resource-manager/Microsoft.ApiManagement/stable/${VERSION}`;
const TABLE = fileURLToPath(new URL('../src/model/arm-contract.ts', import.meta.url));
const SERVICE = '/providers/Microsoft.ApiManagement/service/{serviceName}/';

/** Kinds of resources by the collections along their path. */
const KINDS = [
  'apiVersionSets',
  'apis',
  'apis/diagnostics',
  'apis/operations',
  'apis/operations/policies',
  'apis/operations/tags',
  'apis/policies',
  'apis/releases',
  'apis/schemas',
  'apis/tags',
  'backends',
  'certificates',
  'diagnostics',
  'groups',
  'groups/users',
  'loggers',
  'namedValues',
  'policies',
  'policyFragments',
  'products',
  'products/apis',
  'products/groups',
  'products/policies',
  'schemas',
  'subscriptions',
  'tags',
  'users',
];

/** What a schema is kept of; the rest describes, or tells clients how to be generated. */
const KEPT = [
  'type',
  'enum',
  'format',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'minItems',
  'maxItems',
];

const [root, mode] = process.argv.slice(2);
const folder = [root, join(root ?? '', 'swagger')].map((each) => join(each ?? '', SPECIFICATION)).find(existsSync);
if (folder === undefined) {
  process.stderr.write(`no ${SPECIFICATION} below ${root ?? 'the folder that is missing'}\n`);
  process.exit(2);
}

const files = new Map();
const load = (path) => {
  if (!files.has(path)) files.set(path, JSON.parse(readFileSync(path, 'utf8')));
  return files.get(path);
};

/** What a reference names, with the file that it stands in. */
function resolve(reference, from) {
  const [file, pointer] = reference.split('#');
  const path = file === '' ? from : join(dirname(from), file);
  const value = pointer
    .split('/')
    .slice(1)
    .reduce((at, segment) => at[segment], load(path));
  return { value, path, name: pointer.split('/').at(-1) };
}

const definitions = new Map();

/** A schema as we keep it; objects that have a name are kept apart. */
function schemaOf(given, from) {
  if (given.$ref !== undefined) {
    const { value, path, name } = resolve(given.$ref, from);
    if (value.properties === undefined && value.allOf === undefined) return schemaOf(value, path);
    if (!definitions.has(name)) {
      definitions.set(name, undefined);
      definitions.set(name, schemaOf(value, path));
    }
    return { $ref: `#/definitions/${name}` };
  }
  if (given.readOnly === true) return { readOnly: true };
  const kept = Object.fromEntries(KEPT.filter((key) => given[key] !== undefined).map((key) => [key, given[key]]));
  if (given.items !== undefined) kept.items = schemaOf(given.items, from);
  const { properties, required } = membersOf(given, from);
  const names = Object.keys(properties).sort();
  if (names.length === 0)
    return typeof given.additionalProperties === 'object'
      ? { ...kept, additionalProperties: schemaOf(given.additionalProperties, from) }
      : kept;
  return {
    type: 'object',
    ...(required.length > 0 && { required: required.sort() }),
    properties: Object.fromEntries(names.map((name) => [name, properties[name]])),
    additionalProperties: given.additionalProperties === true,
  };
}

/** Members of a schema and of all that it is made of. */
function membersOf(given, from) {
  const parts = (given.allOf ?? []).map((part) => {
    const { value, path } = part.$ref === undefined ? { value: part, path: from } : resolve(part.$ref, from);
    return membersOf(value, path);
  });
  const own = Object.entries(given.properties ?? {}).map(([name, schema]) => [name, schemaOf(schema, from)]);
  return {
    properties: Object.assign({}, ...parts.map(({ properties }) => properties), Object.fromEntries(own)),
    required: [...new Set([...parts.flatMap(({ required }) => required), ...(given.required ?? [])])],
  };
}

/** Where each kind is PUT: the path's parameters and the body. */
function writeOf(kind) {
  for (const name of KINDS_FILES) {
    const path = join(folder, name);
    for (const [template, item] of Object.entries(load(path).paths ?? {})) {
      const below = template.split(SERVICE)[1];
      if (item.put === undefined || below === undefined || template.includes('/workspaces/')) continue;
      const segments = below.split('/');
      const collections = segments.filter((_, index) => index % 2 === 0).join('/');
      if (collections.toLowerCase() !== kind.toLowerCase() || segments.length % 2 !== 0) continue;
      const parameters = item.put.parameters.map((each) =>
        each.$ref === undefined ? { ...each, from: path } : { ...resolve(each.$ref, path).value, from: path },
      );
      return { parameters, id: segments.at(-1).slice(1, -1) };
    }
  }
  throw new Error(`the contract writes no ${kind}`);
}

const KINDS_FILES = [
  'apimapis.json',
  'apimapiversionsets.json',
  'apimbackends.json',
  'apimcertificates.json',
  'apimdiagnostics.json',
  'apimgroups.json',
  'apimloggers.json',
  'apimnamedvalues.json',
  'apimpolicies.json',
  'apimpolicyfragments.json',
  'apimproducts.json',
  'apimschema.json',
  'apimsubscriptions.json',
  'apimtags.json',
  'apimusers.json',
];

function kindOf(kind) {
  const { parameters, id } = writeOf(kind);
  const body = parameters.find((each) => each.in === 'body');
  const name = parameters.find((each) => each.name === id);
  const idSchema = Object.fromEntries(KEPT.filter((key) => name[key] !== undefined).map((key) => [key, name[key]]));
  if (body === undefined) return { id: idSchema };
  const { value, path } = resolve(body.schema.$ref, body.from);
  return { id: idSchema, properties: membersOf(value, path).properties.properties };
}

const kinds = Object.fromEntries(KINDS.map((kind) => [kind, kindOf(kind)]));
const named = Object.fromEntries([...definitions].sort(([a], [b]) => (a < b ? -1 : 1)));
const text = `/* oxlint-disable max-lines -- a table, made by a script */
import type { ArmKind, ArmSchema } from './arm-schema.ts';

/**
 * What the published contract of API Management ${VERSION} asks of ids and properties, by kind (Azure/azure-rest-api-specs, MIT).
 * Made by scripts/arm-contract.mjs; not to be changed by hand.
 */
export const ARM_KINDS: Readonly<Record<string, ArmKind>> = ${JSON.stringify(kinds)};

/** Objects that kinds refer to as \`#/definitions/Name\`. */
export const ARM_DEFINITIONS: Readonly<Record<string, ArmSchema>> = ${JSON.stringify(named)};
`;
const table = await format(text, { ...(await resolveConfig(TABLE)), parser: 'typescript' });
if (mode !== '--check') writeFileSync(TABLE, table);
else if (!existsSync(TABLE) || readFileSync(TABLE, 'utf8') !== table) {
  process.stderr.write(`${TABLE} is not what the contract says: run scripts/arm-contract.mjs\n`);
  process.exit(1);
}
