import { activities } from '../src/contracts/activities.ts';
import { orchestrations, type PiecesRead } from '../src/contracts/orchestrations.ts';
import { call, callChild, defineOrchestration, type Durable } from './call.ts';

/** So many APIs are read by one child: its history stays below 500 events. */
const APIS_A_CHILD = 96;

/** Reads one account and region: the listing, every API in it, what they share and what they lead to. Gives the digests of the pieces in order. */
defineOrchestration(orchestrations.discoverSource, function* (context, { runId, scope }): Durable<PiecesRead> {
  const listing = yield* call(context, activities.listSourceApis, { runId, scope });
  if (!listing.ok) return listing;
  const digests = [listing.digest];
  for (let first = 0; first < listing.apis.length; first += APIS_A_CHILD) {
    const apis = listing.apis.slice(first, first + APIS_A_CHILD);
    const id = `${runId}-discover-${scope}-${first}`;
    const read = yield* callChild(context, orchestrations.discoverApis, id, { runId, scope, apis });
    if (!read.ok) return read;
    digests.push(...read.digests);
  }
  const shared = yield* call(context, activities.discoverShared, { runId, scope });
  if (!shared.ok) return shared;
  digests.push(shared.digest);
  const around = yield* call(context, activities.discoverSurroundings, { runId, scope, digests });
  return around.ok ? { ok: true, digests: [...digests, around.digest] } : around;
});
