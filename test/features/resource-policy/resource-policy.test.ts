import { describe, expect, it } from 'vitest';
import type { AwsRoute } from '../../../src/model/aws.ts';
import type { PolicyNode } from '../../../src/policy/tree.ts';
import { apiWith, golden, route, translated } from '../fixture.ts';

const open = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
const from = (...ranges: readonly string[]) => ({ IpAddress: { 'aws:SourceIp': ranges } });
const notFrom = (...ranges: readonly string[]) => ({ NotIpAddress: { 'aws:SourceIp': ranges } });
const backend = { type: 'HTTP_PROXY', uri: 'https://orders.example.com/' } as const;
const orders = route('GET /orders/{id}', backend);
const policyOf = (...Statement: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
const carried = (
  statements: readonly object[],
  routes: readonly AwsRoute[] = [orders],
  decisions: Record<string, string> = {},
) => translated(apiWith(routes, { policy: policyOf(...statements) }), decisions);
const columns = (...[statements, routes, decisions]: Parameters<typeof carried>) =>
  carried(statements, routes, decisions)
    .entries.filter(({ construct }) => construct === 'resource-policy-statement')
    .map(({ column }) => column);

/** What an ip-filter lets in, of a section or of the API. */
function filtersIn(nodes: readonly PolicyNode[]): readonly string[] {
  return nodes.flatMap((node) =>
    node.kind === 'element' && node.name === 'ip-filter'
      ? [node.children.map((child) => JSON.stringify(child)).join(' ')]
      : [],
  );
}

it('asks nothing of anybody where everybody may call everything', () => {
  const wide = [
    '*',
    'execute-api:/*',
    'execute-api:/*/*/*',
    'execute-api:/prod/*',
    'arn:aws:execute-api:us-east-1:111122223333:a1b2c3d4e5/*',
  ];
  for (const Resource of wide) expect(columns([{ ...open, Resource }])).toEqual(['translated']);
  expect(filtersIn(carried([open]).apiPolicy.inbound)).toEqual([]);
});

it('lets in what is allowed and not denied, for the whole API where all routes have the same', async () => {
  const policy = policyOf(open, {
    ...open,
    Effect: 'Deny',
    Condition: notFrom('192.0.2.0/24', '198.51.100.7', '2001:db8::/32'),
  });
  await expect(golden(apiWith([orders], { policy }))).toMatchFileSnapshot('golden/addresses.txt');
});

it('decides by route, and refuses all callers of a route that nothing allows', async () => {
  const routes = [orders, route('PUT /orders/{id}', backend), route('GET /health', backend)];
  const policy = policyOf(
    { ...open, Resource: 'execute-api:/prod/GET/*', Condition: from('203.0.113.0/24') },
    { ...open, Resource: ['execute-api:/prod/GET/health'] },
  );
  await expect(golden(apiWith(routes, { policy }))).toMatchFileSnapshot('golden/routes.txt');
});

describe('a statement blocks that', () => {
  it.each([
    ['speaks of a virtual network', { ...open, Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } }],
    ['speaks of an account', { ...open, Principal: { AWS: 'arn:aws:iam::111122223333:root' } }],
    ['says what it is not of', { ...open, NotAction: 'x' }],
    ['is of the time', { ...open, Condition: { DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } } }],
    ['has addresses that are none', { ...open, Condition: from('192.0.2.300') }],
    ['speaks of some calls of a route', { ...open, Resource: 'execute-api:/prod/GET/orders/7' }],
    ['names its stage by a reference', { ...open, Effect: 'Deny', Resource: 'execute-api:/${Stage}/GET/orders/*' }],
    ['is of another API', { ...open, Resource: 'arn:aws:execute-api:us-east-1:111122223333:zzzzzzzzzz/*' }],
  ])('%s', (_what, statement) => {
    expect(columns([open, statement])).toEqual(['translated', 'blocked']);
    expect(carried([statement]).findings.map(({ code }) => code)).toContain('RESOURCE-POLICY');
  });

  it('cannot be read at all', () => {
    const { entries } = translated(apiWith([orders], { policy: '{' }));
    expect(entries.filter(({ construct }) => construct === 'resource-policy-statement')).toMatchObject([
      { column: 'blocked' },
    ]);
  });
});

it('blocks what restricts callers where no route of the API is carried, not what lets everybody in', () => {
  const signed = route('GET /ledger', backend, { authorizationType: 'AWS_IAM' });
  expect(columns([open, { ...open, Effect: 'Deny', Condition: from('192.0.2.0/24') }], [signed])).toEqual([
    'translated',
    'blocked',
  ]);
});

it('is not told at which stage a definition will be deployed', () => {
  const stage = { ...apiWith([]).stage, name: '' };
  const of = (Resource: string) =>
    translated(apiWith([orders], { stage, policy: policyOf({ ...open, Resource }) })).entries.find(
      ({ construct }) => construct === 'resource-policy-statement',
    )?.column;
  expect(of('execute-api:/prod/*')).toBe('blocked');
  expect(of('execute-api:/*/GET/orders/*')).toBe('translated');
});

it('asks who checks callers where API Gateway stays the origin, whose policy would see API Management', () => {
  const kept = route('GET /kept', { type: 'AWS_PROXY', uri: 'arn:aws:lambda:us-east-1:111122223333:function:f' });
  const deny = { ...open, Effect: 'Deny', Condition: from('192.0.2.0/24') };
  const keep = { 'ROUTE-ORIGIN': 'keep-api-gateway-origin' };
  expect(columns([open, deny], [kept], keep)).toEqual(['translated', 'blocked']);
  const admit = { ...keep, 'RESOURCE-POLICY-ORIGIN': 'admit-api-management' };
  expect(columns([open, deny], [kept], admit)).toEqual(['translated', 'differs']);
  expect(columns([open, deny], [kept], { ...keep, 'RESOURCE-POLICY-ORIGIN': 'leave-the-policy' })).toEqual([
    'translated',
    'blocked',
  ]);
});

it('leaves it to a function as the authorizer to let in whom no statement allows, never whom one denies', () => {
  const guarded = route(
    'GET /guarded',
    { type: 'AWS_PROXY', uri: 'arn:aws:lambda:us-east-1:111122223333:function:f' },
    { authorizationType: 'CUSTOM', authorizerId: 'a' },
  );
  const allow = { ...open, Condition: from('192.0.2.0/24') };
  const deny = { ...open, Effect: 'Deny', Condition: from('198.51.100.0/24') };
  const decisions = { '*': 'recommended' };
  expect(filtersIn(carried([allow], [guarded], decisions).apiPolicy.inbound)).toEqual([]);
  const [filter] = filtersIn(carried([allow, deny], [guarded], decisions).apiPolicy.inbound);
  expect(filter).toContain('198.51.99.255');
});

it('says in words what a statement decides', () => {
  const [finding] = carried([
    {
      Effect: 'Deny',
      Principal: { AWS: ['arn:aws:iam::111122223333:root'] },
      Action: 'execute-api:Invoke',
      Resource: ['execute-api:/*'],
      Condition: notFrom('192.0.2.0/24', '198.51.100.7'),
    },
  ]).findings;
  expect(finding?.message).toBe(
    'The resource policy decides who may call, and this statement is not carried: Deny execute-api:Invoke on execute-api:/* ' +
      'for AWS arn:aws:iam::111122223333:root when NotIpAddress aws:SourceIp 192.0.2.0/24, 198.51.100.7 ' +
      '(it speaks of callers by their account).',
  );
});
