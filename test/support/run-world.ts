import type { OrchestrationHandler } from 'durable-functions';
import { activities } from '../../src/contracts/activities.ts';
import { orchestrations } from '../../src/contracts/orchestrations.ts';
import { NO_TRAFFIC_SEEN } from '../../src/cutover/sequential-test.ts';
import { PACE_DEFAULTS } from '../../src/model/run.ts';
import { DurableStepper } from './durable-stepper.ts';

export const BUILT = {
  ok: true,
  planDigest: 'sha256:plan',
  steps: 6,
  findings: { info: 0, review: 0, decision: 0, blocker: 0 },
};

/** As the activity selects them. */
export const unitsOf =
  (names: readonly string[]) =>
  ({ first, every, count }: Record<string, unknown>) => ({
    units: names
      .filter((_, i) => i >= Number(first) && (i - Number(first)) % Number(every) === 0)
      .slice(0, Number(count)),
    total: names.length,
  });

type Answers = Record<string, (input: Record<string, unknown>) => unknown>;

/** A world in which all goes well and everything is approved at once; a test changes single answers. */
export class RunWorld {
  readonly states: string[] = [];
  readonly called = new Set<string>();
  readonly details: Record<string, unknown>[] = [];
  readonly applied: string[] = [];
  readonly undone: string[] = [];
  mode = 'migrate';
  onFailure: 'block' | 'rollback' = 'block';
  command: string | undefined;
  answers: Answers = {};

  readonly #defaults: Answers = {
    [activities.readRun.name]: () => ({
      mode: this.mode,
      onFailure: this.onFailure,
      scopes: 1,
      waves: [{ name: 'pilot', hostnames: ['api.health.example'] }],
      pace: PACE_DEFAULTS,
    }),
    [activities.enterState.name]: ({ state, detail }) => {
      this.details.push(detail as Record<string, unknown>);
      this.states.push(state as string);
      return this.#take(state as string);
    },
    [activities.takeCommand.name]: () => this.#take('waiting'),
    [activities.listSourceApis.name]: () => ({
      ok: true,
      apis: [{ id: 'a1', type: 'REST', name: 'orders' }],
      digest: 'sha256:listing',
    }),
    [activities.discoverApi.name]: () => ({ ok: true, digest: 'sha256:api' }),
    [activities.discoverShared.name]: () => ({ ok: true, digest: 'sha256:shared' }),
    [activities.discoverSurroundings.name]: () => ({ ok: true, digest: 'sha256:around' }),
    [activities.discoverLeftOut.name]: () => ({ ok: true, digest: 'sha256:left-out' }),
    [activities.assembleInventory.name]: () => ({ ok: true, inventoryDigest: 'sha256:inventory' }),
    [activities.buildPlan.name]: () => BUILT,
    [activities.claimTarget.name]: () => ({ ok: true, claimed: 2 }),
    [activities.releaseTarget.name]: () => ({ released: 2 }),
    [activities.watchDrift.name]: () => ({ ok: true }),
    [activities.openCheckpoint.name]: () => ({ expiresAt: '2026-12-01T00:00:00Z' }),
    [activities.readCheckpoint.name]: () => ({ closed: 'approved' }),
    [activities.readTargetReadiness.name]: () => ({ ok: true }),
    [activities.selectUnits.name]: unitsOf(['a1']),
    [activities.applyUnit.name]: ({ phase, unit }) => {
      this.applied.push(`${phase as string}/${unit as string}`);
      return { ok: true, state: 'done' };
    },
    [activities.listMovedNames.name]: () => ({ units: [] }),
    [activities.findNamesAtTarget.name]: () => ({ ok: true, names: [] }),
    [activities.listUndos.name]: () => ({
      stepIds: this.applied.filter((id) => !this.undone.includes(id)).toReversed(),
    }),
    [activities.undoStep.name]: ({ stepId }) => {
      this.undone.push(stepId as string);
      return { ok: true, state: 'done' };
    },
    [activities.compareParity.name]: () => ({ ok: true, evidenceDigest: 'sha256:parity', looser: 0, different: 0 }),
    [activities.waitForTtl.name]: () => ({ seconds: 360 }),
    [activities.checkReadiness.name]: () => ({ ok: true, evidenceDigest: 'sha256:ready' }),
    [activities.checkPropagation.name]: () => ({ ok: true, propagated: true, waitingFor: [] }),
    [activities.observeTraffic.name]: () => ({
      ok: true,
      state: NO_TRAFFIC_SEEN,
      verdict: 'healthy',
    }),
    [activities.commitWave.name]: () => ({ ok: true, committed: true }),
  };

  /** `<command> in <state>`: taken when the run is seen in that state. */
  #take(state: string): { command?: string } {
    const [command, , wanted] = (this.command ?? '').split(' ');
    if (!command || (wanted !== state && !(state === 'waiting' && wanted === this.states.at(-1)))) return {};
    this.command = undefined;
    return { command };
  }

  longest = 0;
  readonly #handlers: ReadonlyMap<string, OrchestrationHandler>;

  constructor(handlers: ReadonlyMap<string, OrchestrationHandler>) {
    this.#handlers = handlers;
  }

  run(): unknown {
    const stepper = new DurableStepper(this.#handlers, (name, input) => {
      this.called.add(name);
      const answer = this.answers[name] ?? this.#defaults[name];
      if (answer === undefined) throw new Error(`nobody answers ${name}`);
      return answer(input);
    });
    const output = stepper.run(orchestrations.runMigration.name, { runId: 'run-1' });
    this.longest = stepper.longest;
    return output;
  }
}

/** Gives the first once. */
export const once = <T>(first: T, then: T) => {
  let calls = 0;
  return (): T => ((calls += 1) === 1 ? first : then);
};
export const failure = { kind: 'invalid', code: 'ValidationError', message: 'refused' };
/** States of a run that nothing disturbs. */
export const STRAIGHT = [
  'discovering',
  'planning',
  'awaiting-plan',
  'transferring-certificates',
  'importing',
  'registering-backends',
  'opening',
  'validating',
  'arming',
  'awaiting-cutover',
  'cutting-over',
  'monitoring',
  'awaiting-commit',
  'committed',
];
