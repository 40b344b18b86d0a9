import { setTimeout as sleep } from 'node:timers/promises';
import { Control } from '../environment/control.ts';
import type { Environment } from '../environment/environment.ts';
import { statesOf, targetShareIn, type DemoDocument } from './document.ts';
import { drive, reasonOf, type Driven, type Watcher } from './drive.ts';
import { outcomesFor, REQUESTS_NEEDED } from './expectation.ts';
import type { DemoOptions } from './options.ts';
import { meaningOf, type Progress } from './progress.ts';
import { demoRun } from './run-request.ts';
import { Service } from './service.ts';
import { count, Traffic } from './traffic.ts';

/** Requests of the last phase that say who serves now. */
const LAST_PHASE_REQUESTS = 200;

/** Callers first, then the run, then callers alone again: what `demo` shows, from a running environment. */
export async function performDemo(
  environment: Environment,
  options: DemoOptions,
  progress: Progress,
  signal: AbortSignal,
): Promise<DemoDocument> {
  const { endpoints } = environment.clouds ?? {};
  if (endpoints === undefined) throw new Error('a demo needs simulated clouds');
  const control = new Control(endpoints.control);
  const traffic = new Traffic(control, signal);
  const service = new Service(
    environment.url,
    {
      operator: await environment.token('olivia', ['reader', 'operator']),
      approver: await environment.token('amir', ['reader', 'approver']),
    },
    signal,
  );
  const estate = await control.estate();
  const before = await control.dns();
  progress.line(`${estate.apis.length} APIs at ${estate.hostnames.join(', ')}; callers call`);
  await traffic.start('before');
  if ((await traffic.view()).callers === 0)
    progress.line(
      'nobody calls: no route can be called without knowledge of the API, so no evidence of health will come',
    );
  const onFailure = options.fault === 'import-400' ? 'rollback' : 'block';
  const request = demoRun(estate, endpoints, onFailure);
  const watching = watchTraffic(traffic, progress, signal);
  const driven = await Promise.race([drive(service, request, options, watcher(traffic, progress), signal), watching]);
  await restOfTraffic(driven, traffic, progress);
  const { counts, failures } = await traffic.stop();
  for (const failure of failures.slice(-5)) progress.line(`a caller's error: ${JSON.stringify(failure)}`);
  await tellFindings(driven, options, service, progress);
  const after = await control.dns();
  return {
    outcome: driven.outcome,
    states: statesOf(await service.audit(driven.runId)),
    ledger: driven.last.ledger ?? null,
    steps: driven.last.steps ?? { done: 0, total: 0 },
    callers: counts,
    targetShare: targetShareIn(driven.last.state, counts),
    dns: { before, after },
    dnsRestored: JSON.stringify(before) === JSON.stringify(after),
    leftovers: driven.outcome === 'committed' ? [] : await control.leftovers(),
    requestsPerService: await control.requests(),
    seconds: progress.seconds,
  };
}

function watcher(traffic: Traffic, progress: Progress): Watcher {
  return {
    async entered({ state, reason }) {
      await traffic.enter(state);
      progress.state(state);
      if (reason !== undefined) progress.line(`  ${reasonOf(reason)}`);
    },
    async isReadyFor(checkpoint) {
      if (!checkpoint.startsWith('cutover')) return true;
      // Whoever approves a cutover has seen how the source does; so has the statistic that the target is judged by.
      progress.waitingFor = `${REQUESTS_NEEDED} requests to the source before the cutover is approved`;
      const { callers, counts } = await traffic.view();
      return callers === 0 || count(counts, 'requests', { side: 'source' }) >= REQUESTS_NEEDED;
    },
    did: (what) => progress.line(`  ${what}`),
  };
}

/** Shows the traffic of the moment for as long as the demo goes on; never ends by itself. */
async function watchTraffic(traffic: Traffic, progress: Progress, signal: AbortSignal): Promise<never> {
  for (;;) {
    progress.traffic(await traffic.view());
    await sleep(1_000, undefined, { signal });
  }
}

/** Lets the callers go on until the last phase says who serves, and until there were enough of them to say "no errors". */
async function restOfTraffic({ outcome, last }: Driven, traffic: Traffic, progress: Progress): Promise<void> {
  progress.waitingFor = `${REQUESTS_NEEDED} requests and ${LAST_PHASE_REQUESTS} after the end (${meaningOf(last.state)})`;
  await traffic.until(
    (counts) =>
      count(counts, 'requests', { phase: last.state }) >= LAST_PHASE_REQUESTS &&
      count(counts, 'requests', outcome === 'committed' ? { side: 'target' } : {}) >= REQUESTS_NEEDED,
    (view) => progress.traffic(view),
  );
}

/** Says which constructs kept a run from committing, unless its flags asked for that. */
async function tellFindings(
  { runId, outcome }: Driven,
  options: DemoOptions,
  service: Service,
  progress: Progress,
): Promise<void> {
  if (outcome === 'committed' || (options.definitions.length === 0 && outcomesFor(options).includes(outcome))) return;
  const findings = (await service.findings(runId)).filter(({ severity }) => severity === 'blocker');
  for (const { code, message, at } of findings) progress.line(`  ${code} ${message} (${at.arn}#${at.pointer})`);
}
