import type { AwsError } from './wire.ts';

export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page begins; absent on the last. Callers must not look into it. */
  readonly next?: string;
}

/** A page of a collection. A token that this did not make is refused. */
export function pageOf<T>(
  items: readonly T[],
  token: string | null | undefined,
  size: number,
  refuse: () => AwsError,
): Page<T> {
  const start = token === null || token === undefined ? 0 : startOf(token);
  if (start === undefined || start > items.length) throw refuse();
  const end = start + size;
  return { items: items.slice(start, end), ...(end < items.length && { next: tokenAt(end) }) };
}

/** How many items a caller asked for, in text or as a number; `most` when nothing was said. */
export function sizeOf(
  asked: unknown,
  {
    most,
    least = 1,
    otherwise = most,
  }: { readonly most: number; readonly least?: number; readonly otherwise?: number },
  refuse: () => AwsError,
): number {
  if (asked === null || asked === undefined) return otherwise;
  const size = Number(asked);
  if (!Number.isInteger(size) || size < least || size > most) throw refuse();
  return size;
}

const tokenAt = (index: number): string => Buffer.from(`from ${index}`).toString('base64url');

function startOf(token: string): number | undefined {
  const index = /^from (\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8'))?.[1];
  return index === undefined ? undefined : Number(index);
}
