import type { SourceRef } from './source-ref.ts';

/**
 * Source types, in Amazon API Gateway's words. What a stage serves is what is described (its deployment), not the editable
 * tree. Members mirror the API's; `at` says where each came from. REST (v1) and HTTP (v2) APIs share one shape where AWS's
 * concepts are the same, and differ by `type` where they are not.
 */

export interface AwsIntegration {
  readonly at: SourceRef;
  readonly type: 'HTTP' | 'HTTP_PROXY' | 'AWS' | 'AWS_PROXY' | 'MOCK';
  /** Of an HTTP API's first-class integration, such as SQS-SendMessage. */
  readonly subtype?: string;
  readonly httpMethod?: string;
  readonly uri?: string;
  readonly connectionType?: 'INTERNET' | 'VPC_LINK';
  readonly connectionId?: string;
  readonly payloadFormatVersion?: '1.0' | '2.0';
  /** Milliseconds. */
  readonly timeoutMs?: number;
  readonly passthroughBehavior?: 'WHEN_NO_MATCH' | 'WHEN_NO_TEMPLATES' | 'NEVER';
  readonly contentHandling?: 'CONVERT_TO_BINARY' | 'CONVERT_TO_TEXT';
  readonly credentials?: string;
  readonly requestParameters: Readonly<Record<string, string>>;
  /** Mapping templates by content type. */
  readonly requestTemplates: Readonly<Record<string, string>>;
  readonly responses: readonly AwsIntegrationResponse[];
  /** `${stageVariables...}` or other placeholders are kept as text. */
  readonly tlsServerNameToVerify?: string;
  readonly cacheKeyParameters: readonly string[];
}

export interface AwsIntegrationResponse {
  readonly at: SourceRef;
  readonly statusCode: string;
  readonly selectionPattern?: string;
  readonly responseParameters: Readonly<Record<string, string>>;
  readonly responseTemplates: Readonly<Record<string, string>>;
}

/** One method of one resource (REST) or one route (HTTP, WebSocket). */
export interface AwsRoute {
  readonly at: SourceRef;
  /** Upper case, or ANY; `$default` routes are ANY on the path `$default`. */
  readonly method: string;
  /** As configured: `/pets/{id}`, `/{proxy+}`, `$default`. */
  readonly path: string;
  readonly operationName?: string;
  readonly authorizationType: 'NONE' | 'AWS_IAM' | 'CUSTOM' | 'COGNITO_USER_POOLS' | 'JWT';
  readonly authorizerId?: string;
  readonly authorizationScopes: readonly string[];
  readonly apiKeyRequired: boolean;
  readonly requestValidatorId?: string;
  /** `method.request.querystring.page` -> required. */
  readonly requestParameters: Readonly<Record<string, boolean>>;
  /** Model name by content type. */
  readonly requestModels: Readonly<Record<string, string>>;
  readonly integration?: AwsIntegration;
}

export interface AwsAuthorizer {
  readonly at: SourceRef;
  readonly id: string;
  readonly name: string;
  readonly type: 'TOKEN' | 'REQUEST' | 'COGNITO_USER_POOLS' | 'JWT';
  readonly providerArns: readonly string[];
  readonly uri?: string;
  readonly identitySource?: string;
  readonly identityValidationExpression?: string;
  /** Seconds. */
  readonly resultTtl?: number;
  readonly issuer?: string;
  readonly audience: readonly string[];
  readonly payloadFormatVersion?: '1.0' | '2.0';
  readonly simpleResponses?: boolean;
}

export interface AwsRequestValidator {
  readonly at: SourceRef;
  readonly id: string;
  readonly name: string;
  readonly validateRequestBody: boolean;
  readonly validateRequestParameters: boolean;
}

export interface AwsModel {
  readonly at: SourceRef;
  readonly name: string;
  readonly contentType: string;
  /** JSON Schema draft 4, as text. */
  readonly schema: string;
}

export interface AwsGatewayResponse {
  readonly at: SourceRef;
  readonly responseType: string;
  readonly statusCode?: string;
  readonly responseParameters: Readonly<Record<string, string>>;
  readonly responseTemplates: Readonly<Record<string, string>>;
}

export interface AwsCorsConfiguration {
  readonly at: SourceRef;
  readonly allowCredentials: boolean;
  readonly allowHeaders: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowOrigins: readonly string[];
  readonly exposeHeaders: readonly string[];
  /** Seconds. */
  readonly maxAge?: number;
}

