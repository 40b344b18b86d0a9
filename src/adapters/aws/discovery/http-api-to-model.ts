import type {
  Api,
  Authorizer,
  Cors,
  Integration,
  IntegrationResponse,
  Model,
  Route,
  RouteResponse,
  RouteSettings,
  Stage,
} from '@aws-sdk/client-apigatewayv2';
import type {
  AwsApi,
  AwsAuthorizer,
  AwsCorsConfiguration,
  AwsIntegration,
  AwsIntegrationResponse,
  AwsMethodResponse,
  AwsMethodSettings,
  AwsRoute,
  AwsStage,
} from '../../../model/aws.ts';
import { below, type SourceRef } from '../../../model/source-ref.ts';
import type { AwsScope } from '../../../ports/source-reader.ts';
import {
  CONNECTION_TYPES,
  CONTENT_HANDLING,
  INTEGRATION_TYPES,
  oneOf,
  optionallyOneOf,
  PASSTHROUGH,
  PAYLOAD_FORMATS,
} from './closed-values.ts';
import { defined } from '../defined.ts';

const AUTHORIZATION_TYPES = ['NONE', 'AWS_IAM', 'CUSTOM', 'JWT'] as const;

/** All that was read of one HTTP or WebSocket API, in the SDK's shapes. */
export interface HttpApiParts {
  readonly api: Api;
  readonly routes: readonly Route[];
  readonly integrations: readonly Integration[];
  readonly authorizers: readonly Authorizer[];
  readonly models: readonly Model[];
  /** Of WebSocket APIs, by route id. */
  readonly routeResponses: ReadonlyMap<string, readonly RouteResponse[]>;
  /** Of WebSocket APIs, by integration id. */
  readonly integrationResponses: ReadonlyMap<string, readonly IntegrationResponse[]>;
}

/**
 * An HTTP or WebSocket API at one of its stages.
 * @param at the API's stage, such as `arn:aws:apigateway:us-east-1::/apis/a1b2c3d4e5/stages/prod`
 * @throws FailureError `invalid` for a member's value that the model does not know
 */
export function httpApiToModel(parts: HttpApiParts, stage: Stage, scope: AwsScope, at: SourceRef): AwsApi {
  const { api } = parts;
  return defined({
    at,
    id: api.ApiId ?? '',
    type: oneOf(['HTTP', 'WEBSOCKET'], api.ProtocolType, at),
    name: api.Name ?? '',
    description: api.Description,
    version: api.Version,
    account: scope.account,
    region: scope.region,
    readFrom: 'tree' as const,
    // Version 2 has no other kind of endpoint.
    endpointType: 'REGIONAL' as const,
    vpcEndpointIds: [],
    ipAddressType: api.IpAddressType,
    tags: api.Tags,
    routeSelectionExpression: api.ProtocolType === 'WEBSOCKET' ? api.RouteSelectionExpression : undefined,
    apiKeySelectionExpression: api.ProtocolType === 'WEBSOCKET' ? api.ApiKeySelectionExpression : undefined,
    disableExecuteApiEndpoint: api.DisableExecuteApiEndpoint ?? false,
    apiKeySource: 'HEADER' as const,
    binaryMediaTypes: [],
    stage: stageToModel(stage, below(at, 'stage')),
    routes: parts.routes.map((route) => routeToModel(route, parts, at)),
    authorizers: parts.authorizers.map((authorizer) => authorizerToModel(authorizer, at)),
    requestValidators: [],
    models: parts.models.map((model) => ({
      at: below(at, 'models', model.Name ?? ''),
      name: model.Name ?? '',
      contentType: model.ContentType ?? 'application/json',
      schema: model.Schema ?? '{}',
    })),
    gatewayResponses: [],
    cors: api.CorsConfiguration && corsToModel(api.CorsConfiguration, below(at, 'cors')),
    unclaimed: [],
    differences: [],
  });
}

