import { stringify } from 'yaml';
import type { SandboxResponse } from '../../http-server.ts';
import type { OperationRoute } from '../rest-service.ts';
import { param, type RoutedRequest } from '../router.ts';
import type { AwsState, HttpApiState } from '../state.ts';
import { badRequest, notFound } from '../wire.ts';
import { exportHttpApi } from './export.ts';
import { findApi } from './get.ts';

/** ExportApi, of HTTP APIs only; without a stage the latest configuration is told (mapping A3, 2026-11-23). */
export function exportRoute(state: AwsState): OperationRoute {
  return {
    operation: 'ExportApi',
    method: 'GET',
    pattern: '/v2/apis/{api}/exports/{spec}',
    handle: (routed) => exportOf(state, findApi(state, routed), routed),
  };
}

function exportOf(state: AwsState, api: HttpApiState, routed: RoutedRequest): SandboxResponse {
  const { query } = routed;
  if (api.api.ProtocolType !== 'HTTP') throw badRequest('Only HTTP APIs can be exported');
  if (param(routed, 'spec') !== 'OAS30') throw badRequest('Specification must be OAS30');
  const outputType = query.get('outputType');
  if (outputType !== 'JSON' && outputType !== 'YAML') throw badRequest('OutputType must be JSON or YAML');
  const name = query.get('stageName') ?? undefined;
  const stage = api.stages.find(({ StageName }) => StageName === name);
  if (name !== undefined && !stage) throw notFound(`Unable to find Stage by ID ${name}`);
  const served = { ...api, ...api.snapshots?.get(stage?.DeploymentId ?? '') };
  const document = exportHttpApi(served, state.region, name, query.get('includeExtensions') !== 'false');
  const isYaml = outputType === 'YAML';
  return {
    status: 200,
    headers: { 'content-type': isYaml ? 'application/yaml' : 'application/json' },
    body: isYaml ? stringify(document, { aliasDuplicateObjects: false }) : JSON.stringify(document),
  };
}
