import type { Finding } from '../../model/finding.ts';
import { STEP_PHASES, type Step } from '../../model/plan.ts';
import type { ApimTier } from '../../model/tier.ts';
import type { MovedHostname } from '../certificate-steps.ts';
import { NO_HOLDINGS, tierFindings, type TargetHoldings } from '../tier-findings.ts';
import { PlannedWrites } from './planned-writes.ts';
import type { Refused, RefusalRule } from './refusal-rule.ts';
import { REFUSAL_RULES } from './registry.ts';

/** Id under which these findings stand. */
export const REFUSALS = 'refusals';

/** The service that a plan is for, and what is known of the plan already. */
export interface RefusalTarget {
  readonly tier: ApimTier;
  /** What it has already; default nothing. */
  readonly holdings?: TargetHoldings;
  /** Host names that the plan moves; default those that its steps bind. */
  readonly moved?: readonly MovedHostname[];
  /** Texts of policies that were held to their rules when they were made; default none. */
  readonly judgedPolicies?: ReadonlySet<string>;
}

/**
 * Everything of a plan that the target would refuse, from our own rules and before anything is sent: each a blocker. `steps` are in the
 * plan's order; they run phase by phase.
 */
export function refusalFindings(
  steps: readonly Step[],
  { tier, holdings = NO_HOLDINGS, moved = boundBy(steps), judgedPolicies = new Set() }: RefusalTarget,
): readonly Finding[] {
  const plan = new PlannedWrites(inTime(steps), tier, holdings.resources ?? [], judgedPolicies);
  const found = new Map<string, Finding>();
  for (const rule of REFUSAL_RULES)
    for (const each of rule.refusals(plan)) found.set(`${rule.code} ${each.place} ${each.why}`, findingOf(rule, each));
  return [...found.values(), ...tierFindings(steps, moved, tier, holdings)];
}

const PHASES = new Map(STEP_PHASES.map((phase, index) => [phase, index]));

/** Steps as they run: what an API refers to may be of an earlier phase and come later in the plan. */
function inTime(steps: readonly Step[]): readonly Step[] {
  const position = ({ place }: Step): number => PHASES.get(place.phase) ?? 0;
  return steps.toSorted((a, b) => position(a) - position(b));
}

function boundBy(steps: readonly Step[]): readonly MovedHostname[] {
  return steps.flatMap(({ kind, payload, from, place: { wave } }) => {
    const { hostnames } = payload;
    if (kind !== 'bind-hostnames' || !Array.isArray(hostnames)) return [];
    const names = hostnames.map((each: unknown) => String((each as { hostName?: unknown }).hostName).toLowerCase());
    return names.map((name, index) => ({
      name,
      wave,
      at: from[index] ?? from[0] ?? { arn: 'plan:steps', pointer: '' },
    }));
  });
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
