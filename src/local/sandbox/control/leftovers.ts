import { servicePath } from '../azure/context.ts';
import type { ArmResource, AzureState } from '../azure/state.ts';

/** What an environment held at one time, by id, with its content as text. */
type Inventory = ReadonlyMap<string, string>;

/** Remembers what Azure holds now; the function it returns tells the ids of what is there later and was not, or differs. */
export function leftoversSince(state: AzureState): () => string[] {
  const before = inventory(state);
  return () => {
    const now = inventory(state);
    const ids = new Set([...before.keys(), ...now.keys()]);
    return [...ids].filter((id) => before.get(id) !== now.get(id)).toSorted();
  };
}

/** ETags and dates of writing are no content; each host name of the service is an entry of its own. */
function inventory(state: AzureState): Inventory {
  const found = new Map<string, string>();
  for (const resource of state.resources.values())
    if (resource.id === servicePath(state)) addService(found, resource);
    else found.set(resource.id, contentOf(resource.properties, resource));
  for (const versions of state.certificates.values()) {
    const newest = versions.at(-1);
    if (newest) found.set(`https://${state.vault}.vault.azure.net/certificates/${newest.name}`, newest.version);
  }
  for (const versions of state.secrets.values()) {
    const newest = versions.at(-1);
    if (newest) found.set(`https://${state.vault}.vault.azure.net/secrets/${newest.name}`, newest.version);
  }
  return found;
}

function addService(found: Map<string, string>, service: ArmResource): void {
  const { hostnameConfigurations, ...others } = service.properties;
  found.set(service.id, contentOf(others, service));
  if (!Array.isArray(hostnameConfigurations)) return;
  for (const one of hostnameConfigurations as { readonly hostName?: unknown }[])
    found.set(`${service.id}/hostnameConfigurations/${String(one.hostName)}`, canonicalJson(one));
}

function contentOf(properties: ArmResource['properties'], { secrets, tags, more }: ArmResource): string {
  const { createdDate: _, createdDateTime: __, updatedDateTime: ___, ...content } = properties;
  // A resource that holds no secret any more is as one that never had any.
  const held = Object.keys(secrets ?? {}).length === 0 ? null : secrets;
  return canonicalJson([content, held, tags, more]);
}

/** Members in the order of their names; null and absent are the same. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item;
    const members = Object.entries(item).filter(([, member]) => member !== null);
    return Object.fromEntries(members.toSorted(([one], [other]) => (one < other ? -1 : 1)));
  });
}
