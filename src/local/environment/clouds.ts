import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { allowedEnvironment, loopbackOnly } from './allowed-environment.ts';
import { startChild, type Child } from './child.ts';
import { programFile } from './program-file.ts';
import type { Reaper } from './reaper-client.ts';

/** The line that `crossgate sandbox --json` prints when the simulated clouds listen. */
const endpoints = z.object({
  arm: z.string(),
  keyVault: z.string(),
  aws: z.string(),
  subscriptionId: z.string(),
  resourceGroup: z.string(),
  service: z.string(),
  vault: z.string(),
  caFile: z.string(),
  dnsServers: z.array(z.string()).min(1),
  identityEndpoint: z.string(),
  identityHeader: z.string(),
  awsAccessKeyId: z.string(),
  awsSecretAccessKey: z.string(),
  awsRegion: z.string(),
  gatewayPort: z.number().int(),
  control: z.string(),
});
export type CloudEndpoints = z.infer<typeof endpoints>;

export interface CloudOptions {
  /** Folder for its log and its temporary files. */
  readonly folder: string;
  /** What happens in this run: faults and definitions as `crossgate sandbox` takes them. */
  readonly faults: readonly string[];
  readonly definitions: readonly string[];
  readonly trace?: string;
  readonly guardLog: string;
  readonly reaper: Reaper;
}

export interface Clouds {
  readonly endpoints: CloudEndpoints;
  readonly child: Child;
}

/** Starts the simulated clouds in a process of their own and waits until they listen. */
export async function startClouds(options: CloudOptions): Promise<Clouds> {
  const temporary = join(options.folder, 'tmp');
  mkdirSync(temporary, { recursive: true });
  const args = ['sandbox', '--json'];
  if (options.trace !== undefined) args.push('--trace', options.trace);
  for (const kind of options.faults) args.push('--fault', kind);
  for (const file of options.definitions) args.push('--from', file);
  const child = startChild({
    name: 'sandbox',
    command: [process.execPath, programFile('main'), ...args],
    cwd: process.cwd(), // definitions are named from where the caller is
    environment: allowedEnvironment(process.env, { TMPDIR: temporary, ...loopbackOnly(options.guardLog) }),
    log: join(options.folder, 'sandbox.log'),
    reaper: options.reaper,
  });
  return { endpoints: endpoints.parse(JSON.parse(await child.firstLine)), child };
}

/** What the app needs to know to work with the simulated clouds instead of real ones: settings of src/config.ts, nothing else. */
export function cloudSettings(clouds: CloudEndpoints): Record<string, string> {
  return {
    CROSSGATE_ARM_ENDPOINT: clouds.arm,
    CROSSGATE_KEYVAULT_ENDPOINT: clouds.keyVault,
    CROSSGATE_DNS_SERVERS: clouds.dnsServers.join(','),
    AWS_ENDPOINT_URL: clouds.aws,
    AWS_ACCESS_KEY_ID: clouds.awsAccessKeyId,
    AWS_SECRET_ACCESS_KEY: clouds.awsSecretAccessKey,
    AWS_REGION: clouds.awsRegion,
    IDENTITY_ENDPOINT: clouds.identityEndpoint,
    IDENTITY_HEADER: clouds.identityHeader,
    NODE_EXTRA_CA_CERTS: clouds.caFile,
  };
}
