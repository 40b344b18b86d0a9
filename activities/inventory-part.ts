import type { AwsInventory } from '../src/model/aws.ts';
import type { Discovered } from '../src/ports/source-reader.ts';
import type { World } from '../src/ports/world.ts';

/** What one activity of the discovery read: a piece of the inventory, kept by its digest until all pieces are there. */
export type InventoryPart = Partial<Omit<AwsInventory, 'schema'>>;

export async function putPart(runId: string, name: string, part: InventoryPart, world: World): Promise<string> {
  return (await (await world.artifacts()).putJson(runId, `discovery/${name}`, part)).digest;
}

/** Everything of one kind in all parts, in their order. */
export function joined(parts: readonly InventoryPart[]): AwsInventory {
  return {
    schema: 'crossgate.inventory/1',
    apis: parts.flatMap(({ apis = [] }) => apis),
    domainNames: parts.flatMap(({ domainNames = [] }) => domainNames),
    certificates: parts.flatMap(({ certificates = [] }) => certificates),
    usagePlans: parts.flatMap(({ usagePlans = [] }) => usagePlans),
    apiKeys: parts.flatMap(({ apiKeys = [] }) => apiKeys),
    gaps: parts.flatMap(({ gaps = [] }) => gaps),
  };
}

/** The gaps of several reads together. */
export function gapsOf(...reads: readonly Discovered<unknown>[]): AwsInventory['gaps'] {
  return reads.flatMap(({ gaps }) => gaps);
}
