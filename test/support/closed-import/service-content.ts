import type { ArmResource, AzureState } from '../../../src/local/sandbox/azure/state.ts';

/** Everything that the target holds, by id in lower case, as text. */
export type ServiceContent = ReadonlyMap<string, string>;

/** Versions and dates of writing are no content, nor are keys that the service makes up. */
const VOLATILE = [
  'createdDate',
  'createdDateTime',
  'updatedDateTime',
  'timeStampUtc',
  'timeModified',
  'specificationLastUpdated',
  'etag',
  'secondaryKey',
];

/** A resource is replaced when it is written, never changed. */
const texts = new WeakMap<ArmResource, string>();

function textOf(resource: ArmResource): string {
  const known = texts.get(resource);
  if (known !== undefined) return known;
  // A resource that holds no secret any more is as one that never had any.
  const held = Object.keys(resource.secrets ?? {}).length === 0 ? null : resource.secrets;
  const text = JSON.stringify({ ...resource, secrets: held }, (name, value: unknown) =>
    VOLATILE.includes(name) ? undefined : sorted(value),
  );
  texts.set(resource, text);
  return text;
}

/** Members in the order of their names. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

export function contentOf(azure: AzureState): ServiceContent {
  const found = new Map<string, string>();
  for (const [id, resource] of azure.resources) found.set(id, textOf(resource));
  for (const name of azure.certificates.keys()) found.set(`certificate ${name}`, 'held');
  for (const name of azure.secrets.keys()) found.set(`secret ${name}`, 'held');
  return found;
}

/** Ids of what is in one and not in the other, or otherwise there; empty where both are equal. */
export function differences(one: ServiceContent, other: ServiceContent): readonly string[] {
  const ids = new Set([...one.keys(), ...other.keys()]);
  return [...ids].filter((id) => one.get(id) !== other.get(id)).toSorted();
}
