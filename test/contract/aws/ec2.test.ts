import {
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEstateCloud, type EstateCloud } from './estate-cloud.ts';

let estate: EstateCloud;
let ec2: EC2Client;
beforeAll(async () => {
  estate = await startEstateCloud();
  ec2 = new EC2Client(estate.client());
});
afterAll(() => estate.cloud.close());

describe('the network, by the SDK client of EC2', () => {
  it('tells where the link of the HTTP API leads', async () => {
    const [link] = estate.state.v2VpcLinks.values();
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: link?.SubnetIds ?? [] }));
    expect(Subnets).toMatchObject([{ CidrBlock: '10.20.0.0/24' }, { CidrBlock: '10.20.1.0/24' }]);
    const VpcIds = [Subnets?.[0]?.VpcId ?? ''];
    const { Vpcs } = await ec2.send(new DescribeVpcsCommand({ VpcIds }));
    expect(Vpcs).toMatchObject([
      { CidrBlock: '10.20.0.0/16', IsDefault: false, Tags: [{ Key: 'Name', Value: 'health' }] },
    ]);
    const { SecurityGroups } = await ec2.send(
      new DescribeSecurityGroupsCommand({ GroupIds: link?.SecurityGroupIds ?? [] }),
    );
    expect(SecurityGroups).toMatchObject([
      { GroupName: 'care-link', Description: 'Link of care-services into the VPC', IpPermissions: [] },
    ]);
    expect(SecurityGroups?.[0]?.IpPermissionsEgress?.[0]?.UserIdGroupPairs).toHaveLength(1);
  });

  it('finds the endpoint of private APIs by its service', async () => {
    const Filters = [{ Name: 'service-name', Values: ['*.execute-api'] }];
    const { VpcEndpoints } = await ec2.send(new DescribeVpcEndpointsCommand({ Filters }));
    expect(VpcEndpoints).toMatchObject([
      { VpcEndpointType: 'Interface', PrivateDnsEnabled: false, State: 'available' },
    ]);
    const [endpoint] = VpcEndpoints ?? [];
    expect(endpoint?.SubnetIds).toHaveLength(2);
    expect(endpoint?.DnsEntries?.[0]?.DnsName).toContain('vpce.amazonaws.com');
    expect(endpoint?.Groups?.[0]?.GroupName).toBe('health-app');
  });

  it('gives pages, of five at least', async () => {
    const [group] = estate.state.network.securityGroups;
    for (let i = 0; i < 5; i += 1) estate.state.network.securityGroups.push({ ...group, GroupId: `sg-more${i}` });
    const first = await ec2.send(new DescribeSecurityGroupsCommand({ MaxResults: 5 }));
    const { NextToken } = first;
    const second = await ec2.send(new DescribeSecurityGroupsCommand({ MaxResults: 5, NextToken }));
    expect([first.SecurityGroups?.length, second.SecurityGroups?.length]).toEqual([5, 2]);
    expect(second.NextToken).toBeUndefined();
    const few = new DescribeSecurityGroupsCommand({ MaxResults: 4 });
    await expect(ec2.send(few)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  it('refuses ids that are not there, and filters that EC2 does not know', async () => {
    const vpc = new DescribeVpcsCommand({ VpcIds: ['vpc-0'] });
    await expect(ec2.send(vpc)).rejects.toMatchObject({ name: 'InvalidVpcID.NotFound' });
    const endpoint = new DescribeVpcEndpointsCommand({ VpcEndpointIds: ['vpce-0'] });
    await expect(ec2.send(endpoint)).rejects.toMatchObject({ name: 'InvalidVpcEndpointId.NotFound' });
    const filter = new DescribeSubnetsCommand({ Filters: [{ Name: 'colour', Values: ['blue'] }] });
    await expect(ec2.send(filter)).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });
});
