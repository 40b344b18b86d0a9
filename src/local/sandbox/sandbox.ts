import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority } from './authority.ts';
import { startAwsCloud } from './aws/aws-cloud.ts';
import { startAzureCloud } from './azure/azure-cloud.ts';
import { emptyAzureState } from './azure/state.ts';
import { healthRecordsEstate } from './estate/health-records.ts';
import { Faults } from './faults.ts';
import { Trace } from './trace.ts';

export interface SandboxOptions {
  /** Folder for azure.jsonl and aws.jsonl; without it exchanges are counted only. */
  readonly trace?: string;
}

/** What `crossgate sandbox --json` prints: URLs, and what a client needs to use them. */
export interface SandboxEndpoints {
  readonly arm: string;
  readonly keyVault: string;
  readonly aws: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly service: string;
  readonly vault: string;
  /** A bearer token for ARM and Key Vault. */
  readonly token: string;
  /** The sandbox's certificate authority, PEM: what NODE_EXTRA_CA_CERTS names. */
  readonly caFile: string;
}

export interface Sandbox {
  readonly endpoints: SandboxEndpoints;
  close(): Promise<void>;
}

/** Starts the simulated clouds on loopback sockets: the health-records estate on AWS, an empty API Management service on Azure. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const authority = await createAuthority();
  const folder = await mkdtemp(join(tmpdir(), 'crossgate-sandbox-'));
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, authority.caPem);
  const faults = new Faults();
  const trace = new Trace(options.trace);
  const state = emptyAzureState();
  const azure = await startAzureCloud({ state, authority, faults, trace });
  const { aws: awsState } = await healthRecordsEstate(authority);
  const aws = await startAwsCloud({ state: awsState, faults, trace });
  const { subscriptionId, resourceGroup, service, vault } = state;
  return {
    endpoints: {
      arm: azure.arm.url,
      keyVault: azure.keyVault.url,
      aws: aws.aws.url,
      subscriptionId,
      resourceGroup,
      service,
      vault,
      token: azure.token,
      caFile,
    },
    async close() {
      await Promise.all([azure.close(), aws.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
