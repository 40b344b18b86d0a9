import { entity } from './entity.ts';

/** Schemas of the service, by which policies validate; the PUT is long-running. */
export const schemas = entity('schemas/{}', {
  operations: ({ globalSchema }) => globalSchema,
  list: (schema, ...service) => schema.listByService(...service),
});

/** Schemas of an API; the PUT is long-running. The SDK takes the members of `document` beside `contentType` (10.0.0). */
export const apiSchemas = entity('apis/{}/schemas/{}', {
  operations: ({ apiSchema }) => apiSchema,
  list: (schema, ...api) => schema.listByApi(...api),
  given: ({ document, ...properties }) => ({ ...properties, ...(document as object | undefined) }),
});
