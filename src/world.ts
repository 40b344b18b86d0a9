import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AzureCredential } from './adapters/azure/clients.ts';
import type { Config, StorageConfig } from './config.ts';
import { FailureError } from './model/outcome.ts';
import type { ArtifactStore } from './ports/artifact-store.ts';
import type { RunStore } from './ports/run-store.ts';
import type { World } from './ports/world.ts';

/**
 * The world outside as the deployed app meets it: each part is made at first use and its packages are loaded then, so that a
 * status call never loads a cloud's SDK.
 */
export function connectWorld(config: Config): World {
  const aws = once(async () => (await import('./adapters/aws/clients.ts')).awsClients());
  const azure = once(async () =>
    (await import('./adapters/azure/clients.ts')).azureClients({
      ...(config.armEndpoint === undefined ? {} : { armEndpoint: config.armEndpoint }),
      ...(config.keyVaultEndpoint === undefined ? {} : { keyVaultEndpoint: config.keyVaultEndpoint }),
      credential: config.azureCredential,
      ...(config.identityClientId === undefined ? {} : { identityClientId: config.identityClientId }),
    }),
  );
  const credential = async () => await (await azure()).credential();
  return {
    now: () => new Date(),
    sleep: async (milliseconds) => await sleep(milliseconds),
    randomId: () => randomUUID(),
    runs: once(() => runStore(config.storage, credential)),
    artifacts: once(() => artifactStore(config.storage, credential)),
    // One reader for all: it holds the pace of each account and region.
    source: once(async () => (await import('./adapters/aws/discovery/source-reader.ts')).awsSourceReader(await aws())),
    async certificateSource() {
      const { acmCertificateSource } = await import('./adapters/aws/certificate-source.ts');
      return acmCertificateSource(await aws());
    },
    async certificateVault(vault) {
      const { certificateVault } = await import('./adapters/azure/certificate-vault.ts');
      return certificateVault(await azure(), `https://${vault}.vault.azure.net`);
    },
    async secretVault(vault) {
      const { secretVault } = await import('./adapters/azure/vault-secrets.ts');
      return secretVault(await azure(), `https://${vault}.vault.azure.net`);
    },
    pfxWriter: async () => (await import('./adapters/azure/pfx.ts')).pfxWriter,
    async apiManagement(target) {
      const { apiManagement } = await import('./adapters/azure/api-management.ts');
      return apiManagement(await azure(), target);
    },
    async azureResources() {
      const { azureResources } = await import('./adapters/azure/azure-resources.ts');
      return azureResources(await azure());
    },
    async dnsZones(provider) {
      if (provider !== 'route53') throw notAvailable(provider);
      return (await import('./adapters/aws/route53-zones.ts')).route53Zones(await aws());
    },
    async dnsQueries() {
      const { dnsQueries } = await import('./adapters/dns/queries.ts');
      return dnsQueries(config.dnsServers === undefined ? {} : { servers: config.dnsServers });
    },
    async probe({ allowedRanges }) {
      return (await import('./adapters/http/probe.ts')).nodeProbe({ allowedRanges });
    },
    async sourceTraffic() {
      return (await import('./adapters/aws/cloudwatch-traffic.ts')).cloudWatchTraffic(await aws());
    },
    async targetTraffic(target) {
      return (await import('./adapters/azure/monitor-traffic.ts')).monitorTraffic(await azure(), target);
    },
  };
}

type Credential = () => Promise<AzureCredential>;

async function runStore(storage: StorageConfig, credential: Credential): Promise<RunStore> {
  if (storage.kind === 'folder') {
    const { mkdirSync } = await import('node:fs');
    mkdirSync(storage.folder, { recursive: true });
    return (await import('./adapters/store/sqlite-run-store.ts')).sqliteRunStore(join(storage.folder, 'runs.db'));
  }
  const { azureRunStore } = await import('./adapters/store/azure-stores.ts');
  return await azureRunStore(storage, credential);
}

async function artifactStore(storage: StorageConfig, credential: Credential): Promise<ArtifactStore> {
  if (storage.kind === 'folder') {
    const { folderArtifactStore } = await import('./adapters/store/folder-artifact-store.ts');
    return folderArtifactStore(join(storage.folder, 'artifacts'));
  }
  const { azureArtifactStore } = await import('./adapters/store/azure-stores.ts');
  return await azureArtifactStore(storage, credential);
}

const notAvailable = (provider: string): FailureError =>
  new FailureError({
    kind: 'invalid',
    code: 'DNS-PROVIDER-NOT-AVAILABLE',
    message: `zones at ${provider} cannot be changed yet; route53 can`,
  });

/** One value, made at first use; a failed attempt is forgotten, so that the next call tries again. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    made.catch(() => (made = undefined));
    return made;
  };
}
