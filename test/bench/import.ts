import type { Step } from '../../src/model/plan.ts';
import { apiIds } from './import/generated-source.ts';
import { LATENCY_MS, startRig, until, type ArmCall, type Rig } from './import/rig.ts';

/** ARM's bucket of writes: so many at once, so many a second more (subscription limits, read 2026-11-29). */
const BURST = 200;
const REFILL_PER_SECOND = 10;

const WAVE = 'bench';

/**
 * Imports so many APIs of five operations, with a policy and a membership in a product each, into an empty service, and plans and runs
 * the same once more. The floor is what the quota allows: the least writes, computed from the plan's resources and two more for each API
 * (its guard, and its policy behind the guard), and the least calls of one API, which are made one after another.
 */
export async function benchImport(apis: number): Promise<Record<string, number>> {
  const rig = await startRig(apis);
  let figures: Record<string, number> = {};
  let needed: Record<string, number> = {};
  try {
    const first = await run(rig, apis);
    const again = await run(rig, apis);
    const { calls, seconds } = first;
    const writes = calls.filter(isWrite).length;
    const minimal = leastWrites(first.steps, apis);
    const floorSeconds =
      Math.max(0, minimal - BURST) / REFILL_PER_SECOND + (leastChain(first.steps) * LATENCY_MS) / 1000;
    figures = {
      apis,
      seconds,
      floorSeconds,
      ratio: seconds / floorSeconds,
      calls: calls.length,
      writes,
      minimalWrites: minimal,
      throttled: calls.filter(({ status }) => status === 429).length,
      rerunCalls: again.calls.length,
      rerunWrites: again.calls.filter(isWrite).length,
      rerunSteps: again.steps.length,
      peakInFlight: peakInFlight(calls),
    };
  } finally {
    needed = { ...(await rig.close()) };
  }
  return { ...figures, ...needed };
}

const isWrite = ({ method }: ArmCall): boolean => method !== 'GET' && method !== 'HEAD';

interface Ran {
  readonly steps: readonly Step[];
  /** Between the approval of the plan and the last API that was opened. */
  readonly seconds: number;
  readonly calls: readonly ArmCall[];
}

/** One run to its end. */
async function run({ service, target, vault, calls }: Rig, apis: number): Promise<Ran> {
  const before = calls().length;
  const runId = await service.start({
    mode: 'migrate',
    source: [{ account: '111122223333', region: 'us-east-1' }],
    target,
    keyVault: vault,
    dns: [],
    waves: [{ name: WAVE, apis: apiIds(apis), hostnames: [] }],
    decisions: { '*': 'recommended' },
    pace: { operationPoll: 0.2, wakePoll: 0.5 },
    network: { testing: {} },
  });
  for (const checkpoint of ['plan', `commit-${WAVE}`]) {
    await until(async () => {
      const { checkpoints, state, reason } = await service.run(runId);
      if (['blocked', 'frozen'].includes(state)) throw new Error(`the run is ${state}: ${JSON.stringify(reason)}`);
      return checkpoints.find(({ id }) => id === checkpoint);
    });
    await service.decide(runId, checkpoint, 'approve', 'bench');
  }
  await until(async () => ((await service.run(runId)).state === 'committed' ? true : undefined));
  const audit = await service.audit(runId);
  const at = (state: string): number => Date.parse(audit.find(({ what }) => what === `state ${state}`)?.at ?? '');
  const seconds = (at('validating') - at('transferring-certificates')) / 1000;
  return { steps: (await service.plan(runId)).steps, seconds, calls: calls().slice(before) };
}

/** Every resource is written once, operations with their import, and each API twice more. */
function leastWrites(steps: readonly Step[], apis: number): number {
  const places = new Set(
    steps.map(({ kind, payload }) => `${kind === 'import-operations' ? 'import ' : ''}${String(payload['path'])}`),
  );
  return places.size + 2 * apis;
}

/** The writes of one API, a look at each policy that was written, and one at its import. */
function leastChain(steps: readonly Step[]): number {
  const unit = steps.find(({ kind }) => kind === 'import-operations')?.place.unit;
  const own = steps.filter(({ place }) => place.unit === unit);
  const policies = own.filter(({ payload }) => String(payload['path']).endsWith('/policies/policy'));
  return own.length + policies.length + 1;
}

/** Each exchange is taken to have lasted as long as the latency. */
function peakInFlight(calls: readonly ArmCall[]): number {
  const times = calls.map(({ answeredAt }) => answeredAt).toSorted((a, b) => a - b);
  let peak = 0;
  for (let first = 0, last = 0; last < times.length; last += 1) {
    while ((times[last] as number) - (times[first] as number) >= LATENCY_MS) first += 1;
    peak = Math.max(peak, last - first + 1);
  }
  return peak;
}
