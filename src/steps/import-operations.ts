import * as z from 'zod';
import { FailureError } from '../model/outcome.ts';
import type { ApiManagement } from '../ports/api-management.ts';
import { progress, properties } from './apim-resource.ts';
import { defineStepKind, DONE, undoOf } from './step-kind.ts';

const payload = z.object({
  /** Path of the API, such as `apis/orders-prod`. */
  path: z.string(),
  /** Of the API, with `format` and `value`: the whole document that is imported. */
  properties,
  operationIds: z.array(z.string()),
});
type Payload = z.infer<typeof payload>;

/** Ids of the operations that an API has; none for an API that is not there. */
async function operationsAt(path: string, apiManagement: ApiManagement): Promise<readonly string[]> {
  if ((await apiManagement.read(path)) === undefined) return [];
  const paths = await apiManagement.list(`${path}/operations`);
  return paths.map((each) => each.slice(each.lastIndexOf('/') + 1));
}

/**
 * Imports the operations of an API that exists already, by one write of an OpenAPI document. An import deletes operations that
 * the document has not (docs: mapping, C1), so an API with operations of somebody else's is left alone.
 */
export const importOperations = defineStepKind<Payload, { readonly operationIds: readonly string[] }>({
  kind: 'import-operations',
  payload,
  capture: async ({ path }, { apiManagement }) => ({ operationIds: await operationsAt(path, apiManagement) }),
  async apply({ path, properties: document, operationIds }, { apiManagement }) {
    const there = await operationsAt(path, apiManagement);
    if (operationIds.every((id) => there.includes(id))) return DONE;
    const foreign = there.filter((id) => !operationIds.includes(id));
    if (foreign.length > 0) {
      const message = `${path} has operations that the plan does not know (${foreign.join(', ')}) and an import would delete: move them elsewhere`;
      throw new FailureError({ kind: 'conflict', code: 'FOREIGN-OPERATIONS', message, at: path });
    }
    const api = await apiManagement.read(path);
    if (api === undefined) {
      const message = `${path} is gone: it was made by an earlier step of the plan`;
      throw new FailureError({ kind: 'missing', code: 'API-GONE', message, at: path });
    }
    return progress(await apiManagement.write({ path, properties: document }, { kind: 'etag', etag: api.etag }));
  },
  proceed: async (operation, _payload, { apiManagement }) => progress(await apiManagement.continueWrite(operation)),
  compensate(step, was) {
    const { path, operationIds } = payload.parse(step.payload);
    const made = operationIds.filter((id) => !was.operationIds.includes(id));
    return undoOf(step, 'remove-operations', `remove the operations imported into ${path}`, {
      path,
      operationIds: made,
    });
  },
});

const removal = z.object({ path: z.string(), operationIds: z.array(z.string()) });

/** Takes away the operations that an import made; those that are gone already cost no write. */
export const removeOperations = defineStepKind<z.infer<typeof removal>, Record<string, never>>({
  kind: 'remove-operations',
  payload: removal,
  capture: () => Promise.resolve({}),
  async apply({ path, operationIds }, { apiManagement }) {
    const there = await operationsAt(path, apiManagement);
    for (const id of operationIds)
      if (there.includes(id)) await apiManagement.remove(`${path}/operations/${id}`, { kind: 'any' });
    return DONE;
  },
  proceed: () => Promise.resolve(DONE),
  compensate: () => ({ irreversible: 'an undo is not undone' }),
});
