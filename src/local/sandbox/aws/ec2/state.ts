import type { SecurityGroup, Subnet, Vpc, VpcEndpoint } from '@aws-sdk/client-ec2';

/** The network of a region, in the SDK's own shapes. */
export interface NetworkState {
  vpcs: Vpc[];
  subnets: Subnet[];
  securityGroups: SecurityGroup[];
  vpcEndpoints: VpcEndpoint[];
}

export function emptyNetworkState(): NetworkState {
  return { vpcs: [], subnets: [], securityGroups: [], vpcEndpoints: [] };
}
