import { activities } from '../src/contracts/activities.ts';
import { defineActivity } from './define-activity.ts';
import { updateRun } from './run-record.ts';

/** Shows the state in the run's row and the audit log, and takes the command that waits there. Running it again changes nothing more. */
export const enterState = defineActivity(activities.enterState, async ({ runId, state, detail }, world) => {
  const at = world.now().toISOString();
  const was = await updateRun(runId, world, ({ command: _taken, ...row }) => ({
    ...row,
    state,
    updatedAt: at,
    // What is true in this state only: it goes when the state does.
    detail: { ...row.detail, now: detail },
  }));
  if (was.state !== state)
    await (await world.runs()).appendAudit(runId, { at, who: 'crossgate', what: `state ${state}`, detail });
  return was.command === undefined ? {} : { command: was.command.kind };
});
