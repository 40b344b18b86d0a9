import { describe, expect, it } from 'vitest';
import { createIdentityProvider } from '../../../src/local/sandbox/backends/identity-provider.ts';
import { bothGateways, definitionOf, type Asked } from '../../support/both-gateways.ts';
import { eventOf } from './events.ts';
import { codesOf, http, HTTP_API, INVOKE, OK, rest } from './invoked-functions.ts';

/** The event that the function got is the same on both sides; its requestContext.authorizer. */
function told({ source, target, statuses }: Asked): unknown {
  expect(statuses).toEqual([200, 200]);
  const event = eventOf(target.backendRequests[0]);
  expect(event).toEqual(eventOf(source.backendRequests[0]));
  return (event as { requestContext: { authorizer?: unknown } }).requestContext.authorizer;
}

describe('tokens', async () => {
  const pool = 'us-east-1_abcdefghi';
  const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${pool}`;
  const provider = await createIdentityProvider(issuer);
  const stranger = await createIdentityProvider(issuer);
  const sites = new Map([[new URL(issuer).host, provider.handler]]);
  const cognito = {
    'type': 'apiKey',
    'name': 'Authorization',
    'in': 'header',
    'x-amazon-apigateway-authtype': 'cognito_user_pools',
    'x-amazon-apigateway-authorizer': {
      type: 'cognito_user_pools',
      providerARNs: [`arn:aws:cognito-idp:us-east-1:111122223333:userpool/${pool}`],
    },
  };
  const jwt = {
    'type': 'oauth2',
    'flows': {},
    'x-amazon-apigateway-authorizer': {
      type: 'jwt',
      identitySource: '$request.header.Authorization',
      jwtConfiguration: { issuer, audience: ['app'] },
    },
  };
  const definition = (integration: object, people: object, around: object = {}) =>
    definitionOf(
      {
        'GET /any': { ...integration, operation: { security: [{ people: [] }] } },
        'GET /scoped': { ...integration, operation: { security: [{ people: ['orders/read', 'orders/list'] }] } },
      },
      { components: { securitySchemes: { people } }, ...around },
    );
  const APIS = {
    'a REST API': definition(rest, cognito),
    'an HTTP API, payload 1.0': definition(http('1.0'), jwt, HTTP_API),
    'an HTTP API, payload 2.0': definition(http('2.0'), jwt, HTTP_API),
  };
  /** What the function is told of claims and scopes. */
  const SHAPES: Record<string, (claims: object, scopes: readonly string[] | null) => object> = {
    'a REST API': (claims) => ({ claims }),
    'an HTTP API, payload 1.0': (claims, scopes) => ({ claims, scopes }),
    'an HTTP API, payload 2.0': (claims, scopes) => ({ jwt: { claims, scopes } }),
  };
  const bearer = (token: string): { headers: [string, string][] } => ({
    headers: [['Authorization', `Bearer ${token}`]],
  });
  const CLAIMS = {
    'cognito:groups': ['admins'],
    'roles': ['a', 'b'],
    'none': [],
    'email_verified': true,
    'level': 3,
    'since': '2024-01-01T00:00:00.120Z',
    'nothing': null,
    'address': { street: 'Müller-Straße 7', at: '2024-01-01T00:00:00Z' },
    'sign': '??>>~~ÿ',
    '2024-x': 'a "2024-01-01" b',
  };

  it.each(Object.entries(APIS))('of %s tell the function their claims', async (name, text) => {
    const codes = codesOf(text, INVOKE);
    expect(codes).toContain('LAMBDA-TARGET');
    expect(codes).not.toContain('ROUTE-ORIGIN');
    const ask = bothGateways(text, sites, INVOKE);
    const authorizer = told(await ask({ path: '/any', ...bearer(await provider.mintIdToken('app', CLAIMS)) }, OK));
    const claims = {
      'cognito:groups': '[admins]',
      'roles': '[a b]',
      'none': '[]',
      'email_verified': 'true',
      'level': '3',
      'since': CLAIMS.since,
      'nothing': 'null',
      'address': JSON.stringify(CLAIMS.address),
      'sign': CLAIMS.sign,
      '2024-x': CLAIMS['2024-x'],
      'token_use': 'id',
      'aud': 'app',
      'iss': issuer,
    };
    const scoped = told(
      await ask({ path: '/scoped', ...bearer(await provider.mintAccessToken('app', ['x', 'orders/read'])) }, OK),
    );
    const shape = SHAPES[name] ?? ((told) => told);
    expect(authorizer).toMatchObject(shape(claims, null));
    expect(scoped).toMatchObject(shape({ scope: 'x orders/read', client_id: 'app' }, ['x', 'orders/read']));
  });

  it.each(Object.entries(APIS))('of %s of any length of their payload are read', async (_name, text) => {
    const ask = bothGateways(text, sites, INVOKE);
    for (const pad of ['', 'x', 'xx', 'xxx']) {
      const authorizer = told(await ask({ path: '/any', ...bearer(await provider.mintIdToken('app', { pad })) }, OK));
      expect(JSON.stringify(authorizer)).toContain(`"pad":"${pad}"`);
    }
  });

  it.each(Object.entries(APIS))('of %s that are refused reach no function', async (name, text) => {
    const ask = bothGateways(text, sites, INVOKE);
    const id = await provider.mintIdToken('app');
    const noScope = name === 'a REST API' ? 401 : 403;
    const refusals: [string, string | undefined, number][] = [
      ['/any', undefined, 401],
      ['/any', 'nonsense', 401],
      ['/any', await stranger.mintIdToken('app'), 401],
      ['/any', `${id.split('.').slice(0, 2).join('.')}.AAAA`, 401],
      ['/scoped', await provider.mintAccessToken('app', ['orders/write']), noScope],
    ];
    for (const [path, token, status] of refusals) {
      const { source, target, statuses } = await ask({ path, ...(token !== undefined && bearer(token)) }, OK);
      expect(statuses).toEqual([status, status]);
      expect([source.backendRequests, target.backendRequests]).toEqual([[], []]);
    }
  });

  it.each(['move-to-entra', 'both-issuers'])('of another issuer (%s) are not told of', (option) => {
    const entra = {
      tenantId: '11111111-2222-3333-4444-555555555555',
      audience: 'api://orders',
      clientIds: ['66666666-7777-8888-9999-000000000000'],
    };
    const codes = codesOf(APIS['a REST API'], {
      decisions: { ...INVOKE.decisions, 'TOKEN-ISSUER': option },
      entra,
    });
    expect(codes).toContain(option === 'both-issuers' ? 'ROUTE-ORIGIN' : 'ROUTE-ISSUER');
    expect(codes).not.toContain('LAMBDA-TARGET');
  });
});
