import { activities } from '../src/contracts/activities.ts';
import type { AwsInventory } from '../src/model/aws-inventory.ts';
import type { DnsRecordSet } from '../src/model/dns.ts';
import { countBySeverity } from '../src/model/finding.ts';
import { CHANGES, deltaOf, type MigrationPlan } from '../src/model/plan.ts';
import type { RunRequest } from '../src/model/run.ts';
import { sourceKey } from '../src/model/source-ref.ts';
import { draftPlan, planFor } from '../src/planning/build-plan.ts';
import { asDelta } from '../src/planning/delta.ts';
import { CLOSE_AND_UPDATE, updateFinding } from '../src/planning/drift-findings.ts';
import { readSurroundings } from '../src/planning/readiness/reading/surroundings.ts';
import { zoneOf } from '../src/planning/hostname-steps.ts';
import { EMPTY_TARGET, pathsOf, targetSnapshot } from '../src/planning/target-snapshot.ts';
import type { World } from '../src/ports/world.ts';
import { defineActivity, settled } from './define-activity.ts';
import { readSnapshot } from './read-snapshot.ts';
import { addDetail, requestOf } from './run-record.ts';
import { stepsDone } from './steps-done.ts';
import { assumedTarget, readTarget, targetKey, targetSeen } from './target-state.ts';
import { writtenBefore } from './written-before.ts';

/** Makes the plan and keeps it; only its digest travels on. What people look at first goes into the run's row. */
export const buildPlan = defineActivity(activities.buildPlan, ({ runId, inventoryDigest }, world) =>
  settled(async () => {
    const request = await requestOf(runId, world);
    const artifacts = await world.artifacts();
    const inventory = await artifacts.getJson<AwsInventory>(runId, inventoryDigest);
    const isAssessed = request.mode === 'assess';
    const state = isAssessed ? assumedTarget(request) : await readTarget(request, world);
    const { gatewayHost, tier, holdings } = state;
    const recordSets = await readRecordSets(request, world);
    const surroundings = isAssessed ? undefined : await readSurroundings(await world.azureResources(), request);
    const target = { ...request.target, tier };
    const { delta, decisions } = await deltaOfRun(runId, request, world);
    const drafted = draftPlan({
      inventory,
      request: { ...request, target, decisions },
      recordSets,
      gatewayHost,
      holdings,
      surroundings,
    });
    const draft = { ...drafted, content: asDelta(drafted.content, delta) };
    const paths = pathsOf(draft.content.steps);
    const { resources, others } = isAssessed
      ? EMPTY_TARGET
      : await readSnapshot(await world.apiManagement(request.target), paths);
    const { digest: targetDigest } = await artifacts.putJson(runId, 'target.json', targetSeen(state, paths, resources));
    const there = isAssessed
      ? EMPTY_TARGET
      : targetSnapshot(resources, await writtenBefore(targetKey(request), world), others);
    const done = isAssessed ? undefined : await stepsDone(runId, draft.content.steps, world);
    const { plan } = planFor(draft, there, targetDigest, done);
    const { digest: planDigest } = await artifacts.putJson(runId, 'plan.json', plan);
    const findings = countBySeverity(plan.findings);
    await addDetail(runId, world, {
      planId: plan.id,
      planDigest,
      inventoryDigest,
      delta,
      // Of the plan before.
      drift: [],
      steps: plan.steps.length,
      changes: changesOf(plan),
      findings,
      ledger: plan.ledger,
      units: unitsOf(plan),
    });
    return { planDigest, steps: plan.steps.length, findings };
  }),
);

/**
 * Which plan of the run this is: 0 unless steps of another have run. What the run itself imported is open at the target and has no
 * callers yet, so that nobody need be asked when it may be closed for a moment.
 */
async function deltaOfRun(
  runId: string,
  request: RunRequest,
  world: World,
): Promise<{ readonly delta: number; readonly decisions: RunRequest['decisions'] }> {
  const runs = await world.runs();
  const rows = await runs.compensations(runId);
  if (rows.length === 0) return { delta: 0, decisions: request.decisions };
  const written = (await runs.written(targetKey(request))).filter((row) => row.runId === runId);
  const closing = written.map(({ path }) => [
    `${updateFinding(path).code}@${sourceKey(updateFinding(path).at)}`,
    CLOSE_AND_UPDATE,
  ]);
  const delta = Math.max(...rows.map(({ stepId }) => deltaOf(stepId))) + 1;
  return { delta, decisions: { ...Object.fromEntries(closing), ...request.decisions } };
}

/** How many resources of the service are made, changed, or left as they are; undefined where no service was read. */
function changesOf({ changes }: MigrationPlan): Record<string, number> | undefined {
  if (changes === undefined) return undefined;
  return Object.fromEntries(CHANGES.map((each) => [each, changes.filter(({ change }) => change === each).length]));
}

/** Record sets of every name that the run moves and that a zone of the run holds. */
async function readRecordSets(request: RunRequest, world: World): Promise<Record<string, readonly DnsRecordSet[]>> {
  const found: Record<string, readonly DnsRecordSet[]> = {};
  for (const { name } of request.waves.flatMap(({ hostnames }) => hostnames)) {
    const zone = zoneOf(name, request);
    const provider = request.dns.find((each) => each.zone === zone)?.provider;
    if (zone === undefined || provider === undefined) continue;
    found[name] = await (await world.dnsZones(provider)).recordSets(zone, name);
  }
  return found;
}

/** What stands and falls together, as the status shows it: an API, a host name, or what a wave shares. */
function unitsOf({ steps, waves }: MigrationPlan) {
  const units = new Map<string, { unit: string; kind: string; wave: string; name: string; steps: number }>();
  for (const { place } of steps) {
    const key = `${place.wave} ${place.unit}`;
    const known = units.get(key);
    if (known !== undefined) {
      known.steps += 1;
      continue;
    }
    const wave = waves.find(({ name }) => name === place.wave);
    const api = wave?.apis.find(({ unit }) => unit === place.unit);
    const hostname = wave?.hostnames.find(({ name }) => name === place.unit);
    const kind = api ? 'api' : hostname ? 'hostname' : 'shared';
    units.set(key, { unit: place.unit, kind, wave: place.wave, name: api?.name ?? place.unit, steps: 1 });
  }
  return [...units.values()];
}
