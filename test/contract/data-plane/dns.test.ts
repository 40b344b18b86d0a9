import { afterEach, expect, test } from 'vitest';
import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import { StubResolver } from '../../../src/local/sandbox/callers/stub-resolver.ts';
import { startDnsServer, type DnsServer } from '../../../src/local/sandbox/dns/server.ts';
import { answerQuestion } from '../../../src/local/sandbox/dns/zone-answer.ts';

const SYNTHETIC = [
  { suffix: 'execute-api.us-east-1.amazonaws.com', address: '127.0.0.2', ttlSeconds: 60 },
  { suffix: 'azure-api.net', address: '127.0.0.3', ttlSeconds: 60 },
];
const SOA: ResourceRecordSet = {
  Name: 'shop.example.',
  Type: 'SOA',
  TTL: 900,
  ResourceRecords: [{ Value: 'ns1.shop.example. admin.shop.example. 1 7200 900 1209600 86400' }],
};
const cname = (target: string): ResourceRecordSet => ({
  Name: 'api.shop.example.',
  Type: 'CNAME',
  TTL: 60,
  ResourceRecords: [{ Value: target }],
});
const zone = { Id: '/hostedzone/Z1', Name: 'shop.example.', CallerReference: 'test' };
const old = [SOA, cname('d-1.execute-api.us-east-1.amazonaws.com')];
const current = [SOA, cname('shop.azure-api.net')];

let server: DnsServer | undefined;
afterEach(async () => {
  await server?.close();
});

test('a name outside the zone answers NXDOMAIN with the SOA, a name without the type NODATA', () => {
  const view = [{ zone, recordSets: current }];
  const missing = answerQuestion({ name: 'no.shop.example', type: 'A' }, view, SYNTHETIC, () => 0);
  expect(missing).toMatchObject({ rcode: 'NXDOMAIN', authorities: [{ type: 'SOA' }] });
  const empty = answerQuestion({ name: 'shop.example', type: 'A' }, view, SYNTHETIC, () => 0);
  expect(empty).toMatchObject({ rcode: 'NOERROR', answers: [], authorities: [{ type: 'SOA' }] });
  expect(answerQuestion({ name: 'example.org', type: 'A' }, view, SYNTHETIC, () => 0).rcode).toBe('REFUSED');
});

test('an alias answers with its target address under its own name', () => {
  const alias: ResourceRecordSet = {
    Name: 'api.shop.example.',
    Type: 'A',
    AliasTarget: {
      HostedZoneId: 'Z2',
      DNSName: 'd-1.execute-api.us-east-1.amazonaws.com.',
      EvaluateTargetHealth: false,
    },
  };
  const found = answerQuestion(
    { name: 'api.shop.example', type: 'A' },
    [{ zone, recordSets: [SOA, alias] }],
    SYNTHETIC,
    () => 0,
  );
  expect(found.answers).toEqual([{ type: 'A', name: 'api.shop.example', ttl: 60, data: '127.0.0.2' }]);
});

test('weighted sets are picked in proportion; all zero is equal traffic', () => {
  const weighted = (one: number, other: number): ResourceRecordSet[] => [
    SOA,
    { ...cname('d-1.execute-api.us-east-1.amazonaws.com'), SetIdentifier: 'a', Weight: one },
    { ...cname('shop.azure-api.net'), SetIdentifier: 'b', Weight: other },
  ];
  const address = (sets: ResourceRecordSet[], random: number): unknown =>
    answerQuestion(
      { name: 'api.shop.example', type: 'A' },
      [{ zone, recordSets: sets }],
      SYNTHETIC,
      () => random,
    ).answers.at(-1);
  expect(address(weighted(90, 10), 0.89)).toMatchObject({ data: '127.0.0.2' });
  expect(address(weighted(90, 10), 0.91)).toMatchObject({ data: '127.0.0.3' });
  expect(address(weighted(0, 0), 0.6)).toMatchObject({ data: '127.0.0.3' });
});

test('a lagging server answers from the zone as it was', async () => {
  let lagMs = 0;
  server = await startDnsServer({
    zones: () => [
      {
        zone,
        nameServers: [],
        recordSets: current,
        history: [
          { at: 1000, recordSets: old },
          { at: 5000, recordSets: current },
        ],
      },
    ],
    synthetic: SYNTHETIC,
    lagMs: () => lagMs,
    now: () => 6000,
  });
  expect(await new StubResolver([server]).resolve('api.shop.example')).toBe('127.0.0.3');
  lagMs = 3000;
  expect(await new StubResolver([server]).resolve('api.shop.example')).toBe('127.0.0.2');
});
