import type { AwsVpcEndpoint } from '../../../model/aws-account.ts';
import { defined } from '../defined.ts';
import type { SourceReading } from './source-reading.ts';

/** Interface endpoints of execute-api, by which private APIs are called. */
export async function readVpcEndpoints(reading: SourceReading): Promise<readonly AwsVpcEndpoint[]> {
  const { DescribeVpcEndpointsCommand } = await import('@aws-sdk/client-ec2');
  const client = await reading.clients.ec2(reading.scope);
  // What an endpoint's policy lets through is part of who may call a private API.
  const read = reading.readOf({ action: 'ec2:DescribeVpcEndpoints', resource: '*' });
  const service = `com.amazonaws.${reading.scope.region}.execute-api`;
  const found = await reading.allOrGap(read, async (NextToken) => {
    const Filters = [{ Name: 'service-name', Values: [service] }];
    const answer = await client.send(new DescribeVpcEndpointsCommand({ Filters, NextToken }));
    return { items: answer.VpcEndpoints, next: answer.NextToken };
  });
  return found.map((endpoint) => {
    const id = endpoint.VpcEndpointId ?? '';
    return defined({
      at: { arn: reading.arnIn('ec2', `vpc-endpoint/${id}`), pointer: '' },
      id,
      vpcId: endpoint.VpcId ?? '',
      serviceName: endpoint.ServiceName ?? service,
      privateDnsEnabled: endpoint.PrivateDnsEnabled ?? false,
      subnetIds: endpoint.SubnetIds ?? [],
      dnsNames: (endpoint.DnsEntries ?? []).flatMap(({ DnsName }) => DnsName ?? []),
      policy: endpoint.PolicyDocument,
    });
  });
}
