/** Mapping templates as they are written: Velocity 1.7's language, which API Gateway runs (docs: templates, 1). */

export type Binary = '+' | '-' | '*' | '/' | '%' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '&&' | '||';

export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reference'; readonly reference: Reference }
  | { readonly kind: 'set'; readonly target: Reference; readonly value: Expression; readonly at: number }
  | { readonly kind: 'if'; readonly branches: readonly Branch[]; readonly otherwise: readonly Node[] }
  | {
      readonly kind: 'foreach';
      readonly variable: string;
      readonly items: Expression;
      readonly body: readonly Node[];
      readonly at: number;
    }
  | { readonly kind: 'break' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'define'; readonly name: string; readonly body: readonly Node[] }
  | {
      readonly kind: 'macro';
      readonly name: string;
      readonly parameters: readonly string[];
      readonly body: readonly Node[];
    }
  /** `#name(a b)`: a macro's call, or text where no macro has the name. */
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly arguments: readonly Expression[];
      readonly source: string;
      readonly at: number;
    }
  | { readonly kind: 'evaluate'; readonly value: Expression; readonly at: number };

export interface Branch {
  readonly test: Expression;
  readonly body: readonly Node[];
}

/** `$root.property.method(x)[0]`; `at` is the offset of the dollar sign. */
export interface Reference {
  readonly root: string;
  readonly steps: readonly Step[];
  readonly at: number;
  /** As written. */
  readonly source: string;
}

export type Step =
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'method'; readonly name: string; readonly arguments: readonly Expression[] }
  | { readonly kind: 'index'; readonly index: Expression };

export type Expression =
  | { readonly kind: 'string'; readonly value: string }
  /** A double-quoted string with references or directives in it. */
  | { readonly kind: 'interpolated'; readonly nodes: readonly Node[] }
  | { readonly kind: 'integer'; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [key: Expression, value: Expression])[] }
  | { readonly kind: 'range'; readonly from: Expression; readonly to: Expression }
  | { readonly kind: 'reference'; readonly reference: Reference }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: Binary; readonly left: Expression; readonly right: Expression };
