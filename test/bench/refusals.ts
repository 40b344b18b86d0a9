import { refusalFindings } from '../../src/planning/refusals/refusal-findings.ts';
import { allVariants } from '../support/refusals/all-variants.ts';
import { planOfSampleEstate } from '../support/refusals/estate-plan.ts';
import { largePlan } from '../support/refusals/large-plan.ts';
import { measure } from '../support/refusals/measure.ts';
import { propertiesOf } from '../support/refusals/plan-variant.ts';
import { randomVariants } from '../support/refusals/random-variants.ts';
import { planOfEveryKind } from '../support/refusals/good-plans.ts';
import { startTruth } from '../support/refusals/truth.ts';
import { seededRandom } from '../support/seeded-random.ts';

const SEED = 20_261_129;
const AT_RANDOM = 2_000;

/**
 * How many of the plans that the sandbox refuses are foreseen (recall), and how many of those that are foreseen it refuses (precision).
 * Cases that disagree go to the standard error output.
 */
export async function benchRefusals(): Promise<Record<string, number>> {
  const truth = await startTruth();
  try {
    const start = performance.now();
    const cases = [...allVariants([await planOfSampleEstate()])];
    const { plans, bad, good, recall, precision, missed, wrong, unexpected } = await measure(cases, truth);
    const seconds = (performance.now() - start) / 1000;
    const base = planOfEveryKind('Premium');
    const atRandom = [...randomVariants(base, seededRandom(SEED), AT_RANDOM)].map((variant) => ({ base, variant }));
    const random = await measure(atRandom, truth);
    for (const each of [...missed, ...wrong, ...random.missed, ...random.wrong])
      process.stderr.write(`  ${each.slice(0, 400)}\n`);
    return {
      plans,
      bad,
      good,
      recall,
      precision,
      seconds,
      // Plans that were made to be refused, and that the sandbox takes.
      brokenTaken: unexpected.filter((each) => each.startsWith('bad')).length,
      random: random.plans,
      randomBad: random.bad,
      randomRecall: random.recall,
      randomPrecise: random.precision,
      ...timeOfLargePlan(),
    };
  } finally {
    await truth.close();
  }
}

/** Seconds for 1,000 APIs of 100 operations, their policies judged when they were made and not. */
function timeOfLargePlan(): Record<string, number> {
  const steps = largePlan(1_000, 100);
  const judgedPolicies = new Set(
    steps.map((step) => propertiesOf(step)['value']).filter((value) => typeof value === 'string'),
  );
  const timeOf = (judged: ReadonlySet<string>): number => {
    const start = performance.now();
    const found = refusalFindings(steps, { tier: 'Premium', judgedPolicies: judged });
    if (found.some(({ code }) => code !== 'TIER-LIMIT'))
      throw new Error(`a large plan is refused: ${found[0]?.message}`);
    return (performance.now() - start) / 1000;
  };
  return { largeSeconds: timeOf(judgedPolicies), largeUnread: timeOf(new Set()) };
}
