import type {
  AwsApi,
  AwsIntegration,
  AwsIntegrationResponse,
  AwsMethodSettings,
  AwsRoute,
  AwsStage,
} from '../../src/model/aws.ts';
import type { AwsInventory } from '../../src/model/aws-inventory.ts';
import { below } from '../../src/model/source-ref.ts';
import { route } from '../features/fixture.ts';
import { at, backend, of, orders, staged, type Fields, type FieldTable, type Shown } from './source-fields.ts';

const api: Fields<AwsApi> = {
  at: 'names',
  id: 'names',
  name: 'names',
  account: 'names',
  region: 'names',
  readFrom: 'names',
  description: 'text',
  version: 'text',
  tags: 'text',
  traffic: 'evidence',
  type: { to: of({ type: 'WEBSOCKET' }), shows: 'WEBSOCKET' },
  endpointType: { to: of({ endpointType: 'EDGE' }), shows: 'EDGE-ENDPOINT' },
  vpcEndpointIds: { to: of({ vpcEndpointIds: ['vpce-1'] }), shows: 'PRIVATE-API-ENDPOINTS' },
  ipAddressType: { to: of({ ipAddressType: 'dualstack' }), shows: 'IPV6-ENDPOINT' },
  securityPolicy: { to: of({ securityPolicy: 'TLS_1_0' }), shows: 'TLS-POLICY' },
  routeSelectionExpression: {
    to: of({ type: 'WEBSOCKET', routeSelectionExpression: '$request.body.action' }),
    shows: 'WEBSOCKET',
  },
  apiKeySelectionExpression: {
    to: of({ type: 'WEBSOCKET', apiKeySelectionExpression: '$request.header.x-api-key' }),
    shows: 'WEBSOCKET',
  },
  disableExecuteApiEndpoint: { to: of({ disableExecuteApiEndpoint: true }), shows: 'DEFAULT-HOST-OPEN' },
  apiKeySource: {
    from: of({ routes: [{ ...orders, apiKeyRequired: true }] }),
    to: of({ routes: [{ ...orders, apiKeyRequired: true }], apiKeySource: 'AUTHORIZER' }),
    shows: 'ROUTE-ORIGIN',
  },
  binaryMediaTypes: { to: of({ binaryMediaTypes: ['image/png'] }), shows: 'BINARY-TYPES' },
  minimumCompressionSize: { to: of({ minimumCompressionSize: 0 }), shows: 'COMPRESSION' },
  policy: {
    to: of({
      policy: JSON.stringify({
        Statement: [{ Effect: 'Deny', Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }],
      }),
    }),
    shows: 'resource-policy-statement',
  },
  stage: 'lists what has a table of its own',
  routes: 'lists what has a table of its own',
  authorizers: {
    to: of({ authorizers: [{ at: at('a'), id: 'a', name: 'a', type: 'TOKEN', providerArns: [], audience: [] }] }),
    shows: 'authorizer',
  },
  requestValidators: {
    from: of({ routes: [{ ...orders, requestValidatorId: 'v' }] }),
    to: of({
      routes: [{ ...orders, requestValidatorId: 'v' }],
      requestValidators: [
        { at: at('v'), id: 'v', name: 'v', validateRequestBody: false, validateRequestParameters: false },
      ],
    }),
    shows: 'plan',
  },
  models: {
    to: of({ models: [{ at: at('m'), name: 'm', contentType: 'application/json', schema: '{}' }] }),
    shows: 'model',
  },
  gatewayResponses: {
    to: of({
      gatewayResponses: [{ at: at('g'), responseType: 'DEFAULT_4XX', responseParameters: {}, responseTemplates: {} }],
    }),
    shows: 'gateway-response',
  },
  cors: {
    to: of({
      type: 'HTTP',
      cors: {
        at: at('c'),
        allowCredentials: false,
        allowHeaders: [],
        allowMethods: ['GET'],
        allowOrigins: ['https://a.example'],
        exposeHeaders: [],
      },
    }),
    shows: 'cors',
  },
  unclaimed: { to: of({ unclaimed: [{ at: at('x'), name: 'x-amazon-apigateway-new' }] }), shows: 'UNKNOWN-EXTENSION' },
  differences: {
    to: of({ differences: [{ at: at('x'), kind: 'only-editable', what: 'GET /orders' }] }),
    shows: 'DEPLOYMENT-DRIFT',
  },
};

