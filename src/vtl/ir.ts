import type { Binary } from './ast.ts';

/** API Gateway runs a loop this often (quotas, checked 2026-11-23). */
export const MOST_ITERATIONS = 1000;

/**
 * A template as it runs: macros and blocks of #define stand where they are called, API Gateway's variables are nodes of their own, and
 * each reference says that nothing becomes empty text. The evaluator and the compiler both read this.
 */
export type Statement =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'output'; readonly value: Value; readonly at: number }
  | { readonly kind: 'let'; readonly name: string; readonly value: Value; readonly at: number }
  /** `#set($map.name = value)`, `#set($list[0] = value)`. */
  | {
      readonly kind: 'put';
      readonly target: Value;
      readonly key: Value;
      readonly value: Value;
      readonly at: number;
    }
  | { readonly kind: 'if'; readonly branches: readonly TestedBranch[]; readonly otherwise: readonly Statement[] }
  | {
      readonly kind: 'for';
      readonly name: string;
      readonly items: Value;
      readonly body: readonly Statement[];
      readonly at: number;
    }
  | { readonly kind: 'break' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'evaluate'; readonly value: Value; readonly at: number };

export interface TestedBranch {
  readonly test: Value;
  readonly body: readonly Statement[];
}

/** Members of `$foreach`; `outer` is 0 in the loop itself, 1 for its parent, and so on. */
export type LoopMember = 'count' | 'index' | 'hasNext' | 'first' | 'last';

export type Value =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'integer'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** What statements print, as text. */
  | { readonly kind: 'printed'; readonly body: readonly Statement[] }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [key: Value, value: Value])[] }
  | { readonly kind: 'range'; readonly from: Value; readonly to: Value }
  /** A reference as a whole: nothing is empty text (recorded by LocalStack on AWS: a missing value equals null and ""). */
  | { readonly kind: 'reference'; readonly value: Value; readonly source: string; readonly at: number }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'body' }
  | { readonly kind: 'json'; readonly path: Value }
  | { readonly kind: 'path'; readonly path: Value }
  | { readonly kind: 'parameter'; readonly name: Value }
  | { readonly kind: 'parameters' }
  | { readonly kind: 'context' }
  | { readonly kind: 'stageVariables' }
  | { readonly kind: 'util'; readonly name: string; readonly arguments: readonly Value[] }
  | { readonly kind: 'loop'; readonly member: LoopMember; readonly outer: number }
  | { readonly kind: 'property'; readonly target: Value; readonly name: string }
  | { readonly kind: 'index'; readonly target: Value; readonly index: Value }
  | { readonly kind: 'method'; readonly target: Value; readonly name: string; readonly arguments: readonly Value[] }
  | { readonly kind: 'not'; readonly operand: Value }
  | { readonly kind: 'binary'; readonly operator: Binary; readonly left: Value; readonly right: Value }
  /** A name that is known but has no value here, such as `$input` itself. */
  | { readonly kind: 'nothing' };
