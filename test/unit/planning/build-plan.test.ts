import { describe, expect, it } from 'vitest';
import type { AwsInventory } from '../../../src/model/aws-inventory.ts';
import { runRequest } from '../../../src/model/run.ts';
import { STEP_PHASES, migrationPlan } from '../../../src/model/plan.ts';
import { below } from '../../../src/model/source-ref.ts';
import { buildPlan, type PlanInput } from '../../../src/planning/build-plan.ts';
import { readPolicy } from '../../../src/policy/read.ts';
import { validatePolicy } from '../../../src/policy/validate.ts';
import { bindStep } from '../../../src/steps/registry.ts';
import { ISSUING_PEM, ROOT_PEM, storeCertificate } from '../../support/authorities.ts';
import { apiWith, inventoryOf, route, stageWith } from '../../features/fixture.ts';

const HOST = 'api.health.example';
const backend = { type: 'HTTP_PROXY', uri: 'https://orders.example.com/v1' } as const;
const api = apiWith(
  [
    route('GET /orders', backend),
    route('POST /orders', backend, { apiKeyRequired: true }),
    route('ANY /files/{proxy+}', { type: 'AWS_PROXY', uri: 'arn:aws:lambda:us-east-1:111122223333:function:f' }),
  ],
  { stage: stageWith({ variables: { apiToken: 'a-secret-of-the-stage' } }) },
);
const arn = (kind: string) => ({ arn: `arn:aws:apigateway:us-east-1::/${kind}`, pointer: '' });

const inventory: AwsInventory = inventoryOf([api], {
  domainNames: [
    {
      at: arn(`domainnames/${HOST}`),
      name: HOST,
      endpointType: 'REGIONAL',
      routingRules: [],
      accessAssociations: [],
      certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/c1',
      mappings: [
        { at: below(arn(`domainnames/${HOST}`), 'mappings', '0'), path: 'orders', apiId: api.id, stage: 'prod' },
      ],
    },
  ],
  certificates: [
    {
      at: { arn: 'arn:aws:acm:us-east-1:111122223333:certificate/c1', pointer: '' },
      arn: 'arn:aws:acm:us-east-1:111122223333:certificate/c1',
      domainName: HOST,
      subjectAlternativeNames: [HOST],
      status: 'ISSUED',
      type: 'AMAZON_ISSUED',
      keyAlgorithm: 'RSA_2048',
      exportable: true,
    },
  ],
  usagePlans: [
    {
      at: arn('usageplans/p1'),
      id: 'p1',
      name: 'Gold',
      throttle: { rateLimit: 0.5, burstLimit: 2 },
      quota: { limit: 1000, period: 'MONTH', offset: 0 },
      apiStages: [{ apiId: api.id, stage: 'prod' }],
      keyIds: ['k1'],
    },
  ],
  apiKeys: [{ at: arn('apikeys/k1'), id: 'k1', name: 'Partner', enabled: true }],
});

function input(changes: Record<string, unknown> = {}, source: AwsInventory = inventory): PlanInput {
  const request = runRequest.parse({
    source: [{ account: '111122223333', region: 'us-east-1' }],
    target: { subscriptionId: '00000000-0000-4000-8000-000000000001', resourceGroup: 'rg', service: 'contoso' },
    keyVault: 'contoso-vault',
    dns: [{ provider: 'route53', zone: 'health.example' }],
    waves: [{ name: 'pilot', apis: ['Orders'], hostnames: [{ name: HOST }] }],
    decisions: { 'ROUTE-ORIGIN': 'keep-api-gateway-origin' },
    ...changes,
  });
  const records = [{ name: HOST, type: 'CNAME', ttl: 3600, values: ['d-1.execute-api.us-east-1.amazonaws.com'] }];
  return {
    inventory: source,
    request,
    recordSets: { [HOST]: records },
    gatewayHost: 'contoso.azure-api.net',
    targetDigest: 'sha256:t',
  };
}

