import { activities } from '../src/contracts/activities.ts';
import { bindStep } from '../src/steps/registry.ts';
import { defineActivity, settled } from './define-activity.ts';
import { stepOf } from './run-record.ts';
import { stepPorts } from './step-ports.ts';

/**
 * Captures what is there, records the undo, then makes the change. A second run after a crash finds the record and does not
 * capture again: what it would see might be half of its own change.
 */
export const applyStep = defineActivity(activities.applyStep, ({ runId, planDigest, stepId }, world) =>
  settled(async () => {
    const runs = await world.runs();
    const wanted = (await runs.run(runId))?.value.command?.kind;
    if (wanted === 'cancel' || wanted === 'rollback' || wanted === 'pause') return { state: 'interrupted' as const };
    const step = await stepOf(runId, planDigest, stepId, world);
    const bound = bindStep(step);
    const ports = await stepPorts(runId, world);
    const recorded = await runs.compensation(runId, stepId);
    // Undone and tried again: from now on there is something to undo once more, and what was there before is known.
    if (recorded?.status === 'undone') await runs.setCompensationStatus(runId, stepId, 'recorded');
    if (recorded === undefined) {
      const { wave, unit } = step.place;
      const undo = bound.compensate(await bound.capture(ports));
      await runs.recordCompensation({ runId, stepId, wave, unit, undo, status: 'recorded' });
    }
    const progress = await bound.apply(ports);
    if (progress.state === 'done') await runs.setCompensationStatus(runId, stepId, 'applied');
    return progress;
  }),
);
