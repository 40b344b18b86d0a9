import { activities, type StepUnit } from '../src/contracts/activities.ts';
import { orchestrations, type StepsResult } from '../src/contracts/orchestrations.ts';
import type { Failure, Outcome } from '../src/model/outcome.ts';
import type { StepPhase } from '../src/model/plan.ts';
import { call, callChild, childTask, type Durable } from './call.ts';
import { enter, type Running } from './attempt.ts';

/** APIs are written side by side, few at a time: API Management takes about four writers well (mapping.md C5). */
const UNITS_AT_ONCE = 4;

/**
 * Runs a phase's steps, one child per unit. A unit that fails is undone alone and at once; the others finish. The outcome
 * names the first failure.
 */
export function* applyPhase(
  run: Running,
  planDigest: string,
  wave: string,
  phase: StepPhase,
): Durable<Outcome<{ readonly units: number }>> {
  const { context, runId, brief } = run;
  const pollSeconds = brief.pace.operationPoll;
  const { units } = yield* call(context, activities.selectSteps, { runId, planDigest, wave, phase });
  let failure: Failure | undefined;
  for (let first = 0; first < units.length; first += UNITS_AT_ONCE) {
    const batch = units.slice(first, first + UNITS_AT_ONCE);
    const results = yield* applyUnits(run, planDigest, phase, batch);
    for (const [index, result] of results.entries()) {
      if (result.ended !== 'failed') continue;
      failure ??= result.failure;
      // An outage is waited out, not undone: an undo would meet the same one. Until then the API stays closed.
      if (result.failure.kind === 'transient') continue;
      const { unit } = batch[index] as StepUnit;
      const input = { runId, planDigest, pollSeconds, unit };
      yield* callChild(context, orchestrations.undoSteps, `${runId}-undo-${phase}-${first + index}`, input);
    }
    if (results.some(({ ended }) => ended === 'interrupted')) {
      // What people asked for throws, or the run was paused and goes on with what is left: steps that are done say so at once.
      yield* enter(run, phase);
      first -= UNITS_AT_ONCE;
    }
  }
  return failure === undefined ? { ok: true, units: units.length } : { ok: false, failure };
}

function* applyUnits(
  run: Running,
  planDigest: string,
  phase: StepPhase,
  batch: readonly StepUnit[],
): Durable<readonly StepsResult[]> {
  const { context, runId, brief } = run;
  const tasks = batch.map((unit, index) =>
    childTask(context, orchestrations.applySteps, `${runId}-${phase}-${index}`, {
      runId,
      planDigest,
      pollSeconds: brief.pace.operationPoll,
      unit,
    }),
  );
  return (yield context.df.Task.all(tasks)) as readonly StepsResult[];
}
