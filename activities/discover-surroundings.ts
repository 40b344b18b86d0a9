import { activities } from '../src/contracts/activities.ts';
import { defineActivity, settled } from './define-activity.ts';
import { joinedParts, putPart } from './inventory-part.ts';
import { requestOf } from './run-record.ts';
import { scopeOf, sourceOf } from './source-scope.ts';

/** Reads what the APIs, links and names of one account and region lead to: functions, user pools, web ACLs, load balancers. */
export const discoverSurroundings = defineActivity(
  activities.discoverSurroundings,
  ({ runId, scope, digests }, world) =>
    settled(async () => {
      const source = sourceOf(await requestOf(runId, world), scope);
      const known = await joinedParts(runId, digests, world);
      const part = await (await world.source()).readSurroundings(scopeOf(source), known);
      return { digest: await putPart(runId, `surroundings-${scope}`, part, world) };
    }),
);
