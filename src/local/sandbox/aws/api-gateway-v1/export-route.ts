import { stringify } from 'yaml';
import type { SandboxResponse } from '../../http-server.ts';
import type { OperationRoute } from '../rest-service.ts';
import { param, type RoutedRequest } from '../router.ts';
import type { AwsState } from '../state.ts';
import { badRequest, notFound } from '../wire.ts';
import { exportRestApi } from './export.ts';
import { findRestApi } from './get.ts';
import { swaggerOf } from './swagger.ts';

/** GetExport: what a stage serves as OpenAPI 3.0 or Swagger 2.0, in JSON or, when that is accepted, YAML. */
export function exportRoute(state: AwsState): OperationRoute {
  return {
    operation: 'GetExport',
    method: 'GET',
    pattern: '/restapis/{api}/stages/{stage}/exports/{type}',
    handle: (routed) => exportOf(state, routed),
  };
}

function exportOf(state: AwsState, routed: RoutedRequest): SandboxResponse {
  const api = findRestApi(state, routed);
  const stage = api.stages.find((item) => item.stageName === param(routed, 'stage'));
  const snapshot = api.deployments.get(stage?.deploymentId ?? '');
  if (!stage || !snapshot) throw notFound('Invalid stage identifier specified');
  const type = param(routed, 'type');
  if (type !== 'oas30' && type !== 'swagger') throw badRequest(`Invalid export type specified: ${type}`);
  const extensions = (routed.query.get('extensions') ?? '').split(',');
  const openapi = exportRestApi({ api, snapshot, stage, region: state.region, extensions });
  const document = type === 'swagger' ? swaggerOf(openapi) : openapi;
  const isYaml = routed.request.headers['accept'] === 'application/yaml';
  const name = `${type}.${isYaml ? 'yaml' : 'json'}`;
  return {
    status: 200,
    headers: {
      'content-type': isYaml ? 'application/yaml' : 'application/json',
      'content-disposition': `attachment; filename="${name}"`,
    },
    body: isYaml ? stringify(document, { aliasDuplicateObjects: false }) : JSON.stringify(document),
  };
}
