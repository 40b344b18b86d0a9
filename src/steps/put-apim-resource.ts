import * as z from 'zod';
import { withMark } from '../model/mark.ts';
import { FailureError } from '../model/outcome.ts';
import { isAsWritten } from '../policy/written.ts';
import type { ApimResourceRead } from '../ports/api-management.ts';
import { before, progress, properties, writeAsSeen, type ResourceBefore } from './apim-resource.ts';
import { defineStepKind, DONE, undoOf, type Progress, type StepPorts } from './step-kind.ts';

const payload = z.object({ path: z.string(), properties });
type Payload = z.infer<typeof payload>;

/**
 * Makes a resource of the API Management service what the plan says. What is so already costs no write. A policy is read back: an
 * API is opened only when all that guards it has landed (docs: architecture, Closed import).
 */
export const putApimResource = defineStepKind<Payload, ResourceBefore>({
  kind: 'put-apim-resource',
  payload,
  capture: async ({ path }, { apiManagement }) => before(await apiManagement.read(path)),
  async apply(step, ports) {
    const { path, properties: wanted } = step;
    const { apiManagement, runId } = ports;
    const isThere = (read: ApimResourceRead | undefined): boolean =>
      read !== undefined && isAsWritten(wanted, read.properties);
    const there = await apiManagement.read(path);
    if (isThere(there)) return DONE;
    const precondition =
      there === undefined ? ({ kind: 'absent' } as const) : ({ kind: 'etag', etag: there.etag } as const);
    const resource = { path, properties: withMark(path, wanted, runId) };
    const write = () => apiManagement.write(resource, precondition);
    return readBack(await writeAsSeen(write, async () => isThere(await apiManagement.read(path))), step, ports);
  },
  proceed: async (operation, step, ports) =>
    readBack(progress(await ports.apiManagement.continueWrite(operation)), step, ports),
  compensate(step, was) {
    const { path, properties: written } = payload.parse(step.payload);
    return was.existed
      ? undoOf(step, 'restore-apim-resource', `put ${path} back as it was`, { path, written, previous: was.properties })
      : undoOf(step, 'remove-apim-resource', `remove ${path}`, { path, written });
  },
});

const isPolicy = (path: string): boolean => path.endsWith('/policies/policy') || path.startsWith('policyFragments/');

/** @throws FailureError `conflict` when a policy that the service took does not stand there as it was sent. */
async function readBack(
  made: Progress,
  { path, properties: wanted }: Payload,
  { apiManagement }: StepPorts,
): Promise<Progress> {
  if (made.state !== 'done' || !isPolicy(path)) return made;
  const there = await apiManagement.read(path);
  if (there !== undefined && isAsWritten(wanted, there.properties)) return made;
  const message = `${path} was written and does not stand at the service as it was sent: somebody else writes to it, or the service changed it; look at it there, then retry`;
  throw new FailureError({ kind: 'conflict', code: 'NOT-AS-WRITTEN', message, at: path });
}
