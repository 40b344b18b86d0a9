import type {
  Authorizer,
  DocumentationPart,
  GatewayResponse,
  Integration,
  IntegrationResponse,
  Method,
  MethodSetting,
  Model,
  RequestValidator,
  Resource,
  RestApi,
  Stage,
} from '@aws-sdk/client-api-gateway';
import type {
  AwsApi,
  AwsAuthorizer,
  AwsGatewayResponse,
  AwsIntegration,
  AwsIntegrationResponse,
  AwsMethodSettings,
  AwsModel,
  AwsRequestValidator,
  AwsRoute,
  AwsStage,
} from '../../../model/aws.ts';
import { below, type SourceRef } from '../../../model/source-ref.ts';
import type { AwsScope } from '../../../ports/source-reader.ts';
import {
  CONNECTION_TYPES,
  CONTENT_HANDLING,
  ENDPOINT_TYPES,
  INTEGRATION_TYPES,
  oneOf,
  optionallyOneOf,
  PASSTHROUGH,
} from './closed-values.ts';
import { defined } from '../defined.ts';

const AUTHORIZATION_TYPES = ['NONE', 'AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS'] as const;
const AUTHORIZER_TYPES = ['TOKEN', 'REQUEST', 'COGNITO_USER_POOLS'] as const;

/** All that was read of one REST API, in the SDK's shapes. */
export interface RestApiParts {
  readonly api: RestApi;
  readonly resources: readonly Resource[];
  readonly authorizers: readonly Authorizer[];
  readonly requestValidators: readonly RequestValidator[];
  readonly models: readonly Model[];
  readonly gatewayResponses: readonly GatewayResponse[];
  readonly documentation: readonly DocumentationPart[];
}

/**
 * A REST API at one of its stages.
 * @param at the API's stage, such as `arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/prod`: stages differ in all they hold
 * @throws FailureError `invalid` for a member's value that the model does not know
 */
export function restApiToModel(parts: RestApiParts, stage: Stage, scope: AwsScope, at: SourceRef): AwsApi {
  const { api } = parts;
  return defined({
    at,
    id: api.id ?? '',
    type: 'REST' as const,
    name: api.name ?? '',
    description: api.description,
    version: api.version,
    account: scope.account,
    region: scope.region,
    readFrom: 'tree' as const,
    endpointType: oneOf(ENDPOINT_TYPES, api.endpointConfiguration?.types?.[0] ?? 'EDGE', at),
    vpcEndpointIds: api.endpointConfiguration?.vpcEndpointIds ?? [],
    ipAddressType: api.endpointConfiguration?.ipAddressType,
    securityPolicy: api.securityPolicy,
    tags: api.tags,
    disableExecuteApiEndpoint: api.disableExecuteApiEndpoint ?? false,
    apiKeySource: oneOf(['HEADER', 'AUTHORIZER'], api.apiKeySource ?? 'HEADER', at),
    binaryMediaTypes: api.binaryMediaTypes ?? [],
    minimumCompressionSize: api.minimumCompressionSize,
    policy: api.policy === undefined ? undefined : unescapedPolicy(api.policy),
    stage: stageToModel(stage, below(at, 'stage')),
    routes: parts.resources.flatMap((resource) => routesOf(resource, at)).map(documented(parts.documentation)),
    authorizers: parts.authorizers.map((authorizer) => authorizerToModel(authorizer, at)),
    requestValidators: parts.requestValidators.map((validator) => validatorToModel(validator, at)),
    models: parts.models.map((model) => modelToModel(model, at)),
    // The listing shows a default for every other type as well (mapping A1).
    gatewayResponses: parts.gatewayResponses
      .filter(({ defaultResponse }) => defaultResponse === false)
      .map((response) => gatewayResponseToModel(response, at)),
    unclaimed: [],
    differences: [],
  });
}

