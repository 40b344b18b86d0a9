import type { AwsCloud } from './aws/aws-cloud.ts';
import type { AwsState } from './aws/state.ts';
import type { AzureCloud } from './azure/azure-cloud.ts';
import type { AzureState } from './azure/state.ts';
import type { DnsServer } from './dns/server.ts';
import type { Gateways } from './gateways.ts';
import type { Listening } from './http-server.ts';

/** What `crossgate sandbox --json` prints: endpoints, and what a client needs to use them. */
export interface SandboxEndpoints {
  readonly arm: string;
  readonly keyVault: string;
  readonly aws: string;
  /** `host:port` of the first DNS server. */
  readonly dns: string;
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly service: string;
  readonly vault: string;
  /** A bearer token for ARM and Key Vault. */
  readonly token: string;
  /** The sandbox's certificate authority, PEM: what NODE_EXTRA_CA_CERTS names. */
  readonly caFile: string;
  /** `host:port` of every authoritative server of the hosted zones. */
  readonly dnsServers: readonly string[];
  /** What IDENTITY_ENDPOINT and IDENTITY_HEADER are for the managed-identity credential. */
  readonly identityEndpoint: string;
  readonly identityHeader: string;
  readonly awsAccessKeyId: string;
  readonly awsSecretAccessKey: string;
  readonly awsAccountId: string;
  readonly awsRegion: string;
  /** Where both gateways listen, each at the address that DNS gives. */
  readonly gatewayPort: number;
  /** URL of the control socket. */
  readonly control: string;
}

export interface SandboxParts {
  readonly aws: AwsState;
  readonly azure: AzureState;
  readonly awsCloud: AwsCloud;
  readonly azureCloud: AzureCloud;
  readonly dns: readonly [DnsServer, DnsServer];
  readonly gateways: Gateways;
  readonly control: Listening;
  readonly caFile: string;
}

export function endpointsOf(parts: SandboxParts): SandboxEndpoints {
  const { aws, azure, awsCloud, azureCloud, dns, gateways, control, caFile } = parts;
  const addressOf = ({ host, port }: DnsServer): string => `${host}:${port}`;
  const { subscriptionId, resourceGroup, service, vault } = azure;
  return {
    arm: azureCloud.arm.url,
    keyVault: azureCloud.keyVault.url,
    aws: awsCloud.aws.url,
    dns: addressOf(dns[0]),
    subscriptionId,
    resourceGroup,
    service,
    vault,
    token: azureCloud.token,
    caFile,
    dnsServers: dns.map(addressOf),
    identityEndpoint: azureCloud.identity.url,
    identityHeader: azureCloud.identityHeader,
    awsAccessKeyId: awsCloud.credentials.accessKeyId,
    awsSecretAccessKey: awsCloud.credentials.secretAccessKey,
    awsAccountId: aws.accountId,
    awsRegion: aws.region,
    gatewayPort: gateways.port,
    control: control.url,
  };
}