function routeToModel(route: Route, parts: HttpApiParts, api: SourceRef): AwsRoute {
  const key = route.RouteKey ?? '';
  const at = below(api, 'routes', key);
  const integration = parts.integrations.find(({ IntegrationId }) => route.Target === `integrations/${IntegrationId}`);
  const parameters = Object.entries(route.RequestParameters ?? {});
  return defined({
    at,
    ...methodAndPath(key),
    operationName: route.OperationName,
    authorizationType: oneOf(AUTHORIZATION_TYPES, route.AuthorizationType ?? 'NONE', at),
    authorizerId: route.AuthorizerId,
    authorizationScopes: route.AuthorizationScopes ?? [],
    apiKeyRequired: route.ApiKeyRequired ?? false,
    requestParameters: Object.fromEntries(parameters.map(([name, { Required }]) => [name, Required ?? false])),
    requestModels: route.RequestModels ?? {},
    responses: (parts.routeResponses.get(route.RouteId ?? '') ?? []).map((response) =>
      routeResponseToModel(response, at),
    ),
    modelSelectionExpression: route.ModelSelectionExpression,
    routeResponseSelectionExpression: route.RouteResponseSelectionExpression,
    integration: integration && integrationToModel(integration, parts, below(at, 'integration')),
  });
}

/** `GET /pets`; a key without a method (`$default`, and WebSocket's) is a path that every method takes. */
function methodAndPath(routeKey: string): { readonly method: string; readonly path: string } {
  const space = routeKey.indexOf(' ');
  if (space < 0) return { method: 'ANY', path: routeKey };
  return { method: routeKey.slice(0, space), path: routeKey.slice(space + 1) };
}

function routeResponseToModel(response: RouteResponse, route: SourceRef): AwsMethodResponse {
  const key = response.RouteResponseKey ?? '';
  const parameters = Object.entries(response.ResponseParameters ?? {});
  return {
    at: below(route, 'responses', key),
    statusCode: key,
    responseParameters: Object.fromEntries(parameters.map(([name, { Required }]) => [name, Required ?? false])),
    responseModels: response.ResponseModels ?? {},
  };
}

function integrationToModel(integration: Integration, parts: HttpApiParts, at: SourceRef): AwsIntegration {
  const own = parts.integrationResponses.get(integration.IntegrationId ?? '') ?? [];
  return defined({
    at,
    type: oneOf(INTEGRATION_TYPES, integration.IntegrationType, at),
    subtype: integration.IntegrationSubtype,
    httpMethod: integration.IntegrationMethod,
    uri: integration.IntegrationUri,
    connectionType: optionallyOneOf(CONNECTION_TYPES, integration.ConnectionType, at),
    connectionId: integration.ConnectionId,
    payloadFormatVersion: optionallyOneOf(PAYLOAD_FORMATS, integration.PayloadFormatVersion, at),
    timeoutMs: integration.TimeoutInMillis,
    passthroughBehavior: optionallyOneOf(PASSTHROUGH, integration.PassthroughBehavior, at),
    contentHandling: optionallyOneOf(CONTENT_HANDLING, integration.ContentHandlingStrategy, at),
    credentials: integration.CredentialsArn,
    requestParameters: integration.RequestParameters ?? {},
    requestTemplates: integration.RequestTemplates ?? {},
    responses: [
      ...Object.entries(integration.ResponseParameters ?? {}).map(([statusCode, parameters]) =>
        responseOf(statusCode, parameters, below(at, 'responses', statusCode)),
      ),
      ...own.map((response) => integrationResponseToModel(response, at)),
    ],
    tlsServerNameToVerify: integration.TlsConfig?.ServerNameToVerify,
    cacheKeyParameters: [],
    templateSelectionExpression: integration.TemplateSelectionExpression,
  });
}

