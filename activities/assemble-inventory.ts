import { activities } from '../src/contracts/activities.ts';
import { defineActivity, settled } from './define-activity.ts';
import { joinedParts } from './inventory-part.ts';

/** Puts the pieces of the discovery together. */
export const assembleInventory = defineActivity(activities.assembleInventory, ({ runId, digests }, world) =>
  settled(async () => {
    const inventory = await joinedParts(runId, digests, world);
    const { digest } = await (await world.artifacts()).putJson(runId, 'inventory.json', inventory);
    return { inventoryDigest: digest };
  }),
);
