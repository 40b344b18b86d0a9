import { activities } from '../src/contracts/activities.ts';
import { defineActivity, settled } from './define-activity.ts';
import { putPart } from './inventory-part.ts';
import { requestOf } from './run-record.ts';
import { scopeOf, sourceOf } from './source-scope.ts';

/** The APIs of one account and region that the run is about. What the listing could not see is kept as gaps. */
export const listSourceApis = defineActivity(activities.listSourceApis, ({ runId, scope }, world) =>
  settled(async () => {
    const source = sourceOf(await requestOf(runId, world), scope);
    const listed = await (await world.source()).listApis(scopeOf(source));
    const digest = await putPart(runId, `listing-${scope}`, { gaps: listed.gaps }, world);
    const apis = listed.items
      .filter(({ id, name }) => source.apis === undefined || source.apis.some((api) => api === id || api === name))
      .map(({ id, type, name }) => ({ id, type, name }));
    return { apis, digest };
  }),
);
