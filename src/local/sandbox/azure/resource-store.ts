import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Refusal } from './answers.ts';
import type { ArmResource, AzureState } from './state.ts';

export function findResource(state: AzureState, id: string): ArmResource | undefined {
  return state.resources.get(id.toLowerCase());
}

/** Direct children of `parentId` under one collection segment, in the order they were written. */
export function childrenOf(state: AzureState, parentId: string, collection: string): ArmResource[] {
  const prefix = `${parentId}/${collection}/`.toLowerCase();
  return [...state.resources]
    .filter(([id]) => id.startsWith(prefix) && !id.slice(prefix.length).includes('/'))
    .map(([, resource]) => resource);
}

/** Writes a resource; the ETag stays when nothing changed (recorded 2026-11-23). */
export function putResource(
  state: AzureState,
  resource: Omit<ArmResource, 'etag'>,
  newEtag: () => string,
): { resource: ArmResource; created: boolean } {
  const before = findResource(state, resource.id);
  if (before && isDeepStrictEqual({ ...before, etag: '' }, { ...resource, etag: '' }))
    return { resource: before, created: false };
  const written = { ...resource, etag: newEtag() };
  state.resources.set(resource.id.toLowerCase(), written);
  state.revision += 1;
  return { resource: written, created: before === undefined };
}

/** Removes a resource and all below it; false when there was none. */
export function removeResource(state: AzureState, id: string): boolean {
  const key = id.toLowerCase();
  if (!state.resources.delete(key)) return false;
  for (const other of state.resources.keys()) if (other.startsWith(`${key}/`)) state.resources.delete(other);
  state.revision += 1;
  return true;
}

/** API Management's form of an entity tag: quoted base64. */
export function apimEtag(): string {
  return `"AAAAAAAA${randomBytes(3).toString('base64url').slice(0, 3)}="`;
}

/** 412 when If-Match names another version than the one there; `*` and no header always pass. */
export function checkIfMatch(header: string | undefined, before: ArmResource | undefined): void {
  if (header === undefined || header === '*' || header === '') return;
  if (before?.etag === header) return;
  throw new Refusal(412, 'PreconditionFailed', 'Resource was modified since last retrieval.');
}
