import { activities } from '../src/contracts/activities.ts';
import { latencyVerdict } from '../src/cutover/latency.ts';
import { observe, testAgainst, verdict, type SequentialTest } from '../src/cutover/sequential-test.ts';
import type { LatencySeen, SequentialVerdict, TrafficSeen } from '../src/model/monitoring.ts';
import type { PlanWave } from '../src/model/plan.ts';
import { paceOf, type RunRequest } from '../src/model/run.ts';
import type { TrafficCounts } from '../src/ports/traffic.ts';
import type { World } from '../src/ports/world.ts';
import { defineActivity, settled } from './define-activity.ts';
import { addDetail, requestOf } from './run-record.ts';
import { scopeOf, sourceOf } from './source-scope.ts';
import { waveOf } from './wave-of.ts';

/** How far back the source's own error rates are taken from. */
const BASELINE_MS = 3_600_000;

/**
 * One look at the wave's traffic on the target since the cutover. 5xx answers, and 401 and 403, are each judged by a sequential
 * test against the source's rates before the cutover; when both are content, mean latency is compared. No new request is no data,
 * never health.
 */
export const observeTraffic = defineActivity(activities.observeTraffic, (input, world) =>
  settled(async () => {
    const { runId, since, state } = input;
    const request = await requestOf(runId, world);
    const wave = await waveOf(input, world);
    const traffic = await world.targetTraffic(request.target);
    const ids = wave.apis.map(({ apimId }) => apimId);
    const counts = await traffic.counts(ids, since, world.now().toISOString());
    if (counts === undefined || counts.requests <= state.errors.samples) {
      await addDetail(runId, world, { traffic: { verdict: 'no-data', ...shown(state) } });
      return { state, verdict: 'no-data' as const };
    }
    const baseline = await baselineOf(request, wave, since, world);
    const seen = added(counts, state, baseline, request);
    const latency = latencyOf(counts, baseline);
    const verdict =
      seen.verdict === 'healthy'
        ? latencyVerdict(baseline?.latencyMs, counts.latencyMs, request.thresholds)
        : seen.verdict;
    const latencies = latency && { latencyMs: latency.targetMs, sourceLatencyMs: latency.sourceMs };
    await addDetail(runId, world, { traffic: { verdict, ...shown(seen.state), ...latencies } });
    return { state: seen.state, verdict, ...(latency && { latency }) };
  }),
);

const shown = ({ errors, denied }: TrafficSeen) => ({
  samples: errors.samples,
  errors: errors.errors,
  denied: denied.errors,
});

/** Whole milliseconds of both, where both are known. */
function latencyOf(target: TrafficCounts, source: TrafficCounts | undefined): LatencySeen | undefined {
  if (target.latencyMs === undefined || source?.latencyMs === undefined) return undefined;
  return { sourceMs: Math.round(source.latencyMs), targetMs: Math.round(target.latencyMs) };
}

/** Adds what is new since the last look to both tests. */
function added(
  counts: TrafficCounts,
  { errors, denied }: TrafficSeen,
  baseline: TrafficCounts | undefined,
  request: RunRequest,
): { readonly state: TrafficSeen; readonly verdict: SequentialVerdict } {
  const fresh = counts.requests - errors.samples;
  // Metrics of one minute may come in another order: a count never goes back.
  const of = (total: number, before: number): number => Math.min(fresh, Math.max(0, total - before));
  const state: TrafficSeen = {
    errors: observe(test(baseline, 'serverErrors', request), errors, fresh, of(counts.serverErrors, errors.errors)),
    // Without a baseline nobody knows how many callers are refused rightly: then nothing is held against the target.
    denied: observe(
      test(baseline, 'clientErrors', request),
      denied,
      fresh,
      baseline?.clientErrors === undefined ? 0 : of(counts.denied ?? 0, denied.errors),
    ),
  };
  const verdicts = [
    verdict(test(baseline, 'serverErrors', request), state.errors),
    verdict(test(baseline, 'clientErrors', request), state.denied),
  ];
  if (verdicts.includes('bad')) return { state, verdict: 'bad' };
  return { state, verdict: verdicts.every((each) => each === 'healthy') ? 'healthy' : 'continue' };
}

function test(
  baseline: TrafficCounts | undefined,
  member: 'serverErrors' | 'clientErrors',
  request: RunRequest,
): SequentialTest {
  const { healthyErrorRate, badErrorRate } = request.thresholds;
  const rate = baseline === undefined || baseline.requests === 0 ? 0 : (baseline[member] ?? 0) / baseline.requests;
  return testAgainst(rate, healthyErrorRate, badErrorRate, paceOf(request).minimumSamples);
}

/** What the source answered for the wave's APIs in the hour before the cutover; undefined when nothing is known of any. */
async function baselineOf(
  request: RunRequest,
  { apis }: PlanWave,
  since: string,
  world: World,
): Promise<TrafficCounts | undefined> {
  const traffic = await world.sourceTraffic();
  const from = new Date(Date.parse(since) - BASELINE_MS).toISOString();
  const scopes = Map.groupBy(apis, ({ source }) => source.scope);
  const all: TrafficCounts[] = [];
  for (const [index, members] of scopes) {
    const stages = members.map(({ name, source: { apiId, stage } }) => ({ apiId, name, stage }));
    const counts = await traffic.counts(scopeOf(sourceOf(request, index)), stages, from, since);
    if (counts !== undefined && counts.requests > 0) all.push(counts);
  }
  return all.length === 0 ? undefined : summed(all);
}

/** Of all scopes together; latency as the mean over all requests whose latency is known. */
function summed(all: readonly TrafficCounts[]): TrafficCounts {
  const sum = (of: (counts: TrafficCounts) => number): number => all.reduce((total, counts) => total + of(counts), 0);
  const timed = sum(({ requests, latencyMs }) => (latencyMs === undefined ? 0 : requests));
  return {
    requests: sum(({ requests }) => requests),
    serverErrors: sum(({ serverErrors }) => serverErrors),
    clientErrors: sum(({ clientErrors = 0 }) => clientErrors),
    ...(timed > 0 && { latencyMs: sum(({ requests, latencyMs = 0 }) => requests * latencyMs) / timed }),
  };
}