describe('the plan of an API with keys, a function and a name', () => {
  const plan = buildPlan(input());

  it('closes the API before it has operations and opens it last', () => {
    const order = plan.steps.map(({ id }) => id.replaceAll(/-[0-9a-f]{4,12}(?=$|[-/])/g, ''));
    const path = order.find((id) => id.startsWith('guard:'))?.slice('guard:'.length);
    const places = ['put', 'guard', 'import', 'close', 'open'].map((verb) => order.indexOf(`${verb}:${path}`));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    const guard = plan.steps.find(({ id }) => id.startsWith('guard:'));
    expect(JSON.stringify(guard?.payload)).toContain('503');
    expect(JSON.stringify(plan.steps.find(({ id }) => id.startsWith('open:'))?.payload)).not.toContain('503');
  });

  it('never lets a step wait for a later phase, nor for another unit of its own phase', () => {
    for (const step of plan.steps)
      for (const id of step.dependsOn) {
        const other = plan.steps.find((each) => each.id === id);
        const [before, own] = [other, step].map((each) => STEP_PHASES.indexOf(each?.place.phase ?? 'importing'));
        expect(before).toBeLessThanOrEqual(own ?? -1);
        const isOfEarlierPhase = (before ?? 0) < (own ?? 0);
        expect(isOfEarlierPhase || other?.place.unit === step.place.unit).toBe(true);
      }
  });

  it('holds steps that the executor knows and policies that may be put', () => {
    expect(migrationPlan.parse(plan)).toEqual(plan);
    for (const step of plan.steps) {
      expect(bindStep(step).step).toBe(step);
      const { path = '', properties } = step.payload as { path?: string; properties?: { value?: string } };
      if (!path.endsWith('policies/policy')) continue;
      const scope = path.startsWith('products/') ? 'product' : path.includes('/operations/') ? 'operation' : 'api';
      expect(validatePolicy(readPolicy(properties?.value ?? ''), scope)).toEqual([]);
    }
  });

  it('balances, blocks nothing, and names keys without their values', () => {
    expect(plan.ledger.total).toBe(plan.ledger.carried + plan.ledger.manual + plan.ledger.blocked);
    expect(plan.findings.filter(({ severity }) => severity === 'blocker')).toEqual([]);
    expect(plan.steps.filter(({ kind }) => kind === 'put-subscription').map(({ payload }) => payload['keyId'])).toEqual(
      ['k1'],
    );
    expect(JSON.stringify(plan)).not.toContain('a-secret-of-the-stage');
    expect(JSON.stringify(plan)).not.toContain('primaryKey');
  });

  it('lowers the TTL before it moves the name from the lowered records', () => {
    const [lower, swap] = plan.steps.filter(({ kind }) => kind === 'change-dns');
    expect([lower?.place.phase, swap?.place.phase]).toEqual(['arming', 'cutting-over']);
    expect(swap?.payload['change']).toMatchObject({
      remove: [{ ttl: 60 }],
      create: [{ type: 'CNAME', values: ['contoso.azure-api.net'] }],
    });
  });

  it('carries the certificate before it binds the name, and watches both by the wave', () => {
    const [transfer] = plan.steps.filter(({ kind }) => kind === 'transfer-certificate');
    const [bind] = plan.steps.filter(({ kind }) => kind === 'bind-hostnames');
    expect(bind?.dependsOn).toEqual([transfer?.id]);
    expect(bind?.payload['hostnames']).toEqual([{ hostName: HOST, certificate: transfer?.payload['name'] }]);
    expect(plan.waves).toMatchObject([
      {
        name: 'pilot',
        apis: [{ path: 'orders', source: { scope: 0, apiId: api.id, stage: 'prod' } }],
        hostnames: [{ name: HOST, zone: 'health.example', target: 'contoso.azure-api.net', ttl: 3600 }],
      },
    ]);
  });

  it('has the same digest again, and another one for another source', () => {
    expect(buildPlan(structuredClone(input()))).toEqual(plan);
    const other = buildPlan(input({}, { ...inventory, apis: [{ ...api, name: 'Orders', region: 'eu-west-1' }] }));
    expect(other.digest).not.toBe(plan.digest);
  });
});

it('names each call that could not be read, also where several failed at one place', () => {
  const gap = { at: arn('domainnames'), reason: 'denied', remedy: 'allow it' };
  const gaps = ['GetDomainNames (version 1)', 'GetDomainNames (version 2)'].map((call) => ({ ...gap, call }));
  const { findings } = buildPlan(input({}, { ...inventory, gaps }));
  expect(findings.filter(({ code }) => code === 'NOT-READ').map(({ message }) => message)).toEqual([
    'GetDomainNames (version 1) could not be read: denied',
    'GetDomainNames (version 2) could not be read: denied',
  ]);
});

