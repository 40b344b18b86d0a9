import type { AwsInventory, InventoryPart } from '../src/model/aws-inventory.ts';
import type { Discovered } from '../src/ports/source-reader.ts';
import type { World } from '../src/ports/world.ts';

/** Keeps what one activity of the discovery read, until all pieces are there. Gives its digest. */
export async function putPart(runId: string, name: string, part: InventoryPart, world: World): Promise<string> {
  return (await (await world.artifacts()).putJson(runId, `discovery/${name}`, part)).digest;
}

/** The gaps of several reads together. */
export function gapsOf(...reads: readonly Discovered<unknown>[]): AwsInventory['gaps'] {
  return reads.flatMap(({ gaps }) => gaps);
}
