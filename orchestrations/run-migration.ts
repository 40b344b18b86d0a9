import { activities, type DriftSeen } from '../src/contracts/activities.ts';
import { orchestrations } from '../src/contracts/orchestrations.ts';
import { NO_TRAFFIC_SEEN } from '../src/cutover/sequential-test.ts';
import type { LatencySeen, TrafficSeen } from '../src/model/monitoring.ts';
import type { Failure, Outcome } from '../src/model/outcome.ts';
import { call, callChild, defineOrchestration, sleep, type Durable } from './call.ts';
import { attempt, enter, hold, obey, waitForPerson, type Running } from './attempt.ts';
import { Interruption } from './interruption.ts';
import { applyPhase } from './steps.ts';
import { takeBack } from './take-back.ts';

/**
 * One run, from discovery to commit, through the states of src/model/run.ts; whatever interrupts it ends in its roll-back. A run whose
 * plan became void plans again in a new execution: what it did so far stands in the store.
 */
defineOrchestration(orchestrations.runMigration, function* (context, { runId, planDigest: before = '' }) {
  const brief = yield* call(context, activities.readRun, { runId });
  const run: Running = { context, runId, brief };
  let planDigest = before;
  try {
    const { inventoryDigest } = yield* attempt(run, 'discovering', () => discover(run));
    ({ planDigest } = yield* attempt(run, 'planning', () => plan(run, inventoryDigest)));
    if (brief.mode === 'assess' || brief.mode === 'plan') {
      yield* call(context, activities.enterState, { runId, state: 'committed', detail: { reason: PLANNED_ONLY } });
      return { outcome: 'planned' };
    }
    yield* checkpoint(run, 'awaiting-plan', {
      checkpointId: 'plan',
      planDigest,
      evidenceDigest: planDigest,
      plansAgain: true,
    });
    yield* attempt(run, 'awaiting-plan', () => call(context, activities.claimTarget, { runId, planDigest }));
    for (const { name } of brief.waves) yield* migrateWave(run, planDigest, name);
    yield* call(context, activities.releaseTarget, { runId, planDigest });
    yield* call(context, activities.enterState, { runId, state: 'committed', detail: {} });
    return { outcome: 'committed' };
  } catch (error) {
    if (error instanceof PlanVoid) {
      context.df.continueAsNew({ runId, planDigest });
      return undefined;
    }
    if (!(error instanceof Interruption)) throw error;
    yield* takeBack(run, planDigest, error.message);
    yield* call(context, activities.releaseTarget, { runId, planDigest });
    yield* call(context, activities.enterState, { runId, state: error.ending, detail: { reason: error.message } });
    return { outcome: error.ending };
  }
});

/** Runs of the modes `assess` and `plan` end so: final, with no step done (docs/assumptions.md). */
const PLANNED_ONLY = {
  code: 'PLANNED-ONLY',
  message: 'planned only: nothing was written anywhere; a run of the mode migrate carries it out',
};

function* discover({ context, runId, brief }: Running): Durable<Outcome<{ inventoryDigest: string }>> {
  const digests: string[] = [];
  for (let scope = 0; scope < brief.scopes; scope += 1) {
    const id = `${runId}-discover-${scope}`;
    const read = yield* callChild(context, orchestrations.discoverSource, id, { runId, scope });
    if (!read.ok) return read;
    digests.push(...read.digests);
  }
  const leftOut = yield* call(context, activities.discoverLeftOut, { runId });
  if (!leftOut.ok) return leftOut;
  digests.push(leftOut.digest);
  return yield* call(context, activities.assembleInventory, { runId, digests });
}

/** A plan with a blocker is shown, and never asked approval for: what it names must be decided or mended first. */
function* plan({ context, runId, brief }: Running, inventoryDigest: string): Durable<Outcome<{ planDigest: string }>> {
  const built = yield* call(context, activities.buildPlan, { runId, inventoryDigest });
  // What blocks is what an assessment is made to find.
  if (!built.ok || built.findings.blocker === 0 || brief.mode === 'assess') return built;
  const message =
    `${built.findings.blocker === 1 ? '1 finding blocks' : `${built.findings.blocker} findings block`} the plan; GET /api/runs/${runId}/findings names each with its remedy: ` +
    'mend the source and retry, or cancel and start a run that decides or leaves out what is named';
  return { ok: false, failure: { kind: 'invalid', code: 'PLAN-BLOCKED', message } };
}

