import { CSharpError } from './expression.ts';

/**
 * Regular expressions that mean the same in .NET and here. Classes that .NET widens to all of Unicode, `$` (which matches before a last
 * line end) and groups with a meaning of their own are refused; `\A` and `\z` are the ends.
 */
const PART = /\\[^]|\[(?!\^?\])\^?(?:\\[^]|[^\]\\[])+\]|\(\?(?:[:=!]|<[=!])|\(|\)(?:[*+?]|\{[0-9])?|[^]/g;
/** Letters after a backslash that mean the same: line end, carriage return, tabs and form feed. */
const ESCAPE = /^\\[nrtvf]$|^\\[^A-Za-z0-9-]$/;

/** The pattern as one of this language; throws CSharpError for what is not of the subset. */
export function toPattern(pattern: string): RegExp {
  const groups: { readonly isCapturing: boolean; captures: boolean }[] = [];
  const own = (pattern.match(PART) ?? []).map((part, at, parts) => {
    const refused = () => new CSharpError(`the pattern ${pattern} uses ${part === '(' ? `(${parts[at + 1]}` : part}`);
    if (part.startsWith('\\')) return escape(part) ?? raise(refused());
    if (part === '.') return String.raw`[^\n]`;
    if (part === '$' || part === '[') throw refused();
    if (part.startsWith('[')) {
      if ((part.match(/\\[^]/g) ?? []).some((escaped) => !ESCAPE.test(escaped))) throw refused();
      return part;
    }
    if (part.startsWith('(')) {
      if (part === '(' && parts[at + 1] === '?') throw refused();
      groups.push({ isCapturing: part === '(', captures: false });
    }
    if (part.startsWith(')')) closeGroup(part);
    return part;
  });
  /** .NET keeps what a group within a repeated one held in an earlier round; here it is forgotten. */
  function closeGroup(part: string): void {
    const group = groups.pop();
    if (group?.captures && part.length > 1)
      throw new CSharpError(`the pattern ${pattern} captures within what repeats`);
    const outer = groups.at(-1);
    if (outer !== undefined && group !== undefined) outer.captures ||= group.captures || group.isCapturing;
  }
  try {
    return new RegExp(own.join(''), 'g');
  } catch {
    throw new CSharpError(`the pattern ${pattern} is malformed`);
  }
}

function raise(error: CSharpError): never {
  throw error;
}

function escape(part: string): string | undefined {
  if (part === String.raw`\A`) return '^';
  if (part === String.raw`\z`) return '(?![^])';
  return ESCAPE.test(part) ? part : undefined;
}

/** Text with `$1` to `$9`; other uses of `$` differ between the languages. */
export function toReplacement(replacement: string): string {
  if (/\$(?![1-9](?![0-9]))/.test(replacement))
    throw new CSharpError(`the replacement ${replacement} is not of the subset`);
  return replacement;
}

/** `Regex.Split`: what captured groups matched stands between the parts. */
export function splitBy(text: string, pattern: RegExp): readonly string[] {
  const parts: string[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    parts.push(
      text.slice(end, match.index),
      ...match.slice(1).filter((group) => (group as string | undefined) !== undefined),
    );
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)];
}
