import { activities, type StepUnit } from '../src/contracts/activities.ts';
import { STEP_PHASES, type StepPhase } from '../src/model/plan.ts';
import { defineActivity } from './define-activity.ts';
import { planOf } from './run-record.ts';

/**
 * The steps of one wave and phase by unit, in the plan's order. A unit that failed was undone as a whole: when its phase is tried
 * again, its steps of earlier phases come along.
 */
export const selectSteps = defineActivity(activities.selectSteps, async ({ runId, planDigest, wave, phase }, world) => {
  const plan = await planOf(runId, planDigest, world);
  const rows = await (await world.runs()).compensations(runId);
  const undone = new Set(rows.filter(({ status }) => status === 'undone').map(({ stepId }) => stepId));
  const isEarlier = (other: StepPhase): boolean => STEP_PHASES.indexOf(other) < STEP_PHASES.indexOf(phase);
  const units = new Map<string, string[]>();
  for (const { id, place } of plan.steps) {
    const isDue = place.phase === phase || (isEarlier(place.phase) && undone.has(id));
    if (place.wave !== wave || !isDue) continue;
    const ids = units.get(place.unit) ?? [];
    ids.push(id);
    units.set(place.unit, ids);
  }
  return { units: [...units].map(([unit, stepIds]): StepUnit => ({ unit, stepIds })) };
});
