import { describe, expect, it } from 'vitest';
import { answering, bothGateways, definitionOf } from '../../support/both-gateways.ts';
import { CLIENT, entraTenant, TENANT } from '../../support/entra-tenant.ts';
import { apiWith, golden, route, translated } from '../fixture.ts';

const backend = { type: 'HTTP_PROXY', uri: 'https://orders.example.com/v1' } as const;
const signed = route('GET /orders', backend, { authorizationType: 'AWS_IAM' });
const entra = { tenantId: TENANT, audience: 'api://orders', clientIds: [CLIENT], roles: ['Orders.Read'] };
const move = { 'IAM-CALLERS': 'move-to-entra' };

it('moves callers to tokens of Entra ID where a person says so', async () => {
  await expect(golden(apiWith([signed]), move, { entra })).toMatchFileSnapshot('golden/move.txt');
});

it('lets the resource policy count for callers who are no principals of the account any more', () => {
  const policy = JSON.stringify({
    Statement: [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: 'execute-api:Invoke',
        Resource: 'execute-api:/*',
        Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
      },
    ],
  });
  const { apiPolicy } = translated(apiWith([signed], { policy }), move, { entra });
  expect(JSON.stringify(apiPolicy.inbound)).toContain('ip-filter');
});

describe('stays closed', () => {
  const found = (...from: Parameters<typeof translated>) => {
    const { operations, findings, entries } = translated(...from);
    const column = entries.find(({ construct }) => construct === 'authorizer-attachment')?.column;
    return [operations.length, column, ...findings.map(({ code, severity }) => `${severity} ${code}`)];
  };
  const api = apiWith([signed]);
  it.each([
    ['without a decision', api, {}, { entra }, 'blocker IAM-CALLERS'],
    ['by the recommendation', api, { '*': 'recommended' }, { entra }, 'blocker IAM-CALLERS'],
    ['by a decision that is none', api, { 'IAM-CALLERS': 'open' }, { entra }, 'blocker IAM-CALLERS'],
    ['while nothing says which tokens', api, move, {}, 'blocker ENTRA-MISSING'],
    [
      'where API Gateway would want the signature',
      apiWith([
        route(
          'GET /f',
          { type: 'AWS_PROXY', uri: 'arn:aws:lambda:us-east-1:1:function:f' },
          { authorizationType: 'AWS_IAM' },
        ),
      ]),
      move,
      { entra },
      'blocker ROUTE-IAM',
    ],
  ])('%s', (_why, from, decisions, more, finding) => {
    const [operations, column, ...findings] = found(from, decisions, more);
    expect([operations, column]).toEqual([0, 'blocked']);
    expect(findings).toContain(finding);
  });
});

describe('at both gateways', async () => {
  const tenant = await entraTenant();
  const iam = { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } };
  const proxy = { type: 'http_proxy', httpMethod: 'GET', uri: 'https://orders.example.com/', operation: iam };
  const definition = definitionOf({ 'GET /orders': proxy });
  const moved = bothGateways(definition, tenant.sites, { decisions: move, entra });
  const asked = async (authorization?: string, ask = moved) => {
    const headers: [string, string][] = authorization === undefined ? [] : [['Authorization', authorization]];
    const { source, target } = await ask({ path: '/orders', headers }, answering(200));
    const calls = target.backendRequests.length;
    return { source, target, statuses: [source.response.status, target.response.status], calls };
  };

  it('who signs nothing and has no token is refused alike, in the same words', async () => {
    const { source, target, statuses, calls } = await asked();
    expect(statuses).toEqual([403, 403]);
    expect(target.response.body.toString()).toBe(source.response.body.toString());
    expect(calls).toBe(0);
  });

  it.each([
    ['version 2', { roles: ['Orders.Read'] }],
    ['version 1', { version: 1, roles: ['Other', 'Orders.Read'] }],
  ] as const)('a token of %s is taken, and no backend sees it', async (_which, of) => {
    const { target, statuses } = await asked(`Bearer ${await tenant.token(of)}`);
    expect(statuses[1]).toBe(200);
    expect(target.backendRequests[0]?.headers.map(([name]) => name.toLowerCase())).not.toContain('authorization');
  });

  it.each([
    ['no role', {}],
    ['another role', { roles: ['Orders.Write'] }],
    ['another application', { client: TENANT, roles: ['Orders.Read'] }],
    ['another audience', { audience: 'api://other', roles: ['Orders.Read'] }],
    ['another tenant', { tenant: CLIENT, roles: ['Orders.Read'] }],
    ['an end in the past', { seconds: -3600, roles: ['Orders.Read'] }],
  ])('a token with %s is refused', async (_what, of) => {
    const { target, calls } = await asked(`Bearer ${await tenant.token(of)}`);
    expect([target.response.status, target.response.body.toString(), calls]).toEqual([
      403,
      '{"message":"Forbidden"}',
      0,
    ]);
  });

  it('a stranger who signs tokens of the tenant by a key of his own is refused', async () => {
    const stranger = await entraTenant();
    const { statuses, calls } = await asked(`Bearer ${await stranger.token({ roles: ['Orders.Read'] })}`);
    expect([statuses[1], calls]).toEqual([403, 0]);
  });

  it('a signature is refused, as it cannot be verified', async () => {
    const stale = bothGateways(definition, tenant.sites, { entra });
    for (const ask of [moved, stale]) {
      const { target, calls } = await asked(
        'AWS4-HMAC-SHA256 Credential=A/b, SignedHeaders=host, Signature=c',
        ask,
      ).catch(() => asked(undefined, ask));
      expect([target.response.status >= 400, calls]).toEqual([true, 0]);
    }
  });
});
