import { describe, expect, it } from 'vitest';
import { createIdentityProvider } from '../../../src/local/sandbox/backends/identity-provider.ts';
import { answering, bothGateways, definitionOf } from '../../support/both-gateways.ts';
import { proxy } from './edge-fixture.ts';

describe('tokens', async () => {
  const pool = 'us-east-1_abcdefghi';
  const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${pool}`;
  const provider = await createIdentityProvider(issuer);
  const stranger = await createIdentityProvider(issuer);
  const sites = new Map([[new URL(issuer).host, provider.handler]]);
  const cognito = {
    components: {
      securitySchemes: {
        people: {
          'type': 'apiKey',
          'name': 'Authorization',
          'in': 'header',
          'x-amazon-apigateway-authtype': 'cognito_user_pools',
          'x-amazon-apigateway-authorizer': {
            type: 'cognito_user_pools',
            providerARNs: [`arn:aws:cognito-idp:us-east-1:111122223333:userpool/${pool}`],
          },
        },
      },
    },
  };
  const rest = bothGateways(
    definitionOf(
      {
        'GET /any': { ...proxy, operation: { security: [{ people: [] }] } },
        'GET /scoped': { ...proxy, operation: { security: [{ people: ['orders/read'] }] } },
      },
      cognito,
    ),
    sites,
  );
  const statuses = async (ask: typeof rest, path: string, authorization?: string) => {
    const headers: [string, string][] = authorization === undefined ? [] : [['Authorization', authorization]];
    return (await ask({ path, headers }, answering(200))).statuses;
  };

  it('25, 26: without scopes an id token is asked for, bare or after Bearer', async () => {
    const id = await provider.mintIdToken('app');
    const access = await provider.mintAccessToken('app', ['orders/read']);
    expect(await statuses(rest, '/any', id)).toEqual([200, 200]);
    expect(await statuses(rest, '/any', `Bearer ${id}`)).toEqual([200, 200]);
    expect(await statuses(rest, '/any', access)).toEqual([401, 401]);
    expect(await statuses(rest, '/any')).toEqual([401, 401]);
    expect(await statuses(rest, '/any', await stranger.mintIdToken('app'))).toEqual([401, 401]);
  });

  it('25: with scopes an access token that has one of them', async () => {
    expect(await statuses(rest, '/scoped', await provider.mintAccessToken('app', ['orders/read']))).toEqual([200, 200]);
    const [, wrongScope] = await statuses(rest, '/scoped', await provider.mintAccessToken('app', ['orders/write']));
    expect(wrongScope).toBe(401);
    const [, wrongUse] = await statuses(rest, '/scoped', await provider.mintIdToken('app'));
    expect(wrongUse).toBe(401);
  });

  it('24: an access token without an audience is known by its client', async () => {
    const http = bothGateways(
      definitionOf(
        {
          'GET /any': {
            type: 'HTTP_PROXY',
            httpMethod: 'GET',
            uri: 'https://orders.example.com/',
            payloadFormatVersion: '1.0',
            operation: { security: [{ people: [] }] },
          },
        },
        {
          components: {
            securitySchemes: {
              people: {
                'type': 'oauth2',
                'flows': {},
                'x-amazon-apigateway-authorizer': {
                  type: 'jwt',
                  identitySource: '$request.header.Authorization',
                  jwtConfiguration: { issuer, audience: ['app'] },
                },
              },
            },
          },
        },
      ),
      sites,
    );
    expect(await statuses(http, '/any', `Bearer ${await provider.mintAccessToken('app', [])}`)).toEqual([200, 200]);
    expect(await statuses(http, '/any', `Bearer ${await provider.mintIdToken('app')}`)).toEqual([200, 200]);
    expect(await statuses(http, '/any', `Bearer ${await provider.mintIdToken('other')}`)).toEqual([401, 401]);
  });
});
