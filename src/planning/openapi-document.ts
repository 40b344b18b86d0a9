import { isWildcard, readable } from '../features/operations.ts';
import type { ApimOperation, ApimRepresentation } from '../model/apim.ts';

/** OpenAPI has no wildcards: an import spells them as parameters, which the operation's own PUT makes wildcards (mapping C1). */
const importPath = (urlTemplate: string): string => urlTemplate.replace('{*', '{');

/**
 * Operations that an import carries: all but a wildcard whose spelling there is that of a parameter's operation. What it
 * carries as a parameter, or not at all, is put by itself afterwards.
 */
export function importable(operations: readonly ApimOperation[]): readonly ApimOperation[] {
  const taken = new Set(
    operations.filter(({ urlTemplate }) => !isWildcard(urlTemplate)).map((operation) => spelling(operation)),
  );
  return operations.filter((operation) => !isWildcard(operation.urlTemplate) || !taken.has(spelling(operation)));
}

const spelling = ({ method, urlTemplate }: ApimOperation): string => `${method} ${importPath(urlTemplate)}`;

/**
 * The OpenAPI 3.0.1 document of an import: our operation ids, declared path parameters, one response each, no security and no
 * extensions (docs: mapping, C1).
 */
export function openApiDocument(
  title: string,
  operations: readonly ApimOperation[],
  schemas: Readonly<Record<string, unknown>> = {},
): string {
  const paths = new Map<string, Record<string, unknown>>();
  for (const operation of importable(operations)) {
    const path = importPath(operation.urlTemplate);
    const item = paths.get(path) ?? {};
    paths.set(path, item);
    item[operation.method.toLowerCase()] = {
      operationId: operation.id,
      summary: operation.displayName,
      ...(operation.description !== undefined && { description: operation.description }),
      parameters: operation.templateParameters.map(({ name, type }) => ({
        name,
        in: 'path',
        required: true,
        schema: { type },
      })),
      ...requestBody(operation, schemas),
      responses: responses(operation, schemas),
    };
  }
  return JSON.stringify({
    openapi: '3.0.1',
    info: { title: readable(title), version: '1.0' },
    paths: Object.fromEntries(paths),
    ...(Object.keys(schemas).length > 0 && { components: { schemas } }),
  });
}

type Schemas = Readonly<Record<string, unknown>>;

/** An import discards bodies of these verbs (docs: mapping, C1). */
const WITHOUT_BODY = ['GET', 'HEAD', 'OPTIONS'];

function requestBody({ method, request = [] }: ApimOperation, schemas: Schemas): Readonly<Record<string, unknown>> {
  const content = contentOf(request, schemas);
  return WITHOUT_BODY.includes(method) || content === undefined ? {} : { requestBody: { content } };
}

function responses({ responses: answers = [] }: ApimOperation, schemas: Schemas): Readonly<Record<string, unknown>> {
  const declared = answers.map(({ statusCode, representations }) => {
    const content = contentOf(representations, schemas);
    return [statusCode, { description: `Status ${statusCode}`, ...(content !== undefined && { content }) }] as const;
  });
  return declared.length > 0 ? Object.fromEntries(declared) : { default: { description: 'As the backend answers.' } };
}

/** By content type; a model that is not there describes nothing (API Gateway knows `Empty` and `Error` without one). */
function contentOf(
  representations: readonly ApimRepresentation[],
  schemas: Schemas,
): Readonly<Record<string, unknown>> | undefined {
  const known = representations.filter(({ typeName }) => Object.hasOwn(schemas, typeName));
  if (known.length === 0) return undefined;
  return Object.fromEntries(
    known.map(({ contentType, typeName }) => [contentType, { schema: { $ref: `#/components/schemas/${typeName}` } }]),
  );
}
