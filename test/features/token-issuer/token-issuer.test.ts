import { describe, expect, it } from 'vitest';
import type { AwsAuthorizer } from '../../../src/model/aws.ts';
import { below } from '../../../src/model/source-ref.ts';
import { createIdentityProvider } from '../../../src/local/sandbox/backends/identity-provider.ts';
import { answering, bothGateways, definitionOf } from '../../support/both-gateways.ts';
import { CLIENT, entraTenant, TENANT } from '../../support/entra-tenant.ts';
import { apiWith, golden, route, translated } from '../fixture.ts';

const entra = { tenantId: TENANT, audience: 'api://orders', clientIds: [CLIENT] };
const move = { 'TOKEN-ISSUER': 'move-to-entra' };
const both = { 'TOKEN-ISSUER': 'both-issuers' };

const authorizer: AwsAuthorizer = {
  at: below(apiWith([]).at, 'authorizers', 'au1'),
  id: 'au1',
  name: 'people',
  type: 'JWT',
  providerArns: [],
  issuer: 'https://login.example.com/',
  audience: ['app1'],
  identitySource: '$request.header.Authorization',
};
const backend = { type: 'HTTP_PROXY', uri: 'https://orders.example.com' } as const;
const guarded = { authorizationType: 'JWT', authorizerId: 'au1', authorizationScopes: ['read'] } as const;
const api = apiWith([route('GET /orders', backend, guarded)], { type: 'HTTP', authorizers: [authorizer] });
const lambda = { type: 'AWS_PROXY', uri: 'arn:aws:lambda:us-east-1:1:function:f' } as const;
const kept = apiWith([route('GET /f', lambda, guarded)], { type: 'HTTP', authorizers: [authorizer] });

it('takes tokens of either issuer during a transition', async () => {
  await expect(golden(api, both, { entra })).toMatchFileSnapshot('golden/both.txt');
});

it('takes tokens of Entra ID alone', async () => {
  await expect(golden(api, move, { entra })).toMatchFileSnapshot('golden/move.txt');
});

it('keeps the issuer while nothing is decided, and stops nothing by that', () => {
  const open = translated(api);
  const keep = translated(api, { 'TOKEN-ISSUER': 'keep-issuer' }, { entra });
  expect(open.operationPolicies).toEqual(keep.operationPolicies);
  expect(open.findings.filter(({ severity }) => severity === 'blocker')).toEqual([]);
  expect(open.entries.filter(({ openDecision }) => openDecision)).toEqual([]);
});

it.each([
  ['nothing says which tokens', api, move, {}, 'ENTRA-MISSING'],
  ['nothing says which tokens are taken as well', api, both, {}, 'ENTRA-MISSING'],
  ['the decision is none', api, { 'TOKEN-ISSUER': 'entra' }, { entra }, 'ROUTE-ISSUER'],
  ['API Gateway would go on taking the old ones', kept, move, { entra }, 'ROUTE-ISSUER'],
])('closes routes where %s', (_why, from, decisions, more, code) => {
  const { operations, findings, entries } = translated(from, decisions, more);
  expect(operations).toEqual([]);
  expect(findings.map((each) => `${each.severity} ${each.code}`)).toContain(`blocker ${code}`);
  expect(entries.find(({ construct }) => construct === 'authorizer-attachment')?.column).toBe('blocked');
});

it('names the routes that take the old tokens only, where API Gateway stays', () => {
  const decisions = { ...both, 'ROUTE-ORIGIN': 'keep-api-gateway-origin' };
  const { operations, findings } = translated(kept, decisions, { entra });
  expect(operations).toHaveLength(1);
  expect(findings.map(({ code }) => code)).toContain('TOKEN-ISSUER-OF-ORIGIN');
});

describe('at both gateways', async () => {
  const pool = 'us-east-1_abcdefghi';
  const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${pool}`;
  const provider = await createIdentityProvider(issuer);
  const tenant = await entraTenant();
  const sites = new Map([...tenant.sites, [new URL(issuer).host, provider.handler]]);
  const proxy = { type: 'http_proxy', httpMethod: 'GET', uri: 'https://orders.example.com/' };
  const definition = definitionOf(
    {
      'GET /any': { ...proxy, operation: { security: [{ people: [] }] } },
      'GET /scoped': { ...proxy, operation: { security: [{ people: ['orders/read'] }] } },
    },
    {
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
    },
  );
  const asking = (decisions: Record<string, string>) => {
    const ask = bothGateways(definition, sites, { decisions, entra });
    return async (path: string, token: string) => {
      const answer = await ask({ path, headers: [['Authorization', `Bearer ${token}`]] }, answering(200));
      return { statuses: answer.statuses, open: answer.open, body: answer.target.response.body.toString() };
    };
  };

  it('keep-issuer: only the pool is believed', async () => {
    const ask = asking({});
    expect((await ask('/any', await provider.mintIdToken('app'))).statuses).toEqual([200, 200]);
    expect((await ask('/any', await tenant.token())).statuses).toEqual([401, 401]);
  });

  it('both-issuers: each is checked as if it were alone', async () => {
    const ask = asking(both);
    expect((await ask('/any', await provider.mintIdToken('app'))).statuses).toEqual([200, 200]);
    expect((await ask('/any', await tenant.token())).statuses[1]).toBe(200);
    expect((await ask('/any', await tenant.token({ version: 1 }))).statuses[1]).toBe(200);
    expect((await ask('/scoped', await tenant.token({ scopes: ['orders/read'] }))).statuses[1]).toBe(200);
    expect((await ask('/scoped', await provider.mintAccessToken('app', ['orders/read']))).statuses).toEqual([200, 200]);
    for (const refused of [
      await tenant.token({ client: TENANT }),
      await (await entraTenant()).token(),
      await (await createIdentityProvider(issuer)).mintIdToken('app'),
      // The pool's key may not sign for the tenant.
      await (
        await createIdentityProvider(`https://sts.windows.net/${TENANT}/`)
      ).mintIdToken('api://orders', { azp: CLIENT }),
      'no-token',
      'a.b.c',
    ])
      expect((await ask('/any', refused)).statuses[1]).toBe(401);
    expect((await ask('/scoped', await tenant.token({ scopes: ['orders/write'] }))).statuses[1]).toBe(401);
  });

  it('move-to-entra: the pool is believed no more, which a finding announces', async () => {
    const ask = asking(move);
    const old = await ask('/any', await provider.mintIdToken('app'));
    expect(old).toMatchObject({ statuses: [200, 401], open: [], body: '{"message":"Unauthorized"}' });
    expect((await ask('/any', await tenant.token())).statuses[1]).toBe(200);
    expect((await ask('/scoped', await tenant.token({ roles: ['orders/read'] }))).statuses[1]).toBe(200);
    expect((await ask('/scoped', await tenant.token())).statuses[1]).toBe(401);
  });
});
