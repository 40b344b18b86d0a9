import { activities } from '../src/contracts/activities.ts';
import type { StepPhase } from '../src/model/plan.ts';
import { defineActivity } from './define-activity.ts';

/** Phases whose steps change DNS: their undos bring callers back, so they are run before everything else. */
const OF_NAMES: readonly StepPhase[] = ['arming', 'cutting-over'];

/** Units (host names) whose records the run changed and that are not yet as they were. */
export const listMovedNames = defineActivity(activities.listMovedNames, async ({ runId }, world) => {
  const rows = await (await world.runs()).compensations(runId);
  const moved = rows.filter(({ status, undo }) => {
    if (status !== 'recorded' && status !== 'applied') return false;
    if ('irreversible' in undo) return false;
    return OF_NAMES.includes('step' in undo ? undo.step.place.phase : undo.phase);
  });
  return { units: [...new Set(moved.map(({ unit }) => unit))] };
});
