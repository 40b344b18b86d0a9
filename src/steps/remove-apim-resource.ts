import * as z from 'zod';
import { assertOurs, before, progress, properties, type ResourceBefore } from './apim-resource.ts';
import { defineStepKind, DONE } from './step-kind.ts';

const payload = z.object({ path: z.string(), written: properties });

/** Takes away a resource that a run made, if it still is what the run made. */
export const removeApimResource = defineStepKind<z.infer<typeof payload>, ResourceBefore>({
  kind: 'remove-apim-resource',
  payload,
  capture: async ({ path }, { apiManagement }) => before(await apiManagement.read(path)),
  async apply({ path, written }, { apiManagement }) {
    const there = await apiManagement.read(path);
    if (there === undefined) return DONE;
    assertOurs(path, there, written);
    return progress(await apiManagement.remove(path, { kind: 'etag', etag: there.etag }));
  },
  proceed: async (operation, _payload, { apiManagement }) => progress(await apiManagement.continueWrite(operation)),
  compensate: () => ({ irreversible: 'an undo is not undone' }),
});
