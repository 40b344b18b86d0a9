import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import { createSocket } from 'node:dgram';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dnsQueries } from '../../../../src/adapters/dns/queries.ts';
import { startDnsServer, type DnsServer } from '../../../../src/local/sandbox/dns/server.ts';

const record = (name: string, type: 'A' | 'AAAA' | 'CNAME' | 'SOA', ...values: string[]): ResourceRecordSet => ({
  Name: `${name}.`,
  Type: type,
  TTL: type === 'SOA' ? 900 : 60,
  ResourceRecords: values.map((Value) => ({ Value })),
});
const recordSets = [
  record('health.example', 'SOA', 'ns1.health.example. admin.health.example. 1 7200 900 1209600 86400'),
  record('api.health.example', 'CNAME', 'front.azure-api.net'),
  record('www.health.example', 'A', '192.0.2.10'),
  record('www.health.example', 'AAAA', '2001:db8::10'),
  record('many.health.example', 'A', ...Array.from({ length: 60 }, (_, index) => `192.0.2.${index}`)),
  record('loop.health.example', 'CNAME', 'loop.health.example'),
];
const zone = { Id: '/hostedzone/Z1', Name: 'health.example.', CallerReference: 'test' };
const synthetic = [{ suffix: 'azure-api.net', address: '127.0.0.3', ttlSeconds: 30 }];
let server: DnsServer;
let at: string;

beforeAll(async () => {
  server = await startDnsServer({ zones: () => [{ zone, nameServers: [], recordSets, history: [] }], synthetic });
  at = `127.0.0.1:${server.port}`;
});
afterAll(() => server.close());

describe('DNS queries to configured servers', () => {
  it('shows the CNAME with its authority, TTL and end of chain', async () => {
    expect(await dnsQueries({ servers: [at] }).ask('api.health.example', ['ns-1.awsdns.example'])).toEqual({
      answers: [{ server: at, authoritative: true, cname: 'front.azure-api.net', addresses: ['127.0.0.3'], ttl: 60 }],
      silent: [],
    });
  });

  it('shows how long a missing name may be remembered', async () => {
    const { answers } = await dnsQueries({ servers: [at] }).ask('none.health.example', []);
    expect(answers).toEqual([{ server: at, authoritative: true, addresses: [], negativeTtl: 900 }]);
  });

  it('asks by TCP for an answer that no datagram holds', async () => {
    const { answers } = await dnsQueries({ servers: [at] }).ask('many.health.example', []);
    expect(answers[0]?.addresses).toHaveLength(60);
  });

  it('shows that a server is no authority for a name', async () => {
    const { answers } = await dnsQueries({ servers: [at] }).ask('elsewhere.example', []);
    expect(answers).toMatchObject([{ authoritative: false, addresses: [] }]);
  });

  it('names a server that does not answer', async () => {
    const deaf = createSocket('udp4');
    await new Promise<void>((resolve) => deaf.bind(0, '127.0.0.1', resolve));
    const silent = `127.0.0.1:${deaf.address().port}`;
    const found = await dnsQueries({ servers: [at, silent] }).ask('www.health.example', []);
    deaf.close();
    expect(found).toMatchObject({ answers: [{ server: at }], silent: [silent] });
  });

  it('resolves IPv4 and IPv6 addresses', async () => {
    const queries = dnsQueries({ servers: [at] });
    expect(await queries.addresses('www.health.example')).toEqual(['192.0.2.10', '2001:db8::10']);
    expect(await queries.addresses('api.health.example')).toEqual(['127.0.0.3']);
    expect(await queries.addresses('none.health.example')).toEqual([]);
  });

  it('does not take a refusal for an empty answer', async () => {
    const asked = dnsQueries({ servers: [at] }).addresses('elsewhere.example');
    await expect(asked).rejects.toMatchObject({ failure: { kind: 'transient', code: 'dns-unresolved' } });
  });

  it('refuses an endless chain', async () => {
    const asked = dnsQueries({ servers: [at] }).addresses('loop.health.example');
    await expect(asked).rejects.toMatchObject({ failure: { kind: 'invalid', code: 'cname-chain' } });
  });

  it.each(['localhost:53', '127.0.0.1', '127.0.0.1:0', '127.0.0.1:70000'])('refuses %s as a server', (text) => {
    expect(() => dnsQueries({ servers: [text] })).toThrow(RangeError);
  });
});
