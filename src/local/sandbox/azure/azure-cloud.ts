import { randomBytes } from 'node:crypto';
import type { Authority } from '../authority.ts';
import type { Faults } from '../faults.ts';
import { listen, type Listening } from '../http-server.ts';
import type { Trace } from '../trace.ts';
import { armHandler } from './arm.ts';
import type { ArmDisturbances } from './disturbances.ts';
import { identityHandler } from './identity.ts';
import { keyVaultHandler } from './key-vault.ts';
import { LongRunningOperations } from './long-running.ts';
import { seedLandingZone } from './providers/landing-zone.ts';
import { seedService } from './seed.ts';
import type { AzureState } from './state.ts';
import { RequestQuota } from './request-quota.ts';

export interface AzureQuotas {
  /** Writes that ARM takes at once, and as many deletes beside them; default 200. */
  readonly writes?: number;
  /** Writes, and deletes, that come back per second; default 10. */
  readonly writesPerSecond?: number;
  /** Reads that ARM takes at once; default 250. */
  readonly reads?: number;
  /** Reads that come back per second; default 25. */
  readonly readsPerSecond?: number;
}

export interface AzureCloudOptions {
  readonly state: AzureState;
  readonly authority: Authority;
  readonly faults: Faults;
  readonly trace: Trace;
  /** Milliseconds added to every answer. */
  readonly latencyMs?: number;
  readonly quotas?: AzureQuotas;
  /** Makes single requests to ARM go wrong. */
  readonly disturbances?: ArmDisturbances;
  /** How long a long-running operation runs, in milliseconds; default 20. */
  readonly operationMs?: number;
  /** How long a change of the service's host names takes, in milliseconds; default 300 (some 15 minutes on Azure). */
  readonly serviceUpdateMs?: number;
  /** How long Key Vault needs to delete or to recover, in milliseconds; default 0 (about 20 s on Azure). */
  readonly vaultLagMs?: number;
  /** How late metrics appear, in milliseconds; default at once. */
  readonly metricsDelayMs?: number;
}

export interface AzureCloud {
  readonly arm: Listening;
  readonly identity: Listening;
  readonly keyVault: Listening;
  /** What IDENTITY_HEADER must be for the managed-identity credential. */
  readonly identityHeader: string;
  /** The bearer token that ARM and Key Vault take. */
  readonly token: string;
  close(): Promise<void>;
}

/** Writes and deletes together, at once and a second, that the fault `throttled` leaves. */
const SCARCE_WRITES = 2;

/** Starts the simulated Azure on loopback sockets; `state` is written in place. */
export async function startAzureCloud(options: AzureCloudOptions): Promise<AzureCloud> {
  const { state, authority, faults, trace, quotas } = options;
  const now = (): number => Date.now();
  const token = randomBytes(24).toString('base64url');
  const identityHeader = randomBytes(16).toString('hex');
  seedService(state, now());
  seedLandingZone(state);
  const operations = new LongRunningOperations(options.operationMs ?? 20, now);
  const { metricsDelayMs = 0, serviceUpdateMs = 300 } = options;
  const context = { state, faults, now, operations, metricsDelayMs, serviceUpdateMs };
  const quota = (): RequestQuota => new RequestQuota(quotas?.writes ?? 200, quotas?.writesPerSecond ?? 10, now);
  const reads = new RequestQuota(quotas?.reads ?? 250, quotas?.readsPerSecond ?? 25, now);
  const { keyPem, certPem, chainPem } = await authority.issue({ hostnames: ['localhost'], addresses: ['127.0.0.1'] });
  const tls = { key: keyPem, cert: certPem + chainPem };
  const latency = options.latencyMs === undefined ? {} : { latencyMs: options.latencyMs };
  const traced = (service: string): object => ({ onExchange: trace.listener('azure', () => service) });
  const scarce = new RequestQuota(SCARCE_WRITES, SCARCE_WRITES, now);
  const handler = armHandler(context, { reads, writes: quota(), deletes: quota(), scarce }, token);
  const arm = await listen(options.disturbances?.around(handler) ?? handler, {
    tls,
    ...latency,
    ...traced('arm'),
  });
  const identity = await listen(identityHandler(identityHeader, token, now), traced('identity'));
  const vault = keyVaultHandler(state, token, now, options.vaultLagMs ?? 0);
  const keyVault = await listen(vault, { tls, ...latency, ...traced('keyvault') });
  const close = async (): Promise<void> => {
    await Promise.all([arm.close(), identity.close(), keyVault.close()]);
  };
  return { arm, identity, keyVault, identityHeader, token, close };
}
