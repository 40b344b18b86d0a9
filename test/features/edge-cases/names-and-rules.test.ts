import { describe, expect, it } from 'vitest';
import type { AwsDomainName, AwsRoutingRule } from '../../../src/model/aws-account.ts';
import type { MigrationPlan } from '../../../src/model/plan.ts';
import { apiWith, route, stageWith } from '../fixture.ts';
import { api, at, domain, planOf, serviceOf, stepAt } from './edge-fixture.ts';

const SHOP = 'shop.example.com';
const API = 'api.example.com';
/** Another API at another backend, so that answers tell which of them was asked. */
const other = apiWith(
  [route('GET /orders', { type: 'HTTP_PROXY', httpMethod: 'GET', uri: 'https://shop.internal/' })],
  {
    at: at('restapis/b2'),
    id: 'b2',
    name: 'Shop',
    stage: stageWith(),
  },
);
const ORDERS = 'https://orders.example.com/';
const OTHER = 'https://shop.internal/';
const mapping = (name: string, path: string, apiId: string) => ({
  at: at(`domainnames/${name}/${path}/${apiId}`),
  path,
  apiId,
  stage: 'prod',
});
const found = ({ findings }: MigrationPlan, code: string) => findings.find((each) => each.code === code);
const moving = (names: readonly string[], decisions: Record<string, string> = { '*': 'recommended' }) => ({
  decisions,
  dns: [{ provider: 'route53', zone: 'example.com' }],
  waves: [{ name: 'one', apis: [api.id, other.id], hostnames: names.map((name) => ({ name })) }],
});
const records = (names: readonly string[]) =>
  Object.fromEntries(
    names.map((name) => [
      name,
      [{ name, type: 'CNAME', ttl: 60, values: ['d-1.execute-api.us-east-1.amazonaws.com'] }],
    ]),
  );

describe('4: one base path at two names', () => {
  const domainNames = [domain(API, 'v1'), domain(SHOP, 'v1', { mappings: [mapping(SHOP, 'v1', other.id)] })];
  const plan = planOf([api, other], { domainNames }, moving([SHOP]), records([SHOP]));
  const pathOf = (name: string) => plan.waves[0]?.apis.find((each) => each.name === name)?.path;

  it('is kept by one API, which refuses the other name', async () => {
    const ask = serviceOf(plan);
    expect(await ask('/v1/orders', {}, API)).toEqual({ status: 200, urls: [ORDERS] });
    expect(await ask('/v1/orders', {}, SHOP)).toEqual({ status: 404, urls: [] });
  });

  it('leaves the other API a path of its own, for a front to put before its calls', async () => {
    const path = pathOf('Shop');
    expect(path).toMatch(/^shop-example-com-[0-9a-f]{6}\/v1$/);
    expect(await serviceOf(plan)(`/${path}/orders`, {}, SHOP)).toEqual({ status: 200, urls: [OTHER] });
    expect(found(plan, 'PATH-ON-SEVERAL-DOMAINS')?.options?.[0]?.consequence).toContain(`"${path}"`);
  });

  it('never moves DNS of that name to the service', () => {
    expect(plan.steps.filter(({ kind }) => kind === 'change-dns' || kind === 'bind-hostnames')).toEqual([]);
    expect(found(plan, 'HOSTNAME-NOT-MOVED')).toMatchObject({ severity: 'blocker' });
  });

  it('waits for a decision, and leaves the API out where another service takes the name', () => {
    const open = planOf([api, other], { domainNames }, moving([], {}));
    expect(found(open, 'PATH-ON-SEVERAL-DOMAINS')).toMatchObject({ severity: 'blocker' });
    const left = planOf([api, other], { domainNames }, moving([], { 'PATH-ON-SEVERAL-DOMAINS': 'second-instance' }));
    expect(left.waves[0]?.apis.map(({ name }) => name)).toEqual(['Orders']);
    expect([open.ledger.blocked - plan.ledger.blocked, left.ledger.manual - plan.ledger.manual]).toEqual([1, 1]);
  });

  it('is no question where both names lead to one API', async () => {
    const same = [domain(API, 'v1'), domain(SHOP, 'v1', { mappings: [mapping(SHOP, 'v1', api.id)] })];
    const together = planOf([api], { domainNames: same });
    expect(found(together, 'PATH-ON-SEVERAL-DOMAINS')).toBeUndefined();
    for (const name of [API, SHOP]) expect((await serviceOf(together)('/v1/orders', {}, name)).status).toBe(200);
  });
});

