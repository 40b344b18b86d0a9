import * as z from 'zod';
import { waiterOf, WAKE } from '../contracts/orchestrations.ts';
import { FailureError } from '../model/outcome.ts';
import type { CheckpointRow, RunRow } from '../ports/run-store.ts';
import type { World } from '../ports/world.ts';
import { defineTrigger } from './define-trigger.ts';
import type { Identity } from './identity.ts';
import { jsonBody } from './json-body.ts';
import { notFound, ProblemError } from './problem.ts';
import { whyNot, type Decision } from './why-not.ts';

const decisionBody = z.strictObject({
  decision: z.enum(['approve', 'reject']),
  comment: z.string().max(2000).default('').describe('kept with the decision and in the audit log'),
  planDigest: z.string().optional().describe('the plan that the decision was made for; refused when it is another'),
  evidenceDigest: z.string().optional().describe('the evidence that the decision was made on; likewise'),
  decisions: z
    .record(z.string(), z.string())
    .optional()
    .describe('refused: options of findings are part of the plan, and the plan is what is approved'),
});

const decided = z.object({
  runId: z.string(),
  checkpointId: z.string(),
  decision: z.enum(['approve', 'reject']),
  by: z.string(),
  approvals: z.number().int(),
  quorum: z.number().int(),
});

/** The callback of an approval: the row in the store is the decision, the event only wakes who waits for it. */
export const decideCheckpoint = defineTrigger({
  name: 'decide-checkpoint',
  route: 'api/runs/{runId}/checkpoints/{checkpointId}/decision',
  methods: ['POST'],
  roles: ['approver'],
  describe: {
    summary: 'Approves or rejects an open checkpoint. The same decision again changes nothing.',
    body: decisionBody,
    answers: { 200: { description: 'The decision is recorded.', schema: decided } },
    problems: {
      403: ['self-approval', 'not-an-approver'],
      409: [
        'checkpoint-closed',
        'checkpoint-late',
        'already-decided',
        'run-ended',
        'plan-changed',
        'evidence-changed',
        'decisions-change-the-plan',
      ],
    },
  },
  async handler({ request, who, world, client }) {
    const runId = request.params['runId'] as string;
    const checkpointId = request.params['checkpointId'] as string;
    const asked = await jsonBody(request, decisionBody);
    const { decisions, quorum } = await record({ runId, checkpointId, asked, who }, world);
    await client.raiseEvent(waiterOf(runId), WAKE, {}).catch(() => undefined); // a poke; the waiter also looks by itself
    const approvals = decisions.filter(({ decision }) => decision === 'approve').length;
    return { status: 200, jsonBody: { runId, checkpointId, decision: asked.decision, by: who.id, approvals, quorum } };
  },
});

interface Deciding {
  readonly runId: string;
  readonly checkpointId: string;
  readonly asked: Decision & { readonly comment: string };
  readonly who: Identity;
}

/** Adds the decision to the checkpoint's row, unless it may not be made; gives the row as it is then. */
async function record({ runId, checkpointId, asked, who }: Deciding, world: World): Promise<CheckpointRow> {
  const runs = await world.runs();
  for (;;) {
    const run: RunRow | undefined = (await runs.run(runId))?.value;
    const found = await runs.checkpoint(runId, checkpointId);
    if (run === undefined || found === undefined) throw new ProblemError(notFound());
    const at = world.now().toISOString();
    const refused = whyNot({ run, checkpoint: found.value, who, asked, now: at });
    if (refused !== undefined) throw new ProblemError(refused);
    if (found.value.decisions.some(({ by }) => by === who.id)) return found.value; // the same decision again: a double click
    const { decision, comment } = asked;
    const row = { ...found.value, decisions: [...found.value.decisions, { by: who.id, decision, comment, at }] };
    try {
      await runs.replaceCheckpoint(row, found.etag);
      await runs.appendAudit(runId, { at, who: who.id, what: `${decision} ${checkpointId}`, detail: { comment } });
      return row;
    } catch (error) {
      // Two approvers at once: the second one reads again and adds to what the first one wrote.
      if (!(error instanceof FailureError) || error.failure.kind !== 'conflict') throw error;
    }
  }
}
