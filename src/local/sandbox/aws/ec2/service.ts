import { pageOf, sizeOf } from '../paging.ts';
import { EC2_PROTOCOL } from '../protocol.ts';
import { listOf, queryService } from '../query-service.ts';
import type { AwsService } from '../service.ts';
import type { AwsState } from '../state.ts';
import { AwsError } from '../wire.ts';
import { membersXml } from '../xml.ts';
import { filtered, type Filters } from './filters.ts';

const NAMESPACE = 'http://ec2.amazonaws.com/doc/2016-11-15/';

/** EC2's own names of lists; every other member begins lower case (EC2's API model, 2026-11-25). */
const LISTS: Readonly<Record<string, string>> = {
  VpcEndpoints: 'vpcEndpointSet',
  RouteTableIds: 'routeTableIdSet',
  SubnetIds: 'subnetIdSet',
  Groups: 'groupSet',
  NetworkInterfaceIds: 'networkInterfaceIdSet',
  DnsEntries: 'dnsEntrySet',
  Tags: 'tagSet',
  Vpcs: 'vpcSet',
  Subnets: 'subnetSet',
  SecurityGroups: 'securityGroupInfo',
  UserIdGroupPairs: 'groups',
};
const nameOf = (member: string): string => LISTS[member] ?? member.charAt(0).toLowerCase() + member.slice(1);

/** What tells the kinds apart: the describe call's words for one kind of thing. */
interface Kind<T> {
  /** The list in the answer. */
  readonly member: string;
  /** The list of ids in the question, and the exception when one is not there. */
  readonly idParameter: string;
  readonly idOf: (thing: T) => string | undefined;
  readonly missing: (id: string) => AwsError;
  readonly filters: Filters<T>;
}

/** The network that private integrations and private APIs lie in. */
export function ec2({ network }: AwsState): AwsService {
  return queryService({
    name: 'ec2',
    protocol: EC2_PROTOCOL,
    respond: (action, content) =>
      `<${action}Response xmlns="${NAMESPACE}"><requestId>00000000-0000-4000-8000-000000000000</requestId>${content}</${action}Response>`,
    operations: {
      DescribeVpcs: (form) =>
        describe(form, network.vpcs, {
          member: 'Vpcs',
          idParameter: 'VpcId',
          idOf: ({ VpcId }) => VpcId,
          missing: (id) => new AwsError('InvalidVpcID.NotFound', `The vpc ID '${id}' does not exist`),
          filters: { 'vpc-id': ({ VpcId }) => VpcId, 'cidr': ({ CidrBlock }) => CidrBlock },
        }),
      DescribeSubnets: (form) =>
        describe(form, network.subnets, {
          member: 'Subnets',
          idParameter: 'SubnetId',
          idOf: ({ SubnetId }) => SubnetId,
          missing: (id) => new AwsError('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`),
          filters: { 'vpc-id': ({ VpcId }) => VpcId, 'subnet-id': ({ SubnetId }) => SubnetId },
        }),
      DescribeSecurityGroups: (form) => {
        // The one member whose wire name is another than its own.
        const groups = network.securityGroups.map(({ Description, ...group }) => ({
          ...group,
          GroupDescription: Description,
        }));
        return describe(form, groups, {
          member: 'SecurityGroups',
          idParameter: 'GroupId',
          idOf: ({ GroupId }) => GroupId,
          missing: (id) => new AwsError('InvalidGroup.NotFound', `The security group '${id}' does not exist`),
          filters: {
            'vpc-id': ({ VpcId }) => VpcId,
            'group-id': ({ GroupId }) => GroupId,
            'group-name': ({ GroupName }) => GroupName,
          },
        });
      },
      DescribeVpcEndpoints: (form) =>
        describe(form, network.vpcEndpoints, {
          member: 'VpcEndpoints',
          idParameter: 'VpcEndpointId',
          idOf: ({ VpcEndpointId }) => VpcEndpointId,
          missing: (id) => new AwsError('InvalidVpcEndpointId.NotFound', `The Vpc Endpoint Id '${id}' does not exist`),
          filters: {
            'vpc-id': ({ VpcId }) => VpcId,
            'vpc-endpoint-id': ({ VpcEndpointId }) => VpcEndpointId,
            'vpc-endpoint-type': ({ VpcEndpointType }) => VpcEndpointType,
            'service-name': ({ ServiceName }) => ServiceName,
          },
        }),
    },
  });
}

function describe<T>(form: URLSearchParams, things: readonly T[], kind: Kind<T>): string {
  const { member, idParameter, idOf, missing, filters } = kind;
  const ids = listOf(form, idParameter);
  const maxResults = form.get('MaxResults');
  // Endpoints take both; the other kinds refuse the pair.
  if (ids.length > 0 && maxResults !== null && member !== 'VpcEndpoints')
    throw new AwsError('InvalidParameterCombination', 'The parameter ids cannot be used with the parameter maxResults');
  const named = ids.map((id) => {
    const found = things.find((thing) => idOf(thing) === id);
    if (found === undefined) throw missing(id);
    return found;
  });
  const found = filtered(ids.length > 0 ? named : things, form, filters);
  const refuse = (): AwsError => new AwsError('InvalidParameterValue', 'Invalid value for MaxResults or NextToken');
  const size = sizeOf(maxResults, { least: 5, most: 1000 }, refuse);
  const { items, next } = pageOf(found, form.get('NextToken'), size, refuse);
  return membersXml({ [member]: items, NextToken: next }, { nameOf, item: 'item' });
}
