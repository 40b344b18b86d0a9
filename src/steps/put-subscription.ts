import * as z from 'zod';
import { before, progress, properties, writeAsSeen, type ResourceBefore } from './apim-resource.ts';
import { defineStepKind, DONE, undoOf } from './step-kind.ts';
import { isAsWritten } from '../policy/written.ts';

const payload = z.object({
  /** Path of the subscription, such as `subscriptions/k1-gold`. */
  path: z.string(),
  /** All but the key: the key is a secret and is read when the step is applied. */
  properties,
  keyId: z.string(),
  /** Index into the run's sources: the account and region that holds the key. */
  scope: z.number().int(),
});

/**
 * Makes a subscription that takes the same key as the API key it stands for. The value is never returned, kept or logged. A
 * subscription that is there as planned is ours by its id, and keeps the key that it was made with.
 */
export const putSubscription = defineStepKind<z.infer<typeof payload>, ResourceBefore>({
  kind: 'put-subscription',
  payload,
  capture: async ({ path }, { apiManagement }) => before(await apiManagement.read(path)),
  async apply({ path, properties: wanted, keyId, scope }, ports) {
    const { apiManagement, source } = ports;
    const there = await apiManagement.read(path);
    if (there !== undefined && isAsWritten(wanted, there.properties)) return DONE;
    const primaryKey = await source.apiKeyValue(ports.scope(scope), keyId);
    const precondition =
      there === undefined ? ({ kind: 'absent' } as const) : ({ kind: 'etag', etag: there.etag } as const);
    const resource = { path, properties: { ...wanted, primaryKey } };
    return writeAsSeen(
      () => apiManagement.write(resource, precondition),
      async () => isAsWritten(wanted, (await apiManagement.read(path))?.properties),
    );
  },
  proceed: async (operation, _payload, { apiManagement }) => progress(await apiManagement.continueWrite(operation)),
  compensate(step, was) {
    const { path, properties: written } = payload.parse(step.payload);
    return was.existed
      ? undoOf(step, 'restore-apim-resource', `put ${path} back as it was`, { path, written, previous: was.properties })
      : undoOf(step, 'remove-apim-resource', `remove ${path}`, { path, written });
  },
});
