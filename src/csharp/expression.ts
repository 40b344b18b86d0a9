/**
 * Policy expressions as typed nodes. C# is only ever made from these by print.ts, so that text from outside can become
 * a string literal and nothing else. The subset is what the features emit; parse.ts reads exactly what print.ts prints.
 */

export type BinaryOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | '&&' | '||' | '??' | '+' | '-' | '*' | '/' | '%';

/** Types that a cast, a type argument or an array may name. */
export const NAMEABLE_TYPES = [
  'string',
  'int',
  'long',
  'bool',
  'char',
  'double',
  'object',
  'string[]',
  'byte[]',
  'DateTime',
  'Jwt',
  'IResponse',
  'JToken',
  'JObject',
  'JArray',
  'JValue',
  'JProperty',
  'StringBuilder',
  'List<string>',
  'List<JToken>',
  'IEnumerable<string>',
  'IEnumerable<JToken>',
] as const;
export type NameableType = (typeof NAMEABLE_TYPES)[number];

/** Types that can be made with `new`. */
export const NEW_TYPES = [
  'DateTime',
  'HMACSHA256',
  'JArray',
  'JObject',
  'JProperty',
  'JRaw',
  'JValue',
  'StringBuilder',
  'List<string>',
  'List<JToken>',
] as const;
export type NewType = (typeof NEW_TYPES)[number];

export interface Argument {
  /** `preserveContent: true` has the name preserveContent. */
  readonly name?: string;
  readonly value: Expression;
}

export type Expression =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'integer'; readonly value: number }
  /** `5L`: within what a number holds exactly. */
  | { readonly kind: 'long'; readonly value: number }
  /** `'x'`: one UTF-16 unit. */
  | { readonly kind: 'char'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  /** A string literal that is a named value, `"{{name}}"`: API Management pastes the value before it compiles the C#. */
  | { readonly kind: 'named-value'; readonly name: string }
  /** `context`, a lambda's parameter, or a type whose static members are used (`DateTime`, `string`, `Uri`; members.ts). */
  | { readonly kind: 'name'; readonly name: string }
  | {
      readonly kind: 'member';
      readonly target: Expression;
      readonly name: string;
      /** Written `?.`: null when the target is null. */
      readonly nullSafe: boolean;
    }
  | {
      readonly kind: 'call';
      readonly target: Expression;
      readonly name: string;
      readonly nullSafe: boolean;
      readonly typeArgument?: NameableType;
      readonly arguments: readonly Argument[];
    }
  /** `target[index]`, or `target?[index]` when it is null safe. */
  | { readonly kind: 'index'; readonly target: Expression; readonly index: Expression; readonly nullSafe?: true }
  | { readonly kind: 'not'; readonly operand: Expression }
  /** `-x`; a negative constant is an integer. */
  | { readonly kind: 'negative'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'conditional';
      readonly test: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
    }
  | { readonly kind: 'cast'; readonly type: NameableType; readonly operand: Expression }
  /** `x as JObject`: null when the value is of another type. */
  | { readonly kind: 'as'; readonly type: NameableType; readonly operand: Expression }
  /** `new[] { a, b }`: items of one type. */
  | { readonly kind: 'array'; readonly items: readonly Expression[] }
  | { readonly kind: 'new'; readonly type: NewType; readonly arguments: readonly Expression[] }
  /** Only as an argument of a LINQ method: other delegates are not on the allow-list (read 2026-11-23). */
  | { readonly kind: 'lambda'; readonly parameter: string; readonly body: Expression }
  /** `@{ ... }`: only ever a whole policy expression. */
  | { readonly kind: 'block'; readonly statements: readonly Statement[] };

/** One step of a block. Braces always stand; there are no other loops than over what is enumerated. */
export type Statement =
  /** `var name = value;`, or with the type written out: for null, or for a wider type than the value's. */
  | { readonly kind: 'declare'; readonly name: string; readonly type?: NameableType; readonly value: Expression }
  | { readonly kind: 'assign'; readonly name: string; readonly value: Expression }
  /** `target[index] = value;` */
  | {
      readonly kind: 'assign-index';
      readonly target: Expression;
      readonly index: Expression;
      readonly value: Expression;
    }
  /** A call for what it does, such as `text.Append("x");`. */
  | { readonly kind: 'run'; readonly call: Expression }
  | {
      readonly kind: 'if';
      readonly test: Expression;
      readonly body: readonly Statement[];
      /** One `if` alone is printed `else if`. */
      readonly otherwise?: readonly Statement[];
    }
  | {
      readonly kind: 'foreach';
      readonly name: string;
      readonly items: Expression;
      readonly body: readonly Statement[];
    }
  | { readonly kind: 'break' }
  | { readonly kind: 'continue' }
  | { readonly kind: 'return'; readonly value: Expression }
  /** Between the delimiters of a comment of several lines: an attribute's line ends become blanks. */
  | { readonly kind: 'comment'; readonly text: string };

/** An expression that is malformed, uses what is not allowed, or fails as it runs. */
export class CSharpError extends Error {
  override readonly name = 'CSharpError';
}
