import * as cs from '../../csharp/build.ts';
import type { Expression } from '../../csharp/expression.ts';
import { toPattern, toReplacement } from '../../csharp/pattern.ts';
import { withoutDots } from '../java/regex.ts';
import { bool, constantOf, int, isNull, orEmpty, text, tokenOrNull, type Code } from './code.ts';
import type { Scope } from './scope.ts';

/** Methods of Java's String in C#; the target is a name or written out. Undefined for what is not carried. */
type Method = (target: Expression, values: readonly Code[]) => Code | undefined;

const ordinal = (): Expression => cs.member(cs.named('StringComparison'), 'Ordinal');
const regex = (method: string, ...values: readonly (Expression | string)[]): Expression =>
  cs.call(cs.named('Regex'), method, ...values);

/** A method that takes one text. */
const withText =
  (make: (target: Expression, value: Expression) => Code): Method =>
  (target, [value, ...others]) =>
    value?.kind === 'text' && others.length === 0 ? make(target, value.code) : undefined;

const withNothing =
  (make: (target: Expression) => Code): Method =>
  (target, values) =>
    values.length === 0 ? make(target) : undefined;

const METHODS: Readonly<Record<string, Method>> = {
  toString: withNothing((s) => text(s)),
  length: withNothing((s) => int(cs.member(s, 'Length'))),
  isEmpty: withNothing((s) => bool(cs.binary('==', s, ''))),
  toUpperCase: withNothing((s) => text(cs.call(s, 'ToUpperInvariant'))),
  toLowerCase: withNothing((s) => text(cs.call(s, 'ToLowerInvariant'))),
  // Java takes away everything up to the blank, .NET what Unicode calls white space.
  trim: withNothing((s) => text(regex('Replace', s, '\\A[\u0000- ]+|[\u0000- ]+\\z', ''))),
  contains: withText((s, part) => bool(cs.call(s, 'Contains', part))),
  startsWith: withText((s, part) => bool(cs.call(s, 'StartsWith', part, ordinal()))),
  endsWith: withText((s, part) => bool(cs.call(s, 'EndsWith', part, ordinal()))),
  indexOf: withText((s, part) => int(cs.call(s, 'IndexOf', part, ordinal()))),
  concat: withText((s, other) => text(cs.concatenation(s, other))),
  equals: withText((s, other) => bool(cs.binary('==', s, other))),
  equalsIgnoreCase: withText((s, other) =>
    bool(cs.call(s, 'Equals', other, cs.member(cs.named('StringComparison'), 'OrdinalIgnoreCase'))),
  ),
  substring: (s, values) => substring(s, values),
  charAt: (s, [at, ...others]) =>
    at?.kind === 'int' && others.length === 0 ? text(cs.call(s, 'Substring', at.code, 1)) : undefined,
  replace: (s, [from, to, ...others]) => {
    // .NET does not replace empty text.
    if (from?.kind !== 'text' || to?.kind !== 'text' || others.length > 0 || !constantOf(from)) return undefined;
    return text(cs.call(s, 'Replace', from.code, to.code));
  },
  replaceAll: (s, [pattern, by, ...others]) => replaceAll(s, pattern, by, others),
  matches: (s, [pattern, ...others]) => {
    const constant = pattern && constantOf(pattern);
    if (constant === undefined || others.length > 0 || !isCommon(constant)) return undefined;
    return bool(regex('IsMatch', s, `\\A(?:${withoutDots(constant)})\\z`));
  },
  split: (s, [pattern, ...others]) => split(s, pattern, others),
};

/** The method on a text that is there and stands under a name, or is written out. */
export function textMethod(scope: Scope, target: Expression, name: string, values: readonly Code[]): Code {
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  return (
    method?.(target, values.map(argument)) ?? scope.refuse('VTL-METHOD', `${name} of a text, with these arguments`)
  );
}

/** The method on a text that may be null, which stands under a name: of nothing there is nothing. */
export function textOrNothing(scope: Scope, string: Expression, name: string, values: readonly Code[]): Code {
  const result = textMethod(scope, string, name, values);
  const nothing = cs.literal(null);
  const orNothing = (code: Expression): Expression => cs.conditional(isNull(string), nothing, code);
  if (result.kind === 'int' || result.kind === 'bool') return tokenOrNull(orNothing(cs.create('JValue', result.code)));
  return { kind: result.kind, code: orNothing(result.code), mayBeNull: true };
}

/** An argument as methods of texts take it. */
function argument(value: Code): Code {
  if (value.kind === 'nothing') return text('');
  return value.kind === 'text' ? text(orEmpty(value)) : value;
}

/** What letters become differs in a few of them. */
export const OF_LETTERS: ReadonlySet<string> = new Set(['toUpperCase', 'toLowerCase', 'equalsIgnoreCase']);

export const isTextMethod = (name: string): boolean => Object.hasOwn(METHODS, name);

function substring(s: Expression, [from, to, ...others]: readonly Code[]): Code | undefined {
  if (from?.kind !== 'int' || others.length > 0) return undefined;
  if (to === undefined) return text(cs.call(s, 'Substring', from.code));
  if (to.kind !== 'int') return undefined;
  const { code: end } = to;
  const { code: start } = from;
  const length =
    end.kind === 'integer' && start.kind === 'integer'
      ? cs.literal(end.value - start.value)
      : start.kind === 'integer' && start.value === 0
        ? end
        : cs.binary('-', end, start);
  return text(cs.call(s, 'Substring', start, length));
}

/** Both languages read patterns of the subset alike. */
function isCommon(pattern: string): boolean {
  try {
    toPattern(`\\A(?:${withoutDots(pattern)})\\z`);
    return true;
  } catch {
    return false;
  }
}

/** A pattern that is plain text, without what it is escaped by. */
function literalOf(pattern: string): string | undefined {
  const bare = pattern.replace(/\\([^A-Za-z0-9])/g, '');
  return /[\\^$.|?*+()[\]{}]/.test(bare) ? undefined : pattern.replace(/\\(.)/gs, '$1');
}

function replaceAll(
  s: Expression,
  pattern: Code | undefined,
  by: Code | undefined,
  others: readonly Code[],
): Code | undefined {
  const constant = pattern && constantOf(pattern);
  const replacement = by && constantOf(by);
  if (constant === undefined || replacement === undefined || others.length > 0) return undefined;
  const literal = literalOf(constant);
  if (literal !== undefined && literal !== '' && !/[$\\]/.test(replacement))
    return text(cs.call(s, 'Replace', literal, replacement));
  const ownReplacement = replacement.replace(/\\([^$])/gs, '$1');
  if (!isCommon(constant) || ownReplacement.includes('\\') || !isReplacement(ownReplacement)) return undefined;
  return text(regex('Replace', s, withoutDots(constant), ownReplacement));
}

function isReplacement(replacement: string): boolean {
  try {
    toReplacement(replacement);
    return true;
  } catch {
    return false;
  }
}

/** Without the empty texts at its end; text of separators only has no parts at all. */
function split(s: Expression, pattern: Code | undefined, others: readonly Code[]): Code | undefined {
  const constant = pattern && constantOf(pattern);
  const separator = constant === undefined || others.length > 0 ? undefined : literalOf(constant);
  if (separator === undefined || separator.length !== 1) return undefined;
  const trimmed = cs.call(s, 'TrimEnd', cs.char(separator));
  const hasNone = cs.all([cs.binary('==', trimmed, ''), cs.binary('!=', s, '')]);
  return {
    kind: 'texts',
    code: cs.call(cs.split(trimmed, separator), 'Skip', cs.conditional(hasNone, 1, 0)),
  };
}
