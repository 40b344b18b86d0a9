import type { ApiKey, GatewayResponse, GatewayResponseType, Resource } from '@aws-sdk/client-api-gateway';
import type { OperationRoute } from '../rest-service.ts';
import { param, type RoutedRequest } from '../router.ts';
import type { AwsState, RestApiState } from '../state.ts';
import { notFound } from '../wire.ts';
import { exportRestApi } from './export.ts';
import { json, page } from './paging.ts';

export function findRestApi(state: AwsState, routed: RoutedRequest): RestApiState {
  const id = param(routed, 'api');
  const api = state.restApis.get(id);
  if (!api) throw notFound(`Invalid API identifier specified ${state.accountId}:${id}`);
  return api;
}

/** The reads of one REST API. */
export function restApiReads(state: AwsState): OperationRoute[] {
  const get = (
    operation: string,
    pattern: string,
    list: (api: RestApiState, routed: RoutedRequest) => readonly unknown[],
  ): OperationRoute => ({
    operation,
    method: 'GET',
    pattern: `/restapis/{api}/${pattern}`,
    handle: (routed) => page(list(findRestApi(state, routed), routed), routed.query),
  });
  const one = (pattern: string, pick: (api: RestApiState, id: string) => unknown, what: string): OperationRoute => ({
    operation: `Get${what.replaceAll(' ', '')}`,
    method: 'GET',
    pattern: `/restapis/{api}/${pattern}/{id}`,
    handle: (routed) => {
      const found = pick(findRestApi(state, routed), param(routed, 'id'));
      if (found === undefined) throw notFound(`Invalid ${what} identifier specified`);
      return json(found);
    },
  });
  return [
    {
      operation: 'GetRestApis',
      method: 'GET',
      pattern: '/restapis',
      handle: ({ query }) =>
        page(
          [...state.restApis.values()].map(({ api }) => api),
          query,
        ),
    },
    {
      operation: 'GetRestApi',
      method: 'GET',
      pattern: '/restapis/{api}',
      handle: (routed) => json(findRestApi(state, routed).api),
    },
    get('GetResources', 'resources', (api, { query }) =>
      api.resources.map((resource) => listed(resource, query.getAll('embed'))),
    ),
    one('resources', (api, id) => api.resources.find((resource) => resource.id === id), 'Resource'),
    get('GetModels', 'models', (api) => api.models),
    one('models', (api, id) => api.models.find((model) => model.name === id), 'Model'),
    get('GetRequestValidators', 'requestvalidators', (api) => api.requestValidators),
    get('GetAuthorizers', 'authorizers', (api) => api.authorizers),
    one('authorizers', (api, id) => api.authorizers.find((authorizer) => authorizer.id === id), 'Authorizer'),
    get('GetGatewayResponses', 'gatewayresponses', (api) => allGatewayResponses(api.gatewayResponses)),
    get('GetDeployments', 'deployments', (api) => [...api.deployments.values()].map(({ deployment }) => deployment)),
    one('deployments', (api, id) => api.deployments.get(id)?.deployment, 'Deployment'),
    get('GetDocumentationParts', 'documentation/parts', () => []),
    get('GetDocumentationVersions', 'documentation/versions', () => []),
    {
      operation: 'GetStages',
      method: 'GET',
      pattern: '/restapis/{api}/stages',
      handle: (routed) => json({ item: findRestApi(state, routed).stages }),
    },
    one('stages', (api, id) => api.stages.find((stage) => stage.stageName === id), 'Stage'),
    {
      operation: 'GetExport',
      method: 'GET',
      pattern: '/restapis/{api}/stages/{stage}/exports/{type}',
      handle: (routed) => exportOf(state, routed),
    },
  ];
}

/** Without embed=methods only the verbs are told. */
function listed(resource: Resource, embed: readonly string[]): Resource {
  if (!resource.resourceMethods || embed.includes('methods')) return resource;
  return {
    ...resource,
    resourceMethods: Object.fromEntries(Object.keys(resource.resourceMethods).map((verb) => [verb, {}])),
  };
}

const DEFAULT_TYPES: Readonly<Partial<Record<GatewayResponseType, string>>> = {
  ACCESS_DENIED: '403',
  API_CONFIGURATION_ERROR: '500',
  AUTHORIZER_CONFIGURATION_ERROR: '500',
  AUTHORIZER_FAILURE: '500',
  BAD_REQUEST_BODY: '400',
  BAD_REQUEST_PARAMETERS: '400',
  EXPIRED_TOKEN: '403',
  INTEGRATION_FAILURE: '504',
  INTEGRATION_TIMEOUT: '504',
  INVALID_API_KEY: '403',
  INVALID_SIGNATURE: '403',
  MISSING_AUTHENTICATION_TOKEN: '403',
  QUOTA_EXCEEDED: '429',
  REQUEST_TOO_LARGE: '413',
  RESOURCE_NOT_FOUND: '404',
  THROTTLED: '429',
  UNAUTHORIZED: '401',
  UNSUPPORTED_MEDIA_TYPE: '415',
  WAF_FILTERED: '403',
};