/** Of WebSocket APIs: its key selects it, as a pattern does in version 1. */
function integrationResponseToModel(response: IntegrationResponse, integration: SourceRef): AwsIntegrationResponse {
  const key = response.IntegrationResponseKey ?? '';
  const at = below(integration, 'responses', key);
  return defined({
    at,
    statusCode: key,
    selectionPattern: key,
    responseParameters: response.ResponseParameters ?? {},
    responseTemplates: response.ResponseTemplates ?? {},
    contentHandling: optionallyOneOf(CONTENT_HANDLING, response.ContentHandlingStrategy, at),
  });
}

function responseOf(
  statusCode: string,
  responseParameters: Readonly<Record<string, string>>,
  at: SourceRef,
): AwsIntegrationResponse {
  return { at, statusCode, responseParameters, responseTemplates: {} };
}

function authorizerToModel(authorizer: Authorizer, api: SourceRef): AwsAuthorizer {
  const at = below(api, 'authorizers', authorizer.AuthorizerId ?? '');
  return defined({
    at,
    id: authorizer.AuthorizerId ?? '',
    name: authorizer.Name ?? '',
    type: oneOf(['REQUEST', 'JWT'], authorizer.AuthorizerType, at),
    providerArns: [],
    uri: authorizer.AuthorizerUri,
    credentials: authorizer.AuthorizerCredentialsArn,
    // Version 1 writes several sources with commas between; so does the model.
    identitySource: authorizer.IdentitySource?.join(','),
    identityValidationExpression: authorizer.IdentityValidationExpression,
    resultTtl: authorizer.AuthorizerResultTtlInSeconds,
    issuer: authorizer.JwtConfiguration?.Issuer,
    audience: authorizer.JwtConfiguration?.Audience ?? [],
    payloadFormatVersion: optionallyOneOf(PAYLOAD_FORMATS, authorizer.AuthorizerPayloadFormatVersion, at),
    simpleResponses: authorizer.EnableSimpleResponses,
  });
}

function corsToModel(cors: Cors, at: SourceRef): AwsCorsConfiguration {
  return defined({
    at,
    allowCredentials: cors.AllowCredentials ?? false,
    allowHeaders: cors.AllowHeaders ?? [],
    allowMethods: cors.AllowMethods ?? [],
    allowOrigins: cors.AllowOrigins ?? [],
    exposeHeaders: cors.ExposeHeaders ?? [],
    maxAge: cors.MaxAge,
  });
}

export function stageToModel(stage: Stage, at: SourceRef): AwsStage {
  const { AccessLogSettings: log, DefaultRouteSettings: all } = stage;
  const settings = Object.entries(stage.RouteSettings ?? {});
  return defined({
    at,
    name: stage.StageName ?? '',
    deploymentId: stage.DeploymentId,
    variables: stage.StageVariables ?? {},
    methodSettings: [
      ...(all ? [routeSettingsToModel('*/*', all, below(at, 'defaultRouteSettings'))] : []),
      ...settings.map(([key, setting]) => {
        const { method, path } = methodAndPath(key);
        return routeSettingsToModel(`${path}/${method}`, setting, below(at, 'routeSettings', key));
      }),
    ],
    cacheClusterEnabled: false,
    accessLog: log && { destinationArn: log.DestinationArn ?? '', format: log.Format ?? '' },
    tracingEnabled: false,
    clientCertificateId: stage.ClientCertificateId,
    autoDeploy: stage.AutoDeploy,
    tags: stage.Tags,
  });
}

function routeSettingsToModel(key: string, settings: RouteSettings, at: SourceRef): AwsMethodSettings {
  return defined({
    at,
    key,
    throttlingRateLimit: settings.ThrottlingRateLimit,
    throttlingBurstLimit: settings.ThrottlingBurstLimit,
    cachingEnabled: false,
    loggingLevel: settings.LoggingLevel,
    dataTraceEnabled: settings.DataTraceEnabled ?? false,
    metricsEnabled: settings.DetailedMetricsEnabled ?? false,
  });
}
