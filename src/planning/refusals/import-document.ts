/** Any object of a JSON document. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An operation of a document that is imported. */
export interface DocumentOperation {
  readonly id: string | undefined;
  /** Upper case. */
  readonly method: string;
  readonly template: string;
  readonly summary: unknown;
  readonly description: unknown;
  /** Names of its path parameters, those of its path among them. */
  readonly pathParameters: readonly string[];
  readonly hasCookieParameter: boolean;
}

/** An OpenAPI or Swagger document as an import reads it, or why it cannot. Its text is not kept: an estate has many. */
export type ImportDocument =
  | {
      readonly ok: true;
      readonly operations: readonly DocumentOperation[];
      /** All references of the document, and those of its schemas by the reference that leads to each. */
      readonly references: readonly string[];
      readonly schemas: ReadonlyMap<string, readonly string[]>;
    }
  | { readonly ok: false; readonly why: string };

/** Methods of which an import makes operations (OpenAPI 3.0, Path Item Object). */
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** Reads the document of an import. */
export function importDocument(text: string): ImportDocument {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return { ok: false, why: 'the document is no JSON' };
  }
  if (!isObject(root) || !isObject(root['paths'])) return { ok: false, why: 'the document has no paths' };
  const { openapi, swagger, paths } = root;
  if (swagger !== '2.0' && !(typeof openapi === 'string' && /^3\.[01](\.|$)/.test(openapi)))
    return { ok: false, why: 'the document is neither OpenAPI 3.0 or 3.1 nor Swagger 2.0' };
  const operations: DocumentOperation[] = [];
  for (const [template, item] of Object.entries(paths)) {
    if (!isObject(item)) return { ok: false, why: `its path ${template} is no object` };
    for (const method of METHODS) {
      const operation = item[method];
      if (isObject(operation)) operations.push(operationOf(template, method, item, operation));
    }
  }
  const hasReferences = text.includes('"$ref"');
  return {
    ok: true,
    operations,
    references: hasReferences ? [...new Set(referencesIn(root))] : [],
    schemas: hasReferences ? schemasOf(root) : new Map<string, readonly string[]>(),
  };
}

function operationOf(template: string, method: string, item: JsonObject, operation: JsonObject): DocumentOperation {
  const parameters = [...objects(item['parameters']), ...objects(operation['parameters'])];
  const { operationId, summary, description } = operation;
  return {
    id: typeof operationId === 'string' ? operationId : undefined,
    method: method.toUpperCase(),
    template,
    summary,
    description,
    pathParameters: parameters.flatMap((each) => (each['in'] === 'path' ? [String(each['name'])] : [])),
    hasCookieParameter: parameters.some((each) => each['in'] === 'cookie'),
  };
}

const objects = (value: unknown): readonly JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);

function schemasOf(root: JsonObject): ReadonlyMap<string, readonly string[]> {
  const components = isObject(root['components']) ? root['components']['schemas'] : undefined;
  const holders = { '#/components/schemas/': components, '#/definitions/': root['definitions'] };
  const schemas = new Map<string, readonly string[]>();
  for (const [prefix, holder] of Object.entries(holders))
    for (const [name, schema] of Object.entries(isObject(holder) ? holder : {}))
      schemas.set(`${prefix}${name}`, referencesIn(schema));
  return schemas;
}

function referencesIn(value: unknown, found: string[] = []): string[] {
  if (Array.isArray(value)) for (const each of value) referencesIn(each, found);
  else if (isObject(value))
    for (const [name, member] of Object.entries(value)) {
      if (name === '$ref' && typeof member === 'string') found.push(member);
      else referencesIn(member, found);
    }
  return found;
}
