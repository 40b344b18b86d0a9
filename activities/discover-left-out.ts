import { activities } from '../src/contracts/activities.ts';
import { defineActivity, settled } from './define-activity.ts';
import { putPart } from './inventory-part.ts';
import { requestOf } from './run-record.ts';
import { scopeOf, sourceOf } from './source-scope.ts';

/** Names accounts and regions with APIs that the run does not read, so that nobody takes it for the whole. */
export const discoverLeftOut = defineActivity(activities.discoverLeftOut, ({ runId }, world) =>
  settled(async () => {
    const request = await requestOf(runId, world);
    const scopes = request.source.map((_, index) => scopeOf(sourceOf(request, index)));
    const part = await (await world.source()).readLeftOut(scopes);
    return { digest: await putPart(runId, 'left-out', part, world) };
  }),
);
