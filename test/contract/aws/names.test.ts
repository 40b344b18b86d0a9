import {
  GetHostedZoneCommand,
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import {
  DiscoverInstancesCommand,
  GetNamespaceCommand,
  GetServiceCommand,
  ListInstancesCommand,
  ListServicesCommand,
  ServiceDiscoveryClient,
} from '@aws-sdk/client-servicediscovery';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEstateCloud, type EstateCloud } from './estate-cloud.ts';

let estate: EstateCloud;
beforeAll(async () => {
  estate = await startEstateCloud();
});
afterAll(() => estate.cloud.close());

describe('hosted zones, by the SDK client of Route 53', () => {
  it('tells private zones from public ones', async () => {
    const dns = new Route53Client(estate.client());
    const { HostedZones } = await dns.send(new ListHostedZonesCommand({}));
    expect(HostedZones?.map(({ Name, Config }) => [Name, Config?.PrivateZone])).toEqual([
      ['health.example.', false],
      ['health.internal.', true],
    ]);
    const inner = new ListHostedZonesCommand({ HostedZoneType: 'PrivateHostedZone' });
    expect((await dns.send(inner)).HostedZones?.map(({ Name }) => Name)).toEqual(['health.internal.']);
    const [outside, inside] = HostedZones?.map(({ Id }) => Id) ?? [];
    const found = await dns.send(new GetHostedZoneCommand({ Id: inside }));
    expect(found.VPCs).toEqual([{ VPCRegion: 'us-east-1', VPCId: estate.state.network.vpcs[0]?.VpcId }]);
    expect(found.DelegationSet).toBeUndefined();
    const known = await dns.send(new GetHostedZoneCommand({ Id: outside }));
    expect(known.VPCs ?? []).toEqual([]);
    expect(known.DelegationSet?.NameServers).toHaveLength(2);
    const { ResourceRecordSets } = await dns.send(new ListResourceRecordSetsCommand({ HostedZoneId: inside }));
    expect(ResourceRecordSets?.map(({ Type }) => Type)).toEqual(['NS', 'SOA', 'A', 'CNAME']);
  });
});

describe('Cloud Map, by the SDK client of Service Discovery', () => {
  // The operation's own host is a prefix to the endpoint's, which here is an address.
  const client = () => new ServiceDiscoveryClient({ ...estate.client(), disableHostPrefix: true });

  it('leads from a service to the addresses of its instances', async () => {
    const cloudMap = client();
    const { Services } = await cloudMap.send(new ListServicesCommand({ MaxResults: 10 }));
    const ServiceId = Services?.[0]?.Id;
    const { Service } = await cloudMap.send(new GetServiceCommand({ Id: ServiceId }));
    const { Namespace } = await cloudMap.send(new GetNamespaceCommand({ Id: Service?.NamespaceId }));
    const { Instances } = await cloudMap.send(new ListInstancesCommand({ ServiceId, MaxResults: 1 }));
    expect(Instances).toMatchObject([{ Attributes: { AWS_INSTANCE_IPV4: '10.20.0.37', AWS_INSTANCE_PORT: '3000' } }]);
    const asked = { NamespaceName: Namespace?.Name, ServiceName: Service?.Name };
    const discovered = await cloudMap.send(new DiscoverInstancesCommand(asked));
    expect(discovered.Instances?.map(({ Attributes }) => Attributes?.['AWS_INSTANCE_IPV4'])).toEqual([
      '10.20.0.37',
      '10.20.1.54',
    ]);
  });

  it('lists the services of one namespace', async () => {
    const NAMESPACE = [...estate.state.cloudMap.namespaces.keys()];
    const servicesOf = async (Values: string[]) =>
      (await client().send(new ListServicesCommand({ Filters: [{ Name: 'NAMESPACE_ID', Values }] }))).Services;
    expect(await servicesOf(NAMESPACE)).toHaveLength(1);
    expect(await servicesOf(['ns-none'])).toEqual([]);
  });

  it('refuses what is not there', async () => {
    const cloudMap = client();
    await expect(cloudMap.send(new GetServiceCommand({ Id: 'srv-none' }))).rejects.toMatchObject({
      name: 'ServiceNotFound',
    });
    const none = new DiscoverInstancesCommand({ NamespaceName: 'none', ServiceName: 'none' });
    await expect(cloudMap.send(none)).rejects.toMatchObject({ name: 'NamespaceNotFound' });
    const many = new ListServicesCommand({ MaxResults: 101 });
    await expect(cloudMap.send(many)).rejects.toMatchObject({ name: 'InvalidInput' });
  });
});
