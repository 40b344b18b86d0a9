import { expect, it } from 'vitest';
import type { AwsAuthorizer } from '../../../src/model/aws.ts';
import { below } from '../../../src/model/source-ref.ts';
import { apiWith, golden, route } from '../fixture.ts';

const authorizer = (changes: Partial<AwsAuthorizer>): AwsAuthorizer => ({
  at: below(apiWith([]).at, 'authorizers', 'au1'),
  id: 'au1',
  name: 'people',
  type: 'JWT',
  providerArns: [],
  audience: [],
  identitySource: '$request.header.Authorization',
  ...changes,
});
const backend = { type: 'HTTP_PROXY', uri: 'https://orders.example.com/' } as const;

it('JWT of an HTTP API: audience or client, and scopes', async () => {
  const orders = route('GET /orders', backend, {
    authorizationType: 'JWT',
    authorizerId: 'au1',
    authorizationScopes: ['read'],
  });
  const authorizers = [authorizer({ issuer: 'https://login.example.com/', audience: ['app1', 'app2'] })];
  await expect(golden(apiWith([orders], { type: 'HTTP', authorizers }))).toMatchFileSnapshot('golden/jwt.txt');
});

it('Cognito: id tokens without scopes, access tokens with', async () => {
  const guard = { authorizationType: 'COGNITO_USER_POOLS', authorizerId: 'au1' } as const;
  const routes = [
    route('GET /a', backend, guard),
    route('GET /b', backend, { ...guard, authorizationScopes: ['orders/read'] }),
  ];
  const providerArns = ['arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_abc'];
  const cognito = authorizer({
    type: 'COGNITO_USER_POOLS',
    providerArns,
    identitySource: 'method.request.header.Authorization',
  });
  await expect(golden(apiWith(routes, { authorizers: [cognito] }))).toMatchFileSnapshot('golden/cognito.txt');
});
