import { activities } from '../src/contracts/activities.ts';
import { orchestrations, type PiecesRead } from '../src/contracts/orchestrations.ts';
import type { Outcome } from '../src/model/outcome.ts';
import { activityTask, defineOrchestration, type Durable } from './call.ts';

/** Reads at once per account: the source's quota of ten a second is the bound, not we. */
const READS_AT_ONCE = 8;

/** Reads some APIs of one account and region, a few at a time. */
defineOrchestration(orchestrations.discoverApis, function* (context, { runId, scope, apis }): Durable<PiecesRead> {
  const digests: string[] = [];
  for (let first = 0; first < apis.length; first += READS_AT_ONCE) {
    const tasks = apis
      .slice(first, first + READS_AT_ONCE)
      .map((api) => activityTask(context, activities.discoverApi, { runId, scope, api }));
    const read = (yield context.df.Task.all(tasks)) as Outcome<{ digest: string }>[];
    for (const outcome of read) {
      if (!outcome.ok) return outcome;
      digests.push(outcome.digest);
    }
  }
  return { ok: true, digests };
});
