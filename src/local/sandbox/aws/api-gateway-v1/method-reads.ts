import type { Integration, Method } from '@aws-sdk/client-api-gateway';
import type { OperationRoute } from '../rest-service.ts';
import { param, type RoutedRequest } from '../router.ts';
import type { AwsState } from '../state.ts';
import { findRestApi, found, getOne } from './get.ts';

/** A method of the editable tree and its parts, one by one: what GetResources embeds when it is asked to. */
export function methodReads(state: AwsState): OperationRoute[] {
  const method = (routed: RoutedRequest): Method => {
    const resource = findRestApi(state, routed).resources.find(({ id }) => id === param(routed, 'id'));
    return found(found(resource, 'Resource').resourceMethods?.[param(routed, 'verb')], 'Method');
  };
  const integration = (routed: RoutedRequest): Integration => found(method(routed).methodIntegration, 'Integration');
  const pattern = '/restapis/{api}/resources/{id}/methods/{verb}';
  return [
    getOne('GetMethod', pattern, method),
    getOne('GetMethodResponse', `${pattern}/responses/{status}`, (routed) =>
      found(method(routed).methodResponses?.[param(routed, 'status')], 'Response status code'),
    ),
    getOne('GetIntegration', `${pattern}/integration`, integration),
    getOne('GetIntegrationResponse', `${pattern}/integration/responses/{status}`, (routed) =>
      found(integration(routed).integrationResponses?.[param(routed, 'status')], 'Response status code'),
    ),
  ];
}
