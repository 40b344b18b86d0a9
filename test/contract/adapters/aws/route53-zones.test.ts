import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { awsClients } from '../../../../src/adapters/aws/clients.ts';
import { route53Zones } from '../../../../src/adapters/aws/route53-zones.ts';
import { startAwsCloud, type AwsCloud } from '../../../../src/local/sandbox/aws/aws-cloud.ts';
import { emptyAwsState, type HostedZoneState } from '../../../../src/local/sandbox/aws/state.ts';
import { Faults } from '../../../../src/local/sandbox/faults.ts';
import { Trace } from '../../../../src/local/sandbox/trace.ts';
import type { DnsRecordSet } from '../../../../src/model/dns.ts';

const state = emptyAwsState();
const zoneName = 'health.example';
const alias: ResourceRecordSet = {
  Name: 'alias.health.example.',
  Type: 'A',
  AliasTarget: { HostedZoneId: 'Z1UJRXOUMOOFQ8', DNSName: 'd-1.execute-api.example.', EvaluateTargetHealth: false },
};
const weighted = (identifier: string, weight: number): ResourceRecordSet => ({
  Name: 'weighted.health.example.',
  Type: 'CNAME',
  SetIdentifier: identifier,
  Weight: weight,
  TTL: 60,
  ResourceRecords: [{ Value: `${identifier}.example` }],
});
const plain: ResourceRecordSet = {
  Name: 'api.health.example.',
  Type: 'CNAME',
  TTL: 300,
  ResourceRecords: [{ Value: 'old.example' }],
};
const cname = (value: string): DnsRecordSet => ({
  name: 'api.health.example',
  type: 'CNAME',
  ttl: 60,
  values: [value],
});
const zone: HostedZoneState = {
  zone: { Id: '/hostedzone/Z1', Name: 'health.example.', CallerReference: 'one' },
  nameServers: ['ns-1.awsdns.example', 'NS-2.awsdns.example.'],
  recordSets: [],
  history: [],
};
let cloud: AwsCloud;
const quotas = { insyncAfterMs: 0, route53Rate: 100 };

beforeAll(async () => {
  state.hostedZones.set('Z1', zone);
  cloud = await startAwsCloud({ state, faults: new Faults(), trace: new Trace(), quotas });
  vi.stubEnv('AWS_ENDPOINT_URL', cloud.aws.url);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await cloud.close();
});
const zones = (roleArn?: string) => route53Zones(awsClients({ credentials: cloud.credentials }), roleArn);

describe('Route 53 zones', () => {
  beforeEach(() => {
    zone.recordSets = [alias, plain, weighted('blue', 90), weighted('green', 10)];
  });

  it('lists the sets of one name in canonical form', async () => {
    expect(await zones().recordSets(zoneName, 'alias.health.example')).toEqual([
      {
        name: 'alias.health.example',
        type: 'A',
        values: [],
        alias: { hostedZoneId: 'Z1UJRXOUMOOFQ8', dnsName: 'd-1.execute-api.example', evaluateTargetHealth: false },
      },
    ]);
    const weights = await zones().recordSets(zoneName, 'weighted.health.example');
    expect(weights.map(({ routing }) => routing)).toEqual([
      { SetIdentifier: 'blue', Weight: 90 },
      { SetIdentifier: 'green', Weight: 10 },
    ]);
    expect(await zones().recordSets(zoneName, 'none.health.example')).toEqual([]);
  });

  it('pages to the end of a name', async () => {
    const many = Array.from({ length: 301 }, (_, index) => weighted(`set-${index}`, 1));
    zone.recordSets = [...many, plain];
    expect(await zones().recordSets(zoneName, 'weighted.health.example')).toHaveLength(301);
  });

  it.each(['alias.health.example', 'weighted.health.example', 'api.health.example'])(
    'removes and restores what it listed of %s',
    async (name) => {
      const before = await zones().recordSets(zoneName, name);
      await zones().change(zoneName, { remove: before, create: [] });
      expect(await zones().recordSets(zoneName, name)).toEqual([]);
      const { changeId } = await zones().change(zoneName, { remove: [], create: before });
      expect(await zones().recordSets(zoneName, name)).toEqual(before);
      expect(await zones().isInSync(changeId)).toBe(true);
    },
  );

  it('refuses a stale removal as a conflict, with nothing written', async () => {
    const change = { remove: [cname('never.example')], create: [cname('new.example')] };
    await expect(zones().change(zoneName, change)).rejects.toMatchObject({ failure: { kind: 'conflict' } });
    expect(zone.recordSets).toContain(plain);
  });

  it('calls a batch that could never be written invalid', async () => {
    const outside = { ...cname('new.example'), name: 'api.other.example' };
    const change = { remove: [], create: [outside] };
    await expect(zones().change(zoneName, change)).rejects.toMatchObject({ failure: { kind: 'invalid' } });
  });

  it('names the name servers, under an assumed role', async () => {
    const servers = await zones('arn:aws:iam::111122223333:role/cutover').nameServers(zoneName);
    expect(servers).toEqual(['ns-1.awsdns.example', 'ns-2.awsdns.example']);
  });

  it('says that a zone is missing', async () => {
    const failure = { kind: 'missing', at: 'other.example' };
    await expect(zones().recordSets('other.example', 'a.other.example')).rejects.toMatchObject({ failure });
  });
});
