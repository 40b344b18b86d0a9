import { isWildcard } from '../features/operations.ts';
import type { ApimOperation } from '../model/apim.ts';

/** Operations that the import carries; wildcards have no spelling in OpenAPI and are put one by one. */
export const importable = (operations: readonly ApimOperation[]): readonly ApimOperation[] =>
  operations.filter(({ urlTemplate }) => !isWildcard(urlTemplate));

/**
 * The OpenAPI 3.0.1 document of an import: our operation ids, declared path parameters, one response each, no security and no
 * extensions (docs: mapping, C1).
 */
export function openApiDocument(title: string, operations: readonly ApimOperation[]): string {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of importable(operations)) {
    const item = (paths[operation.urlTemplate] ??= {});
    item[operation.method.toLowerCase()] = {
      operationId: operation.id,
      summary: operation.displayName,
      parameters: operation.templateParameters.map(({ name, type }) => ({
        name,
        in: 'path',
        required: true,
        schema: { type },
      })),
      responses: { default: { description: 'As the backend answers.' } },
    };
  }
  return JSON.stringify({ openapi: '3.0.1', info: { title, version: '1.0' }, paths });
}
