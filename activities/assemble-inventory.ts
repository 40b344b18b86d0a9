import { activities } from '../src/contracts/activities.ts';
import { inventoryOf, type InventoryPart } from '../src/model/aws-inventory.ts';
import { defineActivity, settled } from './define-activity.ts';

/** Puts the pieces of the discovery together, in the order in which they were asked for: equal sources give equal inventories. */
export const assembleInventory = defineActivity(activities.assembleInventory, ({ runId, digests }, world) =>
  settled(async () => {
    const artifacts = await world.artifacts();
    const parts: InventoryPart[] = [];
    for (const digest of digests) parts.push(await artifacts.getJson<InventoryPart>(runId, digest));
    const { digest } = await artifacts.putJson(runId, 'inventory.json', inventoryOf(...parts));
    return { inventoryDigest: digest };
  }),
);
