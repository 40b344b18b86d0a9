import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@azure-rest/core-client';
import type { ApiManagementClient } from '@azure/arm-apimanagement';
import type { MonitorClient } from '@azure/arm-monitor';
import type { TokenCredential } from '@azure/identity';
import type { CertificateClient } from '@azure/keyvault-certificates';
import type { SecretClient } from '@azure/keyvault-secrets';
import type { PaceClock } from '../pace.ts';
import { answerDeadline } from './answer-deadline.ts';
import { PacedRequests, type Pipeline } from './paced-requests.ts';

/** A custom endpoint changes where requests go, never what the token is for. */
const ARM = 'https://management.azure.com';
const ARM_SCOPE = `${ARM}/.default`;

export interface AzureSettings {
  /** Where ARM listens, https, when it is not https://management.azure.com. */
  readonly armEndpoint?: string;
  /** Where every vault is reached, https, when it is not its own host name. */
  readonly keyVaultEndpoint?: string;
  /** `managed-identity` in a deployed app; `default` tries a developer's sign-ins. A credential is used as it is. */
  readonly credential: 'managed-identity' | 'default' | TokenCredential;
  /** Client id of a user-assigned identity. */
  readonly identityClientId?: string;
  readonly timing?: AzureTiming;
}

/** How long things take; what is left out is as production needs it. */
export interface AzureTiming {
  /** Milliseconds that a request waits for its answer. */
  readonly answerMs?: number;
  /** Milliseconds before the SDK sends a request again, the first time; then they double. */
  readonly retryMs?: number;
  /** What requests are paced by. */
  readonly clock?: PaceClock;
}

/** Monotonic, in milliseconds. */
const CLOCK: PaceClock = {
  now: () => performance.now(),
  sleep: async (milliseconds) => await sleep(milliseconds),
};

export type AzureCredential = TokenCredential;

/** The SDK clients, each made once per subscription or vault, its package loaded when it is first asked for (cold start). */
export interface AzureClients {
  credential(): Promise<TokenCredential>;
  apiManagement(subscriptionId: string): Promise<ApiManagementClient>;
  monitor(subscriptionId: string): Promise<MonitorClient>;
  /** Azure Resource Manager without a model of any type. */
  resourceManager(): Promise<Client>;
  /** `vaultUrl` such as https://NAME.vault.azure.net. */
  certificates(vaultUrl: string): Promise<CertificateClient>;
  secrets(vaultUrl: string): Promise<SecretClient>;
}

export function azureClients(settings: AzureSettings): AzureClients {
  const arm = settings.armEndpoint;
  // One for all clients: the quota is the principal's in a subscription, whichever client asks.
  const { answerMs, retryMs, clock = CLOCK } = settings.timing ?? {};
  const pace = new PacedRequests(clock);
  const sending = {
    additionalPolicies: [{ policy: answerDeadline(answerMs), position: 'perCall' as const }],
    ...(retryMs !== undefined && { retryOptions: { retryDelayInMs: retryMs } }),
  };
  const paced = <T extends { readonly pipeline: Pipeline }>(client: T): T => {
    pace.apply(client.pipeline);
    return client;
  };
  const credential = memoised(() => makeCredential(settings));
  const resourceManager = memoised(async () => {
    const { getClient } = await import('@azure-rest/core-client');
    return paced(getClient(arm ?? ARM, await credential(''), { ...sending, credentials: { scopes: [ARM_SCOPE] } }));
  });
  return {
    credential: () => credential(''),
    resourceManager: () => resourceManager(''),
    apiManagement: memoised(async (subscriptionId) => {
      const { ApiManagementClient } = await import('@azure/arm-apimanagement');
      const client = new ApiManagementClient(await credential(''), subscriptionId, {
        ...sending,
        ...(arm && { endpoint: arm }),
        credentialScopes: ARM_SCOPE,
      });
      return paced(client);
    }),
    monitor: memoised(async (subscriptionId) => {
      const { MonitorClient } = await import('@azure/arm-monitor');
      const client = new MonitorClient(await credential(''), subscriptionId, {
        ...sending,
        ...(arm && { endpoint: arm }),
        credentials: { scopes: [ARM_SCOPE] },
      });
      return paced(client);
    }),
    certificates: memoised(async (vaultUrl) => {
      const { CertificateClient } = await import('@azure/keyvault-certificates');
      // The challenge names vault.azure.net, which another endpoint's host never matches (2026-11-23).
      return new CertificateClient(settings.keyVaultEndpoint ?? vaultUrl, await credential(''), {
        ...sending,
        disableChallengeResourceVerification: settings.keyVaultEndpoint !== undefined,
      });
    }),
    secrets: memoised(async (vaultUrl) => {
      const { SecretClient } = await import('@azure/keyvault-secrets');
      return new SecretClient(settings.keyVaultEndpoint ?? vaultUrl, await credential(''), {
        ...sending,
        disableChallengeResourceVerification: settings.keyVaultEndpoint !== undefined,
      });
    }),
  };
}

async function makeCredential(settings: AzureSettings): Promise<TokenCredential> {
  if (typeof settings.credential === 'object') return settings.credential;
  const { DefaultAzureCredential, ManagedIdentityCredential } = await import('@azure/identity');
  const clientId = settings.identityClientId;
  if (settings.credential === 'managed-identity')
    return clientId ? new ManagedIdentityCredential({ clientId }) : new ManagedIdentityCredential();
  return new DefaultAzureCredential(clientId ? { managedIdentityClientId: clientId } : {});
}

/** One value per key, made on first use; a failed attempt is forgotten. */
function memoised<T>(make: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return (key) => {
    const value = made.get(key) ?? make(key);
    made.set(key, value);
    value.catch(() => made.delete(key));
    return value;
  };
}
