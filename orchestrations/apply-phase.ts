import { activities } from '../src/contracts/activities.ts';
import { orchestrations, type UnitsResult } from '../src/contracts/orchestrations.ts';
import { call, childTask, defineOrchestration } from './call.ts';

/**
 * Runs a phase's steps: several children side by side, each with its share of the units. A unit that fails is undone alone and at
 * once, one that needs what the target lacks is held back; the others finish. The result names a failure.
 */
defineOrchestration(orchestrations.applyPhase, function* (context, input) {
  const { unitsAtOnce, pollSeconds, ...phase } = input;
  const target = yield* call(context, activities.readTargetReadiness, phase);
  if (!target.ok) return { isInterrupted: false, failure: target.failure };
  const heldBack = target.heldBack === undefined ? {} : { heldBack: target.heldBack };
  const none = { ...phase, ...heldBack, first: 0, every: 1, count: 0 };
  const { total } = yield* call(context, activities.selectUnits, none);
  const every = Math.min(total, unitsAtOnce);
  const tasks = Array.from({ length: every }, (_, first) => {
    const share = { ...phase, ...heldBack, pollSeconds, first, every };
    return childTask(context, orchestrations.applyUnits, `${phase.runId}-${phase.phase}-${first}`, share);
  });
  const results = tasks.length === 0 ? [] : ((yield context.df.Task.all(tasks)) as readonly UnitsResult[]);
  const failure = results.find((result) => result.failure !== undefined)?.failure ?? target.failure;
  const isInterrupted = results.some((result) => result.isInterrupted);
  return { isInterrupted, ...(failure === undefined ? {} : { failure }) };
});
