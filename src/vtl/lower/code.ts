import * as cs from '../../csharp/build.ts';
import type { Expression } from '../../csharp/expression.ts';
import { isText, type Typed } from '../schema.ts';

/**
 * What a value of a template is in C#:
 * - text: string, null for nothing; int; bool;
 * - token: JToken, null or JTokenType.Null for nothing;
 * - list: JArray that prints as a Java list; texts, tokens, numbers, entries: what can be gone through; entry: JProperty;
 * - nothing: no value at all.
 */
export type Kind =
  'text' | 'int' | 'bool' | 'token' | 'list' | 'texts' | 'tokens' | 'numbers' | 'entries' | 'entry' | 'nothing';

export interface Code {
  readonly kind: Kind;
  readonly code: Expression;
  /** A text, a token or what is gone through that may be null. */
  readonly mayBeNull?: true;
  /** A variable of the template, which holds empty text where it was given nothing; other values stay nothing. */
  readonly isSet?: true;
  /** It is read from the request, which may not have it. */
  readonly isGiven?: true;
  /** What the payload's schema says of a token. */
  readonly type?: Typed | undefined;
}

export const NOTHING: Code = { kind: 'nothing', code: cs.literal(null) };

export const text = (code: Expression | string): Code => ({
  kind: 'text',
  code: typeof code === 'string' ? cs.literal(code) : code,
});
export const textOrNull = (code: Expression): Code => ({ kind: 'text', code, mayBeNull: true });
export const int = (code: Expression | number): Code => ({
  kind: 'int',
  code: typeof code === 'number' ? cs.literal(code) : code,
});
export const bool = (code: Expression | boolean): Code => ({
  kind: 'bool',
  code: typeof code === 'boolean' ? cs.literal(code) : code,
});
export const token = (code: Expression): Code => ({ kind: 'token', code });
export const tokenOrNull = (code: Expression): Code => ({ kind: 'token', code, mayBeNull: true });

/** A token as its schema has it: a text where it says so. */
export function withType(value: Code, type: Typed | undefined): Code {
  if (type === undefined) return value;
  if (!isText(type)) return { ...value, type };
  return { kind: 'text', code: cs.cast('string', value.code), mayBeNull: true };
}

/** The value of a text that is written out. */
export const constantOf = ({ code }: Code): string | undefined => (code.kind === 'string' ? code.value : undefined);

export const isSimple = (code: Expression): boolean =>
  ['name', 'string', 'integer', 'boolean', 'null'].includes(code.kind);

export const typeIs = (code: Expression, ...types: readonly string[]): Expression =>
  cs.any(types.map((type) => cs.binary('==', cs.member(code, 'Type'), cs.member(cs.named('JTokenType'), type))));

export const isNull = (code: Expression): Expression => cs.binary('==', code, cs.literal(null));

/** A text that is not null. */
export const orEmpty = ({ code, mayBeNull }: Code): Expression =>
  mayBeNull === true ? cs.binary('??', code, '') : code;

/** A token that is not null. */
export const orEmptyToken = ({ code, mayBeNull }: Code): Expression =>
  mayBeNull === true ? cs.binary('??', code, cs.create('JValue', '')) : code;

/** `test ? "true" : "false"`, since C# writes them with capitals. */
export const boolText = (code: Expression): Expression => cs.conditional(code, 'true', 'false');
