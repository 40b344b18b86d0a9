import type { AwsClients } from './clients.ts';
import { awsFailure } from './failures.ts';

/** The account that the identity found by the SDK belongs to. @throws FailureError when AWS does not say */
export async function callerAccount(clients: AwsClients, region: string): Promise<string> {
  const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  const client = await clients.sts({ region });
  try {
    return (await client.send(new GetCallerIdentityCommand({}))).Account ?? '';
  } catch (error) {
    throw awsFailure(error, 'sts:GetCallerIdentity', 'the caller');
  }
}

/** The region that the environment or the profile names, as every SDK client finds it; undefined when none does. */
export async function defaultRegion(): Promise<string | undefined> {
  const { STSClient } = await import('@aws-sdk/client-sts');
  const client = new STSClient({});
  try {
    return await client.config.region();
  } catch {
    return undefined;
  } finally {
    client.destroy();
  }
}
