import { invalid, isJson, type Json } from './answers.ts';

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** An operation as an import makes it: its id and ARM properties. */
export interface ImportedOperation {
  readonly id: string;
  readonly properties: Json;
}

/** What an import makes of a document: properties of the API itself, and its operations. */
export interface ImportedDocument {
  readonly api: Json;
  readonly operations: readonly ImportedOperation[];
}

/** Reads an inline OpenAPI or Swagger document in JSON. Throws 400 `ValidationError` naming the bad part. */
export function importDocument(document: string): ImportedDocument {
  const root = parseDocument(document);
  return { api: apiProperties(root), operations: importOperations(root) };
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
  if (typeof root['openapi'] !== 'string' && root['swagger'] !== '2.0')
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
      request: { queryParameters: pick('query'), headers: pick('header'), representations: [] },
      responses: [],
    },
  };
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
