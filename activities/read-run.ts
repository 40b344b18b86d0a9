import { activities } from '../src/contracts/activities.ts';
import { paceOf } from '../src/model/run.ts';
import { defineActivity } from './define-activity.ts';
import { requestOf } from './run-record.ts';

export const readRun = defineActivity(activities.readRun, async ({ runId }, world) => {
  const request = await requestOf(runId, world);
  return {
    mode: request.mode,
    onFailure: request.onFailure,
    scopes: request.source.length,
    waves: request.waves.map(({ name, hostnames }) => ({
      name,
      hostnames: hostnames.map((hostname) => hostname.name),
    })),
    pace: paceOf(request),
  };
});
