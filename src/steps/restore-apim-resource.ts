import * as z from 'zod';
import {
  assertOurs,
  before,
  isAsItWas,
  progress,
  writeAsSeen,
  properties,
  type ResourceBefore,
} from './apim-resource.ts';
import { defineStepKind, DONE } from './step-kind.ts';

const payload = z.object({ path: z.string(), written: properties, previous: properties });

/** Puts a resource back as a run found it, if it still is what the run made of it. */
export const restoreApimResource = defineStepKind<z.infer<typeof payload>, ResourceBefore>({
  kind: 'restore-apim-resource',
  payload,
  capture: async ({ path }, { apiManagement }) => before(await apiManagement.read(path)),
  async apply({ path, written, previous }, { apiManagement }) {
    const there = await apiManagement.read(path);
    if (there !== undefined && isAsItWas(previous, there)) return DONE;
    if (there !== undefined) assertOurs(path, there, written);
    const precondition =
      there === undefined ? ({ kind: 'absent' } as const) : ({ kind: 'etag', etag: there.etag } as const);
    return writeAsSeen(
      () => apiManagement.write({ path, properties: previous }, precondition),
      async () => {
        const now = await apiManagement.read(path);
        return now !== undefined && isAsItWas(previous, now);
      },
    );
  },
  proceed: async (operation, _payload, { apiManagement }) => progress(await apiManagement.continueWrite(operation)),
  compensate: () => ({ irreversible: 'an undo is not undone' }),
});
