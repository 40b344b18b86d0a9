import type { Finding } from '../model/finding.ts';
import type { Step } from '../model/plan.ts';

/** Characters that the Bicep compiler loads as one text (`loadTextContent`, Microsoft Learn, Bicep functions; read 2026-11-29). */
export const MOST_LOADED_TEXT = 131_072;

/** Policies that the service takes and no deployment does: a run puts them, Bicep and ARM JSON leave out what they belong to. */
export function deploymentFindings(steps: readonly Step[]): readonly Finding[] {
  const long = new Map<string, Step>();
  for (const step of steps) {
    const { path, properties } = step.payload as { readonly path?: string; readonly properties?: Step['payload'] };
    const { format, value } = properties ?? {};
    if (path !== undefined && format === 'xml' && typeof value === 'string' && value.length > MOST_LOADED_TEXT)
      long.set(path, step);
  }
  return [...long].map(([path, { from }]) => ({
    code: 'POLICY-TOO-LONG-FOR-BICEP',
    severity: 'review',
    feature: 'artefacts',
    at: from[0] ?? { arn: 'plan:steps', pointer: '' },
    message: `The policy at ${path} has more than ${MOST_LOADED_TEXT.toLocaleString('en-US')} characters.`,
    awsBehaviour: 'Mappings and templates of a route have limits of their own.',
    apimBehaviour: 'The service takes the policy; the Bicep compiler loads no text of this length.',
    remedy:
      'Let a run put it, or publish it from the APIOps folder: Bicep and ARM JSON leave out the API or the product that it belongs to, and say so.',
  }));
}