/** Those that were set, then a default for each other type: what DEFAULT_4XX or DEFAULT_5XX sets, else AWS's own. */
function allGatewayResponses(set: readonly GatewayResponse[]): GatewayResponse[] {
  const types = new Set(set.map(({ responseType }) => responseType));
  const unset = (Object.keys(DEFAULT_TYPES) as GatewayResponseType[]).filter((type) => !types.has(type));
  const defaults = unset.map((responseType): GatewayResponse => {
    const statusCode = DEFAULT_TYPES[responseType];
    const family = set.find(
      (item) => item.responseType === (statusCode?.startsWith('4') ? 'DEFAULT_4XX' : 'DEFAULT_5XX'),
    );
    return {
      responseType,
      statusCode: family?.statusCode ?? statusCode,
      responseParameters: family?.responseParameters ?? {},
      responseTemplates: family?.responseTemplates ?? {
        'application/json': '{"message":$context.error.messageString}',
      },
      defaultResponse: true,
    };
  });
  return [...set.map((item) => ({ ...item, defaultResponse: false })), ...defaults];
}

function exportOf(state: AwsState, routed: RoutedRequest): ReturnType<typeof json> {
  const api = findRestApi(state, routed);
  const stage = api.stages.find((item) => item.stageName === param(routed, 'stage'));
  const snapshot = api.deployments.get(stage?.deploymentId ?? '');
  if (!stage || !snapshot) throw notFound('Invalid stage identifier specified');
  if (param(routed, 'type') !== 'oas30') throw notFound('Only export type oas30 is simulated');
  const extensions = (routed.query.get('extensions') ?? '').split(',');
  const document = exportRestApi(api.api, snapshot, stage.stageName ?? '', state.region, extensions);
  return {
    ...json(document),
    headers: { 'content-type': 'application/json', 'content-disposition': 'attachment; filename="oas30.json"' },
  };
}

/** Usage plans, keys, domain names, links and the account. */
export function accountReads(state: AwsState): OperationRoute[] {
  const list = (
    operation: string,
    pattern: string,
    items: (routed: RoutedRequest) => readonly unknown[],
  ): OperationRoute => ({
    operation,
    method: 'GET',
    pattern,
    handle: (routed) => page(items(routed), routed.query),
  });
  const domain = (routed: RoutedRequest): ReturnType<typeof findDomain> => findDomain(state, param(routed, 'name'));
  return [
    list('GetUsagePlans', '/usageplans', () => [...state.usagePlans.values()].map(({ plan }) => plan)),
    list('GetUsagePlanKeys', '/usageplans/{id}/keys', (routed) => planKeys(state, param(routed, 'id'))),
    list('GetApiKeys', '/apikeys', ({ query }) =>
      [...state.apiKeys.values()].map((key) => (query.get('includeValues') === 'true' ? key : withoutValue(key))),
    ),
    {
      operation: 'GetApiKey',
      method: 'GET',
      pattern: '/apikeys/{id}',
      handle: (routed) => json(findKey(state, routed)),
    },
    list('GetDomainNames', '/domainnames', () => [...state.domainNames.values()].map((item) => item.domain)),
    {
      operation: 'GetDomainName',
      method: 'GET',
      pattern: '/domainnames/{name}',
      handle: (routed) => json(domain(routed).domain),
    },
    list('GetBasePathMappings', '/domainnames/{name}/basepathmappings', (routed) => domain(routed).basePathMappings),
    list('GetDomainNameAccessAssociations', '/domainnameaccessassociations', () => []),
    list('GetVpcLinks', '/vpclinks', () => [...state.vpcLinks.values()]),
    list('GetClientCertificates', '/clientcertificates', () => []),
    {
      operation: 'GetAccount',
      method: 'GET',
      pattern: '/account',
      handle: () =>
        json({
          throttleSettings: { burstLimit: 5000, rateLimit: 10_000 },
          features: ['UsagePlans'],
          apiKeyVersion: '4',
        }),
    },
    { operation: 'GetTags', method: 'GET', pattern: '/tags/{arn}', handle: () => json({ tags: {} }) },
  ];
}

function findDomain(state: AwsState, name: string): NonNullable<ReturnType<AwsState['domainNames']['get']>> {
  const domain = state.domainNames.get(name);
  if (!domain) throw notFound('Invalid domain name identifier specified');
  return domain;
}

function planKeys(state: AwsState, id: string): unknown[] {
  const entry = state.usagePlans.get(id);
  if (!entry) throw notFound('Invalid Usage Plan ID specified');
  return entry.keyIds.map((keyId) => {
    const key = state.apiKeys.get(keyId);
    return { id: keyId, type: 'API_KEY', name: key?.name, value: key?.value };
  });
}

function findKey(state: AwsState, routed: RoutedRequest): ApiKey {
  const key = state.apiKeys.get(param(routed, 'id'));
  if (!key) throw notFound('Invalid API Key identifier specified');
  return routed.query.get('includeValue') === 'true' ? key : withoutValue(key);
}

function withoutValue(key: ApiKey): ApiKey {
  const { value: _value, ...rest } = key;
  return rest;
}
