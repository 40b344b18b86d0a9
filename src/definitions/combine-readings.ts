import type { AssessedInput, InputReading } from '../model/assessment-input.ts';
import type { AwsApi } from '../model/aws.ts';
import { inventoryOf, type AwsInventory } from '../model/aws-inventory.ts';
import { matchBackends } from './match-backends.ts';

/** All inputs of an assessment as one source: what they gave, and a row for each file. */
export interface CombinedReadings {
  readonly inputs: readonly AssessedInput[];
  readonly inventory: AwsInventory;
}

/**
 * Joins what the files gave. Two files of one API at one stage stay two APIs, the second by another id; definitions of backends
 * become schemas and examples of the routes that lead to them.
 */
export function combineReadings(readings: readonly InputReading[]): CombinedReadings {
  const taken = new Set<string>();
  const distinct = readings.map((reading) => withOwnIds(reading, taken));
  const matched = matchBackends(distinct);
  return { inputs: matched.map(({ input }) => input), inventory: inventoryOf(...matched.map(({ part }) => part)) };
}

function withOwnIds({ input, part }: InputReading, taken: Set<string>): InputReading {
  const apis = (part.apis ?? []).map((api) => {
    const id = freeId(api, taken);
    taken.add(`${id}/${api.stage.name}`);
    return id === api.id ? api : { ...api, id };
  });
  if (part.apis === undefined) return { input, part };
  return { input: { ...input, apiIds: [...new Set(apis.map(({ id }) => id))] }, part: { ...part, apis } };
}

function freeId({ id, stage }: AwsApi, taken: ReadonlySet<string>): string {
  let free = id;
  for (let count = 2; taken.has(`${free}/${stage.name}`); count += 1) free = `${id}-${count}`;
  return free;
}
