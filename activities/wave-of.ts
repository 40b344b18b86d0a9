import { FailureError } from '../src/model/outcome.ts';
import type { PlanWave } from '../src/model/plan.ts';
import type { World } from '../src/ports/world.ts';
import { planOf } from './run-record.ts';

/** One wave of an approved plan. @throws FailureError `defect` for a wave that the plan has not. */
export async function waveOf(
  { runId, planDigest, wave }: { readonly runId: string; readonly planDigest: string; readonly wave: string },
  world: World,
): Promise<PlanWave> {
  const found = (await planOf(runId, planDigest, world)).waves.find(({ name }) => name === wave);
  if (found !== undefined) return found;
  const message = `plan ${planDigest} has no wave ${wave}`;
  throw new FailureError({ kind: 'defect', code: 'NO-SUCH-WAVE', message });
}