/** What a checkpoint asks. */
interface Question {
  readonly checkpointId: string;
  readonly planDigest: string;
  readonly evidenceDigest: string;
  /** Whether the run can make another plan of what source and target are now: until it has moved a name, or made anything final. */
  readonly plansAgain: boolean;
}

/** Thrown inside the orchestrator when the plan is no longer for what is there, and a person wants another. */
class PlanVoid extends Error {}

function driftOf({ what }: DriftSeen, plansAgain: boolean): Failure {
  const next = plansAgain
    ? 'retry plans again from what is there now, so that only what differs is a step, and asks for approval of that'
    : 'retry accepts that and asks again';
  const message = `changed since the plan was made: ${what}: ${next}; rollback takes everything back`;
  return { kind: 'conflict', code: 'DRIFT', message };
}

/**
 * Opens a checkpoint and waits until it is approved. A rejection rolls back; one that expires freezes, and never approves; drift of
 * source or target makes it void and freezes, and takes nothing back by itself.
 */
function* checkpoint(
  run: Running,
  state: 'awaiting-plan' | 'awaiting-cutover' | 'awaiting-commit',
  { checkpointId, planDigest, evidenceDigest, plansAgain }: Question,
): Durable<void> {
  const { context, runId, brief } = run;
  let accepted: { readonly accepted?: string } = {};
  for (;;) {
    yield* call(context, activities.openCheckpoint, { runId, planDigest, checkpointId, evidenceDigest });
    yield* enter(run, state, { checkpointId });
    const watch = { planDigest, everySeconds: brief.pace.driftPoll, ...accepted };
    const { command, closed, drift, failure } = yield* waitForPerson(run, { checkpointId, watch });
    if (drift !== undefined) {
      yield* hold(run, 'frozen', state, driftOf(drift, plansAgain));
      if (plansAgain) throw new PlanVoid();
      accepted = { accepted: drift.seen };
      continue;
    }
    if (failure !== undefined) {
      yield* hold(run, 'frozen', state, failure);
      continue;
    }
    if (closed === 'approved') return;
    if (closed === 'rejected') throw new Interruption('rolled-back', `checkpoint ${checkpointId} was rejected`);
    if (command !== undefined) yield* obey(run, command, state);
    else {
      const message = `checkpoint ${checkpointId} is ${closed ?? 'open'}: retry opens it again, rollback takes everything back`;
      yield* hold(run, 'frozen', state, { kind: 'missing', code: 'NO-DECISION', message });
    }
  }
}

function* migrateWave(run: Running, planDigest: string, wave: string): Durable<void> {
  const { context, runId } = run;
  for (const phase of ['transferring-certificates', 'importing', 'registering-backends', 'opening'] as const)
    yield* attempt(run, phase, () => applyPhase(run, planDigest, wave, phase));
  const { evidenceDigest: parity } = yield* attempt(run, 'validating', () =>
    call(context, activities.compareParity, { runId, planDigest, wave }),
  );
  // A wave of which no name moves is nobody's traffic: what stands at the target is made final, or taken back.
  const cutover = { runId, planDigest, wave, phase: 'cutting-over', first: 0, every: 1, count: 0 } as const;
  const { total } = yield* call(context, activities.selectUnits, cutover);
  const evidenceDigest = total > 0 ? yield* moveNames(run, planDigest, wave) : parity;
  yield* checkpoint(run, 'awaiting-commit', {
    checkpointId: `commit-${wave}`,
    planDigest,
    evidenceDigest,
    plansAgain: false,
  });
  yield* attempt(run, 'awaiting-commit', () => commit(run, planDigest, wave));
}

