import type { AwsState } from '../../aws/state.ts';
import { AUDIENCE, USER_POOL } from '../definitions.ts';
import { arnOf, BUILT_AT } from './account.ts';

/** The user pool of the estate's authorizers: a portal that people sign in to, and a client of machines with scopes. */
export function addUserPool(aws: AwsState): void {
  const dates = { CreationDate: BUILT_AT, LastModifiedDate: BUILT_AT };
  aws.userPools.set(USER_POOL, {
    pool: {
      Id: USER_POOL,
      Arn: arnOf(aws, 'cognito-idp', `userpool/${USER_POOL}`),
      Name: 'health-records',
      ...dates,
      MfaConfiguration: 'OPTIONAL',
      UsernameAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      EstimatedNumberOfUsers: 4_210,
      Domain: 'health-records',
      DeletionProtection: 'ACTIVE',
      UserPoolTier: 'ESSENTIALS',
      LambdaConfig: { PreTokenGeneration: arnOf(aws, 'lambda', 'function:clinic-claims') },
      UserPoolTags: { system: 'health-records' },
    },
    clients: [
      {
        UserPoolId: USER_POOL,
        ClientId: AUDIENCE,
        ClientName: 'portal',
        ...dates,
        ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid', 'email'],
        SupportedIdentityProviders: ['COGNITO'],
        CallbackURLs: ['https://portal.health.example/callback'],
        AccessTokenValidity: 60,
        IdTokenValidity: 60,
        TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes' },
      },
      {
        UserPoolId: USER_POOL,
        ClientId: 'clinic-exchange-client',
        ClientName: 'clinic-exchange',
        // Told by DescribeUserPoolClient: what must never reach a report.
        ClientSecret: 'sample-client-secret-of-the-clinic-exchange',
        ...dates,
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['client_credentials'],
        AllowedOAuthScopes: ['records/read', 'records/write'],
        SupportedIdentityProviders: ['COGNITO'],
      },
    ],
    resourceServers: [
      {
        UserPoolId: USER_POOL,
        Identifier: 'records',
        Name: 'Patient records',
        Scopes: [
          { ScopeName: 'read', ScopeDescription: 'Read patient records' },
          { ScopeName: 'write', ScopeDescription: 'Change patient records' },
        ],
      },
    ],
  });
}

/** A pool of which only its clients and scopes (`SERVER/SCOPE`) are known. */
export function addPool(aws: AwsState, id: string, clientIds: readonly string[], scopes: readonly string[]): void {
  const dates = { CreationDate: BUILT_AT, LastModifiedDate: BUILT_AT };
  const servers = Map.groupBy(
    scopes.filter((scope) => scope.includes('/')),
    (scope) => scope.slice(0, scope.lastIndexOf('/')),
  );
  aws.userPools.set(id, {
    pool: { Id: id, Arn: arnOf(aws, 'cognito-idp', `userpool/${id}`), Name: id, ...dates, MfaConfiguration: 'OFF' },
    clients: clientIds.map((ClientId) => ({ UserPoolId: id, ClientId, ClientName: ClientId, ...dates })),
    resourceServers: [...servers].map(([Identifier, own]) => ({
      UserPoolId: id,
      Identifier,
      Name: Identifier,
      Scopes: own.map((scope) => ({ ScopeName: scope.slice(Identifier.length + 1), ScopeDescription: scope })),
    })),
  });
}
