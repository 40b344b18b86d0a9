import type { SandboxResponse } from '../../http-server.ts';
import { importHttpApi, ImportRefused } from '../import-definition.ts';
import { REST_JSON } from '../protocol.ts';
import { restService, type OperationRoute } from '../rest-service.ts';
import { param, type RoutedRequest } from '../router.ts';
import type { AwsService } from '../service.ts';
import type { AwsState, HttpApiState } from '../state.ts';
import { badRequest, notFound } from '../wire.ts';
import { exportHttpApi } from './export.ts';
import { domainNameV2 } from './domain-name.ts';
import { toWire } from './wire-shape.ts';

/** API Gateway's HTTP and WebSocket API control plane (version 2). */
export function apiGatewayV2(state: AwsState): AwsService {
  return restService({
    name: 'apigatewayv2',
    signingName: 'apigateway',
    protocol: REST_JSON,
    routes: routes(state),
  });
}

function routes(state: AwsState): OperationRoute[] {
  const list = (
    operation: string,
    pattern: string,
    items: (routed: RoutedRequest) => readonly unknown[],
  ): OperationRoute => ({
    operation,
    method: 'GET',
    pattern: `/v2/${pattern}`,
    handle: (routed) => page(items(routed), routed.query),
  });
  const api = (routed: RoutedRequest): HttpApiState => findApi(state, param(routed, 'api'));
  return [
    list('GetApis', 'apis', () => [...state.httpApis.values()].map((item) => item.api)),
    { operation: 'GetApi', method: 'GET', pattern: '/v2/apis/{api}', handle: (routed) => json(api(routed).api) },
    list('GetRoutes', 'apis/{api}/routes', (routed) => api(routed).routes),
    list('GetIntegrations', 'apis/{api}/integrations', (routed) => api(routed).integrations),
    list('GetAuthorizers', 'apis/{api}/authorizers', (routed) => api(routed).authorizers),
    list('GetStages', 'apis/{api}/stages', (routed) => api(routed).stages),
    list('GetDeployments', 'apis/{api}/deployments', (routed) => api(routed).deployments),
    list('GetModels', 'apis/{api}/models', () => []),
    {
      operation: 'ExportApi',
      method: 'GET',
      pattern: '/v2/apis/{api}/exports/{spec}',
      handle: (routed) => exportOf(state, api(routed), routed),
    },
    list('GetDomainNames', 'domainnames', () => [...state.domainNames.values()].map(domainNameV2)),
    list('GetApiMappings', 'domainnames/{name}/apimappings', (routed) => mappings(state, param(routed, 'name'))),
    list('ListRoutingRules', 'domainnames/{name}/routingrules', () => []),
    list('GetVpcLinks', 'vpclinks', () => [...state.v2VpcLinks.values()]),
    { operation: 'ImportApi', method: 'PUT', pattern: '/v2/apis', handle: (routed) => importApi(state, routed) },
  ];
}

function json(value: unknown, status = 200): SandboxResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(toWire(value)) };
}

function page(items: readonly unknown[], query: URLSearchParams): SandboxResponse {
  const size = Number(query.get('maxResults') ?? '100');
  const start = Number(query.get('nextToken') ?? '0');
  if (!Number.isInteger(size) || size < 1) throw badRequest('Invalid MaxResults');
  if (!Number.isInteger(start) || start < 0) throw badRequest('Invalid NextToken');
  const end = start + size;
  return json({ Items: items.slice(start, end), ...(end < items.length ? { NextToken: String(end) } : {}) });
}

function findApi(state: AwsState, id: string): HttpApiState {
  const api = state.httpApis.get(id);
  if (!api) throw notFound(`Invalid API identifier specified ${state.accountId}:${id}`);
  return api;
}

function mappings(state: AwsState, name: string): readonly unknown[] {
  const domain = state.domainNames.get(name);
  if (!domain) throw notFound('Invalid domain name identifier specified');
  return domain.mappings;
}

/** HTTP APIs only; without a stage the latest configuration is told (mapping A3, 2026-11-23). */
function exportOf(state: AwsState, api: HttpApiState, routed: RoutedRequest): SandboxResponse {
  if (api.api.ProtocolType !== 'HTTP') throw badRequest('Only HTTP APIs can be exported');
  const stage = routed.query.get('stageName') ?? undefined;
  if (stage !== undefined && !api.stages.some((item) => item.StageName === stage))
    throw notFound(`Unable to find stage with name ${stage}`);
  const extensions = routed.query.get('includeExtensions') !== 'false';
  const body = JSON.stringify(exportHttpApi(api, state.region, stage, extensions));
  return { status: 200, headers: { 'content-type': 'application/json' }, body };
}

function importApi(state: AwsState, routed: RoutedRequest): SandboxResponse {
  const { body } = JSON.parse(routed.request.body.toString('utf8')) as { readonly body?: string };
  try {
    const { api, warnings } = importHttpApi(body ?? '');
    state.httpApis.set(api.api.ApiId ?? '', api);
    return json(warnings.length > 0 ? { ...api.api, Warnings: warnings } : api.api, 201);
  } catch (error) {
    if (error instanceof ImportRefused) throw badRequest(error.message);
    throw error;
  }
}
