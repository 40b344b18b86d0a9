import type { CsValue } from './context.ts';
import type { Expression } from './expression.ts';
import type { Frame } from './frame.ts';
import type { Scope } from './scope.ts';

/** An expression that was checked: its C# type, and what runs it. */
export interface Checked {
  readonly type: string;
  readonly run: (frame: Frame) => CsValue;
  /** What C# knows before it runs, whole numbers as such: those that overflow are refused. */
  readonly constant?: bigint | boolean | string | null;
}

/** Checks an expression within another, with the names that it sees. */
export type Check = (expression: Expression, scope: Scope) => Checked;
