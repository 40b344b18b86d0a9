import { activities } from '../src/contracts/activities.ts';
import { FailureError, type Failure } from '../src/model/outcome.ts';
import type { Step } from '../src/model/plan.ts';
import { importedAt } from '../src/planning/target-snapshot.ts';
import type { CompensationRow } from '../src/ports/run-store.ts';
import type { World } from '../src/ports/world.ts';
import { bindStep, type BoundStep } from '../src/steps/registry.ts';
import type { Progress, StepPorts } from '../src/steps/step-kind.ts';
import { defineActivity, settled } from './define-activity.ts';
import { keptUndo } from './kept-undo.ts';
import { requestOf } from './run-record.ts';
import { stepPorts } from './step-ports.ts';
import { targetKey } from './target-state.ts';

type Undoing = (bound: BoundStep, ports: StepPorts) => Promise<Progress>;

/** Runs a recorded undo, or looks again at one that runs. What others changed is left alone and written down. */
async function undo(runId: string, stepId: string, world: World, act: Undoing): Promise<Progress> {
  const runs = await world.runs();
  const row = await runs.compensation(runId, stepId);
  if (row === undefined || row.status === 'undone' || row.status === 'conflict' || row.status === 'committed')
    return { state: 'done' };
  const kept = await keptUndo(row, world);
  if ('irreversible' in kept)
    return note(row, world, { kind: 'conflict', code: 'IRREVERSIBLE', message: kept.irreversible });
  try {
    const progress = await act(bindStep(kept.step), await stepPorts(runId, world));
    if (progress.state !== 'done') return progress;
    await runs.setCompensationStatus(runId, stepId, 'undone');
    await forgetWritten(kept.step, runId, world);
    return progress;
  } catch (error) {
    if (error instanceof FailureError && error.failure.kind === 'conflict') return note(row, world, error.failure);
    throw error;
  }
}

/** What was taken back is nothing that a run left there; what was put back as it was found is what somebody else left there. */
async function forgetWritten({ payload }: Step, runId: string, world: World): Promise<void> {
  const { path } = payload;
  if (typeof path !== 'string') return;
  const target = targetKey(await requestOf(runId, world));
  const runs = await world.runs();
  await runs.forgetWritten(target, 'operationIds' in payload ? importedAt(path) : path);
}

async function note({ runId, stepId }: CompensationRow, world: World, failure: Failure): Promise<Progress> {
  const runs = await world.runs();
  await runs.setCompensationStatus(runId, stepId, 'conflict');
  await runs.appendAudit(runId, {
    at: world.now().toISOString(),
    who: 'crossgate',
    what: `not undone: ${stepId}`,
    detail: { failure },
  });
  return { state: 'done' };
}

export const undoStep = defineActivity(activities.undoStep, ({ runId, stepId }, world) =>
  settled(() => undo(runId, stepId, world, (bound, ports) => bound.apply(ports))),
);

export const continueUndo = defineActivity(activities.continueUndo, ({ runId, stepId, operation }, world) =>
  settled(() => undo(runId, stepId, world, (bound, ports) => bound.proceed(operation, ports))),
);
