import type { Stage } from '@aws-sdk/client-apigatewayv2';
import type { AwsApi, AwsStage, Unclaimed } from '../../../model/aws.ts';
import { below, type SourceRef } from '../../../model/source-ref.ts';
import type { AwsApiListing } from '../../../ports/source-reader.ts';
import { rawItemsOf, rawOf } from '../raw-answers.ts';
import { asServed } from './as-served.ts';
import { HttpLists, MAX_RESULTS } from './http-api-lists.ts';
import * as MEMBERS from './http-api-members.ts';
import { httpApiToModel, stageToModel, type HttpApiParts } from './http-api-to-model.ts';
import { unknownIn } from './known-members.ts';
import type { SourceReading } from './source-reading.ts';
import { stageExport } from './stage-export.ts';

/** An HTTP or WebSocket API at each of its stages, as they serve it. What cannot be read is a gap. */
export async function readHttpApi(reading: SourceReading, listing: AwsApiListing): Promise<readonly AwsApi[]> {
  const stages = await stagesOf(reading, listing.id);
  if (stages.length === 0) return [];
  const parts = await partsOf(reading, listing);
  const apis: AwsApi[] = [];
  for (const { stage, raw } of stages) {
    const at = stageAt(reading, listing.id, stage);
    const tree = httpApiToModel(parts, stage, reading.scope, at);
    const exported = listing.type === 'HTTP' ? await stageExport(reading, tree) : undefined;
    const api = await asServed(reading, {
      tree,
      isTreeWhole: parts.isWhole,
      isTreeComparable: parts.isComparable,
      exported,
    });
    if (api !== undefined) apis.push({ ...api, unclaimed: [...api.unclaimed, ...parts.unclaimed(raw, at)] });
  }
  return apis;
}

/** Its stages alone, as `readHttpApi` gives them. */
export async function httpStages(reading: SourceReading, id: string): Promise<readonly AwsStage[]> {
  const stages = await stagesOf(reading, id);
  return stages.map(({ stage }) => stageToModel(stage, below(stageAt(reading, id, stage), 'stage')));
}

const stageAt = (reading: SourceReading, id: string, { StageName = '' }: Stage): SourceRef => ({
  arn: reading.arnOf(`/apis/${id}/stages/${StageName}`),
  pointer: '',
});

async function stagesOf(
  reading: SourceReading,
  ApiId: string,
): Promise<readonly { readonly stage: Stage; readonly raw: unknown }[]> {
  const { GetStagesCommand } = await import('@aws-sdk/client-apigatewayv2');
  const client = await reading.clients.httpApis(reading.scope);
  return await reading.allOrGap(reading.read('GetStages', `/apis/${ApiId}/stages`), async (NextToken) => {
    const found = await client.send(new GetStagesCommand({ ApiId, MaxResults: MAX_RESULTS, NextToken }));
    const raw = rawItemsOf(found);
    return { items: found.Items?.map((stage, index) => ({ stage, raw: raw[index] })), next: found.NextToken };
  });
}

interface ReadParts extends HttpApiParts {
  /** All that decides what the API does was read: else only an export can say what it is. */
  readonly isWhole: boolean;
  /** And all that a stage's export tells as well. */
  readonly isComparable: boolean;
  readonly unclaimed: (stage: unknown, at: SourceRef) => readonly Unclaimed[];
}

async function partsOf(reading: SourceReading, { id, type, name }: AwsApiListing): Promise<ReadParts> {
  const sdk = await import('@aws-sdk/client-apigatewayv2');
  const client = await reading.clients.httpApis(reading.scope);
  const lists = new HttpLists(reading, sdk, client, id);
  const api = await reading.oneOrGap(
    reading.read('GetApi', `/apis/${id}`),
    async () => await client.send(new sdk.GetApiCommand({ ApiId: id })),
  );
  const routes = await lists.routes();
  const integrations = await lists.integrations();
  const authorizers = await lists.authorizers();
  // Only WebSocket APIs have models, answers of routes and of integrations.
  const isWebSocket = type === 'WEBSOCKET';
  const models = isWebSocket ? await lists.models() : [];
  const routeResponses = isWebSocket ? await lists.routeResponses(routes ?? []) : new Map();
  const integrationResponses = isWebSocket ? await lists.integrationResponses(integrations ?? []) : new Map();
  const isWhole = [api, routes, integrations, authorizers].every((part) => part !== undefined);
  return {
    api: {
      ...(api ?? { ApiId: id }),
      Name: api?.Name ?? name,
      ProtocolType: type === 'WEBSOCKET' ? 'WEBSOCKET' : 'HTTP',
      RouteSelectionExpression: api?.RouteSelectionExpression,
    },
    routes: routes ?? [],
    integrations: integrations ?? [],
    authorizers: authorizers ?? [],
    models: models ?? [],
    routeResponses,
    integrationResponses,
    isWhole,
    isComparable: isWhole,
    unclaimed: (stage, at) => [
      ...unknownIn(api && rawOf(api), MEMBERS.api, at),
      ...unknownIn(stage, MEMBERS.stage, below(at, 'stage')),
      ...lists.unclaimed(at),
    ],
  };
}
