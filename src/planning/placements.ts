import { shortHash, slug } from '../features/operations.ts';
import type { AwsApi } from '../model/aws.ts';
import type { AwsInventory } from '../model/aws-inventory.ts';
import type { RunRequest } from '../model/run.ts';
import type { Mounts, PathVersion } from './mounts.ts';

/** Where an API is mounted in API Management: one API there for each distinct path. */
export interface Placement {
  readonly apimId: string;
  readonly path: string;
  readonly displayName: string;
  /** Host names that are answered as if nothing were here. */
  readonly refusedHosts?: readonly string[];
  readonly version?: PathVersion;
}

/** An API with the wave that takes it. */
export interface Assignment {
  readonly api: AwsApi;
  readonly wave: string;
  /** With what it stands and falls. */
  readonly unit: string;
}

const nameOf = (api: AwsApi): string => `${slug(api.name)}-${slug(api.stage.name)}`;

/** Names in a wave are those of AWS: an id or a name, with or without `/stage`. The first wave that names an API takes it. */
export function assignments(inventory: AwsInventory, waves: RunRequest['waves']): readonly Assignment[] {
  const waveOf = new Map<string, number>();
  for (const [index, { apis }] of waves.entries())
    for (const name of apis) if (!waveOf.has(name)) waveOf.set(name, index);
  return inventory.apis.flatMap((api) => {
    const names = [api.id, api.name].flatMap((name) => [name, `${name}/${api.stage.name}`]);
    const wave = waves[Math.min(...names.map((name) => waveOf.get(name) ?? Infinity))];
    return wave === undefined ? [] : [{ api, wave: wave.name, unit: unitOf(api) }];
  });
}

/** Names are not unique at AWS, ids are in a region. */
export function unitOf(api: AwsApi): string {
  return `${nameOf(api)}-${shortHash(`${api.account} ${api.region} ${api.id} ${api.stage.name}`, 6)}`;
}

/**
 * Places APIs: where domain names mount them; without any by name and stage (docs: mapping, B1). One that only names of another run
 * lead to has no place.
 */
export function placer(
  inventory: AwsInventory,
  mounts: Pick<Mounts, 'ofApi' | 'left'>,
): (api: AwsApi) => readonly Placement[] {
  const idsByName = new Map<string, Set<string>>();
  for (const { id, name } of inventory.apis) groupOf(idsByName, slug(name)).add(id);
  return (api) => {
    const key = `${api.id}/${api.stage.name}`;
    const own = (mounts.ofApi.get(key) ?? []).toSorted((a, b) => (a.path < b.path ? -1 : 1));
    const displayName = `${api.name} ${api.stage.name}`.trim().slice(0, 300);
    const isShared = (idsByName.get(slug(api.name))?.size ?? 0) > 1;
    if (own.length === 0 && mounts.left.has(key)) return [];
    if (own.length === 0) return [{ apimId: unitOf(api), path: ownPath(api, isShared), displayName }];
    return own.map(({ path, refusedHosts, version }) => {
      const suffix = path === '' ? '' : `-${slug(path)}-${shortHash(path, 4)}`;
      return {
        apimId: `${unitOf(api)}${suffix}`,
        path,
        displayName: `${displayName} ${path}`.trim().slice(0, 300),
        ...(refusedHosts.length > 0 && { refusedHosts }),
        ...(version !== undefined && { version }),
      };
    });
  };
}

function groupOf<T>(groups: Map<string, Set<T>>, key: string): Set<T> {
  const group = groups.get(key) ?? new Set<T>();
  groups.set(key, group);
  return group;
}

/** Names are not unique at AWS: APIs that share one are told apart by their id. */
function ownPath(api: AwsApi, isShared: boolean): string {
  const name = slug(api.name);
  return `${isShared ? `${name}-${slug(api.id)}` : name}/${slug(api.stage.name)}`;
}