describe('routing rules', () => {
  const rule = (changes: Partial<AwsRoutingRule> = {}): AwsRoutingRule => ({
    at: at(`rules/${JSON.stringify(changes)}`),
    priority: 10,
    basePaths: ['v1'],
    headers: [{ name: 'x-version', valueGlob: 'next' }],
    apiId: other.id,
    stage: 'prod',
    stripBasePath: true,
    ...changes,
  });
  const ruled = (rules: readonly AwsRoutingRule[], changes: Partial<AwsDomainName> = {}): MigrationPlan =>
    planOf(
      [api, other],
      {
        domainNames: [
          domain(API, 'v1', { routingMode: 'ROUTING_RULE_THEN_API_MAPPING', routingRules: rules, ...changes }),
        ],
      },
      moving([API]),
      records([API]),
    );

  it('by one value of one header is a version, which the header picks', async () => {
    const plan = ruled([rule()]);
    const ask = serviceOf(plan);
    expect((await ask('/v1/orders')).urls).toEqual([ORDERS]);
    expect((await ask('/v1/orders', { 'X-Version': 'next' })).urls).toEqual([OTHER]);
    expect(await ask('/v1/orders', { 'x-version': 'older' })).toEqual({ status: 404, urls: [] });
    expect(stepAt(plan, /^apiVersionSets\//)).toMatchObject({
      versioningScheme: 'Header',
      versionHeaderName: 'x-version',
    });
    expect(found(plan, 'ROUTING-RULE')?.options?.[0]?.consequence).toContain('another value is answered by 404');
    const order = plan.steps.map(({ id }) => id);
    const set = order.findIndex((id) => id.startsWith('put:apiVersionSets/'));
    expect(order.findIndex((id) => id.startsWith('put:apis/'))).toBeGreaterThan(set);
    expect(plan.steps.some(({ kind }) => kind === 'change-dns')).toBe(true);
  });

  it('by two values of a header are two versions; by two headers they are not', async () => {
    const third = { ...other, at: at('restapis/c3'), id: 'c3', name: 'Third' };
    const two = [rule(), rule({ priority: 20, headers: [{ name: 'x-version', valueGlob: '3' }], apiId: 'c3' })];
    const domainNames = [domain(API, 'v1', { routingRules: two })];
    const ask = serviceOf(planOf([api, other, third], { domainNames }));
    for (const value of ['next', '3']) expect((await ask('/v1/orders', { 'x-version': value })).urls).toEqual([OTHER]);
    const mixed = ruled([rule(), rule({ priority: 20, headers: [{ name: 'x-tenant', valueGlob: '3' }] })]);
    expect(found(mixed, 'ROUTING-RULE')?.message).toContain('does not go with the other rules');
    expect((await serviceOf(mixed)('/v1/orders', { 'x-version': 'next' })).urls).toEqual([ORDERS]);
  });

  it('by a base path alone is a path, in place of a mapping there', async () => {
    const plan = ruled([rule({ headers: [] })]);
    expect((await serviceOf(plan)('/v1/orders')).urls).toEqual([OTHER]);
    expect(found(plan, 'ROUTING-RULE-PATH')).toMatchObject({ severity: 'info' });
  });

  it.each([
    ['a pattern', { headers: [{ name: 'x-version', valueGlob: '2*' }] }, 'may have several values'],
    [
      'two headers',
      { headers: [rule().headers[0], { name: 'b', valueGlob: '1' }] as AwsRoutingRule['headers'] },
      'several conditions',
    ],
    ['two base paths', { basePaths: ['v1', 'v2'] }, 'several conditions'],
    ['a base path that the API gets', { stripBasePath: false }, 'gets the base path'],
    ['every path, above a mapping', { basePaths: [] }, 'longer base paths'],
  ] satisfies [string, Partial<AwsRoutingRule>, string][])(
    'with %s are left to a front, and the name stays',
    (_name, changes, why) => {
      const plan = ruled([rule(changes)]);
      expect(found(plan, 'ROUTING-RULE')?.message).toContain(why);
      expect(found(plan, 'HOSTNAME-NOT-MOVED')?.message).toContain('is not carried');
      expect(stepAt(plan, /^apiVersionSets\//)).toBeUndefined();
      expect(plan.ledger.manual).toBe(1);
    },
  );

  it('count for nothing where the name goes by its mappings, and mappings where it goes by its rules', async () => {
    const unused = ruled([rule({ headers: [] })], { routingMode: 'API_MAPPING_ONLY' });
    expect((await serviceOf(unused)('/v1/orders')).urls).toEqual([ORDERS]);
    expect(found(unused, 'ROUTING-RULE-UNUSED')).toMatchObject({ severity: 'info' });
    const only = ruled([rule({ basePaths: ['v2'], headers: [] })], { routingMode: 'ROUTING_RULE_ONLY' });
    expect((await serviceOf(only)('/v2/orders')).urls).toEqual([OTHER]);
    expect((await serviceOf(only)('/v1/orders')).urls).toEqual([]);
  });
});
