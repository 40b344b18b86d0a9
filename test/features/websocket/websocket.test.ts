import { describe, expect, it } from 'vitest';
import { routeDigest } from '../../../src/features/route-override.ts';
import type { AwsApi, AwsRoute } from '../../../src/model/aws.ts';
import type { AwsInventory } from '../../../src/model/aws-inventory.ts';
import { constructsOf } from '../../../src/model/construct.ts';
import { sourceKey } from '../../../src/model/source-ref.ts';
import type { RunRequest } from '../../../src/model/run.ts';
import type { ApimTier } from '../../../src/model/tier.ts';
import { translateApi } from '../../../src/planning/translate-api.ts';
import { goldenOf, inventoryOf } from '../fixture.ts';
import { authorizer, connect, GUARDED, wardMonitor } from './ward-monitor.ts';

interface Run {
  readonly mode?: 'assess' | 'migrate';
  readonly tier?: ApimTier;
  readonly decisions?: Record<string, string>;
  readonly webSocketBackends?: Record<string, string>;
  readonly overrides?: RunRequest['overrides'];
  readonly around?: Partial<AwsInventory>;
}

const KEEP = { WEBSOCKET: 'keep-api-gateway-origin' };
const OWN = {
  decisions: { WEBSOCKET: 'own-websocket-backend' },
  webSocketBackends: { 'ward-monitor': 'wss://wards.example.com/live' },
};

const run = (api: AwsApi, { mode = 'migrate', tier, around, ...run }: Run = {}) =>
  translateApi(api, inventoryOf([api], around), {
    mode,
    decisions: KEEP,
    ...run,
    ...(tier !== undefined && { target: { tier } }),
  });

const codes = (api: AwsApi, options: Run = {}) =>
  run(api, options).findings.map(({ code, severity }) => `${severity} ${code}`);
const columns = (api: AwsApi, options: Run = {}) => [...new Set(run(api, options).entries.map(({ column }) => column))];

/** A policy of somebody's own for a route. */
const policyOf = (route: AwsRoute, inbound: string) => ({
  [sourceKey(route.at)]: {
    policy: `<policies><inbound><base />${inbound}</inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>`,
    format: 'xml' as const,
    source: routeDigest(route),
  },
});
const CHECK =
  '<validate-jwt header-name="Authorization"><openid-config url="https://issuer.example.com/.well-known/openid-configuration" /></validate-jwt>';

describe('a WebSocket API behind API Management', () => {
  it.each([
    ['kept', wardMonitor(GUARDED), {}],
    ['kept-v2', wardMonitor(GUARDED), { tier: 'StandardV2' }],
    ['consumption', wardMonitor(GUARDED), { tier: 'Consumption' }],
    ['replatform', wardMonitor(GUARDED), { decisions: { WEBSOCKET: 'replatform' } }],
    ['own', wardMonitor(connect()), OWN],
    ['own-guarded', wardMonitor(GUARDED), { ...OWN, overrides: policyOf(GUARDED, CHECK) }],
  ] satisfies [string, AwsApi, Run][])('is carried as a whole: %s', async (name, api, options) => {
    const result = run(api, options);
    await expect(goldenOf(result)).toMatchFileSnapshot(`golden/${name}.txt`);
    const keyOf = (kind: string, at: { arn: string; pointer: string }): string => `${kind} ${sourceKey(at)}`;
    const entered = result.entries.map(({ construct, at }) => keyOf(construct, at)).sort();
    expect(entered).toEqual(
      constructsOf(api)
        .map(({ kind, at }) => keyOf(kind, at))
        .sort(),
    );
  });

  it('is counted by the recommendation while nobody has decided, and blocked in a migration', () => {
    const api = wardMonitor(GUARDED);
    const open = run(api, { mode: 'assess', decisions: {} });
    expect(
      new Set(
        open.entries
          .filter(({ feature }) => feature === 'websocket')
          .map((each) => `${each.column} ${each.openDecision}`),
      ),
    ).toEqual(new Set(['differs true']));
    expect(codes(api, { decisions: {} })).toContain('blocker WEBSOCKET');
    expect(columns(api, { decisions: {} })).toContain('blocked');
    expect(codes(api, { decisions: { '*': 'recommended' } })).toContain('info WEBSOCKET');
  });

  it('offers a server of its own only where the run names one, and then first', () => {
    const names = (options: Run) =>
      run(wardMonitor(connect()), options)
        .findings.find(({ code }) => code === 'WEBSOCKET')
        ?.options?.map(({ name, recommended }) => (recommended === true ? `${name}!` : name));
    expect(names({})).toEqual(['keep-api-gateway-origin!', 'replatform']);
    expect(names(OWN)).toEqual(['own-websocket-backend!', 'keep-api-gateway-origin', 'replatform']);
    expect(codes(wardMonitor(connect()), { decisions: OWN.decisions })).toContain('blocker WEBSOCKET');
  });

  it('leaves every message to a server of its own, also of an API that anybody may connect to', () => {
    const { entries } = run(wardMonitor(undefined), OWN);
    const routes = entries.filter(({ construct }) => construct === 'route');
    expect(new Set(routes.map(({ column }) => column))).toEqual(new Set(['manual']));
  });

  it('takes the server of the stage before that of the API, by id or name', () => {
    const to = (webSocketBackends: Record<string, string>) =>
      run(wardMonitor(connect()), { ...OWN, webSocketBackends }).serviceUrl;
    expect(to({ 'wardmon1a2': 'wss://a.example', 'ward-monitor/live': 'wss://b.example' })).toBe('wss://b.example');
    expect(to({ wardmon1a2: 'wss://a.example' })).toBe('wss://a.example');
  });
});

