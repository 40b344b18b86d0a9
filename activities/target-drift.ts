import type { MigrationPlan } from '../src/model/plan.ts';
import type { RunRequest } from '../src/model/run.ts';
import { digestOf } from '../src/planning/digest.ts';
import type { Changed } from '../src/planning/source-drift.ts';
import { importedAt, type Properties } from '../src/planning/target-snapshot.ts';
import { isAsWritten } from '../src/policy/written.ts';
import type { World } from '../src/ports/world.ts';
import { readSnapshot } from './read-snapshot.ts';
import { changedSince, readTarget, targetKey, targetSeen, type TargetSeen } from './target-state.ts';
import { writtenBefore } from './written-before.ts';

/** A plan of a run. */
interface Planned {
  readonly runId: string;
  readonly planDigest: string;
  readonly request: RunRequest;
  readonly plan: MigrationPlan;
}

/**
 * What the service holds otherwise than when the plan was made, for people. What the run wrote by this plan is held against what it
 * wrote; everything else at the plan's places against what stood there.
 */
export async function driftOfTarget(planned: Planned, world: World): Promise<readonly Changed[]> {
  const { runId, planDigest, request, plan } = planned;
  const before = await (await world.artifacts()).getJson<TargetSeen>(runId, plan.targetDigest);
  const paths = new Set(Object.keys(before.resources));
  const { resources } = await readSnapshot(await world.apiManagement(request.target), paths);
  const { hostnames } = await readTarget(request, world);
  const own = await writtenBefore(targetKey(request), world, { runId, planDigest });
  const now = targetSeen({ hostnames }, paths, resources);
  const isOurs = (path: string): boolean => isOwn(path, own, resources.get(path), before.resources[path] ?? null);
  const hostnamesNow = [...new Set([...before.hostnames, ...(await boundNames(planned, world))])].toSorted();
  const changed = changedSince({ ...before, hostnames: hostnamesNow }, now).filter((path) => !isOurs(path));
  const lost = [...own].filter(([path, wanted]) => isLost(path, wanted, resources)).map(([path]) => path);
  const named = [...new Set([...changed, ...lost])].toSorted();
  return named.map((path) => ({ what: path, now: nowAt(path, now) }));
}

/** What tells this change of a place from the next one: of an import, that of all the API's operations. */
function nowAt(path: string, { resources, hostnames }: TargetSeen): string | null {
  const found = resources[path];
  if (found !== undefined) return found;
  const owner = path.slice(0, path.lastIndexOf('/'));
  if (path !== importedAt(owner)) return digestOf(hostnames);
  return digestOf(Object.entries(resources).filter(([each]) => each.startsWith(`${owner}/operations/`)));
}

type Written = ReadonlyMap<string, Properties>;

/** Whether a difference at a place is what the run made there. What it left is held against what it wrote, by `isLost`. */
function isOwn(path: string, own: Written, there: Properties | undefined, before: string | null): boolean {
  if (own.has(path)) return true;
  const [, owner = '', id = ''] = /^(apis\/[^/]+)\/operations\/([^/]+)$/.exec(path) ?? [];
  // The service gives a WebSocket API its one operation by itself.
  if (id === 'onHandshake' && before === null) return own.has(owner);
  const imported = own.get(importedAt(owner));
  if (imported === undefined) return false;
  // An operation that an import took away is gone, and one that it brought is there; `isLost` sees those that are not.
  return there === undefined || (imported['operationIds'] as readonly string[]).includes(id);
}

/** Whether what a run wrote is no longer there as it was written. A service tells operations, not the document that they came from. */
function isLost(path: string, wanted: Properties, resources: Written): boolean {
  const [owner, rest] = [path.slice(0, path.lastIndexOf('/')), wanted['operationIds']];
  if (Array.isArray(rest)) return rest.some((id) => !resources.has(`${owner}/operations/${String(id)}`));
  const there = resources.get(path);
  return there === undefined || !isAsWritten(wanted, there);
}

/** Host names that the run has given the service. */
async function boundNames({ runId, plan }: Planned, world: World): Promise<readonly string[]> {
  const binding = plan.steps.filter(({ kind }) => kind === 'bind-hostnames');
  const runs = await world.runs();
  const names: string[] = [];
  for (const { id, payload } of binding) {
    const status = (await runs.compensation(runId, id))?.status;
    if (status !== 'applied' && status !== 'committed') continue;
    const hostnames = payload['hostnames'] as readonly { readonly hostName: string }[];
    names.push(...hostnames.map(({ hostName }) => hostName.toLowerCase()));
  }
  return names;
}
