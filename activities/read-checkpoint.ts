import { activities } from '../src/contracts/activities.ts';
import type { CheckpointRow } from '../src/ports/run-store.ts';
import { defineActivity } from './define-activity.ts';
import { updateCheckpoint } from './run-record.ts';

/**
 * Counts the decisions of a checkpoint and closes it when they suffice, or when its time is over. Closing is a
 * compare-and-swap: a decision that comes at the same moment is counted or refused as late, never lost.
 */
export const readCheckpoint = defineActivity(activities.readCheckpoint, async ({ runId, checkpointId }, world) => {
  const now = world.now().toISOString();
  const { closed } = await updateCheckpoint(runId, checkpointId, world, (row) => {
    const result = resultOf(row, now);
    return row.closed !== undefined || result === undefined ? row : { ...row, closed: result };
  });
  return closed === undefined ? {} : { closed };
});

/** One rejection suffices; approvals must be as many as the quorum; time alone never approves. */
function resultOf({ decisions, quorum, expiresAt }: CheckpointRow, now: string): CheckpointRow['closed'] {
  if (decisions.some(({ decision }) => decision === 'reject')) return 'rejected';
  if (decisions.length >= quorum) return 'approved';
  return now >= expiresAt ? 'expired' : undefined;
}
