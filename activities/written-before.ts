import { placeOf, propertiesOf, type Properties } from '../src/planning/target-snapshot.ts';
import type { World } from '../src/ports/world.ts';
import { indexOf } from './plan-index.ts';
import { planOf } from './run-record.ts';

/** What runs wrote last at a service, by place: read from the plans that say so. `by`: only what one run wrote by one plan. */
export async function writtenBefore(
  target: string,
  world: World,
  by?: { readonly runId: string; readonly planDigest: string },
): Promise<ReadonlyMap<string, Properties>> {
  const all = await (await world.runs()).written(target);
  const rows = by === undefined ? all : all.filter((row) => row.runId === by.runId && row.planDigest === by.planDigest);
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