/** Throttling in requests a second; `key` is the method setting's path, `* / *` (without blanks) for the stage. */
export interface AwsMethodSettings {
  readonly at: SourceRef;
  readonly key: string;
  readonly throttlingRateLimit?: number;
  readonly throttlingBurstLimit?: number;
  readonly cachingEnabled: boolean;
  /** Seconds. */
  readonly cacheTtl?: number;
  readonly loggingLevel?: string;
  readonly dataTraceEnabled: boolean;
  readonly metricsEnabled: boolean;
}

export interface AwsStage {
  readonly at: SourceRef;
  readonly name: string;
  readonly deploymentId?: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly methodSettings: readonly AwsMethodSettings[];
  readonly cacheClusterEnabled: boolean;
  readonly webAclArn?: string;
  readonly accessLog?: { readonly destinationArn: string; readonly format: string };
  readonly tracingEnabled: boolean;
  readonly canaryPercent?: number;
  readonly clientCertificateId?: string;
}

/** One API at one of its stages: the unit of import. */
export interface AwsApi {
  readonly at: SourceRef;
  readonly id: string;
  readonly type: 'REST' | 'HTTP' | 'WEBSOCKET';
  readonly name: string;
  readonly description?: string;
  readonly account: string;
  readonly region: string;
  readonly endpointType: 'EDGE' | 'REGIONAL' | 'PRIVATE';
  readonly disableExecuteApiEndpoint: boolean;
  readonly apiKeySource: 'HEADER' | 'AUTHORIZER';
  readonly binaryMediaTypes: readonly string[];
  /** Bytes. */
  readonly minimumCompressionSize?: number;
  /** The resource policy's document, as JSON text. */
  readonly policy?: string;
  readonly stage: AwsStage;
  readonly routes: readonly AwsRoute[];
  readonly authorizers: readonly AwsAuthorizer[];
  readonly requestValidators: readonly AwsRequestValidator[];
  readonly models: readonly AwsModel[];
  readonly gatewayResponses: readonly AwsGatewayResponse[];
  readonly cors?: AwsCorsConfiguration;
  /** Extension keys that nobody knows: they are blockers, never dropped. */
  readonly unknownExtensions: readonly { readonly at: SourceRef; readonly key: string }[];
}

export interface AwsApiMapping {
  readonly at: SourceRef;
  /** Without slashes at the ends; empty for `(none)`. */
  readonly path: string;
  readonly apiId: string;
  readonly stage: string;
}

export interface AwsDomainName {
  readonly at: SourceRef;
  readonly name: string;
  readonly endpointType: 'EDGE' | 'REGIONAL' | 'PRIVATE';
  readonly certificateArn?: string;
  readonly regionalDomainName?: string;
  readonly securityPolicy?: string;
  readonly mutualTlsTruststoreUri?: string;
  readonly mappings: readonly AwsApiMapping[];
}

export interface AwsCertificate {
  readonly at: SourceRef;
  readonly arn: string;
  readonly domainName: string;
  readonly subjectAlternativeNames: readonly string[];
  readonly status: string;
  readonly type: string;
  readonly keyAlgorithm: string;
  /** ISO time. */
  readonly notAfter?: string;
  readonly exportable: boolean;
}

export interface AwsUsagePlan {
  readonly at: SourceRef;
  readonly id: string;
  readonly name: string;
  readonly throttle?: { readonly rateLimit: number; readonly burstLimit: number };
  readonly quota?: { readonly limit: number; readonly period: 'DAY' | 'WEEK' | 'MONTH'; readonly offset: number };
  readonly apiStages: readonly { readonly apiId: string; readonly stage: string }[];
  readonly keyIds: readonly string[];
}

/** A key without its value: values are secrets and are read only by the step that carries them over. */
export interface AwsApiKey {
  readonly at: SourceRef;
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
}

/** What discovery could not read, and what it needs to: named in the report, never a crash. */
export interface DiscoveryGap {
  readonly at: SourceRef;
  readonly call: string;
  readonly reason: string;
  readonly remedy: string;
}

/** All that one discovery read: stored by its digest, named by it in plans. */
export interface AwsInventory {
  readonly schema: 'crossgate.inventory/1';
  readonly apis: readonly AwsApi[];
  readonly domainNames: readonly AwsDomainName[];
  readonly certificates: readonly AwsCertificate[];
  readonly usagePlans: readonly AwsUsagePlan[];
  readonly apiKeys: readonly AwsApiKey[];
  readonly gaps: readonly DiscoveryGap[];
}
