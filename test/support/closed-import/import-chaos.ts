import { servicePath } from '../../../src/local/sandbox/azure/context.ts';
import type { AzureState } from '../../../src/local/sandbox/azure/state.ts';
import type { Step, StepPhase } from '../../../src/model/plan.ts';
import type { CompensationRow } from '../../../src/ports/run-store.ts';
import { CRASHES, FAULTS, SILENCES } from './faults.ts';
import { Hammer, type Call } from './hammer.ts';
import type { Begun, ImportBench } from './import-bench.ts';
import type { ImportRun } from './import-run.ts';
import type { Lives } from './life.ts';
import { oneOfEach, roundsOf, titleOf, type Case, type Round } from './rounds.ts';
import { contentOf, differences, type ServiceContent } from './service-content.ts';

/** Phases before traffic moves. */
export const PHASES = ['transferring-certificates', 'importing', 'registering-backends', 'opening'] as const;
type Phase = (typeof PHASES)[number];

const ANSWER_MS = 20_000;
/** Where nobody answers. */
const SHORT_ANSWER_MS = 200;

/** A phase when nothing goes wrong: how runs begin at it, and what it comes to. */
interface Undisturbed {
  readonly begin: (answerMs: number) => Begun;
  readonly before: ServiceContent;
  readonly after: ServiceContent;
  readonly writes: ReadonlyMap<string, number>;
}

/**
 * Runs an approved plan over and over, each time with faults at some of its steps and with callers who never stop. What it comes to is
 * held against the same plan without a fault.
 */
export class ImportChaos {
  readonly #bench: ImportBench;
  readonly #hammer: Hammer;
  readonly #placesOf: ReadonlyMap<string, readonly string[]>;
  readonly #undisturbed = new Map<StepPhase, Undisturbed>();
  /** Of the APIs that are called. */
  readonly #units: ReadonlySet<string>;
  #initial: ServiceContent = new Map();
  #complete: ServiceContent = new Map();
  /** The last revision of the target at which an API was complete, and the last one that was looked at. */
  readonly #completeAt = new Map<string, number>();
  readonly #lookedAt = new Map<string, number>();
  readonly #steps = new Set<string>();
  #cases = 0;

  constructor(bench: ImportBench, calls: readonly Call[]) {
    this.#bench = bench;
    this.#hammer = new Hammer(bench.world, calls, { since: (unit, revision) => this.#wasComplete(unit, revision) });
    this.#units = new Set(calls.map(({ unit }) => unit));
    const units = Map.groupBy(bench.plan.steps, ({ place }) => place.unit);
    this.#placesOf = new Map([...units].map(([unit, steps]) => [unit, steps.map((step) => bench.placeOf(step))]));
  }

