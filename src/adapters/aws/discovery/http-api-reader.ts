import type { AwsApi } from '../../model/aws.ts';
import type { AwsApiListing } from '../../ports/source-reader.ts';
import type { HttpApiParts } from './http-api-to-model.ts';
import { httpApiToModel } from './http-api-to-model.ts';
import type { SourceReading } from './source-reading.ts';

/** Version 2 documents no most; this is what its console asks for. A string, as the API has it (mapping A1). */
export const MAX_RESULTS = '100';

/** An HTTP or WebSocket API at each of its stages. Fails where an API without the part would be another API. @throws FailureError */
export async function readHttpApi(reading: SourceReading, { id, type }: AwsApiListing): Promise<readonly AwsApi[]> {
  const sdk = await import('@aws-sdk/client-apigatewayv2');
  const client = await reading.clients.httpApis(reading.scope);
  const path = `/apis/${id}`;
  const stages = await reading.calls.all(reading.read('GetStages', `${path}/stages`), async (NextToken) => {
    const found = await client.send(new sdk.GetStagesCommand({ ApiId: id, MaxResults: MAX_RESULTS, NextToken }));
    return { items: found.Items, next: found.NextToken };
  });
  if (stages.length === 0) return [];
  const parts = await partsOf(reading, id, type);
  return stages.map((stage) => {
    const at = { arn: reading.arnOf(`${path}/stages/${stage.StageName ?? ''}`), pointer: '' };
    return httpApiToModel(parts, stage, reading.scope, at);
  });
}

async function partsOf(reading: SourceReading, ApiId: string, type: AwsApiListing['type']): Promise<HttpApiParts> {
  const sdk = await import('@aws-sdk/client-apigatewayv2');
  const client = await reading.clients.httpApis(reading.scope);
  const path = `/apis/${ApiId}`;
  const { calls } = reading;
  const found = await calls.send(
    reading.read('GetApi', path),
    async () => await client.send(new sdk.GetApiCommand({ ApiId })),
  );
  const { Name, ProtocolType, RouteSelectionExpression } = found;
  const page = (NextToken: string | undefined) => ({ ApiId, MaxResults: MAX_RESULTS, NextToken });
  const routes = await calls.all(reading.read('GetRoutes', `${path}/routes`), async (token) => {
    const { Items, NextToken } = await client.send(new sdk.GetRoutesCommand(page(token)));
    return { items: Items, next: NextToken };
  });
  const integrations = await calls.all(reading.read('GetIntegrations', `${path}/integrations`), async (token) => {
    const { Items, NextToken } = await client.send(new sdk.GetIntegrationsCommand(page(token)));
    return { items: Items, next: NextToken };
  });
  const authorizers = await calls.all(reading.read('GetAuthorizers', `${path}/authorizers`), async (token) => {
    const { Items, NextToken } = await client.send(new sdk.GetAuthorizersCommand(page(token)));
    return { items: Items, next: NextToken };
  });
  // Only WebSocket APIs have models.
  const models =
    type === 'HTTP'
      ? []
      : await reading.allOrGap(reading.read('GetModels', `${path}/models`), async (token) => {
          const { Items, NextToken } = await client.send(new sdk.GetModelsCommand(page(token)));
          return { items: Items, next: NextToken };
        });
  const api = { ...found, Name, ProtocolType, RouteSelectionExpression };
  return { api, routes, integrations, authorizers, models };
}
