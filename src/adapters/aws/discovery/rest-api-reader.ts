import type { Stage } from '@aws-sdk/client-api-gateway';
import type { AwsApi } from '../../model/aws.ts';
import type { AwsApiListing } from '../../ports/source-reader.ts';
import type { RestApiParts } from './rest-api-to-model.ts';
import { restApiToModel } from './rest-api-to-model.ts';
import type { SourceReading } from './source-reading.ts';

/** The most that a page of version 1 holds (mapping A1). */
export const PAGE_SIZE = 500;

/** A REST API at each of its stages. Fails where an API without the part would be another API. @throws FailureError */
export async function readRestApi(reading: SourceReading, { id }: AwsApiListing): Promise<readonly AwsApi[]> {
  const stages = await stagesOf(reading, id);
  if (stages.length === 0) return [];
  const parts = await partsOf(reading, id);
  return stages.map((stage) => {
    const at = { arn: reading.arnOf(`/restapis/${id}/stages/${stage.stageName ?? ''}`), pointer: '' };
    return restApiToModel(parts, stage, reading.scope, at);
  });
}

async function stagesOf(reading: SourceReading, restApiId: string): Promise<readonly Stage[]> {
  const { GetStagesCommand } = await import('@aws-sdk/client-api-gateway');
  const client = await reading.clients.restApis(reading.scope);
  const read = reading.read('GetStages', `/restapis/${restApiId}/stages`);
  const { item } = await reading.calls.send(read, async () => await client.send(new GetStagesCommand({ restApiId })));
  return item ?? [];
}

async function partsOf(reading: SourceReading, restApiId: string): Promise<RestApiParts> {
  const sdk = await import('@aws-sdk/client-api-gateway');
  const client = await reading.clients.restApis(reading.scope);
  const path = `/restapis/${restApiId}`;
  const { calls } = reading;
  const page = (position: string | undefined): { restApiId: string; limit: number; position?: string } => ({
    restApiId,
    limit: PAGE_SIZE,
    ...(position !== undefined && { position }),
  });
  const api = await calls.send(
    reading.read('GetRestApi', path),
    async () => await client.send(new sdk.GetRestApiCommand({ restApiId })),
  );
  const resources = await calls.all(reading.read('GetResources', `${path}/resources`), async (position) => {
    const found = await client.send(new sdk.GetResourcesCommand({ ...page(position), embed: ['methods'] }));
    return { items: found.items, next: found.position };
  });
  const authorizers = await calls.all(reading.read('GetAuthorizers', `${path}/authorizers`), async (position) => {
    const found = await client.send(new sdk.GetAuthorizersCommand(page(position)));
    return { items: found.items, next: found.position };
  });
  const validators = reading.read('GetRequestValidators', `${path}/requestvalidators`);
  const requestValidators = await calls.all(validators, async (position) => {
    const found = await client.send(new sdk.GetRequestValidatorsCommand(page(position)));
    return { items: found.items, next: found.position };
  });
  const models = await reading.allOrGap(reading.read('GetModels', `${path}/models`), async (position) => {
    const found = await client.send(new sdk.GetModelsCommand(page(position)));
    return { items: found.items, next: found.position };
  });
  const responses = reading.read('GetGatewayResponses', `${path}/gatewayresponses`);
  const gatewayResponses = await reading.allOrGap(responses, async (position) => {
    const found = await client.send(new sdk.GetGatewayResponsesCommand(page(position)));
    return { items: found.items, next: found.position };
  });
  return { api, resources, authorizers, requestValidators, models, gatewayResponses };
}
