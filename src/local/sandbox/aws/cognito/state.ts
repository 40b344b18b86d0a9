import type { ResourceServerType, UserPoolClientType, UserPoolType } from '@aws-sdk/client-cognito-identity-provider';

/** A user pool with its app clients and resource servers, in the SDK's own shapes. */
export interface UserPoolState {
  readonly pool: UserPoolType;
  readonly clients: readonly UserPoolClientType[];
  readonly resourceServers: readonly ResourceServerType[];
}
