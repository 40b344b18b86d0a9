import { CSharpError } from './expression.ts';

/**
 * Regular expressions that mean the same in .NET and here. Classes that .NET widens to all of Unicode, `$` (which matches before a last
 * line end) and groups with a meaning of their own are refused; `\A` and `\z` are the ends.
 */
const REFUSED = /\\[dDwWsSbBpPkGZ0-9cux]|(?<!\\)\$|\(\?(?![:=!]|<[=!])|\[[^\]]*\[|\\-/;

/** The pattern as one of this language; throws CSharpError for what is not of the subset. */
export function toPattern(pattern: string): RegExp {
  const own = pattern
    .replaceAll(String.raw`\A`, '^')
    .replaceAll(String.raw`\z`, '$END$')
    .replaceAll('$END$', '\u0000');
  const refused = REFUSED.exec(own);
  if (refused !== null) throw new CSharpError(`the pattern ${pattern} uses ${refused[0]}`);
  try {
    return new RegExp(own.replaceAll('\u0000', '(?![^])'), 'g');
  } catch {
    throw new CSharpError(`the pattern ${pattern} is malformed`);
  }
}

/** Text with `$1` to `$9`; other uses of `$` differ between the languages. */
export function toReplacement(replacement: string): string {
  if (/\$(?![1-9](?![0-9]))/.test(replacement))
    throw new CSharpError(`the replacement ${replacement} is not of the subset`);
  return replacement;
}
