import type { CsValue, PolicyContext } from './context.ts';
import { CSharpError } from './expression.ts';

/** What one run of an expression works on. */
export interface Frame {
  readonly context: PolicyContext;
  /** By slot. A declaration that runs again makes a new cell, so that a lambda keeps the one that it saw. */
  readonly cells: { value: CsValue }[];
  readonly budget: { steps: number };
}

const MAX_STEPS = 1_000_000;

export function newFrame(context: PolicyContext): Frame {
  return { context, cells: [], budget: { steps: MAX_STEPS } };
}

/** API Management ends what runs too long; here a count does, so that it always happens at the same place. */
export function countStep({ budget }: Frame): void {
  if (budget.steps-- === 0) throw new CSharpError(`more than ${MAX_STEPS} steps`);
}
