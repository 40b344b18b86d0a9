import * as z from 'zod';
import { FailureError } from '../model/outcome.ts';
import type { ApimResourceRead, ApimWrite } from '../ports/api-management.ts';
import type { Progress } from './step-kind.ts';
import { isAsWritten } from '../policy/written.ts';

/** Properties of the ARM contract 2024-05-01, as planned. */
export const properties = z.record(z.string(), z.unknown());
export type Properties = z.infer<typeof properties>;

/** What stood at a path before a step: nothing, or these properties. */
export type ResourceBefore = { readonly existed: false } | { readonly existed: true; readonly properties: Properties };

export function before(read: ApimResourceRead | undefined): ResourceBefore {
  return read === undefined ? { existed: false } : { existed: true, properties: withoutNulls(read.properties) };
}

/** ARM reads a member that nobody set as null, and its contract refuses null where a text belongs (recorded, 2026-11-25). */
function withoutNulls(read: Properties): Properties {
  return Object.fromEntries(
    Object.entries(read).flatMap(([name, value]) => (value === null ? [] : [[name, withoutNullsIn(value)]])),
  );
}

function withoutNullsIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNullsIn);
  return value !== null && typeof value === 'object' ? withoutNulls(value as Properties) : value;
}

export function progress(write: ApimWrite): Progress {
  return write.done ? { state: 'done' } : { state: 'running', operation: write.operation };
}

/** @throws FailureError `conflict` when a resource is not what we left: somebody's change is never written over. */
export function assertOurs(path: string, read: ApimResourceRead, written: Properties): void {
  if (isAsWritten(written, read.properties)) return;
  const message = `${path} was changed by somebody else since this run wrote it: look at it, then remove or keep it by hand`;
  throw new FailureError({ kind: 'conflict', code: 'CHANGED-BY-OTHERS', message, at: path });
}
