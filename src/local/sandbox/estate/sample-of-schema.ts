type Schema = Readonly<Record<string, unknown>>;

/** Deeper values are cut off: models may refer to themselves. */
const DEEPEST = 6;

const isSchema = (value: unknown): value is Schema =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const schemasOf = (value: unknown): readonly Schema[] => (Array.isArray(value) ? value.filter(isSchema) : []);

/**
 * A value that a JSON Schema (draft 4, as API Gateway's models) allows, with required members only.
 * @param find a model's schema by the last segment of a reference
 */
export function sampleOfSchema(schema: unknown, find: (name: string) => unknown, depth = 0): unknown {
  if (!isSchema(schema) || depth > DEEPEST) return {};
  if (typeof schema['$ref'] === 'string')
    return sampleOfSchema(find(schema['$ref'].split('/').at(-1) ?? ''), find, depth + 1);
  const [option] = [schema['enum'], schema['example']].flatMap((known) => (known === undefined ? [] : [known].flat()));
  if (option !== undefined) return option;
  if (schema['default'] !== undefined) return schema['default'];
  const [alternative] = [...schemasOf(schema['oneOf']), ...schemasOf(schema['anyOf'])];
  const parts = [...schemasOf(schema['allOf']), ...(alternative === undefined ? [] : [alternative])];
  if (parts.length > 0 && schema['type'] !== 'string')
    return Object.assign(
      {},
      ...parts.map((part) => sampleOfSchema(part, find, depth + 1)),
      objectOf(schema, find, depth),
    );
  return byType(schema, find, depth);
}

function byType(schema: Schema, find: (name: string) => unknown, depth: number): unknown {
  const type: unknown = [schema['type']].flat()[0];
  if (type === 'array') {
    const count = Math.max(Number(schema['minItems'] ?? 1), 1);
    return Array.from({ length: count }, () => sampleOfSchema(schema['items'], find, depth + 1));
  }
  if (type === 'integer' || type === 'number') return Number(schema['minimum'] ?? schema['maximum'] ?? 1);
  if (type === 'boolean') return true;
  if (type === 'null') return null;
  if (type === 'string') return textOf(schema);
  return objectOf(schema, find, depth);
}

function objectOf(schema: Schema, find: (name: string) => unknown, depth: number): Record<string, unknown> {
  const properties = isSchema(schema['properties']) ? schema['properties'] : {};
  const required = Array.isArray(schema['required']) ? schema['required'].map(String) : [];
  return Object.fromEntries(required.map((name) => [name, sampleOfSchema(properties[name], find, depth + 1)]));
}

const FORMATS: Readonly<Record<string, string>> = {
  'date': '2026-01-31',
  'date-time': '2026-01-31T12:00:00Z',
  'email': 'sample@example.com',
  'uuid': '6f1c9a52-7b1e-4f0c-8e57-0d5f2a1b3c4d',
  'uri': 'https://example.com/sample',
};

/** Patterns are not solved: the sandbox's gateways do not hold bodies to them. */
function textOf(schema: Schema): string {
  const text = FORMATS[String(schema['format'])] ?? 'sample';
  const shortest = Number(schema['minLength'] ?? 0);
  return text.padEnd(shortest, 'x').slice(0, Number(schema['maxLength'] ?? Math.max(text.length, shortest)));
}
