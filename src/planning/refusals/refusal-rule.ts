import type { SourceRef } from '../../model/source-ref.ts';
import type { PlannedWrites } from './planned-writes.ts';

/** One thing of a plan that the target would refuse. */
export interface Refused {
  /** Where what is refused comes from. */
  readonly at: SourceRef;
  /** Path of the resource, with the place in it: `backends/x: properties/url`. */
  readonly place: string;
  /** Completes "would be refused: …". */
  readonly why: string;
}

/** What API Management refuses, as a predicate with its source: pure, and never asked of the service itself. */
export interface RefusalRule {
  readonly code: string;
  /** Where the rule is from. */
  readonly source: string;
  /** Day on which the source was read. */
  readonly checked: string;
  readonly remedy: string;
  readonly refusals: (plan: PlannedWrites) => Iterable<Refused>;
}

const NOWHERE: SourceRef = { arn: 'plan:steps', pointer: '' };

/** `Refused` of a step. */
export const refused = ({ from }: { readonly from: readonly SourceRef[] }, place: string, why: string): Refused => ({
  at: from[0] ?? NOWHERE,
  place,
  why,
});
