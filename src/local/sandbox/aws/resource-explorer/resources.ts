import type { Resource } from '@aws-sdk/client-resource-explorer-2';
import type { AwsState } from '../state.ts';

/** What an index of a region knows of API Gateway: APIs and their stages, as Resource Explorer names the types. */
export function gatewayResources({ accountId, region, restApis, httpApis }: AwsState, at: Date): Resource[] {
  const resource = (path: string, type: string): Resource => ({
    Arn: `arn:aws:apigateway:${region}::/${path}`,
    OwningAccountId: accountId,
    Region: region,
    ResourceType: `apigateway:${type}`,
    Service: 'apigateway',
    LastReportedAt: at,
    Properties: [],
  });
  return [
    ...[...restApis].flatMap(([id, { stages }]) => [
      resource(`restapis/${id}`, 'restapis'),
      ...stages.map(({ stageName }) => resource(`restapis/${id}/stages/${stageName}`, 'restapis/stages')),
    ]),
    ...[...httpApis].flatMap(([id, { stages }]) => [
      resource(`apis/${id}`, 'apis'),
      ...stages.map(({ StageName }) => resource(`apis/${id}/stages/${StageName}`, 'apis/stages')),
    ]),
  ];
}
