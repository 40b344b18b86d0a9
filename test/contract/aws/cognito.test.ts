import {
  CognitoIdentityProviderClient,
  DescribeResourceServerCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  ListResourceServersCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AUDIENCE, USER_POOL as UserPoolId } from '../../../src/local/sandbox/estate/definitions.ts';
import { startEstateCloud, type EstateCloud } from './estate-cloud.ts';

let estate: EstateCloud;
let cognito: CognitoIdentityProviderClient;
beforeAll(async () => {
  estate = await startEstateCloud();
  cognito = new CognitoIdentityProviderClient(estate.client());
});
afterAll(() => estate.cloud.close());

describe('user pools, by the SDK client of Cognito', () => {
  it('tells the pool of the authorizers', async () => {
    const { UserPools } = await cognito.send(new ListUserPoolsCommand({ MaxResults: 60 }));
    expect(UserPools?.map(({ Id }) => Id)).toEqual([UserPoolId]);
    const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
    expect(UserPool?.Arn).toBe(`arn:aws:cognito-idp:us-east-1:111122223333:userpool/${UserPoolId}`);
    expect(UserPool?.CreationDate).toBeInstanceOf(Date);
  });

  it('lists its clients page by page, and describes each', async () => {
    const first = await cognito.send(new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 1 }));
    const { NextToken } = first;
    const second = await cognito.send(new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 1, NextToken }));
    expect(second.NextToken).toBeUndefined();
    const ids = [first, second].flatMap(({ UserPoolClients }) => UserPoolClients?.map(({ ClientId }) => ClientId));
    expect(ids).toEqual([AUDIENCE, 'clinic-exchange-client']);
    const asked = new DescribeUserPoolClientCommand({ UserPoolId, ClientId: AUDIENCE });
    expect((await cognito.send(asked)).UserPoolClient?.AllowedOAuthFlows).toEqual(['code']);
  });

  it('tells the scopes of its resource servers', async () => {
    const { ResourceServers } = await cognito.send(new ListResourceServersCommand({ UserPoolId, MaxResults: 50 }));
    expect(ResourceServers?.[0]?.Scopes?.map(({ ScopeName }) => ScopeName)).toEqual(['read', 'write']);
    const asked = new DescribeResourceServerCommand({ UserPoolId, Identifier: 'records' });
    expect((await cognito.send(asked)).ResourceServer?.Name).toBe('Patient records');
  });

  it('refuses what is not there, and what Cognito takes no more of', async () => {
    const missing = { name: 'ResourceNotFoundException' };
    const invalid = { name: 'InvalidParameterException' };
    const unknown = new DescribeUserPoolCommand({ UserPoolId: 'us-east-1_None' });
    await expect(cognito.send(unknown)).rejects.toMatchObject(missing);
    const client = new DescribeUserPoolClientCommand({ UserPoolId, ClientId: 'none' });
    await expect(cognito.send(client)).rejects.toMatchObject(missing);
    const noPool = new DescribeUserPoolCommand({ UserPoolId: 'no pool' });
    await expect(cognito.send(noPool)).rejects.toMatchObject(invalid);
    await expect(cognito.send(new ListUserPoolsCommand({ MaxResults: 61 }))).rejects.toMatchObject(invalid);
    const token = new ListUserPoolsCommand({ MaxResults: 1, NextToken: 'made-up' });
    await expect(cognito.send(token)).rejects.toMatchObject(invalid);
  });

  it('holds nothing in a region where the account has nothing', async () => {
    const elsewhere = new CognitoIdentityProviderClient(estate.client('eu-west-1'));
    const { UserPools } = await elsewhere.send(new ListUserPoolsCommand({ MaxResults: 60 }));
    expect(UserPools).toEqual([]);
  });
});
