import { activities } from '../src/contracts/activities.ts';
import { defineActivity } from './define-activity.ts';
import { indexOf } from './plan-index.ts';
import { planOf } from './run-record.ts';

/** Units of one wave and phase in the plan's order, some of them: a thousand names are too long for a history. */
export const selectUnits = defineActivity(
  activities.selectUnits,
  async ({ runId, planDigest, wave, phase, first, every, count, heldBack }, world) => {
    const left =
      heldBack === undefined ? [] : await (await world.artifacts()).getJson<readonly string[]>(runId, heldBack);
    const isHeldBack = new Set(left);
    const all = indexOf(await planOf(runId, planDigest, world)).units(wave, phase);
    const units = all.filter((unit) => !isHeldBack.has(unit));
    const mine = units.filter((_, index) => index >= first && (index - first) % every === 0);
    return { units: mine.slice(0, count), total: units.length };
  },
);
