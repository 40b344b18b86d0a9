import type { AwsState } from '../../aws/state.ts';
import { arnOf, BUILT_AT } from './account.ts';
import { VPC } from './network.ts';
import { addPrivateZone } from '../custom-domain.ts';

const NAMESPACE = 'ns-4q2w6e8r1t3y5u71';
const SERVICE = 'srv-7u5y3t1r8e6w4q21';
const ADDRESSES = ['10.20.0.37', '10.20.1.54'];

/** The names inside the VPC: a Cloud Map service of the pods, and the private hosted zone that its namespace is. */
export function addCloudMap(aws: AwsState): void {
  const name = 'health.internal';
  const zoneId = addPrivateZone(aws, name, VPC, [
    {
      Name: `processing.${name}.`,
      Type: 'A',
      TTL: 60,
      ResourceRecords: ADDRESSES.map((Value) => ({ Value })),
    },
    // What is inside the VPC calls the API by the public name's twin.
    { Name: `records.${name}.`, Type: 'CNAME', TTL: 300, ResourceRecords: [{ Value: 'api.health.example.' }] },
  ]);
  aws.cloudMap.namespaces.set(NAMESPACE, {
    Id: NAMESPACE,
    Arn: arnOf(aws, 'servicediscovery', `namespace/${NAMESPACE}`),
    Name: name,
    Type: 'DNS_PRIVATE',
    ServiceCount: 1,
    CreateDate: BUILT_AT,
    Properties: { DnsProperties: { HostedZoneId: zoneId, SOA: { TTL: 60 } }, HttpProperties: { HttpName: name } },
  });
  aws.cloudMap.services.set(SERVICE, {
    service: {
      Id: SERVICE,
      Arn: arnOf(aws, 'servicediscovery', `service/${SERVICE}`),
      Name: 'processing',
      NamespaceId: NAMESPACE,
      InstanceCount: ADDRESSES.length,
      Type: 'DNS_HTTP',
      CreateDate: BUILT_AT,
      DnsConfig: {
        NamespaceId: NAMESPACE,
        RoutingPolicy: 'MULTIVALUE',
        DnsRecords: [{ Type: 'A', TTL: 60 }],
      },
    },
    instances: ADDRESSES.map((address, index) => ({
      Id: `pod-${index + 1}`,
      Attributes: { AWS_INSTANCE_IPV4: address, AWS_INSTANCE_PORT: '3000' },
    })),
  });
}
