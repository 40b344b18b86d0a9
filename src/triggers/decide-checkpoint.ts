import * as z from 'zod';
import { waiterOf, WAKE } from '../contracts/orchestrations.ts';
import { FailureError } from '../model/outcome.ts';
import type { CheckpointRow } from '../ports/run-store.ts';
import { defineTrigger } from './define-trigger.ts';
import type { Identity } from './identity.ts';
import { jsonBody } from './json-body.ts';
import { notFound, ProblemError, type Problem } from './problem.ts';

const body = z.strictObject({ decision: z.enum(['approve', 'reject']), comment: z.string().max(2000).default('') });

const conflict = (code: string, detail: string): Problem => ({
  status: 409,
  code,
  title: 'The checkpoint is not open for this',
  detail,
});
const forbidden = (code: string, detail: string): Problem => ({
  status: 403,
  code,
  title: 'Not for you to decide',
  detail,
});

/** The callback of an approval: the row in the store is the decision, the event only wakes who waits for it. */
export const decideCheckpoint = defineTrigger({
  name: 'decide-checkpoint',
  route: 'api/runs/{runId}/checkpoints/{checkpointId}/decision',
  methods: ['POST'],
  roles: ['approver'],
  async handler({ request, who, world, client }) {
    const runId = request.params['runId'] as string;
    const checkpointId = request.params['checkpointId'] as string;
    const { decision, comment } = await jsonBody(request, body);
    const runs = await world.runs();
    for (;;) {
      const found = await runs.checkpoint(runId, checkpointId);
      if (found === undefined) throw new ProblemError(notFound());
      const at = world.now().toISOString();
      const refused = whyNot(found.value, who, decision, at);
      if (refused !== undefined) throw new ProblemError(refused);
      if (found.value.decisions.some(({ by }) => by === who.id)) break; // the same decision again: a double click
      const decisions = [...found.value.decisions, { by: who.id, decision, comment, at }];
      try {
        await runs.replaceCheckpoint({ ...found.value, decisions }, found.etag);
        await runs.appendAudit(runId, { at, who: who.id, what: `${decision} ${checkpointId}`, detail: { comment } });
        break;
      } catch (error) {
        // Two approvers at once: the second one reads again and adds to what the first one wrote.
        if (!(error instanceof FailureError) || error.failure.kind !== 'conflict') throw error;
      }
    }
    await client.raiseEvent(waiterOf(runId), WAKE, {}).catch(() => undefined); // a poke; the waiter also looks by itself
    return { status: 200, jsonBody: { runId, checkpointId, decision, by: who.id } };
  },
});

/** Why a person may not make this decision now; undefined when they may. */
export function whyNot(
  row: CheckpointRow,
  who: Identity,
  decision: 'approve' | 'reject',
  now: string,
): Problem | undefined {
  if (row.closed !== undefined) return conflict('checkpoint-closed', `Checkpoint ${row.id} is ${row.closed} already.`);
  if (now >= row.expiresAt)
    return conflict(
      'checkpoint-late',
      `Checkpoint ${row.id} expired at ${row.expiresAt}; retry the run to open it again.`,
    );
  if (row.approvers.length > 0 && !row.approvers.includes(who.id) && !row.approvers.includes(who.name))
    return forbidden('not-an-approver', `Only ${row.approvers.join(', ')} may decide ${row.id}.`);
  if (decision === 'approve' && (row.requester === who.id || row.requester === who.name))
    return forbidden('self-approval', 'Whoever requested the run cannot approve it: ask another approver.');
  const earlier = row.decisions.find(({ by }) => by === who.id);
  if (earlier !== undefined && earlier.decision !== decision)
    return conflict('already-decided', `${who.name} decided ${earlier.decision} at ${earlier.at}; a decision stands.`);
  return undefined;
}
