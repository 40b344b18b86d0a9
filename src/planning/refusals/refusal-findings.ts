import type { Finding } from '../../model/finding.ts';
import type { Step } from '../../model/plan.ts';
import type { ApimTier } from '../../model/tier.ts';
import { PlannedWrites, type HeldResource } from './planned-writes.ts';
import type { Refused, RefusalRule } from './refusal-rule.ts';
import { REFUSAL_RULES } from './registry.ts';

/** Id under which these findings stand. */
export const REFUSALS = 'refusals';

/** The service that a plan is for. */
export interface RefusalTarget {
  readonly tier: ApimTier;
  /** What it has already; default nothing. */
  readonly held?: readonly HeldResource[];
}

/**
 * Everything of a plan that the target would refuse, from our own rules and before anything is sent: each a blocker. `steps` are in the
 * order in which they run.
 */
export function refusalFindings(steps: readonly Step[], { tier, held = [] }: RefusalTarget): readonly Finding[] {
  const plan = new PlannedWrites(steps, tier, held);
  const found = new Map<string, Finding>();
  for (const rule of REFUSAL_RULES)
    for (const each of rule.refusals(plan)) found.set(`${rule.code} ${each.place} ${each.why}`, findingOf(rule, each));
  return [...found.values()];
}

const findingOf = ({ code, source, checked, remedy }: RefusalRule, { at, place, why }: Refused): Finding => ({
  code,
  severity: 'blocker',
  feature: REFUSALS,
  at,
  message: `${place} would be refused: ${why}.`,
  awsBehaviour: 'API Gateway has rules of its own, and takes it as it is.',
  apimBehaviour: `API Management refuses the write (${source}; checked ${checked}).`,
  remedy,
});
