import type { RunRequest } from '../model/run.ts';
import type { ApiManagement } from './api-management.ts';
import type { ArtifactStore } from './artifact-store.ts';
import type { AzureResources } from './azure-resources.ts';
import type { CertificateSource } from './certificate-source.ts';
import type { CertificateVault } from './certificate-vault.ts';
import type { DnsQueries, DnsZones } from './dns.ts';
import type { PfxWriter } from './pfx-writer.ts';
import type { Probe } from './probe.ts';
import type { RunStore } from './run-store.ts';
import type { SecretVault } from './secret-vault.ts';
import type { SourceReader } from './source-reader.ts';
import type { SourceTraffic, TargetTraffic } from './traffic.ts';

/**
 * Everything outside, for activities and triggers. Each member loads its SDK at first use, so that a cold start pays only
 * for what it calls; the composition root wires it.
 */
export interface World {
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
  /** Nobody can guess it, and nobody had it before. */
  randomId(): string;
  runs(): Promise<RunStore>;
  artifacts(): Promise<ArtifactStore>;
  source(): Promise<SourceReader>;
  certificateSource(): Promise<CertificateSource>;
  certificateVault(vault: string): Promise<CertificateVault>;
  secretVault(vault: string): Promise<SecretVault>;
  pfxWriter(): Promise<PfxWriter>;
  apiManagement(target: RunRequest['target']): Promise<ApiManagement>;
  /** Whatever stands around the service in Azure. */
  azureResources(): Promise<AzureResources>;
  dnsZones(provider: RunRequest['dns'][number]['provider']): Promise<DnsZones>;
  dnsQueries(): Promise<DnsQueries>;
  probe(network: RunRequest['network']): Promise<Probe>;
  sourceTraffic(): Promise<SourceTraffic>;
  targetTraffic(target: RunRequest['target']): Promise<TargetTraffic>;
}
