import { activities } from '../src/contracts/activities.ts';
import { orchestrations, type StepsResult } from '../src/contracts/orchestrations.ts';
import { call, defineOrchestration, sleep, type Durable } from './call.ts';

/**
 * Runs the steps of one unit in their order and stops at the first that fails or when people want the run to stop. It undoes
 * nothing: what was done is in the compensation log, and undo-steps reads it from there.
 */
defineOrchestration(orchestrations.applySteps, function* (context, input): Durable<StepsResult> {
  const { runId, planDigest, pollSeconds, unit } = input;
  for (const stepId of unit.stepIds) {
    let progress = yield* call(context, activities.applyStep, { runId, planDigest, stepId });
    while (progress.ok && progress.state === 'running') {
      yield* sleep(context, pollSeconds);
      progress = yield* call(context, activities.continueStep, {
        runId,
        planDigest,
        stepId,
        operation: progress.operation,
      });
    }
    if (!progress.ok) return { ended: 'failed', stepId, failure: progress.failure };
    if (progress.state === 'interrupted') return { ended: 'interrupted' };
  }
  return { ended: 'done' };
});
