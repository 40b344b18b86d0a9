import { activities } from '../src/contracts/activities.ts';
import { orchestrations, type Undoing } from '../src/contracts/orchestrations.ts';
import { CALLS_AN_EXECUTION, call, callOrGiveUp, defineOrchestration, sleep } from './call.ts';

/** A failing undo is tried again for ever, less and less often: 5 s, doubling to ten minutes (cutover-and-saga.md, section 4). */
const FIRST_WAIT_SECONDS = 5;
const LONGEST_WAIT_SECONDS = 600;

/**
 * Runs recorded undos, last first, the failed step's included: it may have half happened. An undo that meets somebody else's
 * change leaves it alone, and `undo-step` has written that down; it ends the step, not the roll-back.
 */
defineOrchestration(orchestrations.undoSteps, function* (context, input) {
  const { runId, planDigest, pollSeconds, unit, isOfPlan } = input;
  const which = { runId, ...(unit === undefined ? {} : { unit }), ...(isOfPlan === true ? { planDigest } : {}) };
  let undoing: Undoing | undefined = input.undoing;
  let undone = input.undone ?? 0;
  let calls = 0;
  for (;;) {
    const { stepIds } = yield* call(context, activities.listUndos, which);
    if (stepIds.length === 0) return { undone };
    for (let next = 0; next < stepIds.length;) {
      if (calls >= CALLS_AN_EXECUTION) {
        const { undoing: _before, ...rest } = input;
        context.df.continueAsNew({ ...rest, undone, ...(undoing === undefined ? {} : { undoing }) });
        return undefined;
      }
      calls += 1;
      const step = { runId, planDigest, stepId: stepIds[next] as string };
      if (undoing !== undefined) yield* sleep(context, undoing.operation === undefined ? undoing.wait : pollSeconds);
      const progress =
        undoing?.operation === undefined
          ? yield* callOrGiveUp(context, activities.undoStep, step)
          : yield* callOrGiveUp(context, activities.continueUndo, { ...step, operation: undoing.operation });
      if (progress.ok && progress.state === 'done') {
        undoing = undefined;
        undone += 1;
        next += 1;
        continue;
      }
      const wait: number =
        undoing === undefined ? FIRST_WAIT_SECONDS : Math.min(undoing.wait * 2, LONGEST_WAIT_SECONDS);
      undoing = progress.ok ? { wait: FIRST_WAIT_SECONDS, operation: progress.operation } : { wait };
    }
  }
});
