import type * as z from 'zod';

/** One mistake of a request: where (JSON pointer, RFC 6901) and what is right there. */
export interface Mistake {
  readonly pointer: string;
  readonly detail: string;
}

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** The mistakes behind a failed check, in the words of whoever wrote the request. */
export function mistakesOf(issues: readonly Issue[], below: Path = []): readonly Mistake[] {
  return issues.flatMap((issue) => {
    const path = [...below, ...issue.path];
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        pointer: pointerOf([...path, key]),
        detail: 'is not a member of this document: remove it or correct its name',
      }));
    if (issue.code === 'invalid_union' && issue.errors.length > 0) return mistakesOf(closest(issue.errors), path);
    if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined'))
      return [{ pointer: pointerOf(path), detail: `is required: ${article(issue.expected)}` }];
    return [{ pointer: pointerOf(path), detail: issue.message }];
  });
}

/** Of several forms that a value may have, the one that it nearly has: fewest foreign members, then fewest mistakes. */
function closest(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const foreign = (issues: readonly Issue[]): number =>
    issues.reduce((count, issue) => count + (issue.code === 'unrecognized_keys' ? issue.keys.length : 0), 0);
  return [...branches].sort((a, b) => foreign(a) - foreign(b) || a.length - b.length)[0] ?? [];
}

const article = (type: string): string => `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`;

function pointerOf(path: Path): string {
  return path.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
