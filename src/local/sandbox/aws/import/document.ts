import { parse } from 'yaml';

/** A JSON object of a definition. */
export type Json = Record<string, unknown>;

/** A definition that API Gateway would not import; the message says why. */
export class ImportRefused extends Error {
  override readonly name = 'ImportRefused';
}

export const isObject = (value: unknown): value is Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
export const objectAt = (parent: unknown, key: string): Json => {
  const value = isObject(parent) ? parent[key] : undefined;
  return isObject(value) ? value : {};
};
export const listAt = (parent: unknown, key: string): unknown[] => {
  const value = isObject(parent) ? parent[key] : undefined;
  return Array.isArray(value) ? value : [];
};

/** Text as written; numbers as text; a template's placeholder (an intrinsic such as Fn::Sub) as its JSON. */
export function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const sub = isObject(value) ? value['Fn::Sub'] : undefined;
  return typeof sub === 'string' ? sub : JSON.stringify(value);
}

/** Reads OpenAPI 3 or Swagger 2 as JSON or YAML; throws ImportRefused for anything else. */
export function readDefinition(text: string): Json {
  let value: unknown;
  try {
    value = parse(text, { logLevel: 'silent', uniqueKeys: false });
  } catch (error) {
    throw new ImportRefused(
      `Unable to parse the definition: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (!isObject(value) || (value['openapi'] === undefined && value['swagger'] === undefined))
    throw new ImportRefused('Invalid OpenAPI input: neither openapi nor swagger is declared.');
  if (!isObject(value['paths'])) throw new ImportRefused('Invalid OpenAPI input: paths is missing.');
  return value;
}

const METHODS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch']);

/** A path item's operations with their verb, ANY included; anything that is no operation is left out. */
export function operationsOf(item: Json): [string, Json][] {
  return Object.entries(item).flatMap(([key, value]): [string, Json][] => {
    if (!isObject(value)) return [];
    if (key === 'x-amazon-apigateway-any-method') return [['ANY', value]];
    return METHODS.has(key.toLowerCase()) ? [[key.toUpperCase(), value]] : [];
  });
}

/** What a `$ref` inside the document points at; the value itself otherwise. */
export function resolve(document: Json, value: unknown): unknown {
  const seen = new Set<string>();
  let current = value;
  while (isObject(current) && typeof current['$ref'] === 'string' && !seen.has(current['$ref'])) {
    const pointer: string = current['$ref'];
    seen.add(pointer);
    current = pointer
      .replace(/^#\//, '')
      .split('/')
      .reduce<unknown>(
        (at, key) => (isObject(at) ? at[key.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined),
        document,
      );
  }
  return current;
}

/** `x-amazon-apigateway-endpoint-configuration`: at the top of Swagger, below a server in OpenAPI 3 (API Gateway guide, extensions). */
export function endpointConfiguration(document: Json): Json {
  const key = 'x-amazon-apigateway-endpoint-configuration';
  const servers = listAt(document, 'servers').map((server) => objectAt(server, key));
  return Object.assign({}, objectAt(document, key), ...servers) as Json;
}

export function securitySchemes(document: Json): Json {
  return {
    ...objectAt(document, 'securityDefinitions'),
    ...objectAt(objectAt(document, 'components'), 'securitySchemes'),
  };
}
