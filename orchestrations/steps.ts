import { activities } from '../src/contracts/activities.ts';
import { orchestrations, type UnitsResult } from '../src/contracts/orchestrations.ts';
import type { Outcome } from '../src/model/outcome.ts';
import type { StepPhase } from '../src/model/plan.ts';
import { call, childTask, type Durable } from './call.ts';
import { enter, type Running } from './attempt.ts';

/**
 * Runs a phase's steps: several children side by side, each with its share of the units. A unit that fails is undone alone and at
 * once, one that needs what the target lacks is held back; the others finish. The outcome names a failure.
 */
export function* applyPhase(
  run: Running,
  planDigest: string,
  wave: string,
  phase: StepPhase,
): Durable<Outcome<{ readonly units: number }>> {
  const { context, runId } = run;
  const target = yield* call(context, activities.readTargetReadiness, { runId, planDigest, wave, phase });
  if (!target.ok) return target;
  let { failure } = target;
  const { total } = yield* call(context, activities.selectUnits, {
    runId,
    planDigest,
    wave,
    phase,
    first: 0,
    every: 1,
    count: 0,
    ...heldBackOf(target),
  });
  for (;;) {
    const results = yield* applyUnits(run, { planDigest, wave, phase, total, ...heldBackOf(target) });
    failure = results.find((result) => result.failure !== undefined)?.failure ?? failure;
    if (results.every(({ isInterrupted }) => !isInterrupted)) break;
    // What people asked for throws, or the run was paused and goes on with what is left: steps that are done say so at once.
    yield* enter(run, phase === 'committing' ? 'awaiting-commit' : phase);
  }
  return failure === undefined ? { ok: true, units: total } : { ok: false, failure };
}

/** A digest of the names of units, where there are any. */
const heldBackOf = ({ heldBack }: { readonly heldBack?: string }): { readonly heldBack?: string } =>
  heldBack === undefined ? {} : { heldBack };

interface Phase {
  readonly planDigest: string;
  readonly wave: string;
  readonly phase: StepPhase;
  readonly total: number;
  readonly heldBack?: string;
}

function* applyUnits(
  { context, runId, brief }: Running,
  { planDigest, wave, phase, total, ...held }: Phase,
): Durable<readonly UnitsResult[]> {
  const every = Math.min(total, brief.pace.unitsAtOnce);
  const tasks = Array.from({ length: every }, (_, first) =>
    childTask(context, orchestrations.applyUnits, `${runId}-${phase}-${first}`, {
      runId,
      planDigest,
      wave,
      phase,
      pollSeconds: brief.pace.operationPoll,
      first,
      every,
      ...heldBackOf(held),
    }),
  );
  if (tasks.length === 0) return [];
  return (yield context.df.Task.all(tasks)) as readonly UnitsResult[];
}
