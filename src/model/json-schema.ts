import * as z from 'zod';

/**
 * A schema as JSON Schema, for documents that people write (`input`: defaults may be left out) or read (`output`).
 * TypeScript's readonly is dropped: in JSON Schema and OpenAPI `readOnly` means "never sent in a request".
 */
export function jsonSchemaOf(
  schema: z.ZodType,
  io: 'input' | 'output',
  target: 'draft-2020-12' | 'openapi-3.0' = 'draft-2020-12',
): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(schema, {
    io,
    target,
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
    },
  });
}
