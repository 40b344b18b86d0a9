import { inventoryOf, type AwsInventory, type InventoryPart } from '../src/model/aws-inventory.ts';
import type { World } from '../src/ports/world.ts';

/** Keeps what one activity of the discovery read, until all pieces are there. Gives its digest. */
export async function putPart(runId: string, name: string, part: InventoryPart, world: World): Promise<string> {
  return (await (await world.artifacts()).putJson(runId, `discovery/${name}`, part)).digest;
}

/** What was kept, in the order in which it was asked for: equal sources give equal inventories. */
export async function joinedParts(runId: string, digests: readonly string[], world: World): Promise<AwsInventory> {
  const artifacts = await world.artifacts();
  const parts: InventoryPart[] = [];
  for (const digest of digests) parts.push(await artifacts.getJson<InventoryPart>(runId, digest));
  return inventoryOf(...parts);
}
