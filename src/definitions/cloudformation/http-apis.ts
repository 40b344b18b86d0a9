import type { AwsApi, AwsAuthorizer, AwsCorsConfiguration, AwsModel, AwsRoute } from '../../model/aws.ts';
import { below } from '../../model/source-ref.ts';
import { defined } from '../integration.ts';
import { isObject } from '../json.ts';
import type { Members } from '../members.ts';
import { HttpIntegrations } from './http-integrations.ts';
import { atStages, bodyOf, emptyApi, type StagelessApi } from './rest-apis.ts';
import { outsideApis } from './outside-apis.ts';
import { httpStages } from './stages.ts';
import { linkOf, tagsOf, type Resource, type Template } from './template.ts';

const AUTHORIZATION = ['NONE', 'AWS_IAM', 'CUSTOM', 'JWT'] as const;

const TYPE = 'AWS::ApiGatewayV2::Api';

/** HTTP and WebSocket APIs of a template at each of their stages. */
export function readHttpApis(template: Template): readonly AwsApi[] {
  const resources = [...template.ofType(TYPE), ...outsideApis(template, TYPE)];
  return resources.flatMap((resource) => {
    return atStages(template, resource, httpApi(template, resource), httpStages(template, resource));
  });
}

function httpApi(template: Template, resource: Resource): StagelessApi {
  const members = template.members(resource);
  const body = bodyOf(template, resource, members);
  const type = members.word('ProtocolType', ['HTTP', 'WEBSOCKET']) ?? 'HTTP';
  const api = httpProperties(members, { id: resource.id, type, body });
  const quick = quickRoute(members);
  members.ignore('FailOnWarnings', 'DisableSchemaValidation', 'BasePath', 'Description').end();
  const integrations = new HttpIntegrations(template, resource);
  return {
    ...api,
    routes: [...api.routes, ...quick, ...routesOf(template, resource, integrations)],
    authorizers: [...api.authorizers, ...authorizersOf(template, resource)],
    models: modelsOf(template, resource),
  };
}

/** Properties that win over the body's. */
export function httpProperties(
  members: Members,
  { id, type, body }: { readonly id: string; readonly type: 'HTTP' | 'WEBSOCKET'; readonly body: AwsApi | undefined },
): StagelessApi {
  const cors = members.object('CorsConfiguration');
  const { stage: _stage, ...own } = body ?? { stage: undefined };
  const tags = tagsOf(members.raw('Tags'));
  return {
    ...emptyApi(members, id, type),
    ...own,
    ...defined({
      name: members.text('Name'),
      version: members.text('Version'),
      cors: cors && corsOf(cors),
      disableExecuteApiEndpoint: members.flag('DisableExecuteApiEndpoint'),
      ipAddressType: members.verbatim('IpAddressType'),
      routeSelectionExpression: expression(members, 'RouteSelectionExpression', type),
      apiKeySelectionExpression: expression(members, 'ApiKeySelectionExpression', type),
      tags: Object.keys(tags).length === 0 ? undefined : tags,
    }),
    id,
    type,
  };
}

/** Only WebSocket APIs select by expressions. */
function expression(members: Members, key: string, type: AwsApi['type']): string | undefined {
  const text = members.verbatim(key);
  return type === 'WEBSOCKET' ? text : undefined;
}

export function corsOf(members: Members): AwsCorsConfiguration {
  const maxAge = members.number('MaxAge');
  const cors = {
    at: members.at,
    allowCredentials: members.flag('AllowCredentials') ?? false,
    allowHeaders: members.texts('AllowHeaders'),
    allowMethods: members.texts('AllowMethods'),
    allowOrigins: members.texts('AllowOrigins'),
    exposeHeaders: members.texts('ExposeHeaders'),
    ...(maxAge === undefined ? {} : { maxAge }),
  };
  members.end();
  return cors;
}

