import type { AwsApiListing } from '../../../ports/source-reader.ts';
import { MAX_RESULTS } from './http-api-lists.ts';
import { PAGE_SIZE } from './rest-api-lists.ts';
import type { SourceReading } from './source-reading.ts';

/** The APIs of both versions. */
export async function listApis(reading: SourceReading): Promise<readonly AwsApiListing[]> {
  return [...(await listRestApis(reading)), ...(await listHttpApis(reading))];
}

async function listRestApis(reading: SourceReading): Promise<readonly AwsApiListing[]> {
  const { GetRestApisCommand } = await import('@aws-sdk/client-api-gateway');
  const client = await reading.clients.restApis(reading.scope);
  const found = await reading.allOrGap(reading.read('GetRestApis', '/restapis'), async (position) => {
    const page = { limit: PAGE_SIZE, ...(position !== undefined && { position }) };
    const answer = await client.send(new GetRestApisCommand(page));
    return { items: answer.items, next: answer.position };
  });
  return found.map(({ id = '', name = '' }) => ({ id, type: 'REST', name }));
}

async function listHttpApis(reading: SourceReading): Promise<readonly AwsApiListing[]> {
  const { GetApisCommand } = await import('@aws-sdk/client-apigatewayv2');
  const client = await reading.clients.httpApis(reading.scope);
  const found = await reading.allOrGap(reading.read('GetApis', '/apis'), async (token) => {
    const answer = await client.send(new GetApisCommand({ MaxResults: MAX_RESULTS, NextToken: token }));
    return { items: answer.Items, next: answer.NextToken };
  });
  return found.map(({ ApiId = '', Name = '', ProtocolType }) => ({
    id: ApiId,
    type: ProtocolType === 'WEBSOCKET' ? 'WEBSOCKET' : 'HTTP',
    name: Name,
  }));
}
