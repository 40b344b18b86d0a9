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
  readonly parametersIn: ReadonlySet<string>;
}

/** An OpenAPI or Swagger document as an import reads it, or why it cannot. */
export type ImportDocument =
  | { readonly ok: true; readonly root: JsonObject; readonly operations: readonly DocumentOperation[] }
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
  return { ok: true, root, operations };
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
    parametersIn: new Set(parameters.map((each) => String(each['in']))),
  };
}

const objects = (value: unknown): readonly JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
