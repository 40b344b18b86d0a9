import type { AwsApi, AwsCorsConfiguration, AwsRoute } from '../../model/aws.ts';
import { below, type SourceRef } from '../../model/source-ref.ts';
import { defined } from '../integration.ts';
import { isObject, memberOf, objectAt, type Json, type JsonObject } from '../json.ts';
import { Members } from '../members.ts';
import { corsOf, httpProperties, openRoute } from './http-apis.ts';
import { atStages, bodyOf, restProperties, withParts, type StagelessApi } from './rest-apis.ts';
import { guardOf, readSamAuth, type SamAuth } from './sam-authorizers.ts';
import { eventRoutes, IMPLICIT, samEvents } from './sam-routes.ts';
import { httpStage, httpStages, restStage, restStages } from './stages.ts';
import type { Resource, Template } from './template.ts';

/** What SAM adds to an API besides what its resource says, and what is read elsewhere. */
const ELSEWHERE = [
  'Domain',
  'Description',
  'OpenApiVersion',
  'AlwaysDeploy',
  'FailOnWarnings',
  'Mode',
  'MergeDefinitions',
  'PropagateTags',
];

/** APIs of the Serverless Application Model, those that are there only because an event needs one included. */
export function readSamApis(template: Template): readonly AwsApi[] {
  return [
    ...apisOf(template, 'Api').flatMap((resource) => samRestApi(template, resource)),
    ...apisOf(template, 'HttpApi').flatMap((resource) => samHttpApi(template, resource)),
  ];
}

function apisOf(template: Template, type: 'Api' | 'HttpApi'): readonly Resource[] {
  const globals = objectAt(template.globals, type);
  const own = template
    .ofType(`AWS::Serverless::${type}`)
    .map((resource) => ({ ...resource, properties: merged(globals, resource.properties) }));
  if (!samEvents(template, type).some(({ api }) => api === undefined)) return own;
  const at = below(template.at, 'Globals', type);
  return [...own, { id: IMPLICIT[type], type: `AWS::Serverless::${type}`, properties: globals, at }];
}

/** A resource's properties win over the globals'; objects of both are one. */
function merged(globals: JsonObject, own: JsonObject): JsonObject {
  const shared = Object.entries(globals).map(([key, value]) => {
    const mine = memberOf(own, key);
    return [key, isObject(value) && isObject(mine) ? merged(value, mine) : (mine ?? value)] as const;
  });
  return { ...own, ...Object.fromEntries(shared) };
}

function samRestApi(template: Template, resource: Resource): readonly AwsApi[] {
  const members = template.members(resource);
  const body = bodyOf(template, resource, members, 'DefinitionBody');
  const auth = readSamAuth(members.object('Auth'), 'REST');
  const api = restProperties(samEndpoint(members, template), resource.id, body);
  const routes = withEvents(guarded(api.routes, auth), eventRoutes(template, 'Api', resource.id, auth));
  const cors = members.raw('Cors');
  const models = members.objects('Models').map(([name, schema]) => ({
    at: schema.at,
    name,
    contentType: 'application/json',
    schema: JSON.stringify(memberOf(objectAt(resource.properties, 'Models'), name) ?? {}),
  }));
  const responses = members
    .objects('GatewayResponses')
    .map(([responseType, response]) => samResponse(responseType, response));
  const whole: StagelessApi = {
    ...api,
    ...defined({ policy: auth.resourcePolicy }),
    routes: cors === undefined ? routes : withPreflights(routes, below(resource.at, 'Cors'), auth),
    authorizers: [...api.authorizers, ...auth.authorizers],
    requestValidators: [...api.requestValidators, ...validatorsOf(routes, resource.at)],
    models: [...api.models, ...models],
    gatewayResponses: [...api.gatewayResponses, ...responses],
  };
  members.ignore(...ELSEWHERE, 'Name', 'Tags');
  const name = members.text('StageName') ?? (resource.id === IMPLICIT.Api ? 'Prod' : '');
  const stages = [restStage(members, name), ...restStages(template, resource)];
  return atStages(template, resource, withParts(template, resource, whole), stages);
}

/** SAM writes an endpoint as its kind alone, or with Type instead of Types. */
function samEndpoint(members: Members, template: Template): Members {
  const endpoint = members.raw('EndpointConfiguration');
  const own: Record<string, JsonObject[string]> = {};
  for (const key of [
    'Name',
    'BinaryMediaTypes',
    'ApiKeySourceType',
    'Tags',
    'Policy',
    'MinimumCompressionSize',
    'SecurityPolicy',
    'DisableExecuteApiEndpoint',
  ]) {
    const value = members.raw(key);
    if (value !== undefined) own[key] = value;
  }
  const type = typeof endpoint === 'string' ? endpoint : memberOf(endpoint, 'Type');
  const vpcEndpointIds = memberOf(endpoint, 'VPCEndpointIds');
  const configuration = {
    ...(type === undefined ? {} : { Types: [type] }),
    ...(vpcEndpointIds === undefined ? {} : { VpcEndpointIds: vpcEndpointIds }),
  };
  return new Members({ ...own, EndpointConfiguration: configuration }, members.at, template.notes);
}

