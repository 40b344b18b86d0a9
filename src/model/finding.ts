import * as z from 'zod';
import { sourceRef } from './source-ref.ts';

/** info: for the record; review: look at it; decision: choose an option; blocker: nothing goes on without a remedy. */
export const SEVERITIES = ['info', 'review', 'decision', 'blocker'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** One way to go with a construct that needs a decision. */
const findingOption = z
  .object({
    name: z.string(),
    consequence: z.string(),
    /** At most one option of a finding: what `demo` takes and `assess` counts by. */
    recommended: z.boolean().optional(),
  })
  .readonly();
export type FindingOption = z.infer<typeof findingOption>;

/** Where a request shows what a finding says: in the caller's answer, or in what the backend gets. */
export const DIFFERENCE_PLACES = [
  'status',
  'header',
  'body',
  'backend method',
  'backend url',
  'backend header',
  'backend body',
] as const;
export type DifferencePlace = (typeof DIFFERENCE_PLACES)[number];

/** Something a person must know about one construct, in words of both gateways. */
export const finding = z
  .object({
    code: z.string().regex(/^[A-Z][A-Z0-9-]+$/),
    severity: z.enum(SEVERITIES),
    /** Id of the feature that found it. */
    feature: z.string(),
    at: sourceRef,
    message: z.string(),
    awsBehaviour: z.string(),
    apimBehaviour: z.string(),
    remedy: z.string(),
    options: z.array(findingOption).readonly().optional(),
    /** Where the two gateways may differ because of it; absent: nowhere that a request shows. */
    differs: z.array(z.enum(DIFFERENCE_PLACES)).readonly().optional(),
    /** Who can do what the remedy says, where that is another team's. */
    owner: z.string().optional(),
    /** Where the owner reads how. */
    link: z.url().optional(),
    /** Steps by id, or phases, that wait until it is done; the others go on. */
    blocks: z.array(z.string()).readonly().optional(),
  })
  .readonly();
export type Finding = z.infer<typeof finding>;

/** How many findings of each severity. */
export function countBySeverity(findings: readonly Finding[]): Record<Severity, number> {
  const counts: Record<Severity, number> = { info: 0, review: 0, decision: 0, blocker: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}
