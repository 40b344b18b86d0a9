import type { Finding } from '../../model/finding.ts';
import type { Step } from '../../model/plan.ts';
import { blockedBy, type Lack, type ReadinessInput } from './readiness-rule.ts';
import { READINESS_RULES } from './registry.ts';

/** Id of the feature that findings about the target come from. */
export const READINESS = 'target-readiness';

/**
 * What the target lacks, each a task with its owner, and the steps that wait for it. None blocks the plan as a whole: what needs nothing
 * of it goes on.
 */
export const readinessFindings = (input: ReadinessInput): readonly Finding[] =>
  lacksOf(input).map((lack) => findingOf(lack, input));

/** What keeps these steps from being made now. */
export const lacksBlocking = (input: ReadinessInput, steps: readonly Step[]): readonly Lack[] =>
  lacksOf(input).filter(({ blocks }) => blocks !== undefined && steps.some(blocks));

const lacksOf = (input: ReadinessInput): readonly Lack[] => READINESS_RULES.flatMap((rule) => rule(input));

function findingOf(lack: Lack, { steps, surroundings: { service } }: ReadinessInput): Finding {
  const { code, message, needed, without, remedy, owner, link, at = service.id, blocks } = lack;
  const blocked = blocks === undefined ? [] : blockedBy(steps, blocks);
  return {
    code,
    severity: 'review',
    feature: READINESS,
    at: { arn: at, pointer: '' },
    message,
    awsBehaviour: needed,
    apimBehaviour: without,
    remedy,
    owner,
    link,
    ...(blocked.length > 0 && { blocks: blocked }),
  };
}
