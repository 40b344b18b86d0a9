import * as z from 'zod';
import {
  assertInScope,
  assertOwn,
  azureBody,
  azureProgress,
  beforeOf,
  isAsPlanned,
  type AzureBefore,
} from './azure-resource.ts';
import { defineStepKind, DONE } from './step-kind.ts';

const ANYTHING = { kind: 'any' } as const;
const payload = z.object({ id: z.string(), apiVersion: z.string(), written: azureBody, previous: azureBody });

/** Puts a resource back as the step found it, if it still is what this run made of it. */
export const restoreAzureResource = defineStepKind<z.infer<typeof payload>, AzureBefore>({
  kind: 'restore-azure-resource',
  payload,
  capture: async ({ id, apiVersion }, { azureResources }) => beforeOf(await azureResources.read(id, apiVersion)),
  async apply({ id, apiVersion, written, previous }, ports) {
    assertInScope(id, ports);
    const there = await ports.azureResources.read(id, apiVersion);
    if (there !== undefined && isAsPlanned(previous, there)) return DONE;
    if (there !== undefined) assertOwn(there, written, ports);
    // Nothing was there a moment ago, and no type tells more than another read would.
    const precondition = there === undefined ? ANYTHING : ({ kind: 'etag', etag: there.etag } as const);
    return azureProgress(await ports.azureResources.write({ id, apiVersion, body: previous }, precondition));
  },
  proceed: async (operation, _payload, { azureResources }) =>
    azureProgress(await azureResources.continueWrite(operation)),
  compensate: () => ({ irreversible: 'an undo is not undone' }),
});
