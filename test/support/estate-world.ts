import { request as httpsRequest } from 'node:https';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { acmCertificateSource } from '../../src/adapters/aws/certificate-source.ts';
import { awsClients } from '../../src/adapters/aws/clients.ts';
import { awsSourceReader } from '../../src/adapters/aws/discovery/source-reader.ts';
import { route53Zones } from '../../src/adapters/aws/route53-zones.ts';
import { apiManagement } from '../../src/adapters/azure/api-management.ts';
import { azureResources } from '../../src/adapters/azure/azure-resources.ts';
import { certificateVault } from '../../src/adapters/azure/certificate-vault.ts';
import { secretVault } from '../../src/adapters/azure/vault-secrets.ts';
import { azureClients, type AzureSettings } from '../../src/adapters/azure/clients.ts';
import { pfxWriter } from '../../src/adapters/azure/pfx.ts';
import type { Authority } from '../../src/local/sandbox/authority.ts';
import { startAwsCloud } from '../../src/local/sandbox/aws/aws-cloud.ts';
import { startAzureCloud } from '../../src/local/sandbox/azure/azure-cloud.ts';
import type { ArmDisturbances } from '../../src/local/sandbox/azure/disturbances.ts';
import { emptyAzureState, type AzureState } from '../../src/local/sandbox/azure/state.ts';
import type { Lambdas } from '../../src/local/sandbox/backends/lambdas.ts';
import { startStandIns } from '../../src/local/sandbox/backends/stand-ins.ts';
import type { CallerScenario } from '../../src/local/sandbox/callers/callers.ts';
import { estateCallers } from '../../src/local/sandbox/callers/estate-callers.ts';
import type { SampleEstate } from '../../src/local/sandbox/estate/sample-estate.ts';
import { Faults } from '../../src/local/sandbox/faults.ts';
import { SOURCE_ADDRESS, startGateways, TARGET_ADDRESS } from '../../src/local/sandbox/gateways.ts';
import { Network } from '../../src/local/sandbox/network.ts';
import { Trace } from '../../src/local/sandbox/trace.ts';
import type { SourceReader } from '../../src/ports/source-reader.ts';
import type { StepPorts } from '../../src/steps/step-kind.ts';
import { openSocket, type SocketClient } from './socket-client.ts';

export const SCOPE = { account: '111122223333', region: 'us-east-1' };

export interface Call {
  readonly hostname: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Both clouds and both gateways over one estate, with the adapters that the deployed app uses. */
export interface EstateWorld {
  readonly reader: SourceReader;
  readonly ports: StepPorts;
  /** What the target holds. */
  readonly azure: AzureState;
  /** How clients of their own reach it. */
  readonly azureSettings: AzureSettings;
  readonly target: { readonly subscriptionId: string; readonly resourceGroup: string; readonly service: string };
  readonly callers: readonly CallerScenario[];
  /** What the source gateway could not simulate or reach. */
  readonly log: readonly string[];
  /** Functions of the account, to be given another behaviour. */
  readonly lambdas: Pick<Lambdas, 'define'>;
  ask(side: 'source' | 'target', call: Call): Promise<{ readonly status: number; readonly body: string }>;
  /** Where the gateways listen. */
  readonly gatewayPort: number;
  /** PEM of who vouches for both clouds. */
  readonly ca: string;
  /** Opens a WebSocket, or is refused. */
  connect(side: 'source' | 'target', call: Omit<Call, 'method' | 'body'>): Promise<SocketClient>;
  close(): Promise<void>;
}

const AWS_QUOTAS = { apiGatewayRate: 100_000, apiGatewayBurst: 100_000, route53Rate: 100_000 };
const AZURE_QUOTAS = { writes: 100_000, writesPerSecond: 100_000, reads: 100_000, readsPerSecond: 100_000 };

/**
 * @param setEnvironment as vi.stubEnv: the AWS SDK reads its endpoint from the environment
 * @param disturbances make requests to Azure Resource Manager go wrong
 */
export async function startEstateWorld(
  estate: SampleEstate,
  authority: Authority,
  setEnvironment: (name: string, value: string) => void,
  disturbances?: ArmDisturbances,
): Promise<EstateWorld> {
  const [faults, trace, azure] = [new Faults(), new Trace(), emptyAzureState()];
  const log: string[] = [];
  const awsCloud = await startAwsCloud({ state: estate.aws, faults, trace, quotas: AWS_QUOTAS });
  const azureCloud = await startAzureCloud({
    state: azure,
    authority,
    faults,
    trace,
    quotas: AZURE_QUOTAS,
    operationMs: 1,
    serviceUpdateMs: 1,
    ...(disturbances && { disturbances }),
  });
  const network = new Network(authority.caPem);
  const standIns = await startStandIns(estate, authority, network);
  const { lambdas, listeners, identityProviders } = standIns;
  const source = { state: estate.aws, network, lambdas, listeners, log: (line: string) => log.push(line) };
  const gateways = await startGateways({ source, target: azure, authority, faults });
  setEnvironment('AWS_ENDPOINT_URL', awsCloud.aws.url);
  setDefaultCACertificates([...getCACertificates('bundled'), authority.caPem]);
  const awsSide = awsClients({ credentials: awsCloud.credentials });
  const azureSettings: AzureSettings = {
    armEndpoint: azureCloud.arm.url,
    keyVaultEndpoint: azureCloud.keyVault.url,
    credential: {
      getToken: () => Promise.resolve({ token: azureCloud.token, expiresOnTimestamp: Date.now() + 3_600_000 }),
    },
  };
  const azureSide = azureClients(azureSettings);
  const reader = awsSourceReader(awsSide, virtualClock());
  const addresses = { source: SOURCE_ADDRESS, target: TARGET_ADDRESS };
  return {
    reader,
    azure,
    azureSettings,
    target: { subscriptionId: azure.subscriptionId, resourceGroup: azure.resourceGroup, service: azure.service },
    callers: estateCallers(estate.aws, estate.callers, identityProviders),
    log,
    ports: {
      runId: 'definitions',
      apiManagement: apiManagement(azureSide, azure),
      azureResources: azureResources(azureSide),
      azureScopes: [],
      dnsZones: route53Zones(awsSide),
      source: reader,
      certificateSource: acmCertificateSource(awsSide),
      certificateVault: certificateVault(azureSide, `https://${azure.vault}.vault.azure.net`),
      secretVault: secretVault(azureSide, `https://${azure.vault}.vault.azure.net`),
      pfxWriter,
      now: () => new Date(),
      scope: () => SCOPE,
    },
    lambdas,
    gatewayPort: gateways.port,
    ca: authority.caPem,
    ask: (side, call) => askAt(addresses[side], gateways.port, authority.caPem, call),
    connect: (side, call) =>
      openSocket({ ...call, address: addresses[side], port: gateways.port, ca: authority.caPem }),
    async close() {
      await Promise.all([awsCloud, azureCloud, standIns, gateways].map((part) => part.close()));
    },
  };
}

/** The reader's pace without its waits. */
function virtualClock() {
  let time = 0;
  return {
    now: () => time,
    sleep: (milliseconds: number) => {
      time += milliseconds;
      return Promise.resolve();
    },
  };
}

function askAt(
  address: string,
  port: number,
  ca: string,
  { hostname, method, path, headers, body }: Call,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const options = { host: address, port, servername: hostname, ca, agent: false, method, path } as const;
    const outgoing = httpsRequest({ ...options, headers: { ...headers, ...length, host: hostname } }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
