import { randomBytes } from 'node:crypto';
import { isJson, Refusal, type Json } from './answers.ts';
import type { VaultObject } from './state.ts';
import type { VaultStore } from './vault-store.ts';

const NAME = /^[0-9a-zA-Z-]{1,127}$/;

/** What a write says of the version that it adds. Throws 400 `BadParameter` for a name that the vault does not take. */
export function newVersion<T extends VaultObject>(store: VaultStore<T>, name: string, body: Json): VaultObject {
  if (!NAME.test(name))
    throw badParameter(`The request URI contains an invalid name: ${name}. It takes up to 127 letters, digits and -.`);
  return {
    name,
    version: randomBytes(16).toString('hex'),
    tags: Object.fromEntries(Object.entries(objectAt(body, 'tags')).map(([key, value]) => [key, String(value)])),
    enabled: objectAt(body, 'attributes')['enabled'] !== false,
    createdAt: store.now(),
  };
}

export function objectAt(value: Json, member: string): Json {
  return isJson(value[member]) ? value[member] : {};
}

export function badParameter(message: string): Refusal {
  return new Refusal(400, 'BadParameter', message);
}
