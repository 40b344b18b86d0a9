import { FailureError } from '../src/model/outcome.ts';
import type { MigrationPlan } from '../src/model/plan.ts';
import { runRequest, type RunRequest } from '../src/model/run.ts';
import type { CheckpointRow, RunRow, Versioned } from '../src/ports/run-store.ts';
import type { World } from '../src/ports/world.ts';

const missing = (what: string): FailureError =>
  new FailureError({ kind: 'missing', code: 'NOT-IN-STORE', message: `${what} is not in the store` });

/** The request of a run, as it was accepted. */
export async function requestOf(runId: string, world: World): Promise<RunRequest> {
  const row = await (await world.runs()).run(runId);
  if (row === undefined) throw missing(`run ${runId}`);
  return runRequest.parse(await (await world.artifacts()).getJson(runId, row.value.requestDigest));
}

/** The plan that was asked for last, by its world: each step of a run asks again, and a plan of a thousand APIs has many megabytes. */
const lastPlans = new WeakMap<World, { readonly planDigest: string; readonly plan: Promise<MigrationPlan> }>();

/** A plan by its content address: what was approved by that digest is what is read. */
export async function planOf(runId: string, planDigest: string, world: World): Promise<MigrationPlan> {
  const last = lastPlans.get(world);
  if (last?.planDigest === planDigest) return last.plan;
  const plan = (async () => await (await world.artifacts()).getJson<MigrationPlan>(runId, planDigest))();
  lastPlans.set(world, { planDigest, plan });
  plan.catch(() => lastPlans.delete(world));
  return plan;
}

/** Replaces a run's row by what `change` makes of it, and gives the row as it was. */
export async function updateRun(runId: string, world: World, change: (row: RunRow) => RunRow): Promise<RunRow> {
  const runs = await world.runs();
  const read = () => runs.run(runId);
  const { was } = await swap(`run ${runId}`, read, change, (row, etag) => runs.replaceRun(row, etag));
  return was;
}

/** Adds facts to what the run's row shows; members that are there already are replaced. */
export async function addDetail(runId: string, world: World, detail: RunRow['detail']): Promise<void> {
  await updateRun(runId, world, (row) => ({ ...row, detail: { ...row.detail, ...detail } }));
}

/** Replaces a checkpoint's row by what `change` makes of it, and gives the row as it is then. */
export async function updateCheckpoint(
  runId: string,
  id: string,
  world: World,
  change: (row: CheckpointRow) => CheckpointRow,
): Promise<CheckpointRow> {
  const runs = await world.runs();
  const read = () => runs.checkpoint(runId, id);
  const write = (row: CheckpointRow, etag: string) => runs.replaceCheckpoint(row, etag);
  const { is } = await swap(`checkpoint ${id} of run ${runId}`, read, change, write);
  return is;
}

/** Compare-and-swap of a row; loses no concurrent change: it reads again when the row moved on. An unchanged row is not written. */
async function swap<T>(
  what: string,
  read: () => Promise<Versioned<T> | undefined>,
  change: (row: T) => T,
  write: (row: T, etag: string) => Promise<void>,
): Promise<{ readonly was: T; readonly is: T }> {
  for (;;) {
    const found = await read();
    if (found === undefined) throw missing(what);
    const row = change(found.value);
    if (row === found.value) return { was: row, is: row };
    try {
      await write(row, found.etag);
      return { was: found.value, is: row };
    } catch (error) {
      if (!(error instanceof FailureError) || error.failure.kind !== 'conflict') throw error;
    }
  }
}
