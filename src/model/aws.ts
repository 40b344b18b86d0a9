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
  readonly tlsInsecureSkipVerification?: boolean;
  readonly cacheNamespace?: string;
  readonly cacheKeyParameters: readonly string[];
  /** STREAM passes the answer on as it comes, for up to 15 minutes. */
  readonly responseTransferMode?: 'BUFFERED' | 'STREAM';
  /** ARN of the load balancer or listener that a private integration of a REST API goes to. */
  readonly integrationTarget?: string;
  /** Of WebSocket APIs. */
  readonly templateSelectionExpression?: string;
}

export interface AwsIntegrationResponse {
  readonly at: SourceRef;
  readonly statusCode: string;
  readonly selectionPattern?: string;
  readonly responseParameters: Readonly<Record<string, string>>;
  readonly responseTemplates: Readonly<Record<string, string>>;
  readonly contentHandling?: 'CONVERT_TO_BINARY' | 'CONVERT_TO_TEXT';
}

/** A method's (or, of WebSocket APIs, a route's) declared answer. */
export interface AwsMethodResponse {
  readonly at: SourceRef;
  readonly statusCode: string;
  /** `method.response.header.Location` -> required. */
  readonly responseParameters: Readonly<Record<string, boolean>>;
  /** Model name by content type. */
  readonly responseModels: Readonly<Record<string, string>>;
}

/** JSON Schema and examples of a body, each as JSON text. */
export interface AwsBodyDocumentation {
  readonly schema?: string;
  readonly examples: readonly string[];
}

/** What a definition says of a route for people: no construct of API Gateway, a source of schemas and of test cases. */
export interface AwsRouteDocumentation {
  readonly at: SourceRef;
  readonly summary?: string;
  readonly description?: string;
  readonly parameters: readonly {
    readonly in: 'path' | 'query' | 'header';
    readonly name: string;
    readonly required: boolean;
    /** JSON text. */
    readonly schema?: string;
    readonly example?: string;
  }[];
  /** By content type. */
  readonly requestBody: Readonly<Record<string, AwsBodyDocumentation>>;
  /** By status code, then content type. */
  readonly responses: Readonly<Record<string, Readonly<Record<string, AwsBodyDocumentation>>>>;
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
  readonly responses: readonly AwsMethodResponse[];
  readonly integration?: AwsIntegration;
  /** Of WebSocket APIs. */
  readonly modelSelectionExpression?: string;
  readonly routeResponseSelectionExpression?: string;
  readonly documentation?: AwsRouteDocumentation;
}

export interface AwsAuthorizer {
  readonly at: SourceRef;
  readonly id: string;
  readonly name: string;
  readonly type: 'TOKEN' | 'REQUEST' | 'COGNITO_USER_POOLS' | 'JWT';
  readonly providerArns: readonly string[];
  readonly uri?: string;
  /** ARN of the role that API Gateway calls the function by. */
  readonly credentials?: string;
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
  readonly cacheDataEncrypted?: boolean;
  readonly requireAuthorizationForCacheControl?: boolean;
  readonly unauthorizedCacheControlHeaderStrategy?: string;
  readonly loggingLevel?: string;
  readonly dataTraceEnabled: boolean;
  readonly metricsEnabled: boolean;
}

/** A share of a stage's requests, at random, that another deployment serves. */
export interface AwsCanary {
  readonly percent: number;
  readonly deploymentId?: string;
  readonly variableOverrides: Readonly<Record<string, string>>;
  readonly useStageCache: boolean;
}

export interface AwsStage {
  readonly at: SourceRef;
  /** Empty when the source names none: a definition says what an API is, not where it is deployed. */
  readonly name: string;
  readonly deploymentId?: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly methodSettings: readonly AwsMethodSettings[];
  readonly cacheClusterEnabled: boolean;
  readonly cacheClusterSize?: string;
  readonly webAclArn?: string;
  readonly accessLog?: { readonly destinationArn: string; readonly format: string };
  readonly tracingEnabled: boolean;
  readonly canary?: AwsCanary;
  readonly clientCertificateId?: string;
  readonly documentationVersion?: string;
  readonly autoDeploy?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Where what a stage serves and what its API's editable configuration says are not the same (docs: mapping, A3). */
export interface AwsDifference {
  readonly at: SourceRef;
  readonly kind: 'only-deployed' | 'only-editable' | 'changed';
  /** The route, or the part of it, in AWS's words. */
  readonly what: string;
}

/** What callers asked of a stage over some days, from CloudWatch. */
export interface AwsTrafficBaseline {
  readonly days: number;
  readonly requests: number;
  /** Requests in the busiest minute. */
  readonly peakPerMinute: number;
  readonly clientErrors: number;
  readonly serverErrors: number;
  /** Milliseconds; absent without requests. */
  readonly latencyMs?: { readonly average: number; readonly p95: number; readonly p99: number };
  readonly integrationLatencyMs?: { readonly average: number };
  /** Requests a day, oldest first. */
  readonly daily: readonly { readonly day: string; readonly requests: number }[];
}

/** A member or an extension key that no reader knows: it blocks, it is never dropped (docs: architecture, law 1). */
export interface Unclaimed {
  /** The pointer names the value. */
  readonly at: SourceRef;
  readonly name: string;
}

/** One API at one of its stages: the unit of import. */
export interface AwsApi {
  readonly at: SourceRef;
  readonly id: string;
  readonly type: 'REST' | 'HTTP' | 'WEBSOCKET';
  readonly name: string;
  readonly description?: string;
  readonly version?: string;
  readonly account: string;
  readonly region: string;
  /** What the routes were read from: a stage's export, the editable tree, or a file. */
  readonly readFrom: 'export' | 'tree' | 'file';
  readonly endpointType: 'EDGE' | 'REGIONAL' | 'PRIVATE';
  readonly vpcEndpointIds: readonly string[];
  readonly ipAddressType?: string;
  readonly securityPolicy?: string;
  /** Of WebSocket APIs. */
  readonly routeSelectionExpression?: string;
  readonly apiKeySelectionExpression?: string;
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
  readonly unclaimed: readonly Unclaimed[];
  readonly differences: readonly AwsDifference[];
  readonly traffic?: AwsTrafficBaseline;
  readonly tags?: Readonly<Record<string, string>>;
}
