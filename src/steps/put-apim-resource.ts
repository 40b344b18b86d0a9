import * as z from 'zod';
import { before, progress, properties, type ResourceBefore } from './apim-resource.ts';
import { defineStepKind, DONE, undoOf } from './step-kind.ts';
import { isAsWritten } from './written.ts';

const payload = z.object({ path: z.string(), properties });

/** Makes a resource of the API Management service what the plan says. What is so already costs no write. */
export const putApimResource = defineStepKind<z.infer<typeof payload>, ResourceBefore>({
  kind: 'put-apim-resource',
  payload,
  capture: async ({ path }, { apiManagement }) => before(await apiManagement.read(path)),
  async apply({ path, properties: wanted }, { apiManagement }) {
    const there = await apiManagement.read(path);
    if (there !== undefined && isAsWritten(wanted, there.properties)) return DONE;
    const precondition =
      there === undefined ? ({ kind: 'absent' } as const) : ({ kind: 'etag', etag: there.etag } as const);
    return progress(await apiManagement.write({ path, properties: wanted }, precondition));
  },
  proceed: async (operation, _payload, { apiManagement }) => progress(await apiManagement.continueWrite(operation)),
  compensate(step, was) {
    const { path, properties: written } = payload.parse(step.payload);
    return was.existed
      ? undoOf(step, 'restore-apim-resource', `put ${path} back as it was`, { path, written, previous: was.properties })
      : undoOf(step, 'remove-apim-resource', `remove ${path}`, { path, written });
  },
});
