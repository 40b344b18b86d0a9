import * as cs from './build.ts';
import type { Expression } from './expression.ts';
import { printExpression } from './print.ts';

/**
 * Patterns that are only known as a policy runs: texts with `*` (any characters) and `?` (one), as resources of IAM policies are
 * written. `Regex.Escape` is not on Microsoft's list and a pattern that anybody may write is not provable, so this form of an expression
 * is the only one besides a constant that `Regex.IsMatch` takes (check.ts): whatever the text holds, it becomes literal characters and
 * these two. What stands between two stars is looked for once and never again (an atomic group): without that a few stars and a long
 * path would keep a gateway busy for hours. A line end closes both texts, so that the last part is only found at the end.
 */
export function globPattern(glob: Expression): Expression {
  const escaped = replace(glob, META, String.raw`\$1`);
  const filled = replace(escaped, String.raw`\?`, ANY);
  return cs.concatenation(START, replace(filled, String.raw`\*`, `)(?>${ANY}*?`), END);
}

/** `Regex.IsMatch(text + "\n", pattern)`; `text` has no line end. */
export function matchesGlob(text: Expression, glob: Expression): Expression {
  return cs.call(cs.named('Regex'), 'IsMatch', cs.concatenation(text, '\n'), globPattern(glob));
}

const replace = (text: Expression, pattern: string, by: string): Expression =>
  cs.call(cs.named('Regex'), 'Replace', text, pattern, by);

/** What means something in patterns of .NET and of this language, besides the two. */
const META = String.raw`([\\.+^\$|(){}]|\[|\])`;
const ANY = String.raw`[^\n]`;
const START = String.raw`\A(?>`;
const END = String.raw`\n)\z`;

/** The glob of an expression that `globPattern` made; undefined for any other. */
export function globOf(pattern: Expression): Expression | undefined {
  // START + replaced + END: the glob is the text of three calls within each other.
  const replaced = pattern.kind === 'binary' && pattern.left.kind === 'binary' ? pattern.left.right : undefined;
  const glob = textOf(textOf(textOf(replaced)));
  return glob !== undefined && printExpression(globPattern(glob)) === printExpression(pattern) ? glob : undefined;
}

function textOf(replaced: Expression | undefined): Expression | undefined {
  return replaced?.kind === 'call' ? replaced.arguments[0]?.value : undefined;
}

/** The text of a glob's pattern, once it was put together, as a pattern of this language; undefined for one that is no glob's. */
export function toGlob(pattern: string): RegExp | undefined {
  // No constant pattern has an atomic group (pattern.ts).
  if (!pattern.startsWith(START) || !pattern.endsWith(END)) return undefined;
  // Here an atomic group is a lookahead and what it found.
  let groups = 0;
  const own = pattern.slice(String.raw`\A`.length, -String.raw`\z`.length).replace(/\\[^]|\(\?>|\)/g, (part) => {
    if (part === '(?>') return '(?=(';
    return part === ')' ? `))\\${++groups}` : part;
  });
  return new RegExp(`^${own}(?![^])`);
}
