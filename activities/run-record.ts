import { FailureError } from '../src/model/outcome.ts';
import type { MigrationPlan, Step } from '../src/model/plan.ts';
import { runRequest, type RunRequest } from '../src/model/run.ts';
import type { RunRow } from '../src/ports/run-store.ts';
import type { World } from '../src/ports/world.ts';

const missing = (what: string): FailureError =>
  new FailureError({ kind: 'missing', code: 'NOT-IN-STORE', message: `${what} is not in the store` });

/** The request of a run, as it was accepted. */
export async function requestOf(runId: string, world: World): Promise<RunRequest> {
  const row = await (await world.runs()).run(runId);
  if (row === undefined) throw missing(`run ${runId}`);
  return runRequest.parse(await (await world.artifacts()).getJson(runId, row.value.requestDigest));
}

/** One step of an approved plan; the digest is the plan's content address, so what was approved is what is read. */
export async function stepOf(runId: string, planDigest: string, stepId: string, world: World): Promise<Step> {
  const plan = await (await world.artifacts()).getJson<MigrationPlan>(runId, planDigest);
  const step = plan.steps.find(({ id }) => id === stepId);
  if (step === undefined) throw missing(`step ${stepId} of plan ${planDigest}`);
  return step;
}

/** Replaces a run's row by what `change` makes of it; loses no concurrent change: it reads again when the row moved on. */
export async function updateRun(runId: string, world: World, change: (row: RunRow) => RunRow): Promise<RunRow> {
  const runs = await world.runs();
  for (;;) {
    const found = await runs.run(runId);
    if (found === undefined) throw missing(`run ${runId}`);
    const row = change(found.value);
    try {
      await runs.replaceRun(row, found.etag);
      return found.value;
    } catch (error) {
      if (!(error instanceof FailureError) || error.failure.kind !== 'conflict') throw error;
    }
  }
}
