import { activities, type StepUnit } from '../src/contracts/activities.ts';
import { defineActivity } from './define-activity.ts';
import { planOf } from './run-record.ts';

/** The steps of one wave and phase by unit, in the plan's order. */
export const selectSteps = defineActivity(activities.selectSteps, async ({ runId, planDigest, wave, phase }, world) => {
  const plan = await planOf(runId, planDigest, world);
  const units = new Map<string, string[]>();
  for (const { id, place } of plan.steps) {
    if (place.wave !== wave || place.phase !== phase) continue;
    const ids = units.get(place.unit) ?? [];
    ids.push(id);
    units.set(place.unit, ids);
  }
  return { units: [...units].map(([unit, stepIds]): StepUnit => ({ unit, stepIds })) };
});
