import { activities } from '../src/contracts/activities.ts';
import { FailureError } from '../src/model/outcome.ts';
import type { MigrationPlan } from '../src/model/plan.ts';
import type { RunRequest } from '../src/model/run.ts';
import type { World } from '../src/ports/world.ts';
import { defineActivity, settled } from './define-activity.ts';
import { planOf, requestOf } from './run-record.ts';
import { readTarget } from './target-state.ts';

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
    await assertUnchanged(request, plan, world);
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

/** Azure's names ignore case. */
function claimKeys({ target }: RunRequest, { waves }: MigrationPlan): readonly string[] {
  const service = `${target.subscriptionId}/${target.resourceGroup}/${target.service}`.toLowerCase();
  const names = waves.flatMap(({ hostnames }) => hostnames.map(({ name }) => `hostname:${name}`));
  return [`apim:${service}`, ...names];
}

/** @throws FailureError `conflict` when the service is not what the plan was made for. */
async function assertUnchanged(request: RunRequest, plan: MigrationPlan, world: World): Promise<void> {
  const { targetDigest } = await readTarget(request, world);
  if (targetDigest === plan.targetDigest) return;
  const message =
    'APIs, products or host names of the service changed since the plan was made: cancel this run and start a new one, which plans again';
  throw new FailureError({ kind: 'conflict', code: 'TARGET-DRIFT', message, at: request.target.service });
}
