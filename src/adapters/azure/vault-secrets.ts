import type { KeyVaultSecret, SecretClient } from '@azure/keyvault-secrets';
import type { SecretVault, VaultedSecret } from '../../ports/secret-vault.ts';
import type { AzureClients } from './clients.ts';
import { withAzureFailures } from './failures.ts';
import { unlessMissing } from './unless-missing.ts';
import { assertTagged, withoutVersion } from './vault-objects.ts';

/** The SecretVault port over @azure/keyvault-secrets; `vaultUrl` such as https://NAME.vault.azure.net. */
export function secretVault(clients: AzureClients, vaultUrl: string): SecretVault {
  const connected = <T>(call: (client: SecretClient) => Promise<T>): Promise<T> =>
    withAzureFailures(async () => call(await clients.secrets(vaultUrl)));
  return {
    get: (name) => connected((client) => getSecret(client, name)),
    holds: (name, value) =>
      connected(async (client) => (await unlessMissing(() => client.getSecret(name)))?.value === value),
    set: (name, value, tags) =>
      connected(async (client) => vaulted(await client.setSecret(name, value, { tags: { ...tags } }))),
    isDeleted: (name) =>
      connected(async (client) => (await unlessMissing(() => client.getDeletedSecret(name))) !== undefined),
    recover: (name) => connected(async (client) => void (await client.beginRecoverDeletedSecret(name))),
    remove: (name, tags) => connected((client) => removeSecret(client, name, tags)),
  };
}

async function getSecret(client: SecretClient, name: string): Promise<VaultedSecret | undefined> {
  const secret = await unlessMissing(() => client.getSecret(name));
  return secret && vaulted(secret);
}

async function removeSecret(client: SecretClient, name: string, tags: Readonly<Record<string, string>>): Promise<void> {
  const secret = await unlessMissing(() => client.getSecret(name));
  if (!secret) return;
  assertTagged('secret', name, secret.properties.tags, tags);
  await unlessMissing(() => client.beginDeleteSecret(name));
}

function vaulted({ name, properties: { id, version, tags } }: KeyVaultSecret): VaultedSecret {
  return { name, version: version ?? '', secretId: withoutVersion(id ?? '', version), tags: tags ?? {} };
}
