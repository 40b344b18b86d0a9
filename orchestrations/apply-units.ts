import { activities, type PendingStep } from '../src/contracts/activities.ts';
import { orchestrations, type UnitsResult } from '../src/contracts/orchestrations.ts';
import type { Failure } from '../src/model/outcome.ts';
import { CALLS_AN_EXECUTION, call, callChild, callOrGiveUp, defineOrchestration, sleep, type Durable } from './call.ts';

/** Names of so many units fit a history whatever they are (at most 16 KiB a payload). */
const UNITS_A_PAGE = 25;

/**
 * Runs every n-th unit of a phase, one after the other; its siblings run the others. A unit that fails is undone alone and at once, and
 * the next is begun; what was done before is in the compensation log. It stops when people want the run to stop. Many units, and steps
 * that the target works on for long, go on in a new execution.
 */
defineOrchestration(orchestrations.applyUnits, function* (context, input): Durable<UnitsResult | undefined> {
  const { runId, planDigest, wave, phase, every, heldBack, pollSeconds } = input;
  let { first, operation, failure } = input;
  let calls = 0;
  for (;;) {
    const page = { runId, planDigest, wave, phase, first, every, count: UNITS_A_PAGE };
    const { units } = yield* call(
      context,
      activities.selectUnits,
      heldBack === undefined ? page : { ...page, heldBack },
    );
    if (units.length === 0) return { isInterrupted: false, ...(failure === undefined ? {} : { failure }) };
    for (const unit of units) {
      for (;;) {
        if (calls >= CALLS_AN_EXECUTION) {
          const { operation: _then, failure: _before, ...rest } = input;
          context.df.continueAsNew({ ...rest, first, ...present({ operation, failure }) });
          return undefined;
        }
        calls += 1;
        if (operation !== undefined) yield* sleep(context, pollSeconds);
        const asked = { runId, planDigest, wave, phase, unit };
        const progress = yield* callOrGiveUp(
          context,
          activities.applyUnit,
          operation === undefined ? asked : { ...asked, operation },
        );
        if (!progress.ok) {
          failure ??= progress.failure;
          operation = undefined;
          // An outage is waited out, not undone: an undo would meet the same one. Until then the API stays closed.
          if (progress.failure.kind === 'transient') break;
          const undo = `${runId}-undo-${phase}-${first}`;
          const failed = { runId, planDigest, pollSeconds, unit, isOfPlan: true };
          yield* callChild(context, orchestrations.undoSteps, undo, failed);
          calls += 1;
          break;
        }
        if (progress.state === 'interrupted') return { isInterrupted: true, ...present({ failure }) };
        operation = progress.state === 'running' ? progress.operation : undefined;
        if (progress.state === 'done') break;
      }
      first += every;
    }
  }
});

/** Members that have a value: continue-as-new keeps an undefined one as null. */
function present(members: { readonly operation?: PendingStep | undefined; readonly failure?: Failure | undefined }): {
  operation?: PendingStep;
  failure?: Failure;
} {
  const { operation, failure } = members;
  return { ...(operation === undefined ? {} : { operation }), ...(failure === undefined ? {} : { failure }) };
}
