import type {
  AccessLogSettings,
  Api,
  ApiMapping,
  Authorizer,
  Cors,
  DomainName,
  DomainNameConfiguration,
  Integration,
  IntegrationResponse,
  JWTConfiguration,
  Model,
  MutualTlsAuthentication,
  Route,
  RouteResponse,
  RouteSettings,
  RoutingRule,
  RoutingRuleAction,
  RoutingRuleActionInvokeApi,
  RoutingRuleCondition,
  RoutingRuleMatchBasePaths,
  RoutingRuleMatchHeaderValue,
  RoutingRuleMatchHeaders,
  Stage,
  TlsConfig,
  VpcLink,
} from '@aws-sdk/client-apigatewayv2';
import type { Table } from './known-members.ts';

/** What the readers know of each answer of version 2 (see `Known`). */

const cors = {
  allowCredentials: 'value',
  allowHeaders: 'value',
  allowMethods: 'value',
  allowOrigins: 'value',
  exposeHeaders: 'value',
  maxAge: 'value',
} satisfies Table<Cors>;

export const api = {
  apiEndpoint: 'value',
  apiGatewayManaged: 'value',
  apiId: 'value',
  apiKeySelectionExpression: 'value',
  corsConfiguration: cors,
  createdDate: 'value',
  description: 'value',
  disableSchemaValidation: 'value',
  disableExecuteApiEndpoint: 'value',
  importInfo: 'value',
  ipAddressType: 'value',
  name: 'value',
  protocolType: 'value',
  routeSelectionExpression: 'value',
  tags: 'value',
  version: 'value',
  warnings: 'value',
} satisfies Table<Api>;

export const route = {
  apiGatewayManaged: 'value',
  apiKeyRequired: 'value',
  authorizationScopes: 'value',
  authorizationType: 'value',
  authorizerId: 'value',
  modelSelectionExpression: 'value',
  operationName: 'value',
  requestModels: 'value',
  requestParameters: 'value',
  routeId: 'value',
  routeKey: 'value',
  routeResponseSelectionExpression: 'value',
  target: 'value',
} satisfies Table<Route>;

const tlsConfig = {
  serverNameToVerify: 'value',
} satisfies Table<TlsConfig>;

export const integration = {
  apiGatewayManaged: 'value',
  connectionId: 'value',
  connectionType: 'value',
  contentHandlingStrategy: 'value',
  credentialsArn: 'value',
  description: 'value',
  integrationId: 'value',
  integrationMethod: 'value',
  integrationResponseSelectionExpression: 'value',
  integrationSubtype: 'value',
  integrationType: 'value',
  integrationUri: 'value',
  passthroughBehavior: 'value',
  payloadFormatVersion: 'value',
  requestParameters: 'value',
  requestTemplates: 'value',
  responseParameters: 'value',
  templateSelectionExpression: 'value',
  timeoutInMillis: 'value',
  tlsConfig: tlsConfig,
} satisfies Table<Integration>;

export const integrationResponse = {
  contentHandlingStrategy: 'value',
  integrationResponseId: 'value',
  integrationResponseKey: 'value',
  responseParameters: 'value',
  responseTemplates: 'value',
  templateSelectionExpression: 'value',
} satisfies Table<IntegrationResponse>;

export const routeResponse = {
  modelSelectionExpression: 'value',
  responseModels: 'value',
  responseParameters: 'value',
  routeResponseId: 'value',
  routeResponseKey: 'value',
} satisfies Table<RouteResponse>;

const jwtConfiguration = {
  audience: 'value',
  issuer: 'value',
} satisfies Table<JWTConfiguration>;

export const authorizer = {
  authorizerCredentialsArn: 'value',
  authorizerId: 'value',
  authorizerPayloadFormatVersion: 'value',
  authorizerResultTtlInSeconds: 'value',
  authorizerType: 'value',
  authorizerUri: 'value',
  enableSimpleResponses: 'value',
  identitySource: 'value',
  identityValidationExpression: 'value',
  jwtConfiguration: jwtConfiguration,
  name: 'value',
} satisfies Table<Authorizer>;

