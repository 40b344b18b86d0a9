import { shortHash, slug } from '../features/operations.ts';
import type { AwsApi, AwsDomainName, AwsInventory } from '../model/aws.ts';
import type { RunRequest } from '../model/run.ts';

/** Where an API is mounted in API Management: one API there for each distinct path. */
export interface Placement {
  readonly apimId: string;
  readonly path: string;
  readonly displayName: string;
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
  return inventory.apis.flatMap((api) => {
    const names = [api.id, api.name].flatMap((name) => [name, `${name}/${api.stage.name}`]);
    const wave = waves.find(({ apis }) => apis.some((name) => names.includes(name)));
    return wave === undefined ? [] : [{ api, wave: wave.name, unit: unitOf(api) }];
  });
}

/** Names are not unique at AWS, ids are in a region. */
export function unitOf(api: AwsApi): string {
  return `${nameOf(api)}-${shortHash(`${api.account} ${api.region} ${api.id} ${api.stage.name}`, 6)}`;
}

/** The base paths of an API's mappings; without any its name and stage (docs: mapping, B1). */
export function placementsOf(api: AwsApi, inventory: AwsInventory): readonly Placement[] {
  const paths = new Set(mappingsOf(api, inventory.domainNames).map(({ path }) => path));
  const displayName = `${api.name} ${api.stage.name}`.slice(0, 300);
  if (paths.size === 0) return [{ apimId: unitOf(api), path: ownPath(api, inventory), displayName }];
  return [...paths].sort().map((path) => {
    const suffix = path === '' ? '' : `-${slug(path)}-${shortHash(path, 4)}`;
    return { apimId: `${unitOf(api)}${suffix}`, path, displayName: `${displayName} ${path}`.trim().slice(0, 300) };
  });
}

function mappingsOf(api: AwsApi, domainNames: readonly AwsDomainName[]) {
  return domainNames.flatMap(({ mappings }) =>
    mappings.filter(({ apiId, stage }) => apiId === api.id && stage === api.stage.name),
  );
}

function ownPath(api: AwsApi, inventory: AwsInventory): string {
  const name = slug(api.name);
  const isShared = inventory.apis.some((other) => other.id !== api.id && slug(other.name) === name);
  return `${isShared ? `${name}-${api.id.toLowerCase()}` : name}/${slug(api.stage.name)}`;
}