/** Operations of the body that say nothing of a guard get the default one, as SAM writes it into the body. */
function guarded(routes: readonly AwsRoute[], auth: SamAuth): readonly AwsRoute[] {
  return routes.map((route) => {
    const isPreflight = route.method === 'OPTIONS' && !auth.guardsPreflight;
    const guard = route.authorizationType === 'NONE' && !isPreflight ? guardOf(undefined, [], auth) : {};
    return {
      ...route,
      ...guard,
      apiKeyRequired: route.apiKeyRequired || (auth.apiKeyRequired && route.method !== 'OPTIONS'),
    };
  });
}

/** An event whose route the body has already adds nothing. */
function withEvents(routes: readonly AwsRoute[], events: readonly AwsRoute[]): readonly AwsRoute[] {
  const known = new Set(routes.map(({ method, path }) => `${method} ${path}`));
  return [...routes, ...events.filter(({ method, path }) => !known.has(`${method} ${path}`))];
}

/** SAM makes a mock of OPTIONS for each path that has none. */
function withPreflights(routes: readonly AwsRoute[], at: SourceRef, auth: SamAuth): readonly AwsRoute[] {
  const has = new Set(routes.flatMap(({ method, path }) => (method === 'OPTIONS' || method === 'ANY' ? [path] : [])));
  const paths = [...new Set(routes.map(({ path }) => path))].filter((path) => !has.has(path));
  return [
    ...routes,
    ...paths.map((path): AwsRoute => {
      const own = below(at, path);
      const guard = auth.guardsPreflight ? guardOf(undefined, [], auth) : {};
      const integration = {
        at: below(own, 'integration'),
        type: 'MOCK' as const,
        requestParameters: {},
        requestTemplates: { 'application/json': '{"statusCode": 200}' },
        responses: [
          { at: below(own, 'responses', '200'), statusCode: '200', responseParameters: {}, responseTemplates: {} },
        ],
        cacheKeyParameters: [],
      };
      return { ...openRoute(own, `OPTIONS ${path}`), ...guard, integration };
    }),
  ];
}

function validatorsOf(routes: readonly AwsRoute[], at: SourceRef): AwsApi['requestValidators'] {
  if (!routes.some(({ requestValidatorId }) => requestValidatorId === 'SAM')) return [];
  const validator = { id: 'SAM', name: 'SAM', validateRequestBody: true, validateRequestParameters: true };
  return [{ at: below(at, 'RequestModel'), ...validator }];
}

function samResponse(responseType: string, members: Members): AwsApi['gatewayResponses'][number] {
  const parameters = members.object('ResponseParameters');
  const of = (key: string, place: string): [string, string][] =>
    Object.entries(parameters?.textMap(key) ?? {}).map(([name, value]) => [`gatewayresponse.${place}.${name}`, value]);
  const response = {
    at: members.at,
    responseType,
    responseParameters: Object.fromEntries([
      ...of('Headers', 'header'),
      ...of('Paths', 'path'),
      ...of('QueryStrings', 'querystring'),
    ]),
    responseTemplates: members.textMap('ResponseTemplates'),
    ...defined({ statusCode: members.text('StatusCode') }),
  };
  parameters?.end();
  members.end();
  return response;
}

function samHttpApi(template: Template, resource: Resource): readonly AwsApi[] {
  const { CorsConfiguration: cors, ...properties } = resource.properties;
  const members = template.members({ ...resource, properties });
  const body = bodyOf(template, resource, members, 'DefinitionBody');
  const auth = readSamAuth(members.object('Auth'), 'HTTP');
  const api = httpProperties(members, { id: resource.id, type: 'HTTP', body });
  const whole: StagelessApi = {
    ...api,
    ...defined({ cors: samCors(cors, below(resource.at, 'CorsConfiguration'), template) }),
    routes: withEvents(guarded(api.routes, auth), eventRoutes(template, 'HttpApi', resource.id, auth)),
    authorizers: [...api.authorizers, ...auth.authorizers],
  };
  members.ignore(...ELSEWHERE, 'Name', 'Tags');
  const own = { ...httpStage(members, members.text('StageName') ?? '$default'), autoDeploy: true };
  return atStages(template, resource, whole, [own, ...httpStages(template, resource)]);
}

/** `true` allows every origin, as SAM writes it. */
function samCors(cors: Json | undefined, at: SourceRef, template: Template): AwsCorsConfiguration | undefined {
  if (cors === true || cors === 'true')
    return { at, allowCredentials: false, allowHeaders: [], allowMethods: [], allowOrigins: ['*'], exposeHeaders: [] };
  return isObject(cors) ? corsOf(new Members(cors, at, template.notes)) : undefined;
}
