import { activities } from '../src/contracts/activities.ts';
import { orchestrations, type StepsResult } from '../src/contracts/orchestrations.ts';
import { CALLS_AN_EXECUTION, callOrGiveUp, defineOrchestration, sleep, type Durable } from './call.ts';

/**
 * Runs the steps of one unit in their order and stops at the first that fails or when people want the run to stop. It undoes
 * nothing: what was done is in the compensation log, and undo-steps reads it from there. Long units, and steps that the target
 * works on for long, go on in a new execution.
 */
defineOrchestration(orchestrations.applySteps, function* (context, input): Durable<StepsResult | undefined> {
  const { runId, planDigest, pollSeconds, unit } = input;
  let { operation } = input;
  let calls = 0;
  for (const [index, stepId] of unit.stepIds.entries()) {
    for (;;) {
      if (calls >= CALLS_AN_EXECUTION) {
        const left = { ...unit, stepIds: unit.stepIds.slice(index) };
        const { operation: _before, ...rest } = input;
        context.df.continueAsNew({ ...rest, unit: left, ...(operation === undefined ? {} : { operation }) });
        return undefined;
      }
      calls += 1;
      if (operation !== undefined) yield* sleep(context, pollSeconds);
      const step = { runId, planDigest, stepId };
      const progress =
        operation === undefined
          ? yield* callOrGiveUp(context, activities.applyStep, step)
          : yield* callOrGiveUp(context, activities.continueStep, { ...step, operation });
      if (!progress.ok) return { ended: 'failed', stepId, failure: progress.failure };
      if (progress.state === 'interrupted') return { ended: 'interrupted' };
      operation = progress.state === 'running' ? progress.operation : undefined;
      if (operation === undefined) break;
    }
  }
  return { ended: 'done' };
});
