import type { AssessedInput, InputReading } from '../model/assessment-input.ts';
import type { AwsApi } from '../model/aws.ts';
import { inventoryOf, type AwsInventory, type InventoryPart } from '../model/aws-inventory.ts';
import { matchBackends } from './match-backends.ts';

/** All inputs of an assessment as one source: what they gave, and a row for each file. */
export interface CombinedReadings {
  readonly inputs: readonly AssessedInput[];
  readonly inventory: AwsInventory;
}

/**
 * Joins what the files gave. Ids are those of each file: what another file has already used is called otherwise, with all that refers
 * to it in its own. Definitions of backends become schemas and examples of the routes that lead to them.
 */
export function combineReadings(readings: readonly InputReading[]): CombinedReadings {
  const taken: Taken = { apis: new Set(), plans: new Set(), keys: new Set() };
  const distinct = readings.map((reading) => withOwnIds(reading, taken));
  const matched = matchBackends(distinct);
  return { inputs: matched.map(({ input }) => input), inventory: inventoryOf(...matched.map(({ part }) => part)) };
}

/** What earlier files use. */
interface Taken {
  /** Id and stage. */
  readonly apis: Set<string>;
  readonly plans: Set<string>;
  readonly keys: Set<string>;
}

function withOwnIds({ input, part }: InputReading, taken: Taken): InputReading {
  const apiIds = newApiIds(part.apis ?? [], taken.apis);
  const planIds = newIds(part.usagePlans ?? [], taken.plans);
  const keyIds = newIds(part.apiKeys ?? [], taken.keys);
  const renamed = renamedPart(part, apiIds, planIds, keyIds);
  if (renamed.apis === undefined) return { input, part: renamed };
  return { input: { ...input, apiIds: [...new Set(renamed.apis.map(({ id }) => id))] }, part: renamed };
}

type Renaming = ReadonlyMap<string, string>;

const nameIn = (renaming: Renaming, id: string): string => renaming.get(id) ?? id;

function renamedPart(part: InventoryPart, apiIds: Renaming, planIds: Renaming, keyIds: Renaming): InventoryPart {
  const { apis, domainNames, usagePlans, apiKeys } = part;
  const target = <T extends { readonly apiId: string }>(each: T): T => ({ ...each, apiId: nameIn(apiIds, each.apiId) });
  return {
    ...part,
    ...(apis && { apis: apis.map((api) => ({ ...api, id: nameIn(apiIds, api.id) })) }),
    ...(domainNames && {
      domainNames: domainNames.map(({ mappings, routingRules, ...domain }) => ({
        ...domain,
        mappings: mappings.map(target),
        routingRules: routingRules.map(target),
      })),
    }),
    ...(usagePlans && {
      usagePlans: usagePlans.map(({ id, apiStages, keyIds: keys, ...plan }) => ({
        ...plan,
        id: nameIn(planIds, id),
        apiStages: apiStages.map(target),
        keyIds: keys.map((key) => nameIn(keyIds, key)),
      })),
    }),
    ...(apiKeys && { apiKeys: apiKeys.map((key) => ({ ...key, id: nameIn(keyIds, key.id) })) }),
  };
}

/** The stages of an API share its id: all are called otherwise when one is taken. */
function newApiIds(apis: readonly AwsApi[], taken: Set<string>): Renaming {
  const stages = new Map<string, string[]>();
  for (const { id, stage } of apis) stages.set(id, [...(stages.get(id) ?? []), stage.name]);
  const renaming = new Map<string, string>();
  for (const [id, names] of stages) {
    let free = id;
    for (let count = 2; names.some((name) => taken.has(`${free}/${name}`)); count += 1) free = `${id}-${count}`;
    for (const name of names) taken.add(`${free}/${name}`);
    renaming.set(id, free);
  }
  return renaming;
}

function newIds(items: readonly { readonly id: string }[], taken: Set<string>): Renaming {
  const renaming = new Map<string, string>();
  for (const { id } of items) {
    if (renaming.has(id)) continue;
    let free = id;
    for (let count = 2; taken.has(free); count += 1) free = `${id}-${count}`;
    taken.add(free);
    renaming.set(id, free);
  }
  return renaming;
}
