import type { AwsVpcLink } from '../../../model/aws-account.ts';
import { defined } from '../defined.ts';
import { rawItemsOf } from '../raw-answers.ts';
import { MAX_RESULTS } from './http-api-lists.ts';
import * as HTTP_MEMBERS from './http-api-members.ts';
import { unknownIn } from './known-members.ts';
import { PAGE_SIZE } from './rest-api-lists.ts';
import * as REST_MEMBERS from './rest-api-members.ts';
import type { SourceReading } from './source-reading.ts';

/** VPC links of both versions: those of version 1 lead to network load balancers, those of version 2 into subnets. */
export async function readVpcLinks(reading: SourceReading): Promise<readonly AwsVpcLink[]> {
  return [...(await linksOfRest(reading)), ...(await linksOfHttp(reading))];
}

const atOf = (reading: SourceReading, id = '') => ({ arn: reading.arnOf(`/vpclinks/${id}`), pointer: '' });

async function linksOfRest(reading: SourceReading): Promise<readonly AwsVpcLink[]> {
  const { GetVpcLinksCommand } = await import('@aws-sdk/client-api-gateway');
  const client = await reading.clients.restApis(reading.scope);
  const read = { ...reading.read('GetVpcLinks', '/vpclinks'), call: 'GetVpcLinks (version 1)' };
  const links = await reading.allOrGap(read, async (position) => {
    const page = { limit: PAGE_SIZE, ...(position !== undefined && { position }) };
    const found = await client.send(new GetVpcLinksCommand(page));
    for (const [index, raw] of rawItemsOf(found).entries())
      reading.unclaimed.push(...unknownIn(raw, REST_MEMBERS.vpcLink, atOf(reading, found.items?.[index]?.id)));
    return { items: found.items, next: found.position };
  });
  return links.map(({ id = '', name = '', targetArns = [], status }) =>
    defined({ at: atOf(reading, id), id, name, targetArns, subnetIds: [], securityGroupIds: [], status }),
  );
}

async function linksOfHttp(reading: SourceReading): Promise<readonly AwsVpcLink[]> {
  const { GetVpcLinksCommand } = await import('@aws-sdk/client-apigatewayv2');
  const client = await reading.clients.httpApis(reading.scope);
  const read = { ...reading.read('GetVpcLinks', '/vpclinks'), call: 'GetVpcLinks (version 2)' };
  const links = await reading.allOrGap(read, async (NextToken) => {
    const found = await client.send(new GetVpcLinksCommand({ MaxResults: MAX_RESULTS, NextToken }));
    for (const [index, raw] of rawItemsOf(found).entries())
      reading.unclaimed.push(...unknownIn(raw, HTTP_MEMBERS.vpcLink, atOf(reading, found.Items?.[index]?.VpcLinkId)));
    return { items: found.Items, next: found.NextToken };
  });
  return links.map(({ VpcLinkId: id = '', Name: name = '', SubnetIds, SecurityGroupIds, VpcLinkStatus: status }) =>
    defined({
      at: atOf(reading, id),
      id,
      name,
      targetArns: [],
      subnetIds: SubnetIds ?? [],
      securityGroupIds: SecurityGroupIds ?? [],
      status,
    }),
  );
}
