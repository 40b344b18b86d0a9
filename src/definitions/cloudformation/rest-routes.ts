import type { AwsIntegration, AwsIntegrationResponse, AwsMethodResponse, AwsRoute } from '../../model/aws.ts';
import { defined } from '../integration.ts';
import type { JsonObject } from '../json.ts';
import type { Members } from '../members.ts';
import { linkOf, type Resource, type Template } from './template.ts';

const AUTHORIZATION = ['NONE', 'AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS'] as const;
const CONTENT = ['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT'] as const;

/** Methods of an API, each at the path that the chain of its resources makes. */
export function restRoutes(template: Template, api: Resource): readonly AwsRoute[] {
  return template.partsOf(api, 'AWS::ApiGateway::Method').map((method) => {
    const members = template.members(method).ignore('RestApiId');
    const path = pathOf(template, api, linkOf(members.verbatim('ResourceId')), new Set());
    if (path === undefined) {
      const remedy = 'Put the resource into the template, or assess what is deployed.';
      const reason = 'the chain of its resources does not lead to the root of the API';
      template.notes.gap(members.at, `The path of ${method.id}`, reason, remedy, 'blocker');
    }
    return routeOf(members, path ?? `/{unknown-${method.id}}`);
  });
}

const textIn = (properties: JsonObject, key: string): string | undefined =>
  typeof properties[key] === 'string' ? properties[key] : undefined;

/** `/` for the root, which is an attribute of the API. Undefined for a chain that is cut or goes in a circle. */
function pathOf(template: Template, api: Resource, id: string | undefined, seen: Set<string>): string | undefined {
  if (id === undefined || seen.has(id)) return undefined;
  if (id === api.id) return '/';
  seen.add(id);
  const resource = template.byId(id);
  if (resource?.type !== 'AWS::ApiGateway::Resource') return undefined;
  const parent = pathOf(template, api, linkOf(textIn(resource.properties, 'ParentId')), seen);
  const part = textIn(resource.properties, 'PathPart');
  return parent === undefined || part === undefined ? undefined : `${parent === '/' ? '' : parent}/${part}`;
}

function routeOf(members: Members, path: string): AwsRoute {
  const authorization = members.word('AuthorizationType', AUTHORIZATION);
  const integration = members.object('Integration');
  const isGuarded = (members.raw('AuthorizationType') ?? null) !== null;
  const route = {
    at: members.at,
    method: (members.text('HttpMethod') ?? 'ANY').toUpperCase(),
    path,
    // What guards a method and cannot be read must not pass for open: the gap blocks, and so does an unknown authorizer.
    authorizationType: authorization ?? (isGuarded ? ('CUSTOM' as const) : ('NONE' as const)),
    authorizationScopes: members.texts('AuthorizationScopes'),
    apiKeyRequired: members.flag('ApiKeyRequired') ?? false,
    requestParameters: members.flags('RequestParameters'),
    requestModels: links(members.textMap('RequestModels')),
    responses: members.list('MethodResponses').map(methodResponse),
    ...defined({
      operationName: members.text('OperationName'),
      authorizerId: linkOf(members.verbatim('AuthorizerId')),
      requestValidatorId: linkOf(members.verbatim('RequestValidatorId')),
      integration: integration && integrationOf(integration),
    }),
  };
  members.end();
  return route;
}

/** A model is referred to by its logical id, which is its name unless it has another. */
const links = (models: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(models).map(([type, model]) => [type, linkOf(model) ?? model]));

function methodResponse(members: Members): AwsMethodResponse {
  const response = {
    at: members.at,
    statusCode: members.text('StatusCode') ?? '',
    responseParameters: members.flags('ResponseParameters'),
    responseModels: links(members.textMap('ResponseModels')),
  };
  members.end();
  return response;
}

function integrationOf(members: Members): AwsIntegration | undefined {
  const type = members.word('Type', ['HTTP', 'HTTP_PROXY', 'AWS', 'AWS_PROXY', 'MOCK']);
  const optional = {
    httpMethod: members.text('IntegrationHttpMethod')?.toUpperCase(),
    uri: members.text('Uri'),
    connectionType: members.word('ConnectionType', ['INTERNET', 'VPC_LINK']),
    connectionId: linkOf(members.verbatim('ConnectionId')),
    timeoutMs: members.number('TimeoutInMillis'),
    passthroughBehavior: members.word('PassthroughBehavior', ['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER']),
    contentHandling: members.word('ContentHandling', CONTENT),
    credentials: members.verbatim('Credentials'),
    cacheNamespace: members.verbatim('CacheNamespace'),
    responseTransferMode: members.word('ResponseTransferMode', ['BUFFERED', 'STREAM']),
    integrationTarget: members.text('IntegrationTarget'),
  };
  const integration = {
    at: members.at,
    requestParameters: members.textMap('RequestParameters'),
    requestTemplates: members.templates('RequestTemplates'),
    responses: members.list('IntegrationResponses').map(integrationResponse),
    cacheKeyParameters: members.texts('CacheKeyParameters'),
  };
  members.end();
  if (type === undefined) members.missing('Type');
  return type === undefined ? undefined : { type, ...defined(optional), ...integration };
}

function integrationResponse(members: Members): AwsIntegrationResponse {
  const response = {
    at: members.at,
    statusCode: members.text('StatusCode') ?? '',
    responseParameters: members.textMap('ResponseParameters'),
    responseTemplates: members.templates('ResponseTemplates'),
    ...defined({
      selectionPattern: members.verbatim('SelectionPattern'),
      contentHandling: members.word('ContentHandling', CONTENT),
    }),
  };
  members.end();
  return response;
}
