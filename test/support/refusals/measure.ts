import { refusalFindings } from '../../../src/planning/refusals/refusal-findings.ts';
import type { Plan, Variant } from './plan-variant.ts';
import type { Truth } from './truth.ts';

/** How prediction and refusal compare. */
export interface Measured {
  readonly plans: number;
  readonly bad: number;
  readonly good: number;
  readonly recall: number;
  readonly precision: number;
  /** Refused and not predicted, and the reverse, each with what was said. */
  readonly missed: readonly string[];
  readonly wrong: readonly string[];
  /** Plans that were made to be refused and are not, and the reverse. */
  readonly unexpected: readonly string[];
}

/** Asks the rules and the sandbox about each plan: what the sandbox refuses over its socket is bad, whatever was meant. */
export async function measure(
  variants: readonly { readonly base: Plan; readonly variant: Variant }[],
  truth: Truth,
): Promise<Measured> {
  const missed: string[] = [];
  const wrong: string[] = [];
  const unexpected: string[] = [];
  let [bad, predicted, both] = [0, 0, 0];
  for (const { base, variant } of variants) {
    const { tier, held, steps } = variant;
    const [found] = refusalFindings(steps, { tier, holdings: { hostnames: [], resources: held } });
    const { isRefused, step, answer } = await truth.of(variant, base);
    const saying = `${variant.name} | ${answer ?? 'taken'} (${step ?? ''}) | ${found?.message ?? 'not predicted'}`;
    if (isRefused) bad += 1;
    if (found !== undefined) predicted += 1;
    if (isRefused && found !== undefined) both += 1;
    if (isRefused && found === undefined) missed.push(saying);
    if (!isRefused && found !== undefined) wrong.push(saying);
    if (variant.intent !== 'open' && isRefused !== (variant.intent === 'bad'))
      unexpected.push(`${variant.intent}: ${saying}`);
  }
  const plans = variants.length;
  const recall = bad === 0 ? 1 : both / bad;
  const precision = predicted === 0 ? 1 : both / predicted;
  return { plans, bad, good: plans - bad, recall, precision, missed, wrong, unexpected };
}
