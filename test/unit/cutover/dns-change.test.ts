import { describe, expect, it } from 'vitest';
import { inverse, lowerTtl, progressOf, sameRecordSets, swapTo } from '../../../src/cutover/dns-change.ts';
import type { DnsRecordSet } from '../../../src/model/dns.ts';

const name = 'api.health.example';
const cname: DnsRecordSet = { name, type: 'CNAME', ttl: 300, values: ['d-1.execute-api.us-east-1.amazonaws.com'] };
const alias = (type: string): DnsRecordSet => ({
  name,
  type,
  values: [],
  alias: { hostedZoneId: 'Z1', dnsName: 'd-1.execute-api.us-east-1.amazonaws.com', evaluateTargetHealth: false },
});
const text: DnsRecordSet = { name, type: 'TXT', ttl: 300, values: ['"v=1"'] };
const target = 'contoso-apim.azure-api.net';

describe('DNS changes of a cutover', () => {
  it('lowers TTLs that are higher, and leaves aliases and other types alone', () => {
    expect(lowerTtl([cname, text], 60)).toEqual({ remove: [cname], create: [{ ...cname, ttl: 60 }] });
    expect(lowerTtl([alias('A')], 60)).toBeUndefined();
    expect(lowerTtl([{ ...cname, ttl: 60 }], 60)).toBeUndefined();
  });

  it('moves every address type at once, so that no IPv6 client stays behind', () => {
    const change = swapTo(name, 'health.example', [alias('AAAA'), alias('A'), text], target, 60);
    expect(change.remove.map(({ type }) => type)).toEqual(['A', 'AAAA']);
    expect(change.create).toEqual([{ name, type: 'CNAME', ttl: 60, values: [target] }]);
  });

  it('refuses the apex of a zone and a name that leads nowhere', () => {
    expect(() => swapTo('health.example', 'health.example', [alias('A')], target, 60)).toThrow('apex');
    expect(() => swapTo(name, 'health.example', [text], target, 60)).toThrow('no address record');
  });

  it('is undone by its inverse to the record sets that were there', () => {
    const change = swapTo(name, 'health.example', [cname], target, 60);
    expect(sameRecordSets(inverse(change).create, [cname])).toBe(true);
    expect(inverse(inverse(change))).toEqual(change);
  });

  it('knows a change that is done, one that is not begun and an edit by somebody else', () => {
    const change = swapTo(name, 'health.example', [cname], target, 60);
    expect(progressOf(change, [cname, text])).toBe('pending');
    expect(progressOf(change, [...change.create, text])).toBe('done');
    expect(progressOf(change, [{ ...cname, ttl: 299 }])).toBe('conflict');
    expect(progressOf(change, [...change.create, { name, type: 'AAAA', ttl: 60, values: ['::1'] }])).toBe('conflict');
  });
});
