import type { UserPoolClientType } from '@aws-sdk/client-cognito-identity-provider';
import { jsonService, type Input } from '../json-service.ts';
import { pageOf, sizeOf } from '../paging.ts';
import type { AwsService } from '../service.ts';
import type { AwsState } from '../state.ts';
import { AwsError } from '../wire.ts';
import type { UserPoolState } from './state.ts';

const missing = (message: string): AwsError => new AwsError('ResourceNotFoundException', message);
const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', message);

/** Cognito user pools. Limits of its lists: API reference of Cognito, 2026-11-25. */
export function cognito(state: AwsState): AwsService {
  return jsonService({
    name: 'cognito-idp',
    version: '1.1',
    operations: {
      ListUserPools: (input) => listUserPools(state, input),
      DescribeUserPool: (input) => ({ UserPool: poolOf(state, input).pool }),
      ListUserPoolClients: (input) => listClients(poolOf(state, input), input),
      DescribeUserPoolClient: (input) => ({ UserPoolClient: clientOf(poolOf(state, input), input) }),
      ListResourceServers: (input) => {
        const { items, next } = page(poolOf(state, input).resourceServers, input, 50);
        return { ResourceServers: items, NextToken: next };
      },
      DescribeResourceServer: (input) => {
        const identifier = String(input['Identifier']);
        const server = poolOf(state, input).resourceServers.find((one) => one.Identifier === identifier);
        if (!server) throw missing(`Resource server ${identifier} does not exist.`);
        return { ResourceServer: server };
      },
    },
  });
}

function poolOf(state: AwsState, input: Input): UserPoolState {
  const id = String(input['UserPoolId']);
  if (!/^[\w-]+_[0-9A-Za-z]+$/.test(id)) throw invalid(`1 validation error detected: Value '${id}' at 'userPoolId'`);
  const pool = state.userPools.get(id);
  if (!pool) throw missing(`User pool ${id} does not exist.`);
  return pool;
}

function clientOf({ clients }: UserPoolState, input: Input): UserPoolClientType {
  const id = String(input['ClientId']);
  const client = clients.find(({ ClientId }) => ClientId === id);
  if (!client) throw missing(`User pool client ${id} does not exist.`);
  return client;
}

function listUserPools(state: AwsState, input: Input): unknown {
  // The one list whose MaxResults is required.
  if (input['MaxResults'] === undefined) throw invalid("Value null at 'maxResults' must not be null");
  const pools = [...state.userPools.values()].map(({ pool: { Id, Name, Status, CreationDate, LastModifiedDate } }) => ({
    Id,
    Name,
    Status,
    CreationDate,
    LastModifiedDate,
  }));
  const { items, next } = page(pools, input, 60);
  return { UserPools: items, NextToken: next };
}

function listClients({ clients }: UserPoolState, input: Input): unknown {
  const described = clients.map(({ ClientId, ClientName, UserPoolId }) => ({ ClientId, ClientName, UserPoolId }));
  const { items, next } = page(described, input, 60);
  return { UserPoolClients: items, NextToken: next };
}

function page<T>(items: readonly T[], input: Input, most: number): ReturnType<typeof pageOf<T>> {
  const size = sizeOf(input['MaxResults'], { most }, () =>
    invalid("Value at 'maxResults' failed to satisfy constraint"),
  );
  return pageOf(items, input['NextToken'] as string | undefined, size, () => invalid('Invalid pagination token.'));
}
