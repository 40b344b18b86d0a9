import type { ApimTier } from '../../../src/model/tier.ts';
import { contractVariants } from './contract-variants.ts';
import { planOfEveryKind, plansOfDefinitions } from './good-plans.ts';
import type { Plan, Variant } from './plan-variant.ts';
import { orderVariants, ruleVariants } from './rule-variants.ts';

/** A variant with the good plan that it is made of. */
export interface Case {
  readonly base: Plan;
  readonly variant: Variant;
}

const TIERS: readonly ApimTier[] = ['Premium', 'StandardV2', 'Consumption'];

/** Every constraint of the contract and every rule, broken and kept, in plans of every kind and of definitions. */
export function* allVariants(others: readonly Plan[] = []): Iterable<Case> {
  const plans = TIERS.map(planOfEveryKind);
  for (const base of plans) yield* cases(base, ruleVariants(base));
  for (const base of [...plans.slice(0, 1), ...plansOfDefinitions(), ...others]) yield* variantsOf(base);
}

/** What can be changed in any plan. */
function* variantsOf(base: Plan): Iterable<Case> {
  yield { base, variant: { ...base, intent: 'good' } };
  yield* cases(base, contractVariants(base));
  yield* cases(base, orderVariants(base));
}

function* cases(base: Plan, variants: Iterable<Variant>): Iterable<Case> {
  for (const variant of variants) yield { base, variant };
}
