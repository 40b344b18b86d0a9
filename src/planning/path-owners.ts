import { decide, enter, type Decided } from '../features/feature.ts';
import type { AwsApiMapping, AwsDomainName } from '../model/aws-account.ts';
import type { AwsInventory } from '../model/aws-inventory.ts';
import type { LedgerEntry } from '../model/plan.ts';
import type { RunRequest } from '../model/run.ts';
import { resourceName } from './resource-name.ts';

const FEATURE = 'hostname';
const FRONT = 'front-prefix';

/** A mapping with its domain, and where it is mounted: nowhere in this run where somebody decides so. */
export interface MountedMapping {
  readonly domain: AwsDomainName;
  readonly mapping: AwsApiMapping;
  readonly path: string | undefined;
  /** Names that this path leads elsewhere for. */
  readonly refusedHosts: readonly string[];
  readonly decided?: Decided;
}

export const apiOf = ({ apiId, stage }: Pick<AwsApiMapping, 'apiId' | 'stage'>): string => `${apiId}/${stage}`;

/** A name that goes by its rules only has no use for its mappings. */
export const mappingsInUse = ({ routingMode, mappings }: AwsDomainName): readonly AwsApiMapping[] =>
  routingMode === 'ROUTING_RULE_ONLY' ? [] : mappings;

/**
 * API Management mounts by path, whatever the host name: one path cannot be two APIs (edge case 4). The API of the first name keeps it
 * and refuses the names that lead elsewhere; the others get a path of their own, which a front has to put before theirs.
 */
export function mountMappings(inventory: AwsInventory, request: RunRequest): readonly MountedMapping[] {
  const all = inventory.domainNames.flatMap((domain) => mappingsInUse(domain).map((mapping) => ({ domain, mapping })));
  const byPath = Map.groupBy(all, ({ mapping }) => mapping.path);
  return [...byPath.values()].flatMap((sharing) => {
    // A wildcard comes first: it could not refuse itself.
    const ordered = sharing.toSorted((a, b) => (a.domain.name < b.domain.name ? -1 : 1));
    const [owner] = ordered;
    if (owner === undefined) return [];
    const isOwn = ({ mapping }: (typeof all)[number]): boolean => apiOf(mapping) === apiOf(owner.mapping);
    const guests = ordered.filter((each) => !isOwn(each));
    // A name that is there twice, in two accounts, refuses nobody: DNS decides which of them answers.
    const own = new Set(ordered.filter(isOwn).map(({ domain }) => domain.name));
    const refusedHosts = [...new Set(guests.map(({ domain }) => domain.name))].filter((name) => !own.has(name));
    return ordered.map((each) =>
      isOwn(each)
        ? { ...each, path: each.mapping.path, refusedHosts }
        : guestOf(
            each,
            owner.domain,
            guests.find(({ mapping }) => apiOf(mapping) === apiOf(each.mapping)) ?? each,
            request,
          ),
    );
  });
}

type Guest = Pick<MountedMapping, 'domain' | 'mapping'>;

/** @param first of the guests with the same API, whose name the path of all of them bears */
function guestOf(guest: Guest, owner: AwsDomainName, first: Guest, request: RunRequest): MountedMapping {
  const { domain, mapping } = guest;
  const path = [resourceName(first.domain.name), mapping.path].filter((part) => part !== '').join('/');
  const decided = decide(
    {
      code: 'PATH-ON-SEVERAL-DOMAINS',
      severity: 'decision',
      feature: FEATURE,
      at: mapping.at,
      message: `The base path "${mapping.path}" of ${domain.name} leads to another API than that of ${owner.name}.`,
      awsBehaviour: 'Base paths belong to a domain name.',
      apimBehaviour: 'Paths are the same for all host names of a service.',
      remedy: 'Decide where callers of this name reach the API.',
      options: [
        {
          name: FRONT,
          consequence: `The API is mounted at "${path}", and a front such as bicep/application-gateway.bicep puts that before the path of calls of ${domain.name}; the API of ${owner.name} refuses this name. DNS of the name is not moved by the run.`,
          recommended: true,
        },
        {
          name: 'second-instance',
          consequence: `Another service takes ${domain.name} with its APIs, by a run of its own; nothing of the mapping is carried by this one.`,
        },
      ],
    },
    request,
  );
  const isCarried = decided.option === undefined || decided.option === FRONT;
  return { domain, mapping, path: isCarried ? path : undefined, refusedHosts: [], decided };
}

export function entryOf({ mapping, decided, path }: MountedMapping): LedgerEntry[] {
  const construct = { kind: 'domain-mapping', at: mapping.at } as const;
  if (decided === undefined) return enter(FEATURE, [construct], 'differs');
  return enter(FEATURE, [construct], path === undefined ? 'manual' : decided.column, decided.isOpen);
}
