import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAuthority } from '../../../src/local/sandbox/authority.ts';
import { startAzureCloud, type AzureCloud } from '../../../src/local/sandbox/azure/azure-cloud.ts';
import { networkPath } from '../../../src/local/sandbox/azure/context.ts';
import { emptyAzureState } from '../../../src/local/sandbox/azure/state.ts';
import { Faults } from '../../../src/local/sandbox/faults.ts';
import { Trace } from '../../../src/local/sandbox/trace.ts';

const trusted = getCACertificates('default');
const state = emptyAzureState();
let cloud: AzureCloud;

beforeAll(async () => {
  const authority = await createAuthority();
  setDefaultCACertificates([...trusted, authority.caPem]);
  cloud = await startAzureCloud({ state, authority, faults: new Faults(), trace: new Trace() });
});
afterAll(async () => {
  setDefaultCACertificates(trusted);
  await cloud.close();
});

interface Answered {
  readonly status: number;
  readonly etag: string | null;
  readonly operation: string | null;
  readonly body: unknown;
}

async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const url = path.startsWith('https:') ? path : `${cloud.arm.url}${networkPath(state)}/${path}?api-version=2018-05-01`;
  const answer = await fetch(url, {
    method,
    headers: { 'authorization': `Bearer ${cloud.token}`, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    etag: answer.headers.get('etag'),
    operation: answer.headers.get('azure-asyncoperation'),
    body: text === '' ? undefined : JSON.parse(text),
  };
}

describe('DNS zones of the sandbox', () => {
  const a = (...addresses: string[]) => ({
    properties: { TTL: 60, ARecords: addresses.map((ipv4Address) => ({ ipv4Address })) },
  });

  it('keeps record sets under conditions and deletes the zone as an operation', async () => {
    expect(await call('PUT', 'dnsZones/example.test', { location: 'global' })).toMatchObject({
      status: 201,
      body: { properties: { numberOfRecordSets: 2 } },
    });
    const created = await call('PUT', 'dnsZones/example.test/A/api', a('192.0.2.1'), { 'if-none-match': '*' });
    expect(created).toMatchObject({ status: 201, body: { properties: { fqdn: 'api.example.test.', TTL: 60 } } });
    const again = await call('PUT', 'dnsZones/example.test/A/api', a('192.0.2.2'), { 'if-none-match': '*' });
    expect(again).toMatchObject({ status: 412, body: { code: 'PreconditionFailed' } });
    const match = { 'if-match': created.etag ?? '' };
    const changed = await call('PUT', 'dnsZones/example.test/A/api', a('192.0.2.2'), match);
    expect(changed.status).toBe(200);
    expect((await call('DELETE', 'dnsZones/example.test/A/api', undefined, match)).status).toBe(412);
    expect((await call('GET', 'dnsZones/example.test/recordsets')).body).toMatchObject({
      value: [{ name: '@' }, { name: '@' }, { name: 'api' }],
    });
    const gone = await call('DELETE', 'dnsZones/example.test');
    expect(gone.status).toBe(202);
    await expect
      .poll(async () => (await call('GET', gone.operation ?? '')).body, { interval: 5 })
      .toEqual({ status: 'Succeeded' });
    expect(await call('GET', 'dnsZones/example.test')).toMatchObject({ status: 404, body: { code: 'NotFound' } });
  });

  it('refuses a CNAME beside other records and a TTL out of range', async () => {
    await call('PUT', 'dnsZones/other.test', { location: 'global' });
    await call('PUT', 'dnsZones/other.test/A/api', a('192.0.2.1'));
    const cname = { properties: { TTL: 60, CNAMERecord: { cname: 'elsewhere.test' } } };
    expect((await call('PUT', 'dnsZones/other.test/CNAME/api', cname)).status).toBe(400);
    expect((await call('PUT', 'dnsZones/other.test/CNAME/@', cname)).status).toBe(400);
    expect((await call('PUT', 'dnsZones/other.test/A/zero', { properties: { TTL: 0 } })).status).toBe(400);
  });
});

describe('Traffic Manager of the sandbox', () => {
  it('keeps a profile and its endpoints', async () => {
    const profile = {
      location: 'global',
      properties: {
        trafficRoutingMethod: 'Weighted',
        dnsConfig: { relativeName: 'api', ttl: 30 },
        monitorConfig: { protocol: 'HTTPS', port: 443, path: '/' },
      },
    };
    const created = await call('PUT', 'trafficmanagerprofiles/api', profile);
    expect(created).toMatchObject({ status: 201, etag: null });
    expect(created.body).toMatchObject({ properties: { dnsConfig: { fqdn: 'api.trafficmanager.net' } } });
    const endpoint = (weight: number) => ({ properties: { target: 'api.example.test', weight } });
    const path = 'trafficmanagerprofiles/api/externalEndpoints/old';
    expect((await call('PUT', path, endpoint(90))).status).toBe(201);
    expect((await call('PUT', path, endpoint(10))).status).toBe(201);
    expect((await call('GET', 'trafficmanagerprofiles/api')).body).toMatchObject({
      properties: { endpoints: [{ name: 'old', properties: { weight: 10, priority: 1 } }] },
    });
    expect((await call('DELETE', path)).status).toBe(200);
    expect((await call('GET', path)).status).toBe(404);
    expect((await call('DELETE', 'trafficmanagerprofiles/api')).status).toBe(200);
    expect((await call('DELETE', 'trafficmanagerprofiles/api')).status).toBe(204);
  });

  it('refuses a profile without a name and an unknown routing method', async () => {
    const refused = { status: 400, body: { error: { code: 'BadRequest' } } };
    expect(await call('PUT', 'trafficmanagerprofiles/x', { properties: {} })).toMatchObject(refused);
    const properties = { dnsConfig: { relativeName: 'x' }, trafficRoutingMethod: 'Random' };
    expect(await call('PUT', 'trafficmanagerprofiles/x', { properties })).toMatchObject(refused);
  });
});
