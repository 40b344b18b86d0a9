/**
 * Makes the table of what policies hold, by which the sandbox judges them (src/local/sandbox/azure/policy-shapes.ts), from Microsoft's
 * policy schemas (microsoft/vscode-apimanagement, MIT): `node scripts/policy-shapes.mjs FOLDER [--check]`, FOLDER that of the .xsd files.
 * With --check nothing is written; exit 1 where the table is another.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { XMLParser } from 'fast-xml-parser';
import { format, resolveConfig } from 'prettier';

const TABLE = fileURLToPath(new URL('../src/local/sandbox/azure/policy-shapes.ts', import.meta.url));
const REFERENCE = fileURLToPath(new URL('../src/local/sandbox/azure/policy-reference.ts', import.meta.url));
const [folder = '', mode] = process.argv.slice(2);
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.xsd')) : [];
if (files.length === 0) {
  process.stderr.write(`no policy schemas in ${folder}\n`);
  process.exit(2);
}

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', removeNSPrefix: true });
const list = (value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
const isNode = (value) => typeof value === 'object' && value !== null;

/** What stands at the top of any file, by name. */
const globals = { element: new Map(), complexType: new Map(), simpleType: new Map() };
for (const file of files) {
  const { schema } = parser.parse(readFileSync(join(folder, file), 'utf8'));
  for (const kind of Object.keys(globals))
    for (const each of list(schema[kind])) globals[kind].set(each['@name'], each);
}

const NUMBERS = /^xs:(int|integer|long|unsignedInt|unsignedShort|short|positiveInteger|nonNegativeInteger)$/;

/** `text`, `number`, `boolean` or the texts that are allowed. */
function typeOf(name, inline) {
  if (inline?.union) {
    const parts = String(inline.union['@memberTypes'] ?? '')
      .split(/\s+/)
      .filter((each) => each !== '' && each !== 'expression')
      .map((each) => typeOf(each))
      .concat(list(inline.union.simpleType).map((each) => typeOf(undefined, each)));
    return parts.length === 1 ? parts[0] : 'text';
  }
  if (inline?.restriction) {
    const values = list(inline.restriction.enumeration).map((each) => String(each['@value']));
    return values.length > 0 ? values : typeOf(inline.restriction['@base']);
  }
  if (name === undefined || name === 'xs:string') return 'text';
  if (NUMBERS.test(name)) return 'number';
  if (name === 'xs:boolean') return 'boolean';
  const known = globals.simpleType.get(name);
  return known === undefined ? 'text' : typeOf(undefined, known);
}

/** What an element of a schema holds. */
function shapeOf(element) {
  const name = element['@type'];
  const complex = isNode(element.complexType) ? element.complexType : globals.complexType.get(name);
  if (complex === undefined && element.complexType === '') return {};
  if (complex !== undefined) return shapeOfType(complex);
  // An element without a type is the policy of its name.
  if (name === undefined && element.simpleType === undefined) return { policy: element['@name'] };
  return { text: true };
}

function shapeOfType(type) {
  const shape = { attributes: {}, elements: {} };
  collect(type, shape);
  if (type['@mixed'] === 'true') shape.text = true;
  return {
    ...(Object.keys(shape.attributes).length > 0 && { attributes: shape.attributes }),
    ...(Object.keys(shape.elements).length > 0 && { elements: shape.elements }),
    ...(shape.text && { text: true }),
    ...(shape.any && { any: true }),
  };
}

function collect(type, shape, isOptional = false) {
  for (const content of [...list(type.complexContent), ...list(type.simpleContent)])
    for (const derived of [...list(content.extension), ...list(content.restriction)]) {
      const base = globals.complexType.get(derived['@base']);
      if (base !== undefined) collect(base, shape);
      else shape.text = true;
      collect(derived, shape);
    }
  for (const attribute of list(type.attribute)) {
    const its = typeOf(attribute['@type'], attribute.simpleType);
    shape.attributes[attribute['@name']] = { type: its, ...(attribute['@use'] === 'required' && { isRequired: true }) };
  }
  for (const child of list(type.element)) {
    const least = Number(child['@minOccurs'] ?? 1);
    shape.elements[child['@name']] = { ...shapeOf(child), ...(least > 0 && !isOptional && { isRequired: true }) };
  }
  if (type.any !== undefined) shape.any = true;
  for (const group of [...list(type.sequence), ...list(type.all)]) if (isNode(group)) collect(group, shape, isOptional);
  for (const group of list(type.choice)) if (isNode(group)) collect(group, shape, true);
}

const known = [...readFileSync(REFERENCE, 'utf8').matchAll(/^ {2}'([a-z0-9-]+)': \{/gm)].map(([, name]) => name);
const shapes = Object.fromEntries(
  known.filter((name) => globals.element.has(name)).map((name) => [name, shapeOf(globals.element.get(name))]),
);
const text = `/* oxlint-disable max-lines -- a table, made by a script */
import type { PolicyShape } from './policy-shape.ts';

/**
 * What policies hold by Microsoft's schemas of them (microsoft/vscode-apimanagement, MIT). Made by scripts/policy-shapes.mjs; not to be
 * changed by hand.
 */
export const POLICY_SHAPES: Readonly<Record<string, PolicyShape>> = ${JSON.stringify(shapes)};
`;
const table = await format(text, { ...(await resolveConfig(TABLE)), parser: 'typescript' });
if (mode !== '--check') writeFileSync(TABLE, table);
else if (!existsSync(TABLE) || readFileSync(TABLE, 'utf8') !== table) {
  process.stderr.write(`${TABLE} is not what the schemas say: run scripts/policy-shapes.mjs\n`);
  process.exit(1);
}
