import type { UserPoolClientType } from '@aws-sdk/client-cognito-identity-provider';
import type { AwsApi } from '../../../model/aws.ts';
import type { AwsUserPool } from '../../../model/aws-account.ts';
import { defined } from '../defined.ts';
import type { SourceReading } from './source-reading.ts';

interface PoolName {
  readonly id: string;
  readonly region: string;
  readonly arn: string;
}

/** The user pools whose tokens guard routes, by authorizers of both kinds that take them. */
export async function readUserPools(reading: SourceReading, apis: readonly AwsApi[]): Promise<readonly AwsUserPool[]> {
  const named = apis.flatMap(({ authorizers }) =>
    authorizers.flatMap(({ providerArns, issuer }) => [
      ...providerArns.flatMap(poolOfArn),
      ...(issuer === undefined ? [] : poolOfIssuer(issuer, reading.scope.account)),
    ]),
  );
  const pools: AwsUserPool[] = [];
  for (const pool of new Map(named.map((each) => [each.id, each])).values()) {
    const found = await readUserPool(reading, pool);
    if (found !== undefined) pools.push(found);
  }
  return pools;
}

function poolOfArn(arn: string): readonly PoolName[] {
  const [, region, id] = /^arn:[\w-]+:cognito-idp:([\w-]+):\d*:userpool\/([\w-]+)$/.exec(arn) ?? [];
  return id === undefined || region === undefined ? [] : [{ id, region, arn }];
}

/** The account is not in an issuer: it is taken to be the one that is read. */
function poolOfIssuer(issuer: string, account: string): readonly PoolName[] {
  const [, region, id] = /^https:\/\/cognito-idp\.([\w-]+)\.amazonaws\.com(?:\.cn)?\/([\w-]+)\/?$/.exec(issuer) ?? [];
  if (id === undefined || region === undefined) return [];
  return [{ id, region, arn: `arn:aws:cognito-idp:${region}:${account}:userpool/${id}` }];
}

async function readUserPool(reading: SourceReading, { id, region, arn }: PoolName): Promise<AwsUserPool | undefined> {
  const { DescribeUserPoolCommand } = await import('@aws-sdk/client-cognito-identity-provider');
  const client = await reading.clients.cognito({ ...reading.scope, region });
  const read = reading.readOf({ action: 'cognito-idp:DescribeUserPool', resource: arn, severity: 'review' });
  const command = new DescribeUserPoolCommand({ UserPoolId: id });
  const pool = (await reading.oneOrGap(read, async () => await client.send(command)))?.UserPool;
  if (pool === undefined) return undefined;
  return defined({
    at: { arn, pointer: '' },
    id,
    arn,
    name: pool.Name ?? id,
    domain: pool.Domain,
    customDomain: pool.CustomDomain,
    mfa: pool.MfaConfiguration,
    clients: await readClients(reading, { id, region, arn }),
    resourceServers: await readResourceServers(reading, { id, region, arn }),
  });
}

async function readClients(reading: SourceReading, { id, region, arn }: PoolName): Promise<AwsUserPool['clients']> {
  const sdk = await import('@aws-sdk/client-cognito-identity-provider');
  const client = await reading.clients.cognito({ ...reading.scope, region });
  const list = reading.readOf({ action: 'cognito-idp:ListUserPoolClients', resource: arn, severity: 'review' });
  const found = await reading.allOrGap(list, async (NextToken) => {
    const page = { UserPoolId: id, MaxResults: 60, NextToken };
    const answer = await client.send(new sdk.ListUserPoolClientsCommand(page));
    return { items: answer.UserPoolClients, next: answer.NextToken };
  });
  const clients: AwsUserPool['clients'][number][] = [];
  for (const { ClientId, ClientName } of found) {
    const read = reading.readOf({ action: 'cognito-idp:DescribeUserPoolClient', resource: arn, severity: 'review' });
    const command = new sdk.DescribeUserPoolClientCommand({ UserPoolId: id, ClientId });
    const described = (await reading.oneOrGap(read, async () => await client.send(command)))?.UserPoolClient;
    clients.push(clientToModel(described ?? { ClientId, ClientName }));
  }
  return clients;
}

/** Cognito tells a client's secret with all the rest: that there is one is all that is kept. */
const clientToModel = (client: UserPoolClientType): AwsUserPool['clients'][number] => ({
  id: client.ClientId ?? '',
  name: client.ClientName ?? '',
  hasSecret: client.ClientSecret !== undefined,
  flows: client.AllowedOAuthFlows ?? [],
  scopes: client.AllowedOAuthScopes ?? [],
});

async function readResourceServers(
  reading: SourceReading,
  { id, region, arn }: PoolName,
): Promise<AwsUserPool['resourceServers']> {
  const { ListResourceServersCommand } = await import('@aws-sdk/client-cognito-identity-provider');
  const client = await reading.clients.cognito({ ...reading.scope, region });
  const read = reading.readOf({ action: 'cognito-idp:ListResourceServers', resource: arn, severity: 'review' });
  const found = await reading.allOrGap(read, async (NextToken) => {
    const page = { UserPoolId: id, MaxResults: 50, NextToken };
    const answer = await client.send(new ListResourceServersCommand(page));
    return { items: answer.ResourceServers, next: answer.NextToken };
  });
  return found.map(({ Identifier: identifier = '', Scopes = [] }) => ({
    identifier,
    scopes: Scopes.map(({ ScopeName = '' }) => `${identifier}/${ScopeName}`),
  }));
}
