import { checked } from './check.ts';
import type { CsValue, PolicyContext } from './context.ts';
import type { Expression } from './expression.ts';
import { newFrame } from './frame.ts';

/** Runs a policy expression as API Management would, after checking it; throws CSharpError where C# would throw. */
export function evaluate(expression: Expression, context: PolicyContext): CsValue {
  return checked(expression).run(newFrame(context));
}
