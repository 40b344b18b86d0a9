import type { AwsApi } from '../../model/aws.ts';
import type { AwsInventory } from '../../model/aws-inventory.ts';
import type { MigrationPlan } from '../../model/plan.ts';
import type { SourceRef } from '../../model/source-ref.ts';
import { resourceName } from '../resource-name.ts';

/** A stage of an API as a version in the catalogue, and where it answers on each side. */
export interface CatalogueVersion {
  readonly name: string;
  readonly title: string;
  readonly at: SourceRef;
  readonly sourceUris: readonly string[];
  /** Paths below the gateway's address; none where the stage stays. */
  readonly paths: readonly string[];
  /** The wave that moves it. */
  readonly wave?: string;
}

export interface CatalogueApi {
  readonly name: string;
  readonly title: string;
  readonly kind: 'rest' | 'websocket';
  readonly versions: readonly CatalogueVersion[];
}

/** All APIs, those that move and those that stay, with their stages (the guide, import). Files and steps are made of this one. */
export function catalogueOf(
  inventory: AwsInventory,
  waves: Pick<MigrationPlan, 'waves'>['waves'],
): readonly CatalogueApi[] {
  const placed = Map.groupBy(
    waves.flatMap(({ name: wave, apis }) => apis.map((api) => ({ ...api, wave }))),
    ({ source }) => `${source.apiId}/${source.stage}`,
  );
  const groups = Map.groupBy(inventory.apis, ({ account, region, id }) => `${account} ${region} ${id}`);
  return [...groups].flatMap(([key, stages]) => {
    const [first] = stages;
    if (first === undefined) return [];
    return {
      name: resourceName(first.name, key, 8),
      title: titleOf(first.name),
      kind: first.type === 'WEBSOCKET' ? ('websocket' as const) : ('rest' as const),
      versions: stages.map((api) => {
        const places = placed.get(`${api.id}/${api.stage.name}`) ?? [];
        const [place] = places;
        return {
          name: `stage-${resourceName(api.stage.name)}`,
          title: titleOf(api.stage.name || 'default'),
          at: api.at,
          sourceUris: urisOf(api, inventory),
          paths: places.map(({ path }) => path),
          ...(place !== undefined && { wave: place.wave }),
        };
      }),
    };
  });
}

/** A title has 50 characters at most (published contract 2024-03-01). */
const titleOf = (text: string): string => text.slice(0, 50);

/** Where API Gateway serves a stage: its own address unless it is switched off, and its custom names. */
function urisOf(api: AwsApi, { domainNames }: AwsInventory): readonly string[] {
  const { id, type, region, stage, disableExecuteApiEndpoint } = api;
  const scheme = type === 'WEBSOCKET' ? 'wss' : 'https';
  const path = stage.name === '' || stage.name === '$default' ? '' : `/${stage.name}`;
  const own = `${scheme}://${id}.execute-api.${region || 'REGION'}.amazonaws.com${path}`;
  const named = domainNames.flatMap(({ name, mappings }) =>
    mappings
      .filter((mapping) => mapping.apiId === id && mapping.stage === stage.name)
      .map((mapping) => `${scheme}://${name}/${mapping.path}`.replace(/\/$/, '')),
  );
  return [...(disableExecuteApiEndpoint && named.length > 0 ? [] : [own]), ...named];
}
