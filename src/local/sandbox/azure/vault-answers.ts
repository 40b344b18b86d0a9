import type { Json } from './answers.ts';
import type { DeletedObject, VaultObject } from './state.ts';

const RECOVERABLE_DAYS = 90;
const DAY_SECONDS = 86_400;

/** Key Vault tells times in seconds since 1970. */
export const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

/** Ids name the vault's own host whatever endpoint was called. */
export const origin = (vault: string): string => `https://${vault}.vault.azure.net`;

/** What every version has of its own. */
export function versionAttributes({ enabled, createdAt }: VaultObject): Json {
  const times = { created: seconds(createdAt), updated: seconds(createdAt) };
  return { enabled, ...times, recoveryLevel: 'Recoverable+Purgeable', recoverableDays: RECOVERABLE_DAYS };
}

/** What is added while an object is in soft deletion. */
export function deletion<T extends VaultObject>(vault: string, collection: string, deleted: DeletedObject<T>): Json {
  const deletedDate = seconds(deleted.deletedAt);
  return {
    recoveryId: `${origin(vault)}/${collection}/${deleted.versions.at(-1)?.name}`,
    deletedDate,
    scheduledPurgeDate: deletedDate + RECOVERABLE_DAYS * DAY_SECONDS,
  };
}