const stage: Fields<AwsStage> = {
  at: 'names',
  name: 'names',
  deploymentId: 'names',
  tags: 'text',
  variables: { to: staged({ variables: { host: 'a' } }), shows: 'stage-variable' },
  methodSettings: 'lists what has a table of its own',
  cacheClusterEnabled: { to: staged({ cacheClusterEnabled: true }), shows: 'CACHE-CLUSTER' },
  cacheClusterSize: {
    from: staged({ cacheClusterEnabled: true }),
    to: staged({ cacheClusterEnabled: true, cacheClusterSize: '0.5' }),
    shows: 'CACHE-CLUSTER',
  },
  webAclArn: {
    to: staged({ webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/w/1' }),
    shows: 'STAGE-WAF',
  },
  accessLog: {
    to: staged({
      accessLog: { destinationArn: 'arn:aws:logs:us-east-1:111122223333:log-group:l', format: '$context.requestId' },
    }),
    shows: 'logging',
  },
  tracingEnabled: { to: staged({ tracingEnabled: true }), shows: 'TRACING' },
  canary: {
    to: staged({ canary: { percent: 5, variableOverrides: {}, useStageCache: false } }),
    shows: 'STAGE-CANARY',
  },
  clientCertificateId: { to: staged({ clientCertificateId: 'c' }), shows: 'ROUTE-ORIGIN' },
  documentationVersion: { to: staged({ documentationVersion: '1' }), shows: 'DOCUMENTATION-VERSION' },
  autoDeploy: { to: staged({ autoDeploy: true }), shows: 'AUTO-DEPLOY' },
};

const set = (changes: Partial<AwsMethodSettings>): AwsInventory =>
  staged({
    methodSettings: [
      {
        at: below(at('s'), 'methodSettings'),
        key: '*/*',
        cachingEnabled: false,
        dataTraceEnabled: false,
        metricsEnabled: false,
        ...changes,
      },
    ],
  });
const methodSettings: Fields<AwsMethodSettings> = {
  at: 'names',
  key: 'names',
  throttlingRateLimit: { to: set({ throttlingRateLimit: 10, throttlingBurstLimit: 5 }), shows: 'throttle' },
  throttlingBurstLimit: {
    from: set({ throttlingRateLimit: 10, throttlingBurstLimit: 5 }),
    to: set({ throttlingRateLimit: 10, throttlingBurstLimit: 50 }),
    shows: 'plan',
  },
  cachingEnabled: { to: set({ cachingEnabled: true }), shows: 'cache' },
  cacheTtl: {
    from: set({ cachingEnabled: true }),
    to: set({ cachingEnabled: true, cacheTtl: 5 }),
    shows: 'CACHE-SETTINGS',
  },
  cacheDataEncrypted: {
    from: set({ cachingEnabled: true }),
    to: set({ cachingEnabled: true, cacheDataEncrypted: true }),
    shows: 'CACHE-SETTINGS',
  },
  requireAuthorizationForCacheControl: {
    from: set({ cachingEnabled: true }),
    to: set({ cachingEnabled: true, requireAuthorizationForCacheControl: true }),
    shows: 'CACHE-SETTINGS',
  },
  unauthorizedCacheControlHeaderStrategy: {
    from: set({ cachingEnabled: true, requireAuthorizationForCacheControl: true }),
    to: set({
      cachingEnabled: true,
      requireAuthorizationForCacheControl: true,
      unauthorizedCacheControlHeaderStrategy: 'FAIL_WITH_403',
    }),
    shows: 'CACHE-SETTINGS',
  },
  loggingLevel: { to: set({ loggingLevel: 'ERROR' }), shows: 'logging' },
  dataTraceEnabled: { to: set({ dataTraceEnabled: true }), shows: 'DATA-TRACE' },
  metricsEnabled: { to: set({ metricsEnabled: true }), shows: 'METRICS-PER-METHOD' },
};

const routed = (changes: Partial<AwsRoute>): AwsInventory => of({ routes: [{ ...orders, ...changes }] });
const required = { 'method.request.querystring.page': true };
const validators = [{ at: at('v'), id: 'v', name: 'v', validateRequestBody: true, validateRequestParameters: true }];
const validated = (changes: Partial<AwsRoute>): AwsInventory =>
  of({ routes: [{ ...orders, requestValidatorId: 'v', ...changes }], requestValidators: validators });
const routes: Fields<AwsRoute> = {
  at: 'names',
  documentation: 'text',
  /** What a method declares as its answers is documentation: what it answers is in its integration. */
  responses: 'text',
  method: { to: routed({ method: 'POST' }), shows: 'plan' },
  path: { to: routed({ path: '/{proxy+}' }), shows: 'ROUTE-WILDCARD' },
  operationName: { to: routed({ operationName: 'listOrders' }), shows: 'plan' },
  authorizationType: { to: routed({ authorizationType: 'AWS_IAM' }), shows: 'IAM-CALLERS' },
  authorizerId: {
    from: of({ routes: [{ ...orders, authorizationType: 'JWT' }] }),
    to: of({
      type: 'HTTP',
      routes: [{ ...orders, authorizationType: 'JWT', authorizerId: 'j' }],
      authorizers: [
        {
          at: at('j'),
          id: 'j',
          name: 'j',
          type: 'JWT',
          providerArns: [],
          audience: ['a'],
          issuer: 'https://i.example',
          identitySource: '$request.header.Authorization',
        },
      ],
    }),
    shows: 'plan',
  },
  authorizationScopes: {
    from: scoped([]),
    to: scoped(['orders/read']),
    shows: 'plan',
  },
  apiKeyRequired: { to: routed({ apiKeyRequired: true }), shows: 'authorizer-attachment' },
  requestValidatorId: { to: routed({ requestValidatorId: 'v' }), shows: 'validator-attachment' },
  requestParameters: { from: validated({}), to: validated({ requestParameters: required }), shows: 'plan' },
  requestModels: {
    from: validated({}),
    to: validated({ requestModels: { 'application/json': 'm' } }),
    shows: 'ROUTE-ORIGIN',
  },
  integration: 'lists what has a table of its own',
  modelSelectionExpression: {
    to: of({ type: 'WEBSOCKET', routes: [{ ...orders, modelSelectionExpression: '$request.body.kind' }] }),
    shows: 'WEBSOCKET',
  },
  routeResponseSelectionExpression: {
    to: of({ type: 'WEBSOCKET', routes: [{ ...orders, routeResponseSelectionExpression: '$default' }] }),
    shows: 'WEBSOCKET',
  },
};
function scoped(authorizationScopes: readonly string[]): AwsInventory {
  return of({
    type: 'HTTP',
    routes: [{ ...orders, authorizationType: 'JWT', authorizerId: 'j', authorizationScopes }],
    authorizers: [
      {
        at: at('j'),
        id: 'j',
        name: 'j',
        type: 'JWT',
        providerArns: [],
        audience: ['a'],
        issuer: 'https://i.example',
        identitySource: '$request.header.Authorization',
      },
    ],
  });
}

export const integrated = (changes: Partial<AwsIntegration>): AwsInventory =>
  of({ routes: [route('GET /orders', { ...backend, ...changes })] });
const custom = (changes: Partial<AwsIntegration>): AwsInventory =>
  integrated({
    type: 'HTTP',
    responses: [{ at: at('r'), statusCode: '200', responseParameters: {}, responseTemplates: {} }],
    ...changes,
  });
/** Where API Gateway stays the origin of a route, everything that its integration says goes on being so. */
const origin = (changes: Partial<AwsIntegration>): Shown => ({ to: integrated(changes), shows: 'ROUTE-ORIGIN' });
const integration: Fields<AwsIntegration> = {
  at: 'names',
  type: origin({ type: 'AWS_PROXY' }),
  subtype: origin({ type: 'AWS_PROXY', subtype: 'SQS-SendMessage' }),
  httpMethod: { to: integrated({ httpMethod: 'POST' }), shows: 'plan' },
  uri: { to: integrated({ uri: 'https://other.example.com' }), shows: 'plan' },
  connectionType: origin({ connectionType: 'VPC_LINK' }),
  connectionId: origin({ connectionType: 'VPC_LINK', connectionId: 'l' }),
  payloadFormatVersion: origin({ type: 'AWS_PROXY', payloadFormatVersion: '2.0' }),
  timeoutMs: { to: integrated({ timeoutMs: 1000 }), shows: 'plan' },
  passthroughBehavior: { from: custom({}), to: custom({ passthroughBehavior: 'NEVER' }), shows: 'plan' },
  contentHandling: origin({ contentHandling: 'CONVERT_TO_BINARY' }),
  credentials: origin({ type: 'AWS', credentials: 'arn:aws:iam::111122223333:role/r' }),
  requestParameters: {
    to: integrated({ requestParameters: { 'integration.request.header.x': "'y'" } }),
    shows: 'plan',
  },
  requestTemplates: { to: integrated({ requestTemplates: { 'application/json': '{}' } }), shows: 'mapping-template' },
  responses: { to: custom({}), shows: 'integration-response' },
  tlsServerNameToVerify: origin({ tlsServerNameToVerify: 'a.example' }),
  tlsInsecureSkipVerification: origin({ tlsInsecureSkipVerification: true }),
  cacheNamespace: origin({ type: 'AWS', cacheNamespace: 'n' }),
  cacheKeyParameters: origin({ type: 'AWS', cacheKeyParameters: ['method.request.querystring.q'] }),
  responseTransferMode: { to: integrated({ responseTransferMode: 'STREAM' }), shows: 'HTTP-STREAM' },
  integrationTarget: origin({
    connectionType: 'VPC_LINK',
    integrationTarget: 'arn:aws:elasticloadbalancing:us-east-1:111122223333:listener/app/l/1/2',
  }),
  templateSelectionExpression: {
    to: of({
      type: 'WEBSOCKET',
      routes: [route('ANY send', { ...backend, templateSelectionExpression: '$request.body.a' })],
    }),
    shows: 'WEBSOCKET',
  },
};

const answered = (changes: Partial<AwsIntegrationResponse>): AwsInventory =>
  custom({
    responses: [{ at: at('r'), statusCode: '200', responseParameters: {}, responseTemplates: {}, ...changes }],
  });
const integrationResponse: Fields<AwsIntegrationResponse> = {
  at: 'names',
  statusCode: { from: answered({}), to: answered({ statusCode: '201' }), shows: 'plan' },
  selectionPattern: { from: answered({}), to: answered({ selectionPattern: '5..' }), shows: 'plan' },
  responseParameters: {
    from: answered({}),
    to: answered({ responseParameters: { 'method.response.header.x': "'y'" } }),
    shows: 'plan',
  },
  responseTemplates: {
    from: answered({}),
    to: answered({ responseTemplates: { 'application/json': '{}' } }),
    shows: 'mapping-template',
  },
  contentHandling: {
    from: answered({}),
    to: answered({ contentHandling: 'CONVERT_TO_BINARY' }),
    shows: 'plan',
  },
};

/** What an API at its stage is made of. */
export const API_TABLES: readonly [string, FieldTable][] = [
  ['an API', api],
  ['a stage', stage],
  ['method settings', methodSettings],
  ['a route', routes],
  ['an integration', integration],
  ['an integration response', integrationResponse],
];
