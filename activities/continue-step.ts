import { activities } from '../src/contracts/activities.ts';
import { bindStep } from '../src/steps/registry.ts';
import { defineActivity, settled } from './define-activity.ts';
import { stepOf } from './run-record.ts';
import { stepPorts } from './step-ports.ts';

export const continueStep = defineActivity(activities.continueStep, ({ runId, planDigest, stepId, operation }, world) =>
  settled(async () => {
    const bound = bindStep(await stepOf(runId, planDigest, stepId, world));
    const progress = await bound.proceed(operation, await stepPorts(runId, world));
    if (progress.state === 'done') await (await world.runs()).setCompensationStatus(runId, stepId, 'applied');
    return progress;
  }),
);
