import { STEP_PHASES, type MigrationPlan, type Step, type StepPhase } from '../src/model/plan.ts';

/** Steps of a plan by what runs them. */
export interface PlanIndex {
  readonly step: (id: string) => Step | undefined;
  /** Units with steps in this phase, in the plan's order. */
  readonly units: (wave: string, phase: StepPhase) => readonly string[];
  /** Steps of a unit up to and with a phase, in the plan's order. */
  readonly steps: (wave: string, phase: StepPhase, unit: string) => readonly Step[];
}

const indexes = new WeakMap<MigrationPlan, PlanIndex>();

/** The index of a plan, made once as long as the plan is in memory: every step of a run asks for it. */
export function indexOf(plan: MigrationPlan): PlanIndex {
  const index = indexes.get(plan) ?? makeIndex(plan);
  indexes.set(plan, index);
  return index;
}

function makeIndex({ steps }: MigrationPlan): PlanIndex {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const byUnit = Map.groupBy(steps, ({ place }) => `${place.wave} ${place.unit}`);
  const byPhase = Map.groupBy(steps, ({ place }) => `${place.wave} ${place.phase}`);
  const positions = new Map(STEP_PHASES.map((phase, index) => [phase, index]));
  const position = (phase: StepPhase): number => positions.get(phase) ?? 0;
  return {
    step: (id) => byId.get(id),
    units: (wave, phase) => [...new Set((byPhase.get(`${wave} ${phase}`) ?? []).map(({ place }) => place.unit))],
    steps: (wave, phase, unit) =>
      (byUnit.get(`${wave} ${unit}`) ?? []).filter(({ place }) => position(place.phase) <= position(phase)),
  };
}
