import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority, type Authority } from './authority.ts';
import { startAwsCloud } from './aws/aws-cloud.ts';
import { Disturbances } from './aws/disturbances.ts';
import type { AwsState } from './aws/state.ts';
import { startAzureCloud } from './azure/azure-cloud.ts';
import { ArmDisturbances } from './azure/disturbances.ts';
import { emptyAzureState, type AzureState } from './azure/state.ts';
import { startStandIns } from './backends/stand-ins.ts';
import { Callers } from './callers/callers.ts';
import { estateCallers } from './callers/estate-callers.ts';
import { startControl } from './control/control-server.ts';
import { startDnsServers } from './dns/servers.ts';
import { pointsAtTarget } from './dns/points-at-target.ts';
import { endpointsOf, type SandboxEndpoints } from './endpoints.ts';
import { estateOf } from './estate/estate-of.ts';
import type { SampleEstate } from './estate/sample-estate.ts';
import { Faults } from './faults.ts';
import { startGateways } from './gateways.ts';
import { Network } from './network.ts';
import type { SandboxOptions } from './options.ts';
import { Trace } from './trace.ts';

export interface Sandbox {
  readonly endpoints: SandboxEndpoints;
  /** What the clouds hold; for tests in the same process. */
  readonly aws: AwsState;
  readonly azure: AzureState;
  /** Makes requests to ARM go wrong. */
  readonly armDisturbances: ArmDisturbances;
  readonly callers: Callers;
  close(): Promise<void>;
}

/** What all parts of one environment share. */
interface Shared {
  readonly options: SandboxOptions;
  readonly authority: Authority;
  readonly faults: Faults;
  readonly disturbances: Disturbances;
  readonly armDisturbances: ArmDisturbances;
  readonly trace: Trace;
  readonly estate: SampleEstate;
  readonly aws: AwsState;
  readonly azure: AzureState;
}

/**
 * Starts the whole environment on loopback sockets: an AWS account with an estate, its DNS, gateway, backends and callers,
 * and an Azure subscription with an empty API Management service and its gateway.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const authority = await createAuthority();
  const faults = new Faults();
  for (const kind of options.faults ?? []) faults.arm(kind);
  const disturbances = new Disturbances();
  const armDisturbances = new ArmDisturbances();
  const trace = new Trace(options.trace);
  const estate = await estateOf(options.from ?? [], authority);
  const { aws } = estate;
  const azure = emptyAzureState();
  const shared = { options, authority, faults, disturbances, armDisturbances, trace, estate, aws, azure };
  const { awsCloud, azureCloud } = await startControlPlanes(shared);
  const { gateways, dns, callers, standIns } = await startDataPlanes(shared);
  const orders = { faults, disturbances, armDisturbances };
  const control = await startControl({ aws, azure, callers, ...orders, reads: awsCloud.reads, trace });
  const folder = await mkdtemp(join(tmpdir(), 'crossgate-sandbox-'));
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, authority.caPem);
  return {
    endpoints: endpointsOf({ aws, azure, awsCloud, azureCloud, dns, gateways, control, caFile }),
    aws,
    azure,
    armDisturbances,
    callers,
    async close() {
      // Requests in flight end as the sockets that they wait at are closed.
      const stopped = callers.stop();
      await Promise.all([control, ...dns, gateways, standIns, awsCloud, azureCloud].map((part) => part.close()));
      await stopped;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startControlPlanes(shared: Shared) {
  const { options, authority, faults, disturbances, armDisturbances, trace, estate, aws, azure } = shared;
  const { awsQuotas = {}, azureQuotas = {}, ...timing } = options;
  const azureCloud = await startAzureCloud({
    ...timing,
    quotas: azureQuotas,
    disturbances: armDisturbances,
    state: azure,
    authority,
    faults,
    trace,
  });
  const awsCloud = await startAwsCloud({
    ...timing,
    quotas: awsQuotas,
    state: aws,
    elsewhere: estate.elsewhere ?? [],
    faults,
    trace,
    disturb: (service, operation) => disturbances.of(service, operation),
    onRecordsChanged: () => {
      if (pointsAtTarget(aws)) faults.trafficMoved();
    },
  });
  return { awsCloud, azureCloud };
}

async function startDataPlanes({ authority, faults, estate, aws, azure }: Shared) {
  const network = new Network(authority.caPem);
  const standIns = await startStandIns(estate, authority, network);
  const { lambdas, listeners, identityProviders } = standIns;
  const log = (message: string): void => {
    process.stderr.write(`sandbox: ${message}\n`);
  };
  const source = { state: aws, network, lambdas, listeners, log };
  const gateways = await startGateways({ source, target: azure, authority, faults });
  const dns = await startDnsServers(aws, faults);
  const callers = new Callers({
    scenarios: estateCallers(aws, estate.callers, identityProviders),
    servers: dns,
    port: gateways.port,
    ca: authority.caPem,
  });
  return { gateways, dns, callers, standIns };
}
