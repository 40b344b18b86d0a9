import * as z from 'zod';
import { assertInScope, assertOwn, azureBody, azureProgress, beforeOf, type AzureBefore } from './azure-resource.ts';
import { defineStepKind, DONE } from './step-kind.ts';

const payload = z.object({ id: z.string(), apiVersion: z.string(), written: azureBody });

/** Takes away a resource that this run made, if it still is what the run made. */
export const removeAzureResource = defineStepKind<z.infer<typeof payload>, AzureBefore>({
  kind: 'remove-azure-resource',
  payload,
  capture: async ({ id, apiVersion }, { azureResources }) => beforeOf(await azureResources.read(id, apiVersion)),
  async apply({ id, apiVersion, written }, ports) {
    assertInScope(id, ports);
    const there = await ports.azureResources.read(id, apiVersion);
    if (there === undefined) return DONE;
    assertOwn(there, written, ports);
    return azureProgress(await ports.azureResources.remove(id, apiVersion, { kind: 'etag', etag: there.etag }));
  },
  proceed: async (operation, _payload, { azureResources }) =>
    azureProgress(await azureResources.continueWrite(operation)),
  compensate: () => ({ irreversible: 'an undo is not undone' }),
});