/** What documentation parts of its method say of a route. */
function documented(parts: readonly DocumentationPart[]): (route: AwsRoute) => AwsRoute {
  const texts = new Map(
    parts
      .filter(({ location }) => location?.type === 'METHOD')
      .map(({ location, properties }) => [`${location?.method ?? '*'} ${location?.path ?? '/'}`, textsOf(properties)]),
  );
  return (route) => {
    const found = texts.get(`${route.method} ${route.path}`) ?? texts.get(`* ${route.path}`);
    if (found === undefined) return route;
    const documentation = { at: route.at, ...found, parameters: [], requestBody: {}, responses: {} };
    return { ...route, documentation };
  };
}

/** Properties are JSON text; what is none says nothing that a person could read. */
function textsOf(properties = '{}'): { readonly summary?: string; readonly description?: string } {
  try {
    const { summary, description } = JSON.parse(properties) as Readonly<Record<string, unknown>>;
    return defined({
      summary: typeof summary === 'string' ? summary : undefined,
      description: typeof description === 'string' ? description : undefined,
    });
  } catch {
    return {};
  }
}

/** API Gateway tells a policy as the inside of a JSON string, its quotes escaped. */
function unescapedPolicy(policy: string): string {
  return policy.includes(String.raw`\"`) ? (JSON.parse(`"${policy}"`) as string) : policy;
}

function routesOf({ path = '', resourceMethods = {} }: Resource, at: SourceRef): AwsRoute[] {
  return Object.entries(resourceMethods).map(([verb, method]) => routeOf(path, verb, method, at));
}

function routeOf(path: string, verb: string, method: Method, api: SourceRef): AwsRoute {
  const at = below(api, 'resources', path, verb);
  return defined({
    at,
    method: verb,
    path,
    operationName: method.operationName,
    authorizationType: oneOf(AUTHORIZATION_TYPES, method.authorizationType ?? 'NONE', at),
    authorizerId: method.authorizerId,
    authorizationScopes: method.authorizationScopes ?? [],
    apiKeyRequired: method.apiKeyRequired ?? false,
    requestValidatorId: method.requestValidatorId,
    requestParameters: method.requestParameters ?? {},
    requestModels: method.requestModels ?? {},
    responses: Object.entries(method.methodResponses ?? {}).map(([status, response]) => ({
      at: below(at, 'responses', status),
      statusCode: response.statusCode ?? status,
      responseParameters: response.responseParameters ?? {},
      responseModels: response.responseModels ?? {},
    })),
    integration: method.methodIntegration && integrationToModel(method.methodIntegration, below(at, 'integration')),
  });
}

function integrationToModel(integration: Integration, at: SourceRef): AwsIntegration {
  return defined({
    at,
    type: oneOf(INTEGRATION_TYPES, integration.type, at),
    httpMethod: integration.httpMethod,
    uri: integration.uri,
    connectionType: optionallyOneOf(CONNECTION_TYPES, integration.connectionType, at),
    connectionId: integration.connectionId,
    timeoutMs: integration.timeoutInMillis,
    passthroughBehavior: optionallyOneOf(PASSTHROUGH, integration.passthroughBehavior, at),
    contentHandling: optionallyOneOf(CONTENT_HANDLING, integration.contentHandling, at),
    credentials: integration.credentials,
    requestParameters: integration.requestParameters ?? {},
    requestTemplates: templates(integration.requestTemplates),
    responses: Object.entries(integration.integrationResponses ?? {}).map(([status, response]) =>
      integrationResponseToModel(response, status, below(at, 'responses', status)),
    ),
    cacheNamespace: integration.cacheNamespace,
    cacheKeyParameters: integration.cacheKeyParameters ?? [],
    tlsInsecureSkipVerification: integration.tlsConfig?.insecureSkipVerification,
    responseTransferMode: optionallyOneOf(['BUFFERED', 'STREAM'], integration.responseTransferMode, at),
    integrationTarget: integration.integrationTarget,
  });
}

function integrationResponseToModel(
  response: IntegrationResponse,
  status: string,
  at: SourceRef,
): AwsIntegrationResponse {
  return defined({
    at,
    statusCode: response.statusCode ?? status,
    selectionPattern: response.selectionPattern,
    responseParameters: response.responseParameters ?? {},
    responseTemplates: templates(response.responseTemplates),
    contentHandling: optionallyOneOf(CONTENT_HANDLING, response.contentHandling, at),
  });
}

