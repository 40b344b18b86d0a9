import { describe, expect, it } from 'vitest';
import { createIdentityProvider } from '../../../src/local/sandbox/backends/identity-provider.ts';
import { answering, bothGateways, definitionOf, lastingGateways } from '../../support/both-gateways.ts';
import { proxy } from './edge-fixture.ts';

/** Callers who are refused by either gateway: what must never be looser after a migration. */

const POOL = 'us-east-1_abcdefghi';
const ISSUER = `https://cognito-idp.us-east-1.amazonaws.com/${POOL}`;
const schemes = {
  cognito: {
    'type': 'apiKey',
    'name': 'Authorization',
    'in': 'header',
    'x-amazon-apigateway-authtype': 'cognito_user_pools',
    'x-amazon-apigateway-authorizer': {
      type: 'cognito_user_pools',
      providerARNs: [`arn:aws:cognito-idp:us-east-1:111122223333:userpool/${POOL}`],
    },
  },
  jwt: {
    'type': 'oauth2',
    'flows': {},
    'x-amazon-apigateway-authorizer': {
      type: 'jwt',
      identitySource: '$request.header.Authorization',
      jwtConfiguration: { issuer: ISSUER, audience: ['app'] },
    },
  },
};
const guardedBy = (scheme: keyof typeof schemes, integration: object) =>
  definitionOf(
    { 'GET /mine': { ...integration, operation: { security: [{ [scheme]: [] }] } } },
    { components: { securitySchemes: { [scheme]: schemes[scheme] } } },
  );
const http = { ...proxy, type: 'HTTP_PROXY', payloadFormatVersion: '1.0', connectionType: 'INTERNET' };

describe('a token that has expired', async () => {
  const provider = await createIdentityProvider(ISSUER);
  const sites = new Map([[new URL(ISSUER).host, provider.handler]]);
  const hour = 3600;
  const now = Math.floor(Date.now() / 1000);

  it.each([
    ['a user pool', guardedBy('cognito', proxy)],
    ['a JWT authorizer', guardedBy('jwt', http)],
  ])('is refused by 401 where %s guards the route', async (_who, definition) => {
    const ask = bothGateways(definition, sites);
    const statuses = async (token: string) => {
      const request = { path: '/mine', headers: [['Authorization', `Bearer ${token}`] as [string, string]] };
      return (await ask(request, answering(200))).statuses;
    };
    expect(await statuses(await provider.mintIdToken('app'))).toEqual([200, 200]);
    expect(await statuses(await provider.mintIdToken('app', { exp: now - hour }))).toEqual([401, 401]);
    expect(await statuses('no.token.at-all')).toEqual([401, 401]);
  });
});

describe('an address that a resource policy names', () => {
  const open = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
  const gateways = (...Statement: readonly object[]) =>
    bothGateways(
      definitionOf({ 'GET /orders': proxy }, { 'x-amazon-apigateway-policy': { Version: '2012-10-17', Statement } }),
    );
  const from = async (ask: ReturnType<typeof gateways>, ip: string) =>
    (await ask({ path: '/orders', ip }, answering(200))).statuses;
  const within = { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '198.51.100.7'] } };

  it('is refused by 403 where it is denied, and nobody else is', async () => {
    const ask = gateways(open, { ...open, Effect: 'Deny', Condition: within });
    expect(await from(ask, '203.0.113.9')).toEqual([403, 403]);
    expect(await from(ask, '198.51.100.7')).toEqual([403, 403]);
    expect(await from(ask, '198.51.100.8')).toEqual([200, 200]);
  });

  it('is let in where it is allowed, and nobody else is', async () => {
    const ask = gateways({ ...open, Condition: within });
    expect(await from(ask, '203.0.113.9')).toEqual([200, 200]);
    expect(await from(ask, '203.0.114.9')).toEqual([403, 403]);
  });
});

describe('a caller beyond his limit', () => {
  const key = 'abcdefghij0123456789';
  const keyed = definitionOf(
    { 'GET /keyed': { ...proxy, operation: { security: [{ key: [] }] } } },
    { components: { securitySchemes: { key: { type: 'apiKey', name: 'x-api-key', in: 'header' } } } },
  );
  const request = { path: '/keyed', headers: [['x-api-key', key] as [string, string]] };

  it('is refused by 429 when his quota is used up', async () => {
    const plan = { quota: { limit: 2, period: 'DAY' } };
    const ask = lastingGateways(keyed, { keys: [{ value: key, enabled: true, plan }], ...answering(200) });
    const asked = [await ask(request), await ask(request), await ask(request)];
    expect(asked.map(({ statuses }) => statuses)).toEqual([
      [200, 200],
      [200, 200],
      [429, 429],
    ]);
    const bodies = [asked[2]?.source, asked[2]?.target].map((side) => side?.response.body.toString());
    expect(bodies).toEqual(['{"message":"Limit Exceeded"}', '{"message":"Limit Exceeded"}']);
  });

  it('is refused by 429 at once where his plan allows no calls', async () => {
    const plan = { throttle: { rateLimit: 0, burstLimit: 0 } };
    const ask = bothGateways(keyed);
    const { statuses } = await ask(request, { keys: [{ value: key, enabled: true, plan }], ...answering(200) });
    expect(statuses).toEqual([429, 429]);
  });
});