/** Puts the traffic of a wave's names over, once that was approved, and watches it. Gives the digest of what was shown before. */
function* moveNames(run: Running, planDigest: string, wave: string): Durable<string> {
  const { context } = run;
  const { evidenceDigest } = yield* attempt(run, 'arming', () => arm(run, planDigest, wave));
  const plansAgain = run.brief.waves[0]?.name === wave;
  yield* checkpoint(run, 'awaiting-cutover', {
    checkpointId: `cutover-${wave}`,
    planDigest,
    evidenceDigest,
    plansAgain,
  });
  const since = context.df.currentUtcDateTime.toISOString();
  const { seen } = yield* attempt(run, 'cutting-over', () => cutOver(run, planDigest, wave, since));
  yield* monitor(run, planDigest, wave, since, seen);
  return evidenceDigest;
}

/** What is only true of a wave that stays is said at last; then nothing of it is taken back any more. */
function* commit(run: Running, planDigest: string, wave: string): Durable<Outcome> {
  const { context, runId } = run;
  const said = yield* applyPhase(run, planDigest, wave, 'committing');
  if (!said.ok) return said;
  return yield* call(context, activities.commitWave, { runId, planDigest, wave });
}

function* arm(run: Running, planDigest: string, wave: string): Durable<Outcome<{ evidenceDigest: string }>> {
  const { context, runId } = run;
  const lowered = yield* applyPhase(run, planDigest, wave, 'arming');
  if (!lowered.ok) return lowered;
  const { seconds } = yield* call(context, activities.waitForTtl, { runId, planDigest, wave });
  yield* sleep(context, seconds);
  return yield* call(context, activities.checkReadiness, { runId, planDigest, wave });
}

function* cutOver(
  run: Running,
  planDigest: string,
  wave: string,
  since: string,
): Durable<Outcome<{ seen: TrafficSeen }>> {
  const { context, runId, brief } = run;
  const moved = yield* applyPhase(run, planDigest, wave, 'cutting-over');
  if (!moved.ok) return moved;
  let seen = NO_TRAFFIC_SEEN;
  for (;;) {
    const look = yield* callChild(context, orchestrations.awaitPropagation, `${runId}-propagation`, {
      runId,
      planDigest,
      wave,
      since,
      seen,
      pollSeconds: brief.pace.propagationPoll,
    });
    if (!look.ok) return look;
    if (look.isBad) throw isBad(wave);
    if (look.command === undefined) return { ok: true, seen: look.seen };
    ({ seen } = look);
    yield* obey(run, look.command, 'cutting-over');
  }
}

const isBad = (wave: string): Interruption =>
  new Interruption('rolled-back', `wave ${wave}: the target answers too many errors, or turns too many callers away`);

/**
 * Watches until the sequential test is sure. Bad rolls back at once; blind freezes until a person lets it look again; slow freezes
 * until a person accepts that.
 */
function* monitor(run: Running, planDigest: string, wave: string, since: string, seen: TrafficSeen): Durable<void> {
  const { context, runId, brief } = run;
  for (;;) {
    yield* enter(run, 'monitoring');
    const { verdict, latency, command } = yield* callChild(context, orchestrations.monitorWave, `${runId}-monitor`, {
      runId,
      planDigest,
      wave,
      since,
      intervalSeconds: brief.pace.monitorInterval,
      blindAfterSeconds: brief.pace.blindAfter,
      seen,
    });
    if (verdict === 'healthy') return;
    if (verdict === 'bad') throw isBad(wave);
    if (command !== undefined) yield* obey(run, command, 'monitoring');
    if (verdict === 'slow') {
      yield* hold(run, 'frozen', 'monitoring', isSlow(wave, latency));
      return;
    }
    if (verdict === 'blind') {
      const message = `no traffic data of wave ${wave} for ${brief.pace.blindAfter} s: restore the metrics and retry, or roll back`;
      yield* hold(run, 'frozen', 'monitoring', { kind: 'missing', code: 'NO-DATA', message });
    }
  }
}

function isSlow(wave: string, latency: LatencySeen | undefined): Failure {
  const figures =
    latency === undefined ? '' : ` (${latency.targetMs} ms on average, the source took ${latency.sourceMs} ms)`;
  const message = `wave ${wave}: the target answers rightly and slowly${figures}: retry accepts that, rollback takes it back`;
  return { kind: 'invalid', code: 'TARGET-SLOW', message };
}
