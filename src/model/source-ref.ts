import * as z from 'zod';

/** Where in AWS a thing was configured: the ARN of the API (or other resource) and a JSON pointer into what was read of it. */
export const sourceRef = z.object({ arn: z.string(), pointer: z.string() }).readonly();
export type SourceRef = z.infer<typeof sourceRef>;

/** One text for a `SourceRef`, stable: the key of overrides, decisions and reports. */
export function sourceKey(at: SourceRef): string {
  return `${at.arn}#${at.pointer}`;
}

/** A `SourceRef` to a member below another one; `segments` are escaped as RFC 6901 asks. */
export function below(at: SourceRef, ...segments: readonly (string | number)[]): SourceRef {
  // Joined at once: a text that is put together piece by piece keeps its pieces in memory.
  const pointer = [at.pointer, ...segments.map((segment) => escaped(String(segment)))].join('/');
  return { arn: at.arn, pointer };
}

/** Most segments have nothing to escape, and this is asked for every value of a source. */
const escaped = (segment: string): string =>
  /[~/]/.test(segment) ? segment.replaceAll('~', '~0').replaceAll('/', '~1') : segment;