/** A template may be null on the wire: the content type passes through, as an empty template does. */
function templates(found: Readonly<Record<string, string | null>> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(found ?? {}).map(([type, template]) => [type, template ?? '']));
}

function authorizerToModel(authorizer: Authorizer, api: SourceRef): AwsAuthorizer {
  const at = below(api, 'authorizers', authorizer.id ?? '');
  return defined({
    at,
    id: authorizer.id ?? '',
    name: authorizer.name ?? '',
    type: oneOf(AUTHORIZER_TYPES, authorizer.type, at),
    providerArns: authorizer.providerARNs ?? [],
    uri: authorizer.authorizerUri,
    credentials: authorizer.authorizerCredentials,
    identitySource: authorizer.identitySource,
    identityValidationExpression: authorizer.identityValidationExpression,
    resultTtl: authorizer.authorizerResultTtlInSeconds,
    audience: [],
  });
}

function validatorToModel(validator: RequestValidator, api: SourceRef): AwsRequestValidator {
  return {
    at: below(api, 'requestValidators', validator.id ?? ''),
    id: validator.id ?? '',
    name: validator.name ?? '',
    validateRequestBody: validator.validateRequestBody ?? false,
    validateRequestParameters: validator.validateRequestParameters ?? false,
  };
}

function modelToModel(model: Model, api: SourceRef): AwsModel {
  return {
    at: below(api, 'models', model.name ?? ''),
    name: model.name ?? '',
    contentType: model.contentType ?? 'application/json',
    schema: model.schema ?? '{}',
  };
}

function gatewayResponseToModel(response: GatewayResponse, api: SourceRef): AwsGatewayResponse {
  return defined({
    at: below(api, 'gatewayResponses', response.responseType ?? ''),
    responseType: response.responseType ?? '',
    statusCode: response.statusCode,
    responseParameters: response.responseParameters ?? {},
    responseTemplates: response.responseTemplates ?? {},
  });
}

export function stageToModel(stage: Stage, at: SourceRef): AwsStage {
  const { accessLogSettings: log, canarySettings: canary } = stage;
  return defined({
    at,
    name: stage.stageName ?? '',
    deploymentId: stage.deploymentId,
    variables: stage.variables ?? {},
    methodSettings: Object.entries(stage.methodSettings ?? {}).map(([key, setting]) =>
      methodSettingsToModel(key, setting, below(at, 'methodSettings', key)),
    ),
    cacheClusterEnabled: stage.cacheClusterEnabled ?? false,
    cacheClusterSize: stage.cacheClusterSize,
    webAclArn: stage.webAclArn,
    accessLog: log && { destinationArn: log.destinationArn ?? '', format: log.format ?? '' },
    tracingEnabled: stage.tracingEnabled ?? false,
    canary: canary && {
      percent: canary.percentTraffic ?? 0,
      ...(canary.deploymentId !== undefined && { deploymentId: canary.deploymentId }),
      variableOverrides: canary.stageVariableOverrides ?? {},
      useStageCache: canary.useStageCache ?? false,
    },
    clientCertificateId: stage.clientCertificateId,
    documentationVersion: stage.documentationVersion,
    tags: stage.tags,
  });
}

/** Keys come as `~1pets~1{id}/GET` and as `/pets/{id}/GET` (mapping A1). */
function methodSettingsToModel(key: string, setting: MethodSetting, at: SourceRef): AwsMethodSettings {
  return defined({
    at,
    key: key.replaceAll('~1', '/'),
    throttlingRateLimit: setting.throttlingRateLimit,
    throttlingBurstLimit: setting.throttlingBurstLimit,
    cachingEnabled: setting.cachingEnabled ?? false,
    cacheTtl: setting.cacheTtlInSeconds,
    cacheDataEncrypted: setting.cacheDataEncrypted,
    requireAuthorizationForCacheControl: setting.requireAuthorizationForCacheControl,
    unauthorizedCacheControlHeaderStrategy: setting.unauthorizedCacheControlHeaderStrategy,
    loggingLevel: setting.loggingLevel,
    dataTraceEnabled: setting.dataTraceEnabled ?? false,
    metricsEnabled: setting.metricsEnabled ?? false,
  });
}
