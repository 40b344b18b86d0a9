import * as z from 'zod';
import { FailureError } from '../model/outcome.ts';
import type { ApimResourceRead, ApimWrite } from '../ports/api-management.ts';
import type { Progress } from './step-kind.ts';
import { isAsWritten } from './written.ts';

/** Properties of the ARM contract 2024-05-01, as planned. */
export const properties = z.record(z.string(), z.unknown());
export type Properties = z.infer<typeof properties>;

/** What stood at a path before a step: nothing, or these properties. */
export type ResourceBefore = { readonly existed: false } | { readonly existed: true; readonly properties: Properties };

export function before(read: ApimResourceRead | undefined): ResourceBefore {
  return read === undefined ? { existed: false } : { existed: true, properties: { ...read.properties } };
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
