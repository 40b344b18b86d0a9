import { isDeepStrictEqual } from 'node:util';
import { invalid, isJson, type Json } from './answers.ts';
import type { ArmResource, AzureState } from './state.ts';

const SECRET_ID = /^https:\/\/([a-z0-9-]+)\.vault\.azure\.net\/secrets\/([0-9a-z-]+)\/?$/i;

/** The newest version of the secret that a named value refers to, as the service's identity reads it; undefined when it cannot. */
export function vaultedValue(state: AzureState, properties: Json): string | undefined {
  const { keyVault } = properties;
  if (!isJson(keyVault)) return undefined;
  const [, vault, name = ''] = SECRET_ID.exec(String(keyVault['secretIdentifier'])) ?? [];
  return vault?.toLowerCase() === state.vault ? state.secrets.get(name.toLowerCase())?.at(-1)?.value : undefined;
}

/** Refuses a named value whose secret is not in the vault. The wording is assumed, not recorded (2026-11-29). */
export function checkVaulted(state: AzureState, properties: Json): void {
  const { keyVault } = properties;
  if (!isJson(keyVault) || vaultedValue(state, properties) !== undefined) return;
  const id = String(keyVault['secretIdentifier']);
  throw invalid('keyVault', `Failed to access KeyVault Secret ${id} using Managed Service Identity.`);
}

/** A reference to a secret as it is answered: with how it was last read, which stays while the reference is the same. */
export function withLastStatus(keyVault: Json, existing: ArmResource | undefined, now: number): Json {
  const before = existing?.properties['keyVault'];
  const { lastStatus: _, ...reference } = keyVault;
  if (isJson(before) && isDeepStrictEqual({ ...before, lastStatus: null }, { ...reference, lastStatus: null }))
    return before;
  return { ...reference, lastStatus: { code: 'Success', timeStampUtc: new Date(now).toISOString() } };
}
