import * as z from 'zod';
import { FailureError } from '../model/outcome.ts';
import {
  assertInScope,
  azureBody,
  azureProgress,
  beforeOf,
  isAsPlanned,
  tagged,
  type AzureBefore,
} from './azure-resource.ts';
import { defineStepKind, DONE, undoOf } from './step-kind.ts';

const ANYTHING = { kind: 'any' } as const;
const payload = z.object({
  id: z.string(),
  apiVersion: z.string(),
  body: azureBody,
  /** What an earlier step of the plan made of it: the only content that this one may take the place of. */
  replaces: azureBody.optional(),
  /** Whatever is there already stays as it is: an entry that others, or an earlier run, know more about. */
  keeps: z.boolean().optional(),
});

/**
 * Makes a resource beside the API Management service what the plan says. What is so already costs no write, whoever made it; what
 * somebody made otherwise is left alone.
 */
export const putAzureResource = defineStepKind<z.infer<typeof payload>, AzureBefore>({
  kind: 'put-azure-resource',
  payload,
  async isDone({ id, apiVersion, body, keeps = false }, { azureResources }) {
    const there = await azureResources.read(id, apiVersion);
    return there !== undefined && (keeps || isAsPlanned(body, there));
  },
  capture: async ({ id, apiVersion }, { azureResources }) => beforeOf(await azureResources.read(id, apiVersion)),
  async apply({ id, apiVersion, body, replaces, keeps = false }, ports) {
    assertInScope(id, ports);
    const there = await ports.azureResources.read(id, apiVersion);
    if (there !== undefined && (keeps || isAsPlanned(body, there))) return DONE;
    if (there !== undefined && (replaces === undefined || !isAsPlanned(replaces, there))) throw taken(id);
    // Nothing was there a moment ago, and no type tells more than another read would.
    const precondition = there === undefined ? ANYTHING : ({ kind: 'etag', etag: there.etag } as const);
    return azureProgress(await ports.azureResources.write({ id, apiVersion, body: tagged(body, ports) }, precondition));
  },
  proceed: async (operation, _payload, { azureResources }) =>
    azureProgress(await azureResources.continueWrite(operation)),
  compensate(step, was) {
    const { id, apiVersion, body: written } = payload.parse(step.payload);
    return was.existed
      ? undoOf(step, 'restore-azure-resource', `put ${id} back as it was`, {
          id,
          apiVersion,
          written,
          previous: was.body,
        })
      : undoOf(step, 'remove-azure-resource', `remove ${id}`, { id, apiVersion, written });
  },
});

function taken(id: string): FailureError {
  const message = `${id} is there and is not as planned: look at it, then rename, change or delete it by hand`;
  return new FailureError({ kind: 'conflict', code: 'RESOURCE-NAME-TAKEN', message, at: id });
}
