import { activities } from '../src/contracts/activities.ts';
import { defineActivity } from './define-activity.ts';
import { indexOf } from './plan-index.ts';
import { planOf } from './run-record.ts';

/** More ids than these are too long for a history; whoever has run them asks again. */
const MOST = 50;

/** What is still to be undone, last recorded first. A step that is only recorded counts: it may have happened. */
export const listUndos = defineActivity(activities.listUndos, async ({ runId, unit, planDigest }, world) => {
  const rows = await (await world.runs()).compensations(runId);
  const plan = planDigest === undefined ? undefined : indexOf(await planOf(runId, planDigest, world));
  const open = rows.filter(
    (row) =>
      (row.status === 'recorded' || row.status === 'applied') &&
      (unit === undefined || row.unit === unit) &&
      (plan === undefined || plan.step(row.stepId) !== undefined),
  );
  return {
    stepIds: open
      .slice(-MOST)
      .toReversed()
      .map((row) => row.stepId),
  };
});
