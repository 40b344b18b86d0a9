import { RenderError } from '../error.ts';

/** What Java writes otherwise than JavaScript, or does not have in common with it: possessive quantifiers, flags, quotation, classes in classes. */
const OWN = /\\[QEAZzGRXhHvVNpP]|\(\?[a-zA-Z]|[*+?}]\+|&&|\[[^\]]*\[/;

/** What `.` matches: everything but line ends, of which Java knows more than others. */
const NO_LINE_END = '[^\n\r\u0085\u2028\u2029]';

/** A pattern with its dots written out. */
export const withoutDots = (pattern: string): string =>
  pattern.replace(/\\[^]|\[\^?\]?(?:\\[^]|[^\]\\])*\]|\./g, (part) => (part === '.' ? NO_LINE_END : part));

/** A pattern of java.util.regex; what JavaScript does otherwise fails, because a guess would hide a difference. */
export function javaPattern(pattern: string, isWhole = false): RegExp {
  if (OWN.test(pattern)) throw new RenderError(`the pattern ${pattern} is Java's own`);
  try {
    const own = withoutDots(pattern);
    return new RegExp(isWhole ? `^(?:${own})$` : own, 'g');
  } catch {
    throw new RenderError(`the pattern ${pattern} is malformed`);
  }
}

/** `$1` and `\x` of Matcher.appendReplacement. */
export function javaReplacement(replacement: string): (groups: readonly string[]) => string {
  return (groups) =>
    replacement.replace(/\\(.)|\$(\d)|[\\$]/gs, (whole, escaped?: string, group?: string) => {
      if (escaped !== undefined) return escaped;
      if (group === undefined) throw new RenderError(`the replacement ${replacement} is malformed`);
      const value = groups[Number(group)];
      if (Number(group) >= groups.length) throw new RenderError(`there is no group ${whole}`);
      return value ?? '';
    });
}

/** String.split: without the empty texts at its end. */
export function splitText(text: string, pattern: string): readonly string[] {
  if (text === '') return [''];
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(javaPattern(pattern))) {
    const end = match.index + match[0].length;
    if (end === 0) continue;
    parts.push(text.slice(from, match.index));
    from = end;
  }
  parts.push(text.slice(from));
  if (parts.length === 1) return parts;
  while (parts.length > 0 && parts.at(-1) === '') parts.pop();
  return parts;
}
