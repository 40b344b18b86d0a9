import type { Finding } from '../model/finding.ts';
import { deltaPrefix, type Step } from '../model/plan.ts';

/**
 * The same plan with steps of names of their own: steps of an earlier plan of the run have run, each with an undo that is kept by its
 * name, and what is written now over what they wrote is a step with an undo of its own.
 */
export function asDelta<T extends { readonly steps: readonly Step[]; readonly findings: readonly Finding[] }>(
  content: T,
  delta: number,
): T {
  if (delta === 0) return content;
  const known = new Set(content.steps.map(({ id }) => id));
  const named = (id: string): string => (known.has(id) ? `${deltaPrefix(delta)}${id}` : id);
  return {
    ...content,
    steps: content.steps.map((step) => ({ ...step, id: named(step.id), dependsOn: step.dependsOn.map(named) })),
    findings: content.findings.map((each) =>
      each.blocks === undefined ? each : { ...each, blocks: each.blocks.map(named) },
    ),
  };
}
