import { orchestrations } from '../src/contracts/orchestrations.ts';
import type { Failure, Outcome } from '../src/model/outcome.ts';
import type { StepPhase } from '../src/model/plan.ts';
import { callChild, type Durable } from './call.ts';
import { enter, type Running } from './attempt.ts';

/** Runs a phase's steps in a child, again when people had it stopped and let it go on. The outcome names a failure. */
export function* applyPhase(
  run: Running,
  planDigest: string,
  wave: string,
  phase: StepPhase,
): Durable<Outcome<{ readonly phase: StepPhase }>> {
  const { context, runId, brief } = run;
  const { unitsAtOnce, operationPoll: pollSeconds } = brief.pace;
  const input = { runId, planDigest, wave, phase, unitsAtOnce, pollSeconds };
  let failure: Failure | undefined;
  for (;;) {
    const result = yield* callChild(context, orchestrations.applyPhase, `${runId}-${phase}`, input);
    failure = result.failure ?? failure;
    if (!result.isInterrupted) break;
    // What people asked for throws, or the run was paused and goes on with what is left: steps that are done say so at once.
    yield* enter(run, phase === 'committing' ? 'awaiting-commit' : phase);
  }
  return failure === undefined ? { ok: true, phase } : { ok: false, failure };
}
