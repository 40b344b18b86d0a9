import type { OrchestrationHandler } from 'durable-functions';
import { applyUnit } from '../../../activities/apply-unit.ts';
import { listUndos } from '../../../activities/list-undos.ts';
import { readTargetReadiness } from '../../../activities/read-target-readiness.ts';
import { selectUnits } from '../../../activities/select-units.ts';
import { continueUndo, undoStep } from '../../../activities/undo-step.ts';
import { applyPhase } from '../../../orchestrations/steps.ts';
import { orchestrations } from '../../../src/contracts/orchestrations.ts';
import type { Outcome } from '../../../src/model/outcome.ts';
import type { StepPhase } from '../../../src/model/plan.ts';
import { PACE_DEFAULTS } from '../../../src/model/run.ts';
import type { CompensationRow } from '../../../src/ports/run-store.ts';
import type { World } from '../../../src/ports/world.ts';
import { AsyncStepper } from './async-stepper.ts';
import { Life, type Lives } from './life.ts';

/** A run of an approved plan, as its activities are called. */
export interface ApprovedPlan {
  readonly runId: string;
  readonly planDigest: string;
  readonly wave: string;
}

type Run = (input: never, world: World) => Promise<object>;
const ACTIVITIES = new Map<string, { readonly run: Run }>(
  [applyUnit, listUndos, readTargetReadiness, selectUnits, undoStep, continueUndo].map((each) => [each.name, each]),
);

/** The phases of a run on the app's own orchestrators and activities; its process may die and be started again. */
export class ImportRun {
  readonly #approved: ApprovedPlan;
  readonly #lives: Lives;
  readonly #stepper: AsyncStepper;
  #life: Life;
  #restarting: Promise<void> | undefined;
  /** How often its process died. */
  deaths = 0;

  constructor(approved: ApprovedPlan, lives: Lives, handlers: ReadonlyMap<string, OrchestrationHandler>) {
    this.#approved = approved;
    this.#lives = lives;
    this.#life = new Life(lives);
    this.#stepper = new AsyncStepper(handlers, (name, input) => this.#invoke(name, input));
  }

  phase(phase: StepPhase): Promise<Outcome<{ readonly phase: StepPhase }>> {
    const { runId, planDigest, wave } = this.#approved;
    const brief = { mode: 'migrate', onFailure: 'block', scopes: 1, waves: [], pace: PACE_DEFAULTS } as const;
    const run = { context: this.#stepper.context, runId, brief };
    return this.#stepper.drive(applyPhase(run, planDigest, wave, phase));
  }

  async takeBack(): Promise<void> {
    const { runId, planDigest } = this.#approved;
    await this.#stepper.run(orchestrations.undoSteps.name, { runId, planDigest, pollSeconds: 1 });
  }

  async compensations(): Promise<readonly CompensationRow[]> {
    return (await this.#life.world.runs()).compensations(this.#approved.runId);
  }

  close(): Promise<void> {
    return this.#life.bury();
  }

  async #invoke(name: string, input: unknown): Promise<unknown> {
    const activity = ACTIVITIES.get(name);
    if (activity === undefined) throw new Error(`nobody runs ${name}`);
    for (;;) {
      const life = this.#life;
      const [outcome] = await Promise.allSettled([
        Promise.race([activity.run(input as never, life.world), life.death.promise]),
      ]);
      if (!life.isDead) {
        if (outcome.status === 'rejected') throw outcome.reason;
        return outcome.value;
      }
      await this.#restart(life);
    }
  }

  /** A new process on the same files. All that ran in the old one comes here. */
  async #restart(dead: Life): Promise<void> {
    if (this.#life !== dead) return;
    this.#restarting ??= (async () => {
      this.deaths += 1;
      await dead.bury();
      this.#life = new Life(this.#lives);
      this.#restarting = undefined;
    })();
    await this.#restarting;
  }
}
