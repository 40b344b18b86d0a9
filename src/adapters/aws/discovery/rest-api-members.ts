import type {
  AccessLogSettings,
  ApiKey,
  ApiStage,
  Authorizer,
  CanarySettings,
  EndpointConfiguration,
  GatewayResponse,
  Integration,
  IntegrationResponse,
  Method,
  MethodResponse,
  MethodSetting,
  Model,
  QuotaSettings,
  RequestValidator,
  Resource,
  RestApi,
  Stage,
  ThrottleSettings,
  TlsConfig,
  UsagePlan,
  VpcLink,
} from '@aws-sdk/client-api-gateway';
import type { Table } from './known-members.ts';

/** What the readers know of each answer of version 1 (see `Known`). Dates, states and their messages say nothing to callers. */

const endpointConfiguration = {
  types: 'value',
  ipAddressType: 'value',
  vpcEndpointIds: 'value',
} satisfies Table<EndpointConfiguration>;

export const restApi = {
  id: 'value',
  name: 'value',
  description: 'value',
  createdDate: 'value',
  version: 'value',
  warnings: 'value',
  binaryMediaTypes: 'value',
  minimumCompressionSize: 'value',
  apiKeySource: 'value',
  endpointConfiguration: endpointConfiguration,
  policy: 'value',
  tags: 'value',
  disableExecuteApiEndpoint: 'value',
  rootResourceId: 'value',
  securityPolicy: 'value',
  endpointAccessMode: 'value',
  apiStatus: 'value',
  apiStatusMessage: 'value',
} satisfies Table<RestApi>;

const tlsConfig = {
  insecureSkipVerification: 'value',
} satisfies Table<TlsConfig>;

const integrationResponse = {
  statusCode: 'value',
  selectionPattern: 'value',
  responseParameters: 'value',
  responseTemplates: 'value',
  contentHandling: 'value',
} satisfies Table<IntegrationResponse>;

const integration = {
  type: 'value',
  httpMethod: 'value',
  uri: 'value',
  connectionType: 'value',
  connectionId: 'value',
  credentials: 'value',
  requestParameters: 'value',
  requestTemplates: 'value',
  passthroughBehavior: 'value',
  contentHandling: 'value',
  timeoutInMillis: 'value',
  cacheNamespace: 'value',
  cacheKeyParameters: 'value',
  integrationResponses: { each: integrationResponse },
  tlsConfig: tlsConfig,
  responseTransferMode: 'value',
  integrationTarget: 'value',
} satisfies Table<Integration>;

const methodResponse = {
  statusCode: 'value',
  responseParameters: 'value',
  responseModels: 'value',
} satisfies Table<MethodResponse>;

const method = {
  httpMethod: 'value',
  authorizationType: 'value',
  authorizerId: 'value',
  apiKeyRequired: 'value',
  requestValidatorId: 'value',
  operationName: 'value',
  requestParameters: 'value',
  requestModels: 'value',
  methodResponses: { each: methodResponse },
  methodIntegration: integration,
  authorizationScopes: 'value',
} satisfies Table<Method>;

export const resource = {
  id: 'value',
  parentId: 'value',
  pathPart: 'value',
  path: 'value',
  resourceMethods: { each: method },
} satisfies Table<Resource>;

const accessLogSettings = {
  format: 'value',
  destinationArn: 'value',
} satisfies Table<AccessLogSettings>;

const canarySettings = {
  percentTraffic: 'value',
  deploymentId: 'value',
  stageVariableOverrides: 'value',
  useStageCache: 'value',
} satisfies Table<CanarySettings>;

const methodSetting = {
  metricsEnabled: 'value',
  loggingLevel: 'value',
  dataTraceEnabled: 'value',
  throttlingBurstLimit: 'value',
  throttlingRateLimit: 'value',
  cachingEnabled: 'value',
  cacheTtlInSeconds: 'value',
  cacheDataEncrypted: 'value',
  requireAuthorizationForCacheControl: 'value',
  unauthorizedCacheControlHeaderStrategy: 'value',
} satisfies Table<MethodSetting>;

export const stage = {
  deploymentId: 'value',
  clientCertificateId: 'value',
  stageName: 'value',
  description: 'value',
  cacheClusterEnabled: 'value',
  cacheClusterSize: 'value',
  cacheClusterStatus: 'value',
  methodSettings: { each: methodSetting },
  variables: 'value',
  documentationVersion: 'value',
  accessLogSettings: accessLogSettings,
  canarySettings: canarySettings,
  tracingEnabled: 'value',
  webAclArn: 'value',
  tags: 'value',
  createdDate: 'value',
  lastUpdatedDate: 'value',
} satisfies Table<Stage>;

export const authorizer = {
  id: 'value',
  name: 'value',
  type: 'value',
  providerARNs: 'value',
  authType: 'value',
  authorizerUri: 'value',
  authorizerCredentials: 'value',
  identitySource: 'value',
  identityValidationExpression: 'value',
  authorizerResultTtlInSeconds: 'value',
} satisfies Table<Authorizer>;

export const requestValidator = {
  id: 'value',
  name: 'value',
  validateRequestBody: 'value',
  validateRequestParameters: 'value',
} satisfies Table<RequestValidator>;

export const model = {
  id: 'value',
  name: 'value',
  description: 'value',
  schema: 'value',
  contentType: 'value',
} satisfies Table<Model>;

export const gatewayResponse = {
  responseType: 'value',
  statusCode: 'value',
  responseParameters: 'value',
  responseTemplates: 'value',
  defaultResponse: 'value',
} satisfies Table<GatewayResponse>;

const throttleSettings = {
  burstLimit: 'value',
  rateLimit: 'value',
} satisfies Table<ThrottleSettings>;

const quotaSettings = {
  limit: 'value',
  offset: 'value',
  period: 'value',
} satisfies Table<QuotaSettings>;

const apiStage = {
  apiId: 'value',
  stage: 'value',
  throttle: { each: throttleSettings },
} satisfies Table<ApiStage>;

export const usagePlan = {
  id: 'value',
  name: 'value',
  description: 'value',
  apiStages: { each: apiStage },
  throttle: throttleSettings,
  quota: quotaSettings,
  productCode: 'value',
  tags: 'value',
} satisfies Table<UsagePlan>;

export const apiKey = {
  id: 'value',
  value: 'value',
  name: 'value',
  customerId: 'value',
  description: 'value',
  enabled: 'value',
  createdDate: 'value',
  lastUpdatedDate: 'value',
  stageKeys: 'value',
  tags: 'value',
} satisfies Table<ApiKey>;

export const vpcLink = {
  id: 'value',
  name: 'value',
  description: 'value',
  targetArns: 'value',
  status: 'value',
  statusMessage: 'value',
  tags: 'value',
} satisfies Table<VpcLink>;