const accessLogSettings = {
  destinationArn: 'value',
  format: 'value',
} satisfies Table<AccessLogSettings>;

const routeSettings = {
  dataTraceEnabled: 'value',
  detailedMetricsEnabled: 'value',
  loggingLevel: 'value',
  throttlingBurstLimit: 'value',
  throttlingRateLimit: 'value',
} satisfies Table<RouteSettings>;

export const stage = {
  accessLogSettings: accessLogSettings,
  apiGatewayManaged: 'value',
  autoDeploy: 'value',
  clientCertificateId: 'value',
  createdDate: 'value',
  defaultRouteSettings: routeSettings,
  deploymentId: 'value',
  description: 'value',
  lastDeploymentStatusMessage: 'value',
  lastUpdatedDate: 'value',
  routeSettings: { each: routeSettings },
  stageName: 'value',
  stageVariables: 'value',
  tags: 'value',
} satisfies Table<Stage>;

export const model = {
  contentType: 'value',
  description: 'value',
  modelId: 'value',
  name: 'value',
  schema: 'value',
} satisfies Table<Model>;

export const apiMapping = {
  apiId: 'value',
  apiMappingId: 'value',
  apiMappingKey: 'value',
  stage: 'value',
} satisfies Table<ApiMapping>;

const routingRuleMatchBasePaths = {
  anyOf: 'value',
} satisfies Table<RoutingRuleMatchBasePaths>;

const routingRuleMatchHeaderValue = {
  header: 'value',
  valueGlob: 'value',
} satisfies Table<RoutingRuleMatchHeaderValue>;

const routingRuleMatchHeaders = {
  anyOf: { each: routingRuleMatchHeaderValue },
} satisfies Table<RoutingRuleMatchHeaders>;

const routingRuleCondition = {
  matchBasePaths: routingRuleMatchBasePaths,
  matchHeaders: routingRuleMatchHeaders,
} satisfies Table<RoutingRuleCondition>;

const routingRuleActionInvokeApi = {
  apiId: 'value',
  stage: 'value',
  stripBasePath: 'value',
} satisfies Table<RoutingRuleActionInvokeApi>;

const routingRuleAction = {
  invokeApi: routingRuleActionInvokeApi,
} satisfies Table<RoutingRuleAction>;

export const routingRule = {
  actions: { each: routingRuleAction },
  conditions: { each: routingRuleCondition },
  priority: 'value',
  routingRuleArn: 'value',
  routingRuleId: 'value',
} satisfies Table<RoutingRule>;

const mutualTlsAuthentication = {
  truststoreUri: 'value',
  truststoreVersion: 'value',
  truststoreWarnings: 'value',
} satisfies Table<MutualTlsAuthentication>;

const domainNameConfiguration = {
  apiGatewayDomainName: 'value',
  certificateArn: 'value',
  certificateName: 'value',
  certificateUploadDate: 'value',
  domainNameStatus: 'value',
  domainNameStatusMessage: 'value',
  endpointType: 'value',
  hostedZoneId: 'value',
  ipAddressType: 'value',
  securityPolicy: 'value',
  ownershipVerificationCertificateArn: 'value',
} satisfies Table<DomainNameConfiguration>;

export const domainName = {
  apiMappingSelectionExpression: 'value',
  domainName: 'value',
  domainNameArn: 'value',
  domainNameConfigurations: { each: domainNameConfiguration },
  mutualTlsAuthentication: mutualTlsAuthentication,
  routingMode: 'value',
  tags: 'value',
} satisfies Table<DomainName>;

export const vpcLink = {
  createdDate: 'value',
  name: 'value',
  securityGroupIds: 'value',
  subnetIds: 'value',
  tags: 'value',
  vpcLinkId: 'value',
  vpcLinkStatus: 'value',
  vpcLinkStatusMessage: 'value',
  vpcLinkVersion: 'value',
} satisfies Table<VpcLink>;
