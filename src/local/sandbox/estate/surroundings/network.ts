import type { Subnet } from '@aws-sdk/client-ec2';
import type { AwsState } from '../../aws/state.ts';
import { BUILT_AT } from './account.ts';

export const VPC = 'vpc-0c4a1be5f3d2a7e01';
/** Where load balancers, functions and the link of the HTTP API lie. */
export const APP_SUBNETS = ['subnet-0a51c0e7d1f2b3c01', 'subnet-0a51c0e7d1f2b3c02'] as const;
export const LINK_GROUP = 'sg-0b7e2d9c4a1f3e501';
export const APP_GROUP = 'sg-0b7e2d9c4a1f3e502';
export const API_ENDPOINT = 'vpce-0d3f8a6b2c1e49701';

const CIDR = '10.20.0.0/16';

/** The VPC with two private subnets, what may call what in it, and the endpoint that private APIs are reached by. */
export function addNetwork(aws: AwsState): void {
  const { network, region, accountId } = aws;
  network.vpcs.push({
    VpcId: VPC,
    CidrBlock: CIDR,
    State: 'available',
    OwnerId: accountId,
    InstanceTenancy: 'default',
    IsDefault: false,
    Tags: [{ Key: 'Name', Value: 'health' }],
    CidrBlockAssociationSet: [
      { AssociationId: 'vpc-cidr-assoc-01', CidrBlock: CIDR, CidrBlockState: { State: 'associated' } },
    ],
  });
  network.subnets.push(
    ...APP_SUBNETS.map((SubnetId, index): Subnet => ({
      SubnetId,
      VpcId: VPC,
      OwnerId: accountId,
      State: 'available',
      CidrBlock: `10.20.${index}.0/24`,
      AvailabilityZone: `${region}${'ab'[index]}`,
      AvailableIpAddressCount: 236,
      MapPublicIpOnLaunch: false,
      DefaultForAz: false,
      Tags: [{ Key: 'Name', Value: `health-app-${'ab'[index]}` }],
    })),
  );
  addSecurityGroups(aws);
  network.vpcEndpoints.push({
    VpcEndpointId: API_ENDPOINT,
    VpcEndpointType: 'Interface',
    VpcId: VPC,
    OwnerId: accountId,
    ServiceName: `com.amazonaws.${region}.execute-api`,
    // As EC2 says it; the SDK's type has it in upper case.
    State: 'available' as 'Available',
    SubnetIds: [...APP_SUBNETS],
    Groups: [{ GroupId: APP_GROUP, GroupName: 'health-app' }],
    NetworkInterfaceIds: ['eni-0e1f2a3b4c5d6e701', 'eni-0e1f2a3b4c5d6e702'],
    PrivateDnsEnabled: false,
    RequesterManaged: false,
    IpAddressType: 'ipv4',
    DnsEntries: [
      { DnsName: `${API_ENDPOINT}-q1w2e3.execute-api.${region}.vpce.amazonaws.com`, HostedZoneId: 'Z7HUB22UULQXV' },
    ],
    PolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }],
    }),
    CreationTimestamp: BUILT_AT,
  });
}

function addSecurityGroups({ network, accountId }: AwsState): void {
  network.securityGroups.push(
    {
      GroupId: LINK_GROUP,
      GroupName: 'care-link',
      Description: 'Link of care-services into the VPC',
      VpcId: VPC,
      OwnerId: accountId,
      IpPermissions: [],
      IpPermissionsEgress: [
        {
          IpProtocol: 'tcp',
          FromPort: 80,
          ToPort: 80,
          UserIdGroupPairs: [{ GroupId: APP_GROUP, UserId: accountId }],
        },
      ],
    },
    {
      GroupId: APP_GROUP,
      GroupName: 'health-app',
      Description: 'Load balancers and what they lead to',
      VpcId: VPC,
      OwnerId: accountId,
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: 80,
          ToPort: 80,
          IpRanges: [{ CidrIp: CIDR, Description: 'inside the VPC' }],
          UserIdGroupPairs: [{ GroupId: LINK_GROUP, UserId: accountId }],
        },
      ],
      IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    },
  );
}
