import { activities } from '../src/contracts/activities.ts';
import { defineActivity, settled } from './define-activity.ts';
import { putPart } from './inventory-part.ts';
import { requestOf } from './run-record.ts';
import { scopeOf, sourceOf } from './source-scope.ts';

/** Reads what the APIs of one account and region share: domain names, certificates, usage plans, keys without their values. */
export const discoverShared = defineActivity(activities.discoverShared, ({ runId, scope }, world) =>
  settled(async () => {
    const source = sourceOf(await requestOf(runId, world), scope);
    const part = await (await world.source()).readShared(scopeOf(source));
    return { digest: await putPart(runId, `shared-${scope}`, part, world) };
  }),
);
