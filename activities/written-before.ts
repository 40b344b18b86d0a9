import { placeOf, propertiesOf, type Properties } from '../src/planning/target-snapshot.ts';
import type { World } from '../src/ports/world.ts';
import { indexOf } from './plan-index.ts';
import { planOf } from './run-record.ts';

/** What runs wrote last at a service, by place: read from the plans that say so. */
export async function writtenBefore(target: string, world: World): Promise<ReadonlyMap<string, Properties>> {
  const rows = await (await world.runs()).written(target);
  const found = new Map<string, Properties>();
  // Plan by plan, so that one is in memory at a time.
  for (const [planDigest, own] of Map.groupBy(rows, (row) => row.planDigest))
    for (const { path, runId, stepId } of own) {
      const step = indexOf(await planOf(runId, planDigest, world)).step(stepId);
      if (step === undefined || placeOf(step) !== path) continue;
      const { operationIds } = step.payload;
      found.set(path, { ...propertiesOf(step), ...(operationIds === undefined ? {} : { operationIds }) });
    }
  return found;
}
