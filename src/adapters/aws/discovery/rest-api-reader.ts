import type { Stage } from '@aws-sdk/client-api-gateway';
import type { AwsApi, AwsStage, Unclaimed } from '../../../model/aws.ts';
import { below, type SourceRef } from '../../../model/source-ref.ts';
import type { AwsApiListing } from '../../../ports/source-reader.ts';
import { rawItemsOf, rawOf } from '../raw-answers.ts';
import { asServed } from './as-served.ts';
import { unknownIn } from './known-members.ts';
import { RestLists } from './rest-api-lists.ts';
import * as MEMBERS from './rest-api-members.ts';
import { restApiToModel, stageToModel, type RestApiParts } from './rest-api-to-model.ts';
import type { SourceReading } from './source-reading.ts';
import { stageExport } from './stage-export.ts';

/** A REST API at each of its stages, as they serve it. What cannot be read is a gap. */
export async function readRestApi(reading: SourceReading, listing: AwsApiListing): Promise<readonly AwsApi[]> {
  const stages = await stagesOf(reading, listing.id);
  if (stages.length === 0) return [];
  const parts = await partsOf(reading, listing);
  const apis: AwsApi[] = [];
  for (const { stage, raw } of stages) {
    const at = stageAt(reading, listing.id, stage);
    const tree = restApiToModel(parts, stage, reading.scope, at);
    const exported = await stageExport(reading, tree);
    const api = await asServed(reading, {
      tree,
      isTreeWhole: parts.isWhole,
      isTreeComparable: parts.isComparable,
      exported,
    });
    if (api !== undefined) apis.push({ ...api, unclaimed: [...api.unclaimed, ...parts.unclaimed(stage, raw, at)] });
  }
  return apis;
}

/** Its stages alone, as `readRestApi` gives them. */
export async function restStages(reading: SourceReading, id: string): Promise<readonly AwsStage[]> {
  const stages = await stagesOf(reading, id);
  return stages.map(({ stage }) => stageToModel(stage, below(stageAt(reading, id, stage), 'stage')));
}

const stageAt = (reading: SourceReading, id: string, { stageName = '' }: Stage): SourceRef => ({
  arn: reading.arnOf(`/restapis/${id}/stages/${stageName}`),
  pointer: '',
});

async function stagesOf(
  reading: SourceReading,
  restApiId: string,
): Promise<readonly { readonly stage: Stage; readonly raw: unknown }[]> {
  const { GetStagesCommand } = await import('@aws-sdk/client-api-gateway');
  const client = await reading.clients.restApis(reading.scope);
  const read = reading.read('GetStages', `/restapis/${restApiId}/stages`);
  const found = await reading.oneOrGap(read, async () => await client.send(new GetStagesCommand({ restApiId })));
  const raw = found === undefined ? [] : rawItemsOf(found);
  return (found?.item ?? []).map((stage, index) => ({ stage, raw: raw[index] }));
}

interface ReadParts extends RestApiParts {
  /** All that decides what the API does was read: else only an export can say what it is. */
  readonly isWhole: boolean;
  /** And all that a stage's export tells as well. */
  readonly isComparable: boolean;
  /** What nobody knows of the parts and of a stage, at the stage's API. */
  readonly unclaimed: (stage: Stage, raw: unknown, at: SourceRef) => readonly Unclaimed[];
}

async function partsOf(reading: SourceReading, { id, name }: AwsApiListing): Promise<ReadParts> {
  const sdk = await import('@aws-sdk/client-api-gateway');
  const client = await reading.clients.restApis(reading.scope);
  const lists = new RestLists(reading, sdk, client, id);
  const path = `/restapis/${id}`;
  const api = await reading.oneOrGap(
    reading.read('GetRestApi', path),
    async () => await client.send(new sdk.GetRestApiCommand({ restApiId: id })),
  );
  const resources = await lists.resources();
  const authorizers = await lists.authorizers();
  const requestValidators = await lists.requestValidators();
  const models = await lists.models();
  const gatewayResponses = await lists.gatewayResponses();
  const documentation = await lists.documentationParts();
  const isWhole = [api, resources, authorizers, requestValidators].every((part) => part !== undefined);
  return {
    api: api ?? { id, name },
    resources: resources ?? [],
    authorizers: authorizers ?? [],
    requestValidators: requestValidators ?? [],
    models: models ?? [],
    gatewayResponses: gatewayResponses ?? [],
    documentation: documentation ?? [],
    isWhole,
    isComparable: isWhole && models !== undefined && gatewayResponses !== undefined,
    unclaimed: (stage, raw, at) => [
      ...unknownIn(api && rawOf(api), MEMBERS.restApi, at),
      ...unknownIn(raw, MEMBERS.stage, below(at, 'stage')),
      ...lists.unclaimed(at),
    ],
  };
}
