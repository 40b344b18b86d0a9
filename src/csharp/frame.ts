import type { CsValue, PolicyContext } from './context.ts';
import { CSharpError } from './expression.ts';

/** What one run of an expression works on. */
export interface Frame {
  readonly context: PolicyContext;
  /** By slot. A declaration that runs again makes a new cell, so that a lambda keeps the one that it saw. */
  readonly cells: { value: CsValue }[];
  readonly budget: { calls: number };
}

/** Rounds of loops; a lambda is called for a character as well, and does less. */
const MAX_ROUNDS = 100_000;
const CALLS_PER_ROUND = 100;

export function newFrame(context: PolicyContext): Frame {
  return { context, cells: [], budget: { calls: MAX_ROUNDS * CALLS_PER_ROUND } };
}

/** API Management ends what runs too long; here a count does, so that it always happens at the same place. */
export function countRound(frame: Frame): void {
  take(frame, CALLS_PER_ROUND);
}

export function countCall(frame: Frame): void {
  take(frame, 1);
}

function take({ budget }: Frame, calls: number): void {
  budget.calls -= calls;
  if (budget.calls < 0) throw new CSharpError(`more than ${MAX_ROUNDS} rounds of loops`);
}