  get counts() {
    return { cases: this.#cases, steps: this.#steps.size, leaks: this.#hammer.leaks.length, ...this.#hammer.counts };
  }

  async close(): Promise<void> {
    await this.#hammer.stop();
    await this.#bench.close();
  }

  /** The plan without a fault: twice, the second time with all callers after each write. From then on they call all the time. */
  async rehearse(): Promise<void> {
    this.#initial = contentOf(this.#azure);
    let begun = this.#bench.begin(ANSWER_MS);
    for (const phase of PHASES) {
      const begin = this.#bench.remember(begun);
      await begun.run.close();
      begun = begin(ANSWER_MS);
      const before = contentOf(this.#azure);
      await done(begun.run, phase);
      this.#undisturbed.set(phase, { begin, before, after: contentOf(this.#azure), writes: begun.lives.writes });
    }
    this.#complete = contentOf(this.#azure);
    await this.#takeBack(begun.run);
    const asked = this.#bench.begin(ANSWER_MS);
    asked.lives.onWritten = async () => void (await this.#hammer.volley());
    for (const phase of PHASES) await done(asked.run, phase);
    await this.#hammer.assertAnswered();
    await this.#takeBack(asked.run);
    if (this.#hammer.leaks.length > 0) throw new Error(`without a fault: ${this.#hammer.leaks.join(', ')}`);
    this.#hammer.start();
  }

  /** All faults at the steps of a phase; gives what is not as it should be, and nothing where all is. */
  async run(phase: Phase, which: 'all' | 'one of each'): Promise<readonly string[]> {
    const due = this.#bench.plan.steps.filter(({ place }) => place.phase === phase);
    const steps = which === 'all' ? due : oneOfEach(due);
    const problems: string[] = [];
    for (const [faults, answerMs] of [
      [FAULTS, ANSWER_MS],
      [CRASHES, ANSWER_MS],
      [SILENCES, SHORT_ANSWER_MS],
    ] as const)
      for (const round of roundsOf(steps, faults)) {
        if (round.length === 0) continue;
        const found = await this.#round(phase, round, answerMs);
        problems.push(...found.map((problem) => `${titleOf(round)}: ${problem}`));
      }
    return problems;
  }

  get #azure(): AzureState {
    return this.#bench.world.azure;
  }

  async #round(phase: Phase, round: Round, answerMs: number): Promise<readonly string[]> {
    const undisturbed = this.#undisturbed.get(phase);
    if (undisturbed === undefined) throw new Error(`${phase} was not rehearsed`);
    const { run, lives } = undisturbed.begin(answerMs);
    lives.onWritten = () => this.#look();
    const problems: string[] = [];
    const tell = (what: string, found: readonly string[]): void => {
      if (found.length > 0) problems.push(`${what}: ${found.join(', ')}`);
    };
    const leaksBefore = this.#hammer.leaks.length;
    for (const each of round) this.#order(each, lives);
    const outcome = await run.phase(phase);
    await this.#hammer.volley();
    const unmet = round.filter((each) => !this.#wasMet(each, lives));
    const met = round.filter((each) => !unmet.includes(each));
    this.#bench.disturbances.clear();
    lives.crashes.clear();
    for (const { step } of met) this.#steps.add(step.id);
    this.#cases += met.length;
    const due = unmet.filter(({ step, fault }) => fault.request === 'write' && this.#isWritten(step, undisturbed));
    tell(
      'did not happen',
      due.map(({ step }) => step.id),
    );
    const isDone = met.every(({ fault }) => fault.ending === 'done');
    if (outcome.ok !== isDone) tell('outcome', [outcome.ok ? 'ok' : outcome.failure.message]);
    tell('not as it should be', this.#otherwise(met, undisturbed));
    tell('undos', rowsOtherwise(await run.compensations(), met));
    if (met.every(({ fault }) => fault.crash !== undefined))
      tell('written more than once', oftener(lives.writes, undisturbed.writes));
    await done(run, phase);
    tell('not as planned after a retry', differences(undisturbed.after, contentOf(this.#azure)));
    tell('undos after a retry', rowsOtherwise(await run.compensations(), []));
    await run.takeBack();
    tell('not as it was', differences(this.#initial, contentOf(this.#azure)));
    tell('leaks', this.#hammer.leaks.slice(leaksBefore));
    await run.close();
    return problems;
  }

  #order({ step, fault }: Case, lives: Lives): void {
    const place = this.#bench.placeOf(step);
    const skip = this.#writesBefore(step);
    if (fault.crash !== undefined) lives.crashes.set(writtenPlaceOf(step), { when: fault.crash, skip });
    if (fault.order !== undefined)
      this.#bench.disturbances.add({
        ...fault.order,
        method: fault.request === 'read' ? 'GET' : step.kind === 'bind-hostnames' ? 'PATCH' : 'PUT',
        path: exactly(place),
        ...(fault.request === 'write' && { skip }),
      });
  }

  /** How many steps of its phase write the same place before it. */
  #writesBefore(step: Step): number {
    const place = this.#bench.placeOf(step);
    const alike = this.#bench.plan.steps.filter(
      (each) => each.place.phase === step.place.phase && this.#bench.placeOf(each) === place,
    );
    return alike.indexOf(step);
  }

  /** Whether a step writes at all: what is as planned already costs no write. */
  #isWritten(step: Step, { writes }: Undisturbed): boolean {
    return (writes.get(writtenPlaceOf(step)) ?? 0) > this.#writesBefore(step);
  }

  /** Whether a step came to what was to go wrong at it. */
  #wasMet({ step, fault }: Case, lives: Lives): boolean {
    if (fault.crash !== undefined) return !lives.crashes.has(writtenPlaceOf(step));
    const path = exactly(this.#bench.placeOf(step));
    const left = this.#bench.disturbances.all.find((each) => each.path === path);
    return left === undefined || left.times !== (fault.order?.times ?? 1);
  }

  /** Ids at the target that are not what the endings of these cases make them. */
  #otherwise(cases: readonly Case[], { before, after }: Undisturbed): readonly string[] {
    const now = contentOf(this.#azure);
    const ids = new Set([...now.keys(), ...after.keys(), ...this.#initial.keys()]);
    return [...ids].filter((id) => {
      const failed = cases.find(({ step, fault }) => fault.ending !== 'done' && this.#isOf(id, step.place.unit));
      const is = now.get(id);
      if (failed === undefined) return is !== after.get(id);
      if (failed.fault.ending === 'undone') return is !== this.#initial.get(id);
      // As far as it came; what the callers see of it is the hammer's to tell.
      return is !== undefined && before.get(id) === undefined && after.get(id) === undefined;
    });
  }

  #isOf(id: string, unit: string): boolean {
    const service = servicePath(this.#azure).toLowerCase();
    return (this.#placesOf.get(unit) ?? []).some(
      (place) => id === place || (place !== service && id.startsWith(`${place}/`)),
    );
  }

  /** Whether an API was all that the plan says at a revision of the target or later; what comes and goes is seen after each write. */
  #wasComplete(unit: string, since: number): boolean {
    const { revision } = this.#azure;
    if (this.#lookedAt.get(unit) !== revision) {
      this.#lookedAt.set(unit, revision);
      const now = contentOf(this.#azure);
      const isComplete = [...this.#complete].every(([id, content]) => now.get(id) === content || !this.#isOf(id, unit));
      if (isComplete) this.#completeAt.set(unit, revision);
    }
    return (this.#completeAt.get(unit) ?? -1) >= since;
  }

  /** Sees which APIs are complete now. */
  #look(): Promise<void> {
    for (const unit of this.#units) this.#wasComplete(unit, 0);
    return Promise.resolve();
  }

  async #takeBack(run: ImportRun): Promise<void> {
    await run.takeBack();
    const left = differences(this.#initial, contentOf(this.#azure));
    if (left.length > 0) throw new Error(`without a fault these are left: ${left.join(', ')}`);
    await run.close();
  }
}

async function done(run: ImportRun, phase: Phase): Promise<void> {
  const outcome = await run.phase(phase);
  if (!outcome.ok) throw new Error(`${phase}: ${outcome.failure.message}`);
}

const exactly = (place: string): string => `^${place.replaceAll(/[.$()]/g, String.raw`\$&`)}$`;
const writtenPlaceOf = ({ kind, payload: { path, id, name } }: Step): string =>
  String(path ?? id ?? (kind === 'transfer-certificate' ? name : ''));

/** Places with more writes than there are when nothing goes wrong. */
const oftener = (writes: ReadonlyMap<string, number>, usual: ReadonlyMap<string, number>): readonly string[] =>
  [...writes].filter(([place, times]) => times > (usual.get(place) ?? 0)).map(([place]) => place);

/** Rows of the compensation log that are not what the endings of these cases make them. */
function rowsOtherwise(rows: readonly CompensationRow[], cases: readonly Case[]): readonly string[] {
  return rows
    .filter(({ unit, stepId, status }) => {
      const failed = cases.find(({ step, fault }) => step.place.unit === unit && fault.ending !== 'done');
      if (failed === undefined) return status !== 'applied';
      if (failed.fault.ending === 'undone') return status !== 'undone';
      return status !== (stepId === failed.step.id ? 'recorded' : 'applied');
    })
    .map(({ stepId, status }) => `${stepId} is ${status}`);
}
