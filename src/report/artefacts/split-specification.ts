import type { PlannedResource } from './planned-resources.ts';

interface Content {
  readonly [contentType: string]: { readonly schema: { readonly $ref: string } };
}
interface DocumentOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly parameters: readonly { readonly name: string; readonly schema: { readonly type: string } }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentOperation>>>>;
  readonly components?: { readonly schemas: Readonly<Record<string, unknown>> };
}

/** Content type of schemas as an import of OpenAPI 3 leaves them (ARM contract 2024-05-01, apis/schemas). */
const SCHEMAS_TYPE = 'application/vnd.oai.openapi.components+json';
const SCHEMA_ID = 'components';

/**
 * What an import makes of a document that planning wrote (planning/openapi-document.ts), each operation for itself: for a document that
 * is too long to be one text of a deployment.
 */
export function splitSpecification(api: string, value: string): readonly PlannedResource[] {
  const { paths, components } = JSON.parse(value) as Document;
  const schemas = components && {
    path: `${api}/schemas/${SCHEMA_ID}`,
    properties: { contentType: SCHEMAS_TYPE, document: { components } },
  };
  const operations = Object.entries(paths).flatMap(([urlTemplate, item]) =>
    Object.entries(item).map(([verb, operation]) => ({
      path: `${api}/operations/${operation.operationId}`,
      properties: operationProperties(verb, urlTemplate, operation),
    })),
  );
  return [...(schemas === undefined ? [] : [schemas]), ...operations];
}

function operationProperties(
  verb: string,
  urlTemplate: string,
  { summary, description, parameters, requestBody, responses }: DocumentOperation,
): PlannedResource['properties'] {
  return {
    displayName: summary,
    ...(description !== undefined && { description }),
    method: verb.toUpperCase(),
    urlTemplate,
    templateParameters: parameters.map(({ name, schema }) => ({ name, type: schema.type, required: true })),
    ...(requestBody !== undefined && { request: { representations: representations(requestBody.content) } }),
    responses: Object.entries(responses).flatMap(([status, { description: about, content }]) =>
      // The contract knows statuses only: `default` stands for what is not described.
      status === 'default'
        ? []
        : [
            {
              statusCode: Number(status),
              description: about,
              ...(content !== undefined && { representations: representations(content) }),
            },
          ],
    ),
  };
}

const representations = (content: Content) =>
  Object.entries(content).map(([contentType, { schema }]) => ({
    contentType,
    schemaId: SCHEMA_ID,
    typeName: schema.$ref.replace('#/components/schemas/', ''),
  }));
