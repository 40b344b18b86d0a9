import { jsonBody, type Json } from './answers.ts';
import type { SandboxRequest } from '../http-server.ts';
import type { DeletedObject, VaultSecret } from './state.ts';
import { deletion, origin, versionAttributes } from './vault-answers.ts';
import { badParameter, newVersion } from './vault-request.ts';
import type { VaultStore } from './vault-store.ts';

/** The longest secret that a vault takes (Key Vault service limits, 2026-11-29). */
const LONGEST = 25_600;

/** Adds `{value, contentType, tags, attributes}` as the newest version. Throws 400 `BadParameter` and 409 `Conflict`. */
export function setSecret(store: VaultStore<VaultSecret>, name: string, request: SandboxRequest): VaultSecret {
  const body = jsonBody(request.body);
  const made = newVersion(store, name, body);
  const { value, contentType } = body;
  if (typeof value !== 'string') throw badParameter('Property value is required.');
  if (Buffer.byteLength(value) > LONGEST) throw badParameter(`The secret has more than ${LONGEST} bytes.`);
  store.checkFree(name);
  const secret = { ...made, value, ...(typeof contentType === 'string' && { contentType }) };
  store.add(secret);
  return secret;
}

/** A secret as lists show it: never its value. Lists of secrets name no version, lists of versions do. */
export function secretItem(vault: string, secret: VaultSecret, withVersion = true): Json {
  const { name, version, contentType, tags } = secret;
  return {
    id: `${origin(vault)}/secrets/${name}${withVersion ? `/${version}` : ''}`,
    ...(contentType !== undefined && { contentType }),
    attributes: versionAttributes(secret),
    ...(Object.keys(tags).length > 0 && { tags }),
  };
}

/** A version in full (recorded 2026-11-23). */
export function secretBundle(vault: string, secret: VaultSecret): Json {
  return { value: secret.value, ...secretItem(vault, secret) };
}

/** In deletion the value is not shown. */
export function deletedSecret(vault: string, deleted: DeletedObject<VaultSecret>): Json {
  const secret = deleted.versions.at(-1) as VaultSecret;
  return { ...deletion(vault, 'deletedsecrets', deleted), ...secretItem(vault, secret) };
}
