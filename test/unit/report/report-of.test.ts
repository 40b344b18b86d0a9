import { describe, expect, it } from 'vitest';
import { below } from '../../../src/model/source-ref.ts';
import { apiWith, inventoryOf, route, stageWith } from '../../features/fixture.ts';
import { reportFor } from './sample-report.ts';

const at = (arn: string) => ({ arn, pointer: '' });
const backend = { type: 'HTTP_PROXY', uri: 'https://orders.example.com/v1' } as const;
const domain = (name: string, apiId: string, certificateArn: string) => ({
  at: at(`arn:aws:apigateway:us-east-1::/domainnames/${name}`),
  name,
  endpointType: 'REGIONAL' as const,
  certificateArn,
  mappings: [{ at: below(at(name), 'mappings', '0'), path: 'orders', apiId, stage: 'prod' }],
  routingRules: [],
  accessAssociations: [],
});
const certificate = (arn: string, changes: object = {}) => ({
  at: at(arn),
  arn,
  domainName: '*.example.com',
  subjectAlternativeNames: [],
  status: 'ISSUED',
  type: 'AMAZON_ISSUED',
  keyAlgorithm: 'RSA_2048',
  exportable: true,
  notAfter: '2027-11-25T00:00:00.000Z',
  ...changes,
});
const traffic = { days: 10, requests: 1_000_000, peakPerMinute: 60_000, clientErrors: 1, serverErrors: 2, daily: [] };

const estate = inventoryOf(
  [
    apiWith(
      [
        route('GET /orders', backend, { apiKeyRequired: true }),
        route('ANY /f/{proxy+}', {
          type: 'AWS_PROXY',
          uri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:f/invocations',
        }),
      ],
      { traffic },
    ),
    apiWith([route('GET /x', { type: 'HTTP_PROXY', uri: 'http://inside.example.com/', connectionType: 'VPC_LINK' })], {
      id: 'zzzz',
      name: 'Inside',
      stage: stageWith({ name: 'dev', variables: { host: 'a' } }),
    }),
  ],
  {
    domainNames: [domain('api.example.com', 'a1b2c3d4e5', 'c1'), domain('old.example.org', 'nobody', 'c2')],
    certificates: [
      certificate('c1'),
      certificate('c2', { exportable: false, keyAlgorithm: 'EC_prime256v1', notAfter: '2026-12-01T00:00:00Z' }),
    ],
  },
);

