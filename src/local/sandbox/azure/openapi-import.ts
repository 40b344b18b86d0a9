import { invalid, isJson, type Json } from './answers.ts';
import { checkOperations, checkSize } from './contract-import.ts';

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** Id of the schema that holds an import's components; a service makes one up. */
export const SCHEMA_ID = 'imported-components';

/** An operation as an import makes it: its id and ARM properties. */
export interface ImportedOperation {
  readonly id: string;
  readonly properties: Json;
}

/** What an import makes of a document: properties of the API itself, and its operations. */
export interface ImportedDocument {
  readonly api: Json;
  readonly operations: readonly ImportedOperation[];
  /** Schemas of the document by name; without any, none is kept. */
  readonly schemas: Json;
}

/** Reads an inline OpenAPI or Swagger document in JSON. Throws 400 `ValidationError` naming the bad part. */
export function importDocument(document: string): ImportedDocument {
  checkSize(document);
  const root = parseDocument(document);
  const operations = importOperations(root);
  checkOperations(root, operations);
  return { api: apiProperties(root), operations, schemas: importSchemas(root) };
}

const COMPONENT = '#/components/schemas/';
const DEFINITION = '#/definitions/';

/** Schemas of components. No references to elsewhere, no circles (Microsoft Learn, API import restrictions; read 2026-11-25). */
function importSchemas(root: Json): Json {
  const components = isJson(root['components']) ? root['components'] : {};
  const schemas = isJson(components['schemas']) ? components['schemas'] : {};
  const definitions = isJson(root['definitions']) ? root['definitions'] : {};
  const all = new Map<string, unknown>();
  for (const [name, schema] of Object.entries(schemas)) all.set(`${COMPONENT}${name}`, schema);
  for (const [name, schema] of Object.entries(definitions)) all.set(`${DEFINITION}${name}`, schema);
  const seen = new Set<string>();
  for (const reference of referencesIn(root)) resolve(all, reference, 'the document');
  for (const name of all.keys()) follow(all, name, [], seen);
  return schemas;
}

function resolve(schemas: ReadonlyMap<string, unknown>, reference: string, from: string): void {
  if (!schemas.has(reference))
    throw invalid('representation', `The reference '${reference}' of ${from} cannot be resolved.`);
}

function follow(
  schemas: ReadonlyMap<string, unknown>,
  name: string,
  above: readonly string[],
  seen: Set<string>,
): void {
  if (above.includes(name)) throw invalid('representation', `Schema '${name}' is recursive.`);
  if (seen.has(name)) return;
  seen.add(name);
  for (const reference of referencesIn(schemas.get(name))) {
    resolve(schemas, reference, `schema '${name}'`);
    follow(schemas, reference, [...above, name], seen);
  }
}

function referencesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isJson(value)) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    key === '$ref' && typeof each === 'string' ? [each] : referencesIn(each),
  );
}

/** The document's title and description win over those of the request (recorded 2026-11-23). */
function apiProperties(root: Json): Json {
  const info = isJson(root['info']) ? root['info'] : {};
  const { title, description = null, termsOfService, contact, license } = info;
  const serviceUrl = serverOf(root);
  return {
    ...(typeof title === 'string' && { displayName: title }),
    description,
    ...(termsOfService !== undefined && { termsOfServiceUrl: termsOfService }),
    ...(contact !== undefined && { contact }),
    ...(license !== undefined && { license }),
    ...(serviceUrl !== undefined && { serviceUrl }),
  };
}

/** The first server, when it is absolute; in Swagger made of scheme, host and base path. */
function serverOf(root: Json): string | undefined {
  const url = list(root['servers'])[0]?.['url'];
  if (typeof url === 'string' && /^https?:/i.test(url)) return url;
  const { host, basePath, schemes } = root;
  if (typeof host !== 'string') return undefined;
  const scheme = Array.isArray(schemes) ? String(schemes[0]) : 'https';
  return `${scheme}://${host}${typeof basePath === 'string' ? basePath : ''}`;
}

function importOperations(root: Json): ImportedOperation[] {
  const operations: ImportedOperation[] = [];
  for (const [template, item] of Object.entries(root['paths'] as Json)) {
    if (!isJson(item)) throw invalid('paths', `Path '${template}' is not an object.`);
    for (const method of METHODS) {
      const operation = item[method];
      if (isJson(operation)) operations.push(importOperation(template, method, item, operation));
    }
  }
  return operations;
}

function parseDocument(document: string): Json {
  let root: unknown;
  try {
    root = JSON.parse(document);
  } catch (error) {
    throw invalid('representation', `Parsing error(s): ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isJson(root) || !isJson(root['paths'])) throw invalid('representation', 'The document has no paths.');
  if (!/^3\.[01]/.test(String(root['openapi'])) && root['swagger'] !== '2.0')
    throw invalid('representation', 'The document is neither OpenAPI 3 nor Swagger 2.0.');
  return root;
}

function importOperation(template: string, method: string, item: Json, operation: Json): ImportedOperation {
  const parameters = [...list(item['parameters']), ...list(operation['parameters'])];
  const names = [...template.matchAll(/\{\*?([^}]+)\}/g)].map((match) => match[1] as string);
  const id = operation['operationId'];
  const fallback = `${method}-${template.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-|-$/g, '')}`;
  const operationId = typeof id === 'string' ? id : fallback;
  const pick = (place: string): Json[] => parameters.filter((one) => one['in'] === place).map(importParameter);
  const declared = pick('path');
  return {
    id: operationId,
    properties: {
      displayName: typeof operation['summary'] === 'string' ? operation['summary'] : operationId,
      method: method.toUpperCase(),
      urlTemplate: template,
      description: operation['description'] ?? null,
      templateParameters: names.map(
        (name) => declared.find((one) => one['name'] === name) ?? { name, type: 'string', required: true, values: [] },
      ),
      request: {
        queryParameters: pick('query'),
        headers: pick('header'),
        representations: importRepresentations(operation['requestBody']),
      },
      responses: importResponses(operation['responses']),
    },
  };
}

/** Bodies by content type with the name of their schema; a schema that stands inline has none. */
function importRepresentations(body: unknown): Json[] {
  const content = isJson(body) && isJson(body['content']) ? body['content'] : {};
  return Object.entries(content).map(([contentType, media]) => {
    const schema = isJson(media) && isJson(media['schema']) ? media['schema'] : {};
    const reference = schema['$ref'];
    const isNamed = typeof reference === 'string' && reference.startsWith(COMPONENT);
    return { contentType, ...(isNamed && { schemaId: SCHEMA_ID, typeName: reference.slice(COMPONENT.length) }) };
  });
}

function importResponses(responses: unknown): Json[] {
  if (!isJson(responses)) return [];
  return Object.entries(responses).flatMap(([status, response]) =>
    isJson(response) && /^\d{3}$/.test(status)
      ? [
          {
            statusCode: Number(status),
            description: response['description'] ?? null,
            representations: importRepresentations(response),
            headers: [],
          },
        ]
      : [],
  );
}

function importParameter(parameter: Json): Json {
  const schema = isJson(parameter['schema']) ? parameter['schema'] : parameter;
  return {
    name: parameter['name'],
    type: schema['type'] ?? 'string',
    required: parameter['required'] === true,
    values: [],
  };
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}
