import { activities } from '../src/contracts/activities.ts';
import { FailureError } from '../src/model/outcome.ts';
import type { MigrationPlan } from '../src/model/plan.ts';
import type { RunRequest } from '../src/model/run.ts';
import type { World } from '../src/ports/world.ts';
import { defineActivity, settled } from './define-activity.ts';
import { readSnapshot } from './read-snapshot.ts';
import { planOf, requestOf } from './run-record.ts';
import { changedSince, readTarget, targetKey, targetSeen, type TargetSeen } from './target-state.ts';

/**
 * Makes the run the one writer of its service and host names, and holds the approved plan against the service as it is now.
 * Running it again keeps the claims that the run has.
 */
export const claimTarget = defineActivity(activities.claimTarget, ({ runId, planDigest }, world) =>
  settled(async () => {
    const request = await requestOf(runId, world);
    const plan = await planOf(runId, planDigest, world);
    const runs = await world.runs();
    for (const key of claimKeys(request, plan)) {
      const holder = await runs.claim(key, runId);
      if (holder.runId === runId) continue;
      const message = `run ${holder.runId} writes to ${key} now: wait until it has ended, then retry`;
      throw new FailureError({ kind: 'conflict', code: 'CLAIMED', message, at: key });
    }
    await assertUnchanged(runId, request, plan, world);
    return { claimed: claimKeys(request, plan).length };
  }),
);

/** Lets go of what the run claimed; what others hold stays theirs. */
export const releaseTarget = defineActivity(activities.releaseTarget, async ({ runId, planDigest }, world) => {
  if (planDigest === '') return { released: 0 };
  const runs = await world.runs();
  const keys = claimKeys(await requestOf(runId, world), await planOf(runId, planDigest, world));
  for (const key of keys) await runs.release(key, runId);
  return { released: keys.length };
});

function claimKeys(request: RunRequest, { waves }: MigrationPlan): readonly string[] {
  const names = waves.flatMap(({ hostnames }) => hostnames.map(({ name }) => `hostname:${name}`));
  return [`apim:${targetKey(request)}`, ...names];
}

/** So many places are named when a plan is void. */
const MOST_NAMED = 10;

/** @throws FailureError `conflict` when the service is not what the plan was made for. A plan without steps changes nothing there. */
async function assertUnchanged(runId: string, request: RunRequest, plan: MigrationPlan, world: World): Promise<void> {
  const state = await readTarget(request, world);
  if (plan.steps.length === 0) return;
  const before = await (await world.artifacts()).getJson<TargetSeen>(runId, plan.targetDigest);
  const paths = new Set(Object.keys(before.resources));
  const { resources } = await readSnapshot(await world.apiManagement(request.target), paths);
  const now = targetSeen(state, paths, resources);
  const changed = changedSince(before, now);
  if (changed.length === 0) return;
  const named = changed.slice(0, MOST_NAMED).join(', ');
  const more = changed.length > MOST_NAMED ? ` and ${changed.length - MOST_NAMED} more` : '';
  const message = `the service changed since the plan was made (${named}${more}): cancel this run and start a new one, which plans again`;
  throw new FailureError({ kind: 'conflict', code: 'TARGET-DRIFT', message, at: request.target.service });
}