describe('the report of an estate', () => {
  const report = reportFor(estate);

  it('accounts for every construct, API by API', () => {
    const sum = [...report.apis.map(({ ledger }) => ledger), report.sharedLedger].reduce(
      (all, { total }) => all + total,
      0,
    );
    expect(sum).toBe(report.ledger.total);
    expect(report.apis.map(({ operations }) => operations)).toEqual([2, 1]);
  });

  it('decides for every backend', () => {
    expect(report.backends.map(({ address, kind, decision }) => [address, kind, decision])).toEqual([
      ['arn:aws:lambda:us-east-1:111122223333:function:f', 'function', 'retain'],
      ['http://inside.example.com', 'private', 'repoint'],
      ['https://orders.example.com', 'http', 'retain'],
    ]);
  });

  it('judges certificates for their host names', () => {
    const [first, second] = report.certificates;
    expect(first).toMatchObject({ hostname: 'api.example.com', path: 'export' });
    expect(first?.checks.every(({ ok }) => ok)).toBe(true);
    expect(second).toMatchObject({ hostname: 'old.example.org', path: 'reissue' });
    expect(second?.checks.filter(({ ok }) => !ok).map(({ check }) => check)).toEqual([
      'exportable',
      'expiry',
      'name',
      'key type',
    ]);
  });

  it('recommends the cheapest tier that has what is needed, from the traffic', () => {
    expect(report.traffic).toMatchObject({ known: 1, requestsPerMonth: 3_040_000, peakPerSecond: 1000 });
    expect(report.tier.needs.map(({ need }) => need)).toEqual(['several gateway host names', 'outbound network']);
    expect(report.tier.recommended).toBe('Premium');
    const standard = report.tier.tiers.find(({ tier }) => tier === 'Standard v2');
    expect(standard).toMatchObject({ fits: false, misses: ['several gateway host names'] });
    expect(standard?.costs).toEqual([{ regions: 'one region', units: 1, low: 700, high: 875 }]);
  });

  it('names callers that DNS cannot move', () => {
    expect(report.fixedCallers.map(({ host, text }) => [host, text.split(':')[0]])).toEqual([
      ['a1b2c3d4e5.execute-api.us-east-1.amazonaws.com', 'Open beside its custom domain'],
      ['zzzz.execute-api.us-east-1.amazonaws.com', 'The only address'],
    ]);
    expect(report.apis[1]?.callers[0]).toContain('each of them must change');
  });

  it('draws the estate before and after', () => {
    const lanes = (graph: typeof report.asIs): string[] => [...new Set(graph.nodes.map(({ lane }) => lane))].sort();
    expect(lanes(report.asIs)).toEqual(['api', 'front', 'hostname', 'integration', 'network', 'stage']);
    expect(lanes(report.toBe)).toEqual(lanes(report.asIs));
    expect(report.toBe.nodes.map(({ label }) => label)).toContain('API Gateway Orders');
    const ids = new Set(report.toBe.nodes.map(({ id }) => id));
    expect(report.toBe.edges.every(({ from, to }) => ids.has(from) && ids.has(to))).toBe(true);
  });

  it('speaks to every reader, and says what to do next', () => {
    expect(report.readers.map(({ reader }) => reader)).toEqual([
      'Platform engineer',
      'API owner',
      'Security reviewer',
      'Change approver',
    ]);
    expect(report.verdict.nextSteps.join(' ')).toContain('issued anew');
    expect(report.waves[0]?.apis.length).toBeGreaterThan(0);
  });

  it('is the same for the same input', () => {
    expect(reportFor(estate)).toEqual(report);
  });

  it('says of an empty source that there is nothing, without a baseline', () => {
    const empty = reportFor(inventoryOf([]));
    expect(empty.ledger.total).toBe(0);
    expect(empty.tier.basis).toContain('No traffic baseline');
    expect(empty.guide.flatMap(({ rows }) => rows).filter(({ uses }) => uses > 0)).toEqual([]);
  });
});

describe('the guide', () => {
  const report = reportFor(estate);
  const rows = (id: string) => report.guide.find((table) => table.id === id)?.rows ?? [];

  it('has every row of its four tables and three lists', () => {
    expect(report.guide.map(({ id, rows: own }) => [id, own.length])).toEqual([
      ['scopes', 4],
      ['capabilities', 7],
      ['capability-mismatches', 3],
      ['workloads', 3],
      ['workload-mismatches', 3],
      ['configuration', 8],
      ['configuration-mismatches', 3],
    ]);
  });

  it('counts what the source uses and leads to what was found', () => {
    const use = (id: string, row: string) => rows(id).find((each) => each.id === row);
    expect(use('workloads', 'lambda')?.uses).toBe(1);
    expect(use('configuration', 'stage-variables')?.uses).toBe(1);
    expect(use('workloads', 'websocket')).toMatchObject({ uses: 0, findings: [] });
    const codes = (use('workloads', 'lambda')?.findings ?? []).map((index) => report.findings[index]?.code);
    expect(codes).toContain('ROUTE-ORIGIN');
  });

  it('says why a stage is no version behind a custom domain', () => {
    expect(rows('configuration').find(({ id }) => id === 'api-stages')?.differs).toContain('part of the path');
  });

  it('has a row for each finding of what the source configures', () => {
    const told = new Set(report.guide.flatMap(({ rows: own }) => own.flatMap(({ findings }) => findings)));
    const others = report.findings.filter((_, index) => !told.has(index)).map(({ code }) => code);
    expect([...new Set(others)]).toEqual([]);
  });
});
