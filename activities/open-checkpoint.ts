import { activities } from '../src/contracts/activities.ts';
import { approvalOf } from '../src/model/run.ts';
import type { CheckpointRow } from '../src/ports/run-store.ts';
import { defineActivity } from './define-activity.ts';
import { requestOf, updateCheckpoint } from './run-record.ts';

/**
 * Opens a checkpoint for decisions: people decide on this plan and this evidence, until it expires. Running it again keeps one
 * that is open; one that expired or was voided, or was about another plan, opens anew, without the decisions that were made before.
 */
export const openCheckpoint = defineActivity(
  activities.openCheckpoint,
  async ({ runId, planDigest, checkpointId, evidenceDigest }, world) => {
    const request = await requestOf(runId, world);
    const runs = await world.runs();
    const now = world.now();
    const { approvers, quorum, expiresIn } = approvalOf(request, checkpointId);
    const row: CheckpointRow = {
      runId,
      id: checkpointId,
      nonce: world.randomId(),
      planDigest,
      evidenceDigest,
      openedAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + expiresIn * 1000).toISOString(),
      quorum,
      requester: (await runs.run(runId))?.value.requester ?? '',
      approvers,
      decisions: [],
    };
    if (await runs.insertCheckpoint(row)) return { expiresAt: row.expiresAt };
    const { expiresAt } = await updateCheckpoint(runId, checkpointId, world, (found) =>
      holds(found, row) ? found : row,
    );
    return { expiresAt };
  },
);

/** The same question, asked already: after a crash the decisions that were made meanwhile count. Nothing answers another question. */
function holds(found: CheckpointRow, { planDigest, evidenceDigest }: CheckpointRow): boolean {
  const isSame = found.planDigest === planDigest && found.evidenceDigest === evidenceDigest;
  return found.closed === 'rejected' || (isSame && (found.closed === undefined || found.closed === 'approved'));
}
