import { activities } from '../src/contracts/activities.ts';
import { defineActivity, settled } from './define-activity.ts';
import { putPart } from './inventory-part.ts';
import { requestOf } from './run-record.ts';
import { scopeOf, sourceOf } from './source-scope.ts';

/** Reads one API at each of its stages that the run is about. */
export const discoverApi = defineActivity(activities.discoverApi, ({ runId, scope, api }, world) =>
  settled(async () => {
    const source = sourceOf(await requestOf(runId, world), scope);
    const part = await (await world.source()).readApi(scopeOf(source), api);
    const apis = (part.apis ?? []).filter(
      ({ stage }) => source.stages === undefined || source.stages.includes(stage.name),
    );
    return { digest: await putPart(runId, `api-${scope}-${api.id}`, { ...part, apis }, world) };
  }),
);
