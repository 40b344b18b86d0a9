import * as z from 'zod';
import { withMark } from '../model/mark.ts';
import { FailureError } from '../model/outcome.ts';
import { isAsWritten } from '../policy/written.ts';
import type { ApiManagement } from '../ports/api-management.ts';
import { progress, properties, writeAsSeen } from './apim-resource.ts';
import { defineStepKind, DONE, undoOf, type Progress } from './step-kind.ts';

const payload = z.object({
  /** Path of the API, such as `apis/orders-prod`. */
  path: z.string(),
  /** Of the API, with `format` and `value`: the whole document that is imported. */
  properties,
  operationIds: z.array(z.string()),
  /** What refuses all callers meanwhile: it stands before the import, and must stand after it. */
  guard: z.object({ path: z.string(), properties }),
  /** Where a run imported into the API before: what it sent, and the operations of runs, which this import may take away. */
  previous: z.object({ properties, operationIds: z.array(z.string()), replaces: z.array(z.string()) }).optional(),
});
type Payload = z.infer<typeof payload>;

/** Ids of the operations that an API has; none for an API that is not there. */
async function operationsAt(path: string, apiManagement: ApiManagement): Promise<readonly string[]> {
  const operations = await apiManagement.list(`${path}/operations`);
  return operations.map((each) => each.path.slice(each.path.lastIndexOf('/') + 1));
}

/**
 * Imports the operations of an API that exists already, by one write of an OpenAPI document. An import deletes operations that
 * the document has not (docs: mapping, C1), so an API with operations of somebody else's is left alone.
 */
export const importOperations = defineStepKind<Payload, { readonly operationIds: readonly string[] }>({
  kind: 'import-operations',
  payload,
  capture: async ({ path }, { apiManagement }) => ({ operationIds: await operationsAt(path, apiManagement) }),
  async apply(step, { apiManagement, runId }) {
    const { path, properties: document, operationIds, previous } = step;
    const there = await operationsAt(path, apiManagement);
    // What a document changes of an operation shows nowhere: one that replaces another is imported again, which changes nothing.
    if (previous === undefined && operationIds.every((id) => there.includes(id))) return DONE;
    const foreign = there.filter((id) => !operationIds.includes(id) && previous?.replaces.includes(id) !== true);
    if (foreign.length > 0) {
      const message = `${path} has operations that the plan does not know (${foreign.join(', ')}) and an import would delete: move them elsewhere`;
      throw new FailureError({ kind: 'conflict', code: 'FOREIGN-OPERATIONS', message, at: path });
    }
    const api = await apiManagement.read(path);
    if (api === undefined) {
      const message = `${path} is gone: it was made by an earlier step of the plan`;
      throw new FailureError({ kind: 'missing', code: 'API-GONE', message, at: path });
    }
    const resource = { path, properties: withMark(path, document, runId) };
    const isImported = async (): Promise<boolean> => {
      const now = await operationsAt(path, apiManagement);
      return previous === undefined && operationIds.every((id) => now.includes(id));
    };
    const write = () => apiManagement.write(resource, { kind: 'etag', etag: api.etag });
    const made = await writeAsSeen(write, isImported);
    return readBack(made, step, apiManagement);
  },
  proceed: async (operation, step, { apiManagement }) =>
    readBack(progress(await apiManagement.continueWrite(operation)), step, apiManagement),
  compensate(step, was) {
    const { path, operationIds, guard, previous } = payload.parse(step.payload);
    if (previous !== undefined) {
      const { properties: before, operationIds: ids, replaces } = previous;
      const current = { properties: before, operationIds: ids, replaces: [...replaces, ...operationIds] };
      const summary = `import what ${path} had before`;
      return undoOf(step, 'import-operations', summary, {
        path,
        properties: before,
        operationIds: ids,
        guard,
        previous: current,
      });
    }
    const made = operationIds.filter((id) => !was.operationIds.includes(id));
    return undoOf(step, 'remove-operations', `remove the operations imported into ${path}`, {
      path,
      operationIds: made,
    });
  },
});

/**
 * Whether an import that has ended left what it should: all operations, and the guard. That an import keeps the policy of the API is
 * an assumption (docs: architecture, Closed import), so it is looked at each time.
 * @throws FailureError `conflict`
 */
async function readBack(
  made: Progress,
  { path, operationIds, guard }: Payload,
  apiManagement: ApiManagement,
): Promise<Progress> {
  if (made.state !== 'done') return made;
  const policy = await apiManagement.read(guard.path);
  if (policy === undefined || !isAsWritten(guard.properties, policy.properties)) {
    const message = `${path} does not refuse its callers after the import of its operations: the import took its policy away, or somebody else wrote to it`;
    throw new FailureError({ kind: 'conflict', code: 'GUARD-GONE', message, at: guard.path });
  }
  const there = await operationsAt(path, apiManagement);
  const missing = operationIds.filter((id) => !there.includes(id));
  if (missing.length === 0) return made;
  const message = `${path} has not all operations after their import: ${missing.join(', ')} are missing`;
  throw new FailureError({ kind: 'conflict', code: 'NOT-AS-WRITTEN', message, at: path });
}

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
