import type { ACMClient, ACMClientConfig } from '@aws-sdk/client-acm';
import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import type { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { Route53Client } from '@aws-sdk/client-route-53';

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
      return new APIGatewayClient({ ...(await config(identity)), maxAttempts: 1 });
    }),
    httpApis: memoised(async (identity) => {
      const { ApiGatewayV2Client } = await import('@aws-sdk/client-apigatewayv2');
      return new ApiGatewayV2Client({ ...(await config(identity)), maxAttempts: 1 });
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
