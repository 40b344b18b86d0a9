import type { AwsInventory } from '../model/aws-inventory.ts';
import type { Finding } from '../model/finding.ts';
import type { LedgerEntry } from '../model/plan.ts';
import type { RunRequest } from '../model/run.ts';
import { apiOf, entryOf, mountMappings } from './path-owners.ts';
import { resourceName } from './resource-name.ts';
import { carryRules, ruleEntry } from './routing-rules.ts';

/** A version of a path that a header picks. APIs of one path share the set, that of the base path without a version. */
export interface PathVersion {
  readonly setId: string;
  readonly header: string;
  readonly value?: string;
}

/** A path that an API answers at. */
export interface Mount {
  readonly path: string;
  /** Host names that it does not answer to: they lead this path to another API. */
  readonly refusedHosts: readonly string[];
  readonly version?: PathVersion;
}

/** Where domain names mount APIs, by `id/stage`, with what is said of it. */
export interface Mounts {
  readonly ofApi: ReadonlyMap<string, readonly Mount[]>;
  /** APIs that some name leads to, but none in this run. */
  readonly left: ReadonlySet<string>;
  readonly findings: readonly Finding[];
  readonly entries: readonly LedgerEntry[];
  /** Why DNS of a name may not be moved to the service. */
  readonly notMovable: ReadonlyMap<string, string>;
}

/** Mappings and rules of all domain names as paths of API Management (docs: mapping, B1). */
export function mountsOf(inventory: AwsInventory, request: RunRequest): Mounts {
  const mappings = mountMappings(inventory, request);
  const rules = carryRules(inventory, request);
  const versions = new Map<string, PathVersion>();
  const overridden = new Set<string>();
  for (const { target } of rules) {
    if (target === undefined) continue;
    if (target.version === undefined) overridden.add(target.path);
    else versions.set(target.path, { setId: resourceName(`by-header-${target.path}`), header: target.version.header });
  }
  const ofApi = new Map<string, Mount[]>();
  const mount = (api: string, each: Mount): void => {
    const own = ofApi.get(api) ?? [];
    if (!own.some(({ path, version }) => path === each.path && version?.value === each.version?.value)) own.push(each);
    ofApi.set(api, own);
  };
  const withVersion = (path: string, value?: string): Pick<Mount, 'version'> => {
    const set = versions.get(path);
    return set === undefined ? {} : { version: { ...set, ...(value !== undefined && { value }) } };
  };
  for (const { mapping, path, refusedHosts } of mappings)
    if (path !== undefined && !overridden.has(path))
      mount(apiOf(mapping), { path, refusedHosts, ...withVersion(path) });
  for (const { rule, target } of rules)
    if (target !== undefined)
      mount(apiOf(rule), { path: target.path, refusedHosts: [], ...withVersion(target.path, target.version?.value) });
  const named = [...mappings.map(({ mapping }) => mapping), ...rules.map(({ rule }) => rule)].map(apiOf);
  const unusedMappings = inventory.domainNames.filter(({ routingMode }) => routingMode === 'ROUTING_RULE_ONLY');
  return {
    ofApi,
    left: new Set(named.filter((api) => !ofApi.has(api))),
    findings: [
      ...mappings.flatMap(({ decided }) => decided?.finding ?? []),
      ...rules.map(({ decided }) => decided.finding),
    ],
    entries: [
      ...mappings.flatMap(entryOf),
      ...unusedMappings.flatMap((domain) =>
        domain.mappings.flatMap((mapping) => entryOf({ domain, mapping, path: mapping.path, refusedHosts: [] })),
      ),
      ...rules.flatMap(ruleEntry),
    ],
    notMovable: new Map([
      ...mappings.flatMap(({ domain, mapping, decided }) =>
        decided === undefined
          ? []
          : [
              [
                domain.name,
                `its base path "${mapping.path}" is that of another API at the service: a front has to take the name`,
              ] as const,
            ],
      ),
      ...rules.flatMap(({ domain, rule, why }) =>
        why === undefined
          ? []
          : [[domain.name, `its routing rule of priority ${rule.priority} is not carried: ${why}`] as const],
      ),
    ]),
  };
}