describe('access control of $connect', () => {
  it('passes on to API Gateway with headers, query and keys, and no key of API Management is asked for', () => {
    const keyed = connect({ apiKeyRequired: true });
    const result = run(wardMonitor(keyed));
    expect(result.isKeyed).toBe(false);
    expect(result.findings.find(({ code }) => code === 'WEBSOCKET-ACCESS')?.message).toContain(
      'a key is read from $request.header.x-api-key',
    );
    expect(codes(wardMonitor(connect()))).not.toContain('review WEBSOCKET-ACCESS');
  });

  it.each([
    ['signatures', wardMonitor(connect({ authorizationType: 'AWS_IAM' })), {}, 'ROUTE-IAM'],
    [
      'an authorizer that reads the address',
      wardMonitor(GUARDED, {
        authorizers: [{ ...authorizer, identitySource: 'route.request.header.x,context.identity.sourceIp' }],
      }),
      {},
      'WEBSOCKET-IDENTITY',
    ],
    [
      'an authorizer that reads the host name',
      wardMonitor(GUARDED, { authorizers: [{ ...authorizer, identitySource: 'route.request.header.Host' }] }),
      {},
      'WEBSOCKET-IDENTITY',
    ],
    [
      'an endpoint that is switched off',
      wardMonitor(GUARDED, { disableExecuteApiEndpoint: true }),
      {},
      'ROUTE-ENDPOINT-OFF',
    ],
    ['a private endpoint', wardMonitor(GUARDED, { endpointType: 'PRIVATE' }), {}, 'ROUTE-PRIVATE'],
    ['a server of its own without a check', wardMonitor(GUARDED), OWN, 'WEBSOCKET-OWN-ACCESS'],
    ['keys before a server of its own', wardMonitor(connect({ apiKeyRequired: true })), OWN, 'WEBSOCKET-OWN-ACCESS'],
  ] satisfies [string, AwsApi, Run, string][])('blocks %s', (_name, api, options, code) => {
    const result = run(api, options);
    expect(codes(api, options)).toContain(`blocker ${code}`);
    expect(result.serviceUrl).toBeUndefined();
    expect(result.operationPolicies).toEqual([]);
    const own = result.entries.filter(({ feature }) => feature === 'websocket');
    expect(new Set(own.map(({ column }) => column))).toEqual(new Set(['blocked']));
  });

  it('blocks mutual TLS of a domain name that leads to it', () => {
    const at = { arn: 'arn:domain', pointer: '' };
    const domainNames = [
      {
        at,
        name: 'wards.example.com',
        mutualTlsTruststoreUri: 's3://trust/store.pem',
        mappings: [{ at, apiId: 'wardmon1a2', stage: 'live', path: '' }],
      },
    ] as unknown as AwsInventory['domainNames'];
    expect(codes(wardMonitor(GUARDED), { around: { domainNames } })).toContain('blocker ROUTE-MUTUAL-TLS');
  });

  it('with an open endpoint in view is assessed, behind a gate for the names of Azure', () => {
    const result = run(wardMonitor(GUARDED, { disableExecuteApiEndpoint: true }), { mode: 'assess', decisions: {} });
    expect(result.findings.map(({ code }) => code)).toContain('ENDPOINT-OFF');
    expect(goldenOf(result)).toContain('.EndsWith(&quot;.azure-api.net&quot;)');
  });
});

describe('an override', () => {
  const own = policyOf(GUARDED, CHECK);

  it('of $connect is the policy of the handshake', () => {
    const result = run(wardMonitor(GUARDED), { overrides: own });
    expect(goldenOf(result)).toContain('validate-jwt');
    expect(codes(wardMonitor(GUARDED), { overrides: own })).toContain('review OVERRIDE');
  });

  it.each([
    ['may not set a body', policyOf(GUARDED, '<set-body>x</set-body>'), 'OVERRIDE-INVALID'],
    [
      'must be of the route as it is',
      { ...own, [sourceKey(GUARDED.at)]: { ...own[sourceKey(GUARDED.at)], source: `sha256:${'0'.repeat(64)}` } },
      'OVERRIDE-STALE',
    ],
    ['is for no message', policyOf(wardMonitor(undefined).routes[1] as AwsRoute, CHECK), 'OVERRIDE-INVALID'],
  ] as [string, NonNullable<Run['overrides']>, string][])('%s', (_name, overrides, code) => {
    expect(codes(wardMonitor(GUARDED), { overrides })).toEqual([`blocker ${code}`]);
    expect(run(wardMonitor(GUARDED), { overrides }).serviceUrl).toBeUndefined();
  });
});
