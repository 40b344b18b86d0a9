import { activities } from '../src/contracts/activities.ts';
import { orchestrations } from '../src/contracts/orchestrations.ts';
import { call, defineOrchestration, sleep } from './call.ts';

/** A failing undo is tried again for ever, less and less often: 5 s, doubling to ten minutes (cutover-and-saga.md, section 4). */
const FIRST_WAIT_SECONDS = 5;
const LONGEST_WAIT_SECONDS = 600;

/**
 * Runs recorded undos, last first, the failed step's included: it may have half happened. An undo that meets somebody else's
 * change leaves it alone, and `undo-step` has written that down; it ends the step, not the roll-back.
 */
defineOrchestration(orchestrations.undoSteps, function* (context, input) {
  const { runId, planDigest, pollSeconds, unit } = input;
  const { stepIds } = yield* call(context, activities.listUndos, unit === undefined ? { runId } : { runId, unit });
  for (const stepId of stepIds) {
    let wait = FIRST_WAIT_SECONDS;
    let progress = yield* call(context, activities.undoStep, { runId, planDigest, stepId });
    while (!progress.ok || progress.state === 'running') {
      yield* sleep(context, progress.ok ? pollSeconds : wait);
      if (progress.ok && progress.state === 'running') {
        const { operation } = progress;
        progress = yield* call(context, activities.continueUndo, { runId, planDigest, stepId, operation });
      } else {
        wait = Math.min(wait * 2, LONGEST_WAIT_SECONDS);
        progress = yield* call(context, activities.undoStep, { runId, planDigest, stepId });
      }
    }
  }
  return { undone: stepIds.length };
});
