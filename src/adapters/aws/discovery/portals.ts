import type { AwsPortal } from '../../../model/aws-account.ts';
import { MAX_RESULTS } from './http-api-lists.ts';
import type { SourceReading } from './source-reading.ts';

/** Developer portals of version 2. */
export async function readPortals(reading: SourceReading): Promise<readonly AwsPortal[]> {
  const { ListPortalsCommand } = await import('@aws-sdk/client-apigatewayv2');
  const client = await reading.clients.httpApis(reading.scope);
  const found = await reading.allOrGap(reading.review('ListPortals', '/portals'), async (NextToken) => {
    const answer = await client.send(new ListPortalsCommand({ MaxResults: MAX_RESULTS, NextToken }));
    return { items: answer.Items, next: answer.NextToken };
  });
  return found.map(({ PortalId: id = '', PortalArn = '', PortalContent }) => {
    return {
      at: { arn: PortalArn || reading.arnOf(`/portals/${id}`), pointer: '' },
      id,
      name: PortalContent?.DisplayName ?? id,
    };
  });
}
