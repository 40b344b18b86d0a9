import { FailureError } from '../src/model/outcome.ts';
import type { AwsInventory } from '../src/model/aws-inventory.ts';
import type { MigrationPlan } from '../src/model/plan.ts';
import type { RunRequest } from '../src/model/run.ts';
import { sourceDrift, type Changed } from '../src/planning/source-drift.ts';
import type { SourceSeen } from '../src/ports/source-reader.ts';
import type { World } from '../src/ports/world.ts';
import { scopeOf, sourceOf } from './source-scope.ts';

/** What the source serves otherwise than the inventory of a plan says. @throws FailureError where it could not be looked at */
export async function driftOfSource(
  request: RunRequest,
  inventory: AwsInventory,
  plan: MigrationPlan,
  world: World,
): Promise<readonly Changed[]> {
  const sources = plan.waves.flatMap(({ apis }) => apis.map(({ source }) => source));
  const reader = await world.source();
  const seen: SourceSeen[] = [];
  for (const [index, own] of Map.groupBy(sources, ({ scope }) => scope)) {
    const ids = new Set(own.map(({ apiId }) => apiId));
    const types = new Map(inventory.apis.map(({ id, type }) => [id, type]));
    const apis = [...ids].flatMap((id) => {
      const type = types.get(id);
      return type === undefined ? [] : [{ id, type }];
    });
    const look = await reader.look(scopeOf(sourceOf(request, index)), apis);
    assertSeen(look, inventory);
    seen.push(look);
  }
  return sourceDrift(inventory, plan, seen);
}

/** @throws FailureError for what could be read when the plan was made and cannot be now: no data is no sameness. */
function assertSeen({ gaps }: SourceSeen, inventory: AwsInventory): void {
  const known = new Set(inventory.gaps.map(({ at, call }) => `${call} ${at.arn}`));
  const gap = gaps.find(({ at, call }) => !known.has(`${call} ${at.arn}`));
  if (gap === undefined) return;
  const message = `the source could not be looked at: ${gap.call}: ${gap.reason}. ${gap.remedy}`;
  throw new FailureError({ kind: 'missing', code: 'SOURCE-NOT-SEEN', message, at: gap.at.arn });
}
