import { entity } from './entity.ts';

/** Schemas of the service, by which policies validate; the PUT is long-running. */
export const schemas = entity('schemas/{}', {
  operations: ({ globalSchema }) => globalSchema,
  list: (schema, ...args) => schema.listByService(...args),
});

/** Schemas of an API; the PUT is long-running. The SDK takes the members of `document` beside `contentType` (10.0.0). */
export const apiSchemas = entity('apis/{}/schemas/{}', {
  operations: ({ apiSchema }) => apiSchema,
  list: (schema, ...args) => schema.listByApi(...args),
  given: ({ document, ...properties }) => ({ ...properties, ...(document as object | undefined) }),
});
