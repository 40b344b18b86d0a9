import { FailureError } from '../../model/outcome.ts';

/** Ids of runs and checkpoints are parts of keys and paths: anything else is refused before it gets there. */
const ID = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** @throws FailureError `invalid`. */
export function assertId(id: string): void {
  if (ID.test(id)) return;
  throw new FailureError({
    kind: 'invalid',
    code: 'BAD-ID',
    message: `${JSON.stringify(id)} is not an id: lower case letters, digits and hyphens, 63 at most.`,
  });
}

/** A replacing write named an etag that is no longer the row's. */
export function staleRow(what: string): FailureError {
  return new FailureError({
    kind: 'conflict',
    code: 'STALE-ROW',
    message: `The ${what} has changed since it was read; read it again.`,
    at: what,
  });
}

export const missingRow = (what: string): FailureError =>
  new FailureError({ kind: 'missing', code: 'NO-SUCH-ROW', message: `There is no ${what}.`, at: what });

/** What a continuation token says: the row after which the next page starts. @throws FailureError `invalid`. */
export function readContinuation(token: string): string {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (/^[\w:.+-]+\|[a-z0-9-]+$/.test(text)) return text;
  throw new FailureError({
    kind: 'invalid',
    code: 'BAD-CONTINUATION-TOKEN',
    message: 'The continuation token is not one that a listing of runs gave.',
  });
}

export const writeContinuation = (createdAt: string, runId: string): string =>
  Buffer.from(`${createdAt}|${runId}`).toString('base64url');
