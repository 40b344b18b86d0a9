import * as z from 'zod';
import { FailureError } from '../model/outcome.ts';
import type { ApimResourceRead, ApimWrite } from '../ports/api-management.ts';
import { DONE, type Progress } from './step-kind.ts';
import { isAsWritten } from '../policy/written.ts';

/** Properties of the ARM contract 2024-05-01, as planned. */
export const properties = z.record(z.string(), z.unknown());
export type Properties = z.infer<typeof properties>;

/** What stood at a path before a step: nothing, or these properties. */
export type ResourceBefore = { readonly existed: false } | { readonly existed: true; readonly properties: Properties };

export function before(read: ApimResourceRead | undefined): ResourceBefore {
  return read === undefined ? { existed: false } : { existed: true, properties: withoutNulls(read.properties) };
}

/**
 * Dates that the service sets with each write or look into a vault, and the version set that it shows within an API: put back,
 * they would not be as they were.
 */
const VOLATILE: readonly string[] = ['lastStatus', 'updatedDateTime', 'apiVersionSet'];

/** ARM reads a member that nobody set as null, and its contract refuses null where a text belongs (recorded, 2026-11-25). */
function withoutNulls(read: Properties): Properties {
  return Object.fromEntries(
    Object.entries(read).flatMap(([name, value]) =>
      value === null || VOLATILE.includes(name) ? [] : [[name, withoutNullsIn(value)]],
    ),
  );
}

function withoutNullsIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNullsIn);
  return value !== null && typeof value === 'object' ? withoutNulls(value as Properties) : value;
}

/** Whether a resource is what was there before, without a member that somebody added since. */
export function isAsItWas(previous: Properties, read: ApimResourceRead): boolean {
  return isAsWritten(previous, read.properties) && isAsWritten(withoutNulls(read.properties), previous);
}

export function progress(write: ApimWrite): Progress {
  return write.done ? { state: 'done' } : { state: 'running', operation: write.operation };
}

/**
 * A write on the version that was seen. The SDK sends a request once more whose answer was lost, and that one meets what the first one
 * wrote: it is refused although nobody else was there (412, 2026-11-29), so that a second look tells whether all is done.
 */
export async function writeAsSeen(write: () => Promise<ApimWrite>, isDone: () => Promise<boolean>): Promise<Progress> {
  try {
    return progress(await write());
  } catch (error) {
    if (error instanceof FailureError && error.failure.code === 'PreconditionFailed' && (await isDone())) return DONE;
    throw error;
  }
}

/** @throws FailureError `conflict` when a resource is not what we left: somebody's change is never written over. */
export function assertOurs(path: string, read: ApimResourceRead, written: Properties): void {
  if (isAsWritten(written, read.properties)) return;
  const message = `${path} was changed by somebody else since this run wrote it: look at it, then remove or keep it by hand`;
  throw new FailureError({ kind: 'conflict', code: 'CHANGED-BY-OTHERS', message, at: path });
}
