import type { Stage } from '@aws-sdk/client-api-gateway';
import { createDeployment, createStage } from '../aws/api-gateway-v1/deploy.ts';
import { importHttpApi, importRestApi } from '../aws/import-definition.ts';
import type { AwsState } from '../aws/state.ts';

/** Imports a REST API definition and deploys it to one stage; returns the API's id. */
export function addRestApi(aws: AwsState, definition: string, stage: string, settings: Stage = {}): string {
  const { api } = importRestApi(definition);
  api.api.endpointConfiguration = { types: ['REGIONAL'], ipAddressType: 'ipv4' };
  createStage(api, stage, createDeployment(api).deployment.id ?? '', settings);
  aws.restApis.set(api.api.id ?? '', api);
  return api.api.id ?? '';
}

/** Imports an HTTP API definition with an automatically deployed `$default` stage; returns the API's id. */
export function addHttpApi(aws: AwsState, definition: string): string {
  const { api } = importHttpApi(definition);
  api.stages.push({ StageName: '$default', AutoDeploy: true, CreatedDate: new Date() });
  aws.httpApis.set(api.api.ApiId ?? '', api);
  return api.api.ApiId ?? '';
}
