import type { OperationRoute } from '../rest-service.ts';
import { param, type RoutedRequest } from '../router.ts';
import type { AwsState, HttpApiState } from '../state.ts';
import { findApi, found, getOne, getPages } from './get.ts';

/** The reads of one HTTP or WebSocket API. Responses and models are those of WebSocket APIs. */
export function apiReads(state: AwsState): OperationRoute[] {
  const of = (routed: RoutedRequest): HttpApiState => findApi(state, routed);
  const list = (operation: string, pattern: string, items: (api: HttpApiState) => readonly unknown[]): OperationRoute =>
    getPages(operation, `apis/{api}/${pattern}`, (routed) => items(of(routed)));
  const one = (
    operation: string,
    pattern: string,
    what: string,
    pick: (api: HttpApiState, id: string) => unknown,
  ): OperationRoute =>
    getOne(operation, `apis/{api}/${pattern}/{id}`, (routed) => {
      const id = param(routed, 'id');
      return found(pick(of(routed), id), what, id);
    });
  return [
    getPages('GetApis', 'apis', () => [...state.httpApis.values()].map(({ api }) => api)),
    getOne('GetApi', 'apis/{api}', (routed) => of(routed).api),
    list('GetRoutes', 'routes', ({ routes }) => routes),
    one('GetRoute', 'routes', 'Route', ({ routes }, id) => routes.find(({ RouteId }) => RouteId === id)),
    getPages('GetRouteResponses', 'apis/{api}/routes/{id}/routeresponses', (routed) => {
      const { routes, routeResponses } = of(routed);
      const id = param(routed, 'id');
      found(
        routes.find(({ RouteId }) => RouteId === id),
        'Route',
        id,
      );
      return routeResponses?.get(id) ?? [];
    }),
    list('GetIntegrations', 'integrations', ({ integrations }) => integrations),
    one('GetIntegration', 'integrations', 'Integration', ({ integrations }, id) =>
      integrations.find(({ IntegrationId }) => IntegrationId === id),
    ),
    getPages('GetIntegrationResponses', 'apis/{api}/integrations/{id}/integrationresponses', (routed) => {
      const { integrations, integrationResponses } = of(routed);
      const id = param(routed, 'id');
      found(
        integrations.find(({ IntegrationId }) => IntegrationId === id),
        'Integration',
        id,
      );
      return integrationResponses?.get(id) ?? [];
    }),
    list('GetAuthorizers', 'authorizers', ({ authorizers }) => authorizers),
    one('GetAuthorizer', 'authorizers', 'Authorizer', ({ authorizers }, id) =>
      authorizers.find(({ AuthorizerId }) => AuthorizerId === id),
    ),
    list('GetModels', 'models', ({ models = [] }) => models),
    one('GetModel', 'models', 'Model', ({ models }, id) => models?.find(({ ModelId }) => ModelId === id)),
    list('GetStages', 'stages', ({ stages }) => stages),
    one('GetStage', 'stages', 'Stage', ({ stages }, name) => stages.find(({ StageName }) => StageName === name)),
    list('GetDeployments', 'deployments', ({ deployments }) => deployments),
    one('GetDeployment', 'deployments', 'Deployment', ({ deployments }, id) =>
      deployments.find(({ DeploymentId }) => DeploymentId === id),
    ),
  ];
}
