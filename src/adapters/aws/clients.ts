import type { ACMClient, ACMClientConfig } from '@aws-sdk/client-acm';
import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import type { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { ResourceExplorer2Client } from '@aws-sdk/client-resource-explorer-2';
import type { Route53Client } from '@aws-sdk/client-route-53';
import type { S3Client } from '@aws-sdk/client-s3';
import type { ServiceDiscoveryClient } from '@aws-sdk/client-servicediscovery';
import type { STSClient } from '@aws-sdk/client-sts';
import type { WAFV2Client } from '@aws-sdk/client-wafv2';
import { keepRawAnswers } from './raw-answers.ts';

/** Whose clients: a region, and the role to assume there; without one the identity that the SDK finds is used itself. */
export interface AwsIdentity {
  readonly region: string;
  readonly roleArn?: string;
}

/** An identity, or a function that gives one: every client takes the same. */
type AwsCredentials = NonNullable<ACMClientConfig['credentials']>;

/** The clients' common configuration. Nothing in it is ours to default: endpoints (AWS_ENDPOINT_URL*) are the SDK's. */
interface ClientConfig {
  readonly region: string;
  readonly credentials?: AwsCredentials;
}

/** The SDK clients, each made once per region and role, its package loaded when it is first asked for (cold start). */
export interface AwsClients {
  /** Does not retry: the reader paces and retries, because the quota is the account's (mapping A2). */
  restApis(identity: AwsIdentity): Promise<APIGatewayClient>;
  /** Does not retry, as `restApis`. */
  httpApis(identity: AwsIdentity): Promise<ApiGatewayV2Client>;
  acm(identity: AwsIdentity): Promise<ACMClient>;
  cloudWatch(identity: AwsIdentity): Promise<CloudWatchClient>;
  route53(identity: AwsIdentity): Promise<Route53Client>;
  cloudWatchLogs(identity: AwsIdentity): Promise<CloudWatchLogsClient>;
  cognito(identity: AwsIdentity): Promise<CognitoIdentityProviderClient>;
  ec2(identity: AwsIdentity): Promise<EC2Client>;
  loadBalancing(identity: AwsIdentity): Promise<ElasticLoadBalancingV2Client>;
  eventBridge(identity: AwsIdentity): Promise<EventBridgeClient>;
  lambda(identity: AwsIdentity): Promise<LambdaClient>;
  resourceExplorer(identity: AwsIdentity): Promise<ResourceExplorer2Client>;
  /** Addresses buckets by path: endpoints other than AWS's own know no names below theirs. */
  s3(identity: AwsIdentity): Promise<S3Client>;
  serviceDiscovery(identity: AwsIdentity): Promise<ServiceDiscoveryClient>;
  sts(identity: AwsIdentity): Promise<STSClient>;
  waf(identity: AwsIdentity): Promise<WAFV2Client>;
}

export interface AwsSettings {
  /** Used instead of the SDK's default chain: itself, or to assume a role with. */
  readonly credentials?: AwsCredentials;
}

const SESSION_NAME = 'crossgate';

export function awsClients(settings: AwsSettings = {}): AwsClients {
  const config = memoised(async (identity) => await configOf(identity, settings));
  return {
    restApis: memoised(async (identity) => {
      const { APIGatewayClient } = await import('@aws-sdk/client-api-gateway');
      return keepRawAnswers(new APIGatewayClient({ ...(await config(identity)), maxAttempts: 1 }));
    }),
    httpApis: memoised(async (identity) => {
      const { ApiGatewayV2Client } = await import('@aws-sdk/client-apigatewayv2');
      return keepRawAnswers(new ApiGatewayV2Client({ ...(await config(identity)), maxAttempts: 1 }));
    }),
    acm: memoised(async (identity) => {
      const { ACMClient } = await import('@aws-sdk/client-acm');
      return new ACMClient(await config(identity));
    }),
    cloudWatch: memoised(async (identity) => {
      const { CloudWatchClient } = await import('@aws-sdk/client-cloudwatch');
      return new CloudWatchClient(await config(identity));
    }),
    route53: memoised(async (identity) => {
      const { Route53Client } = await import('@aws-sdk/client-route-53');
      return new Route53Client(await config(identity));
    }),
    cloudWatchLogs: memoised(async (identity) => {
      const { CloudWatchLogsClient } = await import('@aws-sdk/client-cloudwatch-logs');
      return new CloudWatchLogsClient(await config(identity));
    }),
    cognito: memoised(async (identity) => {
      const { CognitoIdentityProviderClient } = await import('@aws-sdk/client-cognito-identity-provider');
      return new CognitoIdentityProviderClient(await config(identity));
    }),
    ec2: memoised(async (identity) => {
      const { EC2Client } = await import('@aws-sdk/client-ec2');
      return new EC2Client(await config(identity));
    }),
    loadBalancing: memoised(async (identity) => {
      const { ElasticLoadBalancingV2Client } = await import('@aws-sdk/client-elastic-load-balancing-v2');
      return new ElasticLoadBalancingV2Client(await config(identity));
    }),
    eventBridge: memoised(async (identity) => {
      const { EventBridgeClient } = await import('@aws-sdk/client-eventbridge');
      return new EventBridgeClient(await config(identity));
    }),
    lambda: memoised(async (identity) => {
      const { LambdaClient } = await import('@aws-sdk/client-lambda');
      return new LambdaClient(await config(identity));
    }),
    resourceExplorer: memoised(async (identity) => {
      const { ResourceExplorer2Client } = await import('@aws-sdk/client-resource-explorer-2');
      return new ResourceExplorer2Client(await config(identity));
    }),
    s3: memoised(async (identity) => {
      const { S3Client } = await import('@aws-sdk/client-s3');
      return new S3Client({ ...(await config(identity)), forcePathStyle: true });
    }),
    serviceDiscovery: memoised(async (identity) => {
      const { ServiceDiscoveryClient } = await import('@aws-sdk/client-servicediscovery');
      return new ServiceDiscoveryClient(await config(identity));
    }),
    sts: memoised(async (identity) => {
      const { STSClient } = await import('@aws-sdk/client-sts');
      return new STSClient(await config(identity));
    }),
    waf: memoised(async (identity) => {
      const { WAFV2Client } = await import('@aws-sdk/client-wafv2');
      return new WAFV2Client(await config(identity));
    }),
  };
}

async function configOf({ region, roleArn }: AwsIdentity, { credentials }: AwsSettings): Promise<ClientConfig> {
  if (roleArn === undefined) return credentials === undefined ? { region } : { region, credentials };
  const { fromTemporaryCredentials } = await import('@aws-sdk/credential-providers');
  return {
    region,
    credentials: fromTemporaryCredentials({
      ...(credentials && { masterCredentials: credentials }),
      params: { RoleArn: roleArn, RoleSessionName: SESSION_NAME },
      clientConfig: { region },
    }),
  };
}

/** One value per region and role, made on first use; a failed attempt is forgotten. */
function memoised<T>(make: (identity: AwsIdentity) => Promise<T>): (identity: AwsIdentity) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return (identity) => {
    const key = `${identity.region} ${identity.roleArn ?? ''}`;
    const value = made.get(key) ?? make(identity);
    made.set(key, value);
    value.catch(() => made.delete(key));
    return value;
  };
}
