import { activities } from '../src/contracts/activities.ts';
import { defineActivity, settled } from './define-activity.ts';

export const commitWave = defineActivity(activities.commitWave, ({ runId, wave }, world) =>
  settled(async () => {
    const runs = await world.runs();
    for (const row of await runs.compensations(runId))
      if (row.wave === wave && (row.status === 'recorded' || row.status === 'applied'))
        await runs.setCompensationStatus(runId, row.stepId, 'committed');
    return { committed: true as const };
  }),
);
