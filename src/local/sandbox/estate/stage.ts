import type { Stage } from '@aws-sdk/client-api-gateway';
import { createDeployment, createStage } from '../aws/api-gateway-v1/deploy.ts';
import { importHttpApi, importRestApi, ImportRefused } from '../aws/import-definition.ts';
import type { AwsState, RestApiState } from '../aws/state.ts';

/** Imports a REST API definition and deploys it to one stage; returns the API's id. @throws ImportRefused */
export function addRestApi(aws: AwsState, definition: string, stage: string, settings: Stage = {}): string {
  const { api } = importRestApi(definition);
  if ((api.api.endpointConfiguration?.vpcEndpointIds ?? []).length === 0)
    api.api.endpointConfiguration = { types: ['REGIONAL'], ipAddressType: 'ipv4' };
  refuseUndeployable(api);
  createStage(api, stage, createDeployment(api).deployment.id ?? '', settings);
  aws.restApis.set(api.api.id ?? '', api);
  return api.api.id ?? '';
}

/** Imports an HTTP API definition with an automatically deployed `$default` stage; returns the API's id. @throws ImportRefused */
export function addHttpApi(
  aws: AwsState,
  definition: string,
  variables: Readonly<Record<string, string>> = {},
): string {
  const { api } = importHttpApi(definition);
  const settings = Object.keys(variables).length > 0 ? { StageVariables: { ...variables } } : {};
  api.stages.push({ StageName: '$default', AutoDeploy: true, CreatedDate: new Date(), ...settings });
  aws.httpApis.set(api.api.ApiId ?? '', api);
  return api.api.ApiId ?? '';
}

/** CreateDeployment refuses an API without methods, and one with a method that does nothing (API Gateway API reference). */
function refuseUndeployable({ resources }: RestApiState): void {
  const methods = resources.flatMap(({ path, resourceMethods = {} }) =>
    Object.entries(resourceMethods).map(([verb, method]) => ({ name: `${verb} ${path}`, method })),
  );
  if (methods.length === 0) throw new ImportRefused("The REST API doesn't contain any methods");
  const idle = methods.filter(({ method }) => method.methodIntegration === undefined).map(({ name }) => name);
  if (idle.length > 0) throw new ImportRefused(`No integration defined for method: ${idle.join(', ')}`);
}