/** An API that is made with a target has one route to it. */
function quickRoute(members: Members): readonly AwsRoute[] {
  const target = members.text('Target');
  const key = members.text('RouteKey');
  const credentials = members.verbatim('CredentialsArn');
  if (target === undefined) return [];
  const isFunction = /^arn:|^\$\{/.test(target);
  const at = below(members.at, 'Target');
  const integration = {
    at,
    type: isFunction ? ('AWS_PROXY' as const) : ('HTTP_PROXY' as const),
    uri: target,
    payloadFormatVersion: isFunction ? ('2.0' as const) : ('1.0' as const),
    requestParameters: {},
    requestTemplates: {},
    responses: [],
    cacheKeyParameters: [],
    ...defined({ credentials }),
  };
  return [{ ...openRoute(at, key ?? '$default'), integration }];
}

/** A route that nothing guards, to be completed. */
export function openRoute(at: AwsRoute['at'], key: string): AwsRoute {
  const space = key.indexOf(' ');
  return {
    at,
    method: space < 0 ? 'ANY' : key.slice(0, space).toUpperCase(),
    path: space < 0 ? key : key.slice(space + 1),
    authorizationType: 'NONE',
    authorizationScopes: [],
    apiKeyRequired: false,
    requestParameters: {},
    requestModels: {},
    responses: [],
  };
}

function partsOf(
  template: Template,
  api: Resource,
  type: string,
): readonly { readonly id: string; readonly members: Members }[] {
  return template
    .partsOf(api, `AWS::ApiGatewayV2::${type}`)
    .map((part) => ({ id: part.id, members: template.members(part).ignore('ApiId') }));
}

function routesOf(template: Template, api: Resource, integrations: HttpIntegrations): readonly AwsRoute[] {
  return partsOf(template, api, 'Route').map(({ members }) => {
    const authorization = members.word('AuthorizationType', AUTHORIZATION);
    const isGuarded = (members.raw('AuthorizationType') ?? null) !== null;
    const parameters = members.objects('RequestParameters').map(([name, parameter]) => {
      const isRequired = parameter.flag('Required') ?? false;
      parameter.end();
      return [name, isRequired] as const;
    });
    const route = {
      ...openRoute(members.at, members.text('RouteKey') ?? '$default'),
      // What guards a route and cannot be read must not pass for open.
      authorizationType: authorization ?? (isGuarded ? ('CUSTOM' as const) : ('NONE' as const)),
      authorizationScopes: members.texts('AuthorizationScopes'),
      apiKeyRequired: members.flag('ApiKeyRequired') ?? false,
      requestParameters: Object.fromEntries(parameters),
      requestModels: members.textMap('RequestModels'),
      ...defined({
        operationName: members.text('OperationName'),
        authorizerId: linkOf(members.verbatim('AuthorizerId')),
        modelSelectionExpression: members.verbatim('ModelSelectionExpression'),
        routeResponseSelectionExpression: members.verbatim('RouteResponseSelectionExpression'),
        integration: integrations.byTarget(members.verbatim('Target'), below(members.at, 'Target')),
      }),
    };
    members.end();
    return route;
  });
}

function authorizersOf(template: Template, api: Resource): readonly AwsAuthorizer[] {
  return partsOf(template, api, 'Authorizer').flatMap(({ id, members }) => {
    const type = members.word('AuthorizerType', ['REQUEST', 'JWT']);
    const jwt = members.object('JwtConfiguration');
    const payload = members.verbatim('AuthorizerPayloadFormatVersion');
    const sources = members.texts('IdentitySource');
    const optional = {
      uri: members.text('AuthorizerUri'),
      credentials: members.verbatim('AuthorizerCredentialsArn'),
      identitySource: sources.length === 0 ? undefined : sources.join(','),
      identityValidationExpression: members.verbatim('IdentityValidationExpression'),
      resultTtl: members.number('AuthorizerResultTtlInSeconds'),
      issuer: jwt?.text('Issuer'),
      payloadFormatVersion:
        payload === undefined ? undefined : Number(payload) === 2 ? ('2.0' as const) : ('1.0' as const),
      simpleResponses: members.flag('EnableSimpleResponses'),
    };
    const audience = jwt?.texts('Audience') ?? [];
    const name = members.text('Name') ?? id;
    jwt?.end();
    members.end();
    if (type === undefined) members.missing('AuthorizerType');
    return type === undefined
      ? []
      : [{ at: members.at, id, name, type, providerArns: [], audience, ...defined(optional) }];
  });
}

function modelsOf(template: Template, api: Resource): readonly AwsModel[] {
  return partsOf(template, api, 'Model').map(({ id, members }) => {
    const schema = members.raw('Schema');
    const model = {
      at: members.at,
      name: members.text('Name') ?? id,
      contentType: members.text('ContentType') ?? 'application/json',
      schema: isObject(schema) ? JSON.stringify(schema) : typeof schema === 'string' ? schema : '{}',
    };
    members.ignore('Description').end();
    return model;
  });
}
