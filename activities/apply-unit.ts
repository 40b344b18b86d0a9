import { activities, type StepProgress } from '../src/contracts/activities.ts';
import type { Step, StepPhase } from '../src/model/plan.ts';
import { placeOf } from '../src/planning/target-snapshot.ts';
import type { CompensationRow, RunStore } from '../src/ports/run-store.ts';
import type { World } from '../src/ports/world.ts';
import { lookOnce } from '../src/steps/look-once.ts';
import { bindStep } from '../src/steps/registry.ts';
import type { Progress, StepPorts } from '../src/steps/step-kind.ts';
import { defineActivity, settled } from './define-activity.ts';
import { keepUndo } from './kept-undo.ts';
import { indexOf } from './plan-index.ts';
import { planOf, requestOf } from './run-record.ts';
import { stepPorts } from './step-ports.ts';
import { targetKey } from './target-state.ts';

/** After so long an activity ends, so that a worker that is told to stop loses little. */
const LONGEST_MS = 60_000;
/** A long-running write is looked at so often, and so long after one another, before the run waits on a timer: most are short. */
const FIRST_LOOKS_MS = [100, 300, 900];

/**
 * Runs what is due of one unit: the steps of a phase, and those of earlier phases that were undone with the unit. Before each, what is
 * there is captured and its undo recorded. A second run after a crash skips what was applied, finds the record of what may have
 * happened and does not capture again: what it would see might be half of its own change.
 */
export const applyUnit = defineActivity(
  activities.applyUnit,
  ({ runId, planDigest, wave, phase, unit, operation }, world) =>
    settled(async (): Promise<StepProgress> => {
      const steps = indexOf(await planOf(runId, planDigest, world)).steps(wave, phase, unit);
      const ports = await stepPorts(runId, world);
      const target = targetKey(await requestOf(runId, world));
      const runs = await world.runs();
      const until = world.now().getTime() + LONGEST_MS;
      for (const step of steps) {
        const recorded = await runs.compensation(runId, step.id);
        if (!isDue(step, phase, recorded?.status)) continue;
        const left = operation?.stepId === step.id ? operation.poller : undefined;
        // What the target works on is seen to its end: its poller is nowhere else.
        if (left === undefined && (await wantsToStop(runId, runs))) return { state: 'interrupted' };
        if (left === undefined && world.now().getTime() > until) return { state: 'more' };
        const nothingAt = recorded === undefined ? freshPlaceOf(step) : undefined;
        const bound = withOneLook(ports, nothingAt);
        const progress =
          left === undefined
            ? await applyStep(step, recorded?.status, world, bound)
            : await bindStep(step).proceed(left, bound);
        const settledNow = await firstLooks(progress, step, ports, (milliseconds) => world.sleep(milliseconds));
        if (settledNow.state === 'running')
          return { state: 'running', operation: { stepId: step.id, poller: settledNow.operation } };
        await runs.setCompensationStatus(runId, step.id, 'applied');
        const path = placeOf(step);
        if (path !== undefined) await runs.recordWritten({ target, path, runId, planDigest, stepId: step.id });
      }
      return { state: 'done' };
    }),
);

/** Of earlier phases only what was undone, with its unit, is made again. */
function isDue({ place }: Step, phase: StepPhase, status: CompensationRow['status'] | undefined): boolean {
  return status === 'undone' || (place.phase === phase && status !== 'applied' && status !== 'committed');
}

const withOneLook = (ports: StepPorts, nothingAt: string | undefined): StepPorts => ({
  ...ports,
  apiManagement: lookOnce(ports.apiManagement, nothingAt),
});

/** Where nothing is before a step because the run made what it stands below. After a crash its own write may be there. */
function freshPlaceOf({ kind, payload }: Step): string | undefined {
  if (payload['isFresh'] !== true) return undefined;
  const path = String(payload['path']);
  return kind === 'import-operations' ? `${path}/operations` : path;
}

async function wantsToStop(runId: string, runs: RunStore): Promise<boolean> {
  const wanted = (await runs.run(runId))?.value.command?.kind;
  return wanted === 'cancel' || wanted === 'rollback' || wanted === 'pause';
}

/** Records the undo of a step unless it stands in the log already, then applies it. */
async function applyStep(
  step: Step,
  status: CompensationRow['status'] | undefined,
  world: World,
  ports: StepPorts,
): Promise<Progress> {
  const { runId } = ports;
  const runs = await world.runs();
  const bound = bindStep(step);
  // Undone and tried again: from now on there is something to undo once more, and what was there before is known.
  if (status === 'undone') await runs.setCompensationStatus(runId, step.id, 'recorded');
  if (status === undefined) {
    const { wave, unit } = step.place;
    const undo = await keepUndo(runId, bound.compensate(await bound.capture(ports)), world);
    await runs.recordCompensation({ runId, stepId: step.id, wave, unit, undo, status: 'recorded' });
  }
  return bound.apply(ports);
}

async function firstLooks(
  made: Progress,
  step: Step,
  ports: StepPorts,
  sleep: (milliseconds: number) => Promise<void>,
): Promise<Progress> {
  let progress = made;
  for (const milliseconds of FIRST_LOOKS_MS) {
    if (progress.state === 'done') break;
    await sleep(milliseconds);
    progress = await bindStep(step).proceed(progress.operation, ports);
  }
  return progress;
}
