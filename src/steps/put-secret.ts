import * as z from 'zod';
import { FailureError } from '../model/outcome.ts';
import { defineStepKind, DONE, undoOf, type Progress, type StepPorts } from './step-kind.ts';

/** What a vault takes as a name (contract 7.5). */
const name = z.string().regex(/^[0-9a-zA-Z-]{1,127}$/);

const payload = z.object({
  /** In the vault. */
  name,
  /** Where the value is read when the step is applied; it is nowhere else. */
  value: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('api-key'),
      keyId: z.string(),
      /** Index into the run's sources: the account and region that holds the key. */
      scope: z.number().int(),
    }),
  ]),
});
type Payload = z.infer<typeof payload>;

/** Whether a secret stood under the name. One in deletion counts as none, and is deleted again by the undo. */
interface SecretBefore {
  readonly existed: boolean;
}

/** Marks what a run made, so that its undo takes away nothing else. */
const tagsOf = (ports: Pick<StepPorts, 'runId'>): Readonly<Record<string, string>> => ({
  'crossgate-run': ports.runId,
});

const RECOVERING: Progress = { state: 'running', operation: 'recovering' };

/**
 * Makes a secret of the vault hold a value of the source. The value is read and written within one call, and is never returned, kept
 * or logged. A secret that holds it already costs no write, whoever made it. One that holds another value is written over only if
 * this run made it: API Management and others read secrets without a version, so that a new version of somebody's secret changes what
 * they serve at once, and a vault cannot take one version back.
 */
export const putSecret = defineStepKind<Payload, SecretBefore>({
  kind: 'put-secret',
  payload,
  isDone: async (step, ports) =>
    (await ports.secretVault.get(step.name)) !== undefined &&
    (await ports.secretVault.holds(step.name, await valueOf(step, ports))),
  capture: async (step, { secretVault }) => ({ existed: (await secretVault.get(step.name)) !== undefined }),
  async apply(step, ports) {
    const there = await ports.secretVault.get(step.name);
    if (there === undefined && (await ports.secretVault.isDeleted(step.name))) {
      await ports.secretVault.recover(step.name);
      return RECOVERING;
    }
    return there === undefined ? write(step, ports) : writeOver(step, there.tags, ports);
  },
  /** What a recovery brings back is old and was nobody's while it was deleted, so that it is written over. */
  async proceed(_operation, step, ports) {
    return (await ports.secretVault.get(step.name)) === undefined ? RECOVERING : write(step, ports);
  },
  compensate(step, was) {
    const { name: made } = payload.parse(step.payload);
    const summary = was.existed ? `leave the secret ${made} as it is` : `remove the secret ${made} from the vault`;
    return undoOf(step, 'remove-secret', summary, { name: made, existed: was.existed });
  },
});

const valueOf = ({ value: { keyId, scope } }: Payload, ports: StepPorts): Promise<string> =>
  ports.source.apiKeyValue(ports.scope(scope), keyId);

async function write(step: Payload, ports: StepPorts): Promise<Progress> {
  await ports.secretVault.set(step.name, await valueOf(step, ports), tagsOf(ports));
  return DONE;
}

async function writeOver(step: Payload, tags: Readonly<Record<string, string>>, ports: StepPorts): Promise<Progress> {
  const value = await valueOf(step, ports);
  if (await ports.secretVault.holds(step.name, value)) return DONE;
  if (tags['crossgate-run'] !== ports.runId) {
    const message = `the vault holds a secret ${step.name} of another value that this run did not put there: look at it, then rename or delete it`;
    throw new FailureError({ kind: 'conflict', code: 'SECRET-NAME-TAKEN', message, at: step.name });
  }
  await ports.secretVault.set(step.name, value, tagsOf(ports));
  return DONE;
}

const removal = z.object({ name, existed: z.boolean() });

/**
 * Deletes a secret that a run made, for no more than the vault's soft deletion: it can be recovered. One that was there before the run
 * was not written over, so that there is nothing to take back, and its versions are its owner's.
 */
export const removeSecret = defineStepKind<z.infer<typeof removal>, Record<string, never>>({
  kind: 'remove-secret',
  payload: removal,
  capture: () => Promise.resolve({}),
  async apply(step, ports) {
    if (!step.existed) await ports.secretVault.remove(step.name, tagsOf(ports));
    return DONE;
  },
  proceed: () => Promise.resolve(DONE),
  compensate: () => ({ irreversible: 'an undo is not undone' }),
});
