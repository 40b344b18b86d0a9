import type { Json } from './answers.ts';
import { servicePath } from './context.ts';
import { apimEtag, childrenOf, findResource, putResource, removeResource } from './resource-store.ts';
import type { ArmResource, AzureState } from './state.ts';

const REVISION = /;rev=(\d+)$/i;
/** What all revisions of an API have in common: writing it to one writes it to all (recorded 2026-11-23). */
const SHARED = ['displayName', 'description', 'path'];
/** What a revision has of its own below it; releases and tags belong to the API. */
const OWN = ['operations', 'policies', 'schemas', 'diagnostics'];

/** The path of an API's current revision has no `;rev=`: `apis/x;rev=2` is `apis/x` while 2 is current. */
export function currentRevisionPath(state: AzureState, segments: readonly string[]): readonly string[] {
  const [collection = '', name = '', ...rest] = segments;
  const revision = REVISION.exec(name)?.[1];
  if (collection.toLowerCase() !== 'apis' || revision === undefined) return segments;
  const plain = name.replace(REVISION, '');
  const api = findResource(state, `${servicePath(state)}/apis/${plain}`);
  return api?.properties['apiRevision'] === revision ? [collection, plain, ...rest] : segments;
}

/** All revisions of the API that `name` is one of. */
export function revisionsOf(state: AzureState, name: string): ArmResource[] {
  const plain = name.replace(REVISION, '').toLowerCase();
  return childrenOf(state, servicePath(state), 'apis').filter(
    (api) => api.name.replace(REVISION, '').toLowerCase() === plain,
  );
}

/** What a new API or revision takes from its `sourceApiId`; nothing when there is none. */
export function sourceOf(state: AzureState, input: Json): ArmResource | undefined {
  const { sourceApiId } = input;
  if (typeof sourceApiId !== 'string') return undefined;
  const name = sourceApiId.slice(sourceApiId.lastIndexOf('/') + 1);
  return findResource(state, `${servicePath(state)}/${currentRevisionPath(state, ['apis', name]).join('/')}`);
}

/** The properties that pass from one API to another made of it. */
export function inherited({ properties }: ArmResource): Json {
  const { apiRevision: _, apiRevisionDescription: __, isCurrent: ___, ...rest } = properties;
  return rest;
}

/** Copies operations, policies, schemas and diagnostics. */
export function copyContents(state: AzureState, from: ArmResource, to: ArmResource): void {
  for (const [id, resource] of contentsOf(state, from.id))
    putResource(state, { ...resource, id: `${to.id}${id.slice(from.id.length)}` }, apimEtag);
}

/** Takes over in the other revisions what all have in common. */
export function shareProperties(state: AzureState, written: ArmResource): void {
  const shared = Object.fromEntries(
    SHARED.filter((name) => name in written.properties).map((name) => [name, written.properties[name]]),
  );
  for (const other of revisionsOf(state, written.name))
    putResource(state, { ...other, properties: { ...other.properties, ...shared } }, apimEtag);
}

/** A release makes the revision that `apiId` names the current one: the two change their places. */
export function releaseRevision(state: AzureState, apiId: string): void {
  const name = apiId.slice(apiId.lastIndexOf('/') + 1);
  const next = findResource(state, `${servicePath(state)}/apis/${name}`);
  const current = findResource(state, `${servicePath(state)}/apis/${name.replace(REVISION, '')}`);
  if (!next || !current || next.id === current.id) return;
  const [ofNext, ofCurrent] = [contentsOf(state, next.id), contentsOf(state, current.id)];
  const retired = `${current.name};rev=${String(current.properties['apiRevision'])}`;
  const kept = [...state.resources.values()].filter(
    ({ id }) => id.toLowerCase().startsWith(`${current.id}/`.toLowerCase()) && !ofCurrent.some(([own]) => own === id),
  );
  removeResource(state, next.id);
  removeResource(state, current.id);
  place(state, next, ofNext, current.name, true);
  place(state, current, ofCurrent, retired, false);
  for (const resource of kept) state.resources.set(resource.id.toLowerCase(), resource);
}

function place(
  state: AzureState,
  api: ArmResource,
  contents: readonly (readonly [string, ArmResource])[],
  name: string,
  isCurrent: boolean,
): void {
  const id = `${servicePath(state)}/apis/${name}`;
  putResource(state, { ...api, id, name, properties: { ...api.properties, isCurrent } }, apimEtag);
  for (const [old, resource] of contents)
    putResource(state, { ...resource, id: `${id}${old.slice(api.id.length)}` }, apimEtag);
}

function contentsOf(state: AzureState, apiId: string): (readonly [string, ArmResource])[] {
  return [...state.resources.values()]
    .filter(({ id }) => OWN.some((one) => id.toLowerCase().startsWith(`${apiId}/${one}/`.toLowerCase())))
    .map((resource) => [resource.id, resource] as const);
}
