import type { Resource } from '@aws-sdk/client-api-gateway';
import type { OperationRoute } from '../rest-service.ts';
import { param, type RoutedRequest } from '../router.ts';
import type { AwsState, RestApiState } from '../state.ts';
import { notFound } from '../wire.ts';
import { deploymentReads } from './deployment-reads.ts';
import { exportRoute } from './export-route.ts';
import { allGatewayResponses } from './gateway-responses.ts';
import { findRestApi, found, getOne, getPages } from './get.ts';
import { methodReads } from './method-reads.ts';
import { modelTemplate } from './model-template.ts';

/** The reads of one REST API. */
export function restApiReads(state: AwsState): OperationRoute[] {
  const of = (routed: RoutedRequest): RestApiState => findRestApi(state, routed);
  const list = (
    operation: string,
    pattern: string,
    items: (api: RestApiState, routed: RoutedRequest) => readonly unknown[],
  ) => getPages(operation, `/restapis/{api}/${pattern}`, (routed) => items(of(routed), routed));
  const one = (operation: string, pattern: string, what: string, pick: (api: RestApiState, id: string) => unknown) =>
    getOne(operation, `/restapis/{api}/${pattern}`, (routed) => found(pick(of(routed), param(routed, 'id')), what));
  return [
    getPages('GetRestApis', '/restapis', () => [...state.restApis.values()].map(({ api }) => api)),
    getOne('GetRestApi', '/restapis/{api}', (routed) => of(routed).api),
    list('GetResources', 'resources', (api, { query }) => api.resources.map((one) => listed(one, query))),
    getOne('GetResource', '/restapis/{api}/resources/{id}', (routed) => {
      const resource = of(routed).resources.find(({ id }) => id === param(routed, 'id'));
      return listed(found(resource, 'Resource'), routed.query);
    }),
    ...methodReads(state),
    list('GetModels', 'models', ({ models }) => models),
    one('GetModel', 'models/{id}', 'Model', ({ models }, name) => models.find((model) => model.name === name)),
    one('GetModelTemplate', 'models/{id}/default_template', 'Model', ({ models }, name) => {
      const model = models.find((each) => each.name === name);
      return model && { value: modelTemplate(model, models) };
    }),
    list('GetRequestValidators', 'requestvalidators', ({ requestValidators }) => requestValidators),
    one('GetRequestValidator', 'requestvalidators/{id}', 'Request Validator', ({ requestValidators }, wanted) =>
      requestValidators.find(({ id }) => id === wanted),
    ),
    list('GetAuthorizers', 'authorizers', ({ authorizers }) => authorizers),
    one('GetAuthorizer', 'authorizers/{id}', 'Authorizer', ({ authorizers }, wanted) =>
      authorizers.find(({ id }) => id === wanted),
    ),
    list('GetGatewayResponses', 'gatewayresponses', ({ gatewayResponses }) => allGatewayResponses(gatewayResponses)),
    one('GetGatewayResponse', 'gatewayresponses/{id}', 'Gateway response type', ({ gatewayResponses }, type) =>
      allGatewayResponses(gatewayResponses).find(({ responseType }) => responseType === type),
    ),
    ...deploymentReads(state),
    list('GetDocumentationParts', 'documentation/parts', ({ documentationParts = [] }, { query }) =>
      documentationParts.filter(
        ({ location }) => fits(location?.type, query.get('type')) && fits(location?.path, query.get('path')),
      ),
    ),
    one('GetDocumentationPart', 'documentation/parts/{id}', 'Documentation part', ({ documentationParts }, wanted) =>
      documentationParts?.find(({ id }) => id === wanted),
    ),
    list(
      'GetDocumentationVersions',
      'documentation/versions',
      ({ documentationVersions = [] }) => documentationVersions,
    ),
    getOne('GetStages', '/restapis/{api}/stages', (routed) => stagesOf(of(routed), routed.query.get('deploymentId'))),
    one('GetStage', 'stages/{id}', 'Stage', ({ stages }, name) => stages.find(({ stageName }) => stageName === name)),
    exportRoute(state),
  ];
}

const fits = (own: string | undefined, asked: string | null): boolean => asked === null || own === asked;

/** The one collection that has no pages. */
function stagesOf({ stages, deployments }: RestApiState, deploymentId: string | null): unknown {
  if (deploymentId !== null && !deployments.has(deploymentId))
    throw notFound('Invalid Deployment identifier specified');
  return { item: stages.filter((stage) => fits(stage.deploymentId, deploymentId)) };
}

/** Without embed=methods only the verbs are told. */
function listed(resource: Resource, query: URLSearchParams): Resource {
  if (!resource.resourceMethods || query.getAll('embed').includes('methods')) return resource;
  return {
    ...resource,
    resourceMethods: Object.fromEntries(Object.keys(resource.resourceMethods).map((verb) => [verb, {}])),
  };
}
