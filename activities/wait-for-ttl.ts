import { activities } from '../src/contracts/activities.ts';
import { paceOf } from '../src/model/run.ts';
import { defineActivity } from './define-activity.ts';
import { requestOf } from './run-record.ts';
import { waveOf } from './wave-of.ts';

/** How long caches may still hold what names led to under their old TTL: the longest of them, and a margin. */
export const waitForTtl = defineActivity(activities.waitForTtl, async (input, world) => {
  const { hostnames } = await waveOf(input, world);
  if (hostnames.length === 0) return { seconds: 0 };
  const { ttlMargin } = paceOf(await requestOf(input.runId, world));
  return { seconds: Math.max(...hostnames.map(({ ttl }) => ttl)) + ttlMargin };
});