it('an open decision blocks a migration and is only asked in an assessment', () => {
  const severity = (mode: string) =>
    buildPlan(input({ mode, decisions: {} })).findings.find(({ code }) => code === 'ROUTE-ORIGIN')?.severity;
  expect([severity('migrate'), severity('plan'), severity('assess')]).toEqual(['blocker', 'blocker', 'decision']);
  const { carried, carriedNoDecision } = buildPlan(input({ mode: 'assess', decisions: {} })).ledger;
  expect(carried).toBeGreaterThan(carriedNoDecision);
});

it('takes every recommended option where the run says so, and a named choice before that', () => {
  const all = buildPlan(input({ decisions: { '*': 'recommended' } }));
  expect(all.findings.filter(({ severity }) => severity === 'blocker')).toEqual([]);
  const named = buildPlan(input({ decisions: { '*': 'recommended', 'ROUTE-ORIGIN': 'no-such-option' } }));
  expect(named.findings.find(({ code }) => code === 'ROUTE-ORIGIN')?.severity).toBe('blocker');
});

describe('names with mutual TLS and a security policy', () => {
  const [domain] = inventory.domainNames;
  if (domain === undefined) throw new Error('the inventory has no name');
  const uri = 's3://b/k';
  const asking = { ...domain, securityPolicy: 'TLS_1_0', mutualTlsTruststoreUri: uri };
  const certificates = [ROOT_PEM, ISSUING_PEM].map(storeCertificate);
  const source = { ...inventory, domainNames: [asking], trustStores: [{ at: domain.at, uri, certificates }] };
  const bound = (plan: ReturnType<typeof buildPlan>) =>
    plan.steps.find(({ kind }) => kind === 'bind-hostnames')?.payload;
  const tls10 = 'Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls10';

  it('bring their authorities and TLS along in the step that binds them', () => {
    const payload = bound(buildPlan(input({}, source)));
    expect(payload).toMatchObject({
      hostnames: [{ hostName: HOST, asksCallers: true }],
      authorities: [{ storeName: 'Root' }, { storeName: 'CertificateAuthority' }],
      customProperties: { [tls10]: 'False' },
    });
  });

  it('take TLS 1.0 where that was decided, and nothing on a tier that has no such settings', () => {
    const allowed = input({ decisions: { '*': 'recommended', 'TLS-OLD-CALLERS': 'allow-old' } }, source);
    expect(bound(buildPlan(allowed))).toMatchObject({ customProperties: { [tls10]: 'True' } });
    const v2 = { ...allowed.request, target: { ...allowed.request.target, tier: 'StandardV2' as const } };
    const payload = bound(buildPlan({ ...allowed, request: v2 }));
    expect([payload?.['authorities'], payload?.['customProperties']]).toEqual([undefined, undefined]);
  });
});

it.each([
  ['is not exportable', { exportable: false }, 'CERTIFICATE-NOT-EXPORTABLE'],
  ['is not issued', { status: 'EXPIRED' }, 'CERTIFICATE-NOT-VALID'],
  ['was not read', { arn: 'arn:aws:acm:us-east-1:111122223333:certificate/c2' }, 'CERTIFICATE-NOT-FOUND'],
])('a certificate that %s blocks its name', (_what, changes, code) => {
  const certificates = inventory.certificates.map((each) => ({ ...each, ...changes }));
  const plan = buildPlan(input({}, { ...inventory, certificates }));
  expect(plan.findings.filter(({ severity }) => severity === 'blocker').map((each) => each.code)).toEqual([code]);
  expect(plan.steps.filter(({ kind }) => kind === 'bind-hostnames')).toEqual([]);
});

it.each([
  ['an API that is not there', { waves: [{ name: 'pilot', apis: ['Order'], hostnames: [] }] }, 'API-NOT-FOUND'],
  ['a name without a zone', { dns: [] }, 'HOSTNAME-NOT-MOVED'],
  [
    'a strategy of later',
    { waves: [{ name: 'pilot', apis: ['Orders'], hostnames: [{ name: HOST, strategy: 'weighted' }] }] },
    'HOSTNAME-NOT-MOVED',
  ],
])('%s is a blocker', (_what, changes, code) => {
  const { findings } = buildPlan(input(changes));
  expect(findings.filter(({ severity }) => severity === 'blocker').map((each) => each.code)).toContain(code);
});

it('names an override of what the source has not', () => {
  const overrides = { 'arn:aws:x#/routes/none': { policy: '<policies />', format: 'xml' as const } };
  const base = input();
  const { findings } = buildPlan({ ...base, request: { ...base.request, overrides } });
  expect(findings.find(({ code }) => code === 'OVERRIDE-NOT-FOUND')?.severity).toBe('blocker');
});
