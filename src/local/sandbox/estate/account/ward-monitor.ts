import type {
  Integration,
  IntegrationResponse,
  Model,
  Route,
  RouteResponse,
  Stage,
} from '@aws-sdk/client-apigatewayv2';
import type { AwsState } from '../../aws/state.ts';
import { arnOf, BUILT_AT, startOfPresent } from '../surroundings/account.ts';
import { addInvokedFunction } from '../surroundings/functions.ts';

const API = 'wardmon1a2';
const CONNECTIONS = 'wmconn1';
const VITALS = 'wmvital';
const ECHO = 'wmecho1';
const AUTHORIZER = 'wmauth';

/** The WebSocket API "ward-monitor" with its functions: wards subscribe to vital signs and are told of changes. */
export function addWardMonitor(aws: AwsState): void {
  const source = arnOf(aws, 'execute-api', `${API}/*`);
  addInvokedFunction(aws, 'ward-connections', 'Remembers which ward listens on which connection', source);
  addInvokedFunction(aws, 'ward-authorizer', 'Lets wards in by their token', source);
  aws.httpApis.set(API, {
    api: {
      ApiId: API,
      Name: 'ward-monitor',
      ProtocolType: 'WEBSOCKET',
      RouteSelectionExpression: '$request.body.action',
      ApiKeySelectionExpression: '$request.header.x-api-key',
      ApiEndpoint: `wss://${API}.execute-api.${aws.region}.amazonaws.com`,
      DisableExecuteApiEndpoint: false,
      DisableSchemaValidation: false,
      CreatedDate: BUILT_AT,
      Tags: { system: 'ward-monitor' },
    },
    routes: [...ROUTES],
    integrations: integrations(invocationUri(aws, 'ward-connections')),
    authorizers: [
      {
        AuthorizerId: AUTHORIZER,
        Name: 'ward-token',
        AuthorizerType: 'REQUEST',
        AuthorizerUri: invocationUri(aws, 'ward-authorizer'),
        IdentitySource: ['route.request.querystring.token'],
      },
    ],
    stages: [{ ...LIVE }],
    deployments: [{ DeploymentId: 'wmdep1', DeploymentStatus: 'DEPLOYED', AutoDeployed: false, CreatedDate: BUILT_AT }],
    routeResponses: ROUTE_RESPONSES,
    integrationResponses: INTEGRATION_RESPONSES,
    models: [...MODELS],
  });
  aws.pastTraffic.push({
    apiName: 'ward-monitor',
    apiId: API,
    stage: 'live',
    requestsPerHour: 5_400,
    clientErrors: 0.002,
    serverErrors: 0.0004,
    latencyMs: 47,
    bytesPerRequest: 240,
    until: startOfPresent(),
  });
}

const invocationUri = (aws: AwsState, name: string): string =>
  `arn:aws:apigateway:${aws.region}:lambda:path/2015-03-31/functions/${arnOf(aws, 'lambda', `function:${name}`)}/invocations`;

const route = (RouteKey: string, RouteId: string, integration: string, more: Partial<Route> = {}): Route => ({
  RouteId,
  RouteKey,
  Target: `integrations/${integration}`,
  ApiKeyRequired: false,
  AuthorizationType: 'NONE',
  ...more,
});

const ROUTES: Route[] = [
  route('$connect', 'wmr0001', CONNECTIONS, { AuthorizationType: 'CUSTOM', AuthorizerId: AUTHORIZER }),
  route('$disconnect', 'wmr0002', CONNECTIONS),
  route('$default', 'wmr0003', ECHO, { RouteResponseSelectionExpression: '$default' }),
  route('subscribe', 'wmr0004', VITALS, {
    RouteResponseSelectionExpression: '$default',
    ModelSelectionExpression: '$default',
    RequestModels: { $default: 'Subscription' },
  }),
  route('acknowledge', 'wmr0005', VITALS),
];

const ROUTE_RESPONSES = new Map<string, RouteResponse[]>([
  ['wmr0003', [{ RouteResponseId: 'wmrr01', RouteResponseKey: '$default' }]],
  [
    'wmr0004',
    [{ RouteResponseId: 'wmrr02', RouteResponseKey: '$default', ResponseModels: { $default: 'Subscribed' } }],
  ],
]);

const integrations = (connectionsUri: string): Integration[] => [
  {
    IntegrationId: CONNECTIONS,
    IntegrationType: 'AWS_PROXY',
    IntegrationMethod: 'POST',
    IntegrationUri: connectionsUri,
    ConnectionType: 'INTERNET',
    TimeoutInMillis: 29_000,
  },
  {
    IntegrationId: VITALS,
    IntegrationType: 'HTTP',
    IntegrationMethod: 'POST',
    IntegrationUri: 'http://vitals.backends.health.example/events',
    ConnectionType: 'INTERNET',
    PassthroughBehavior: 'WHEN_NO_MATCH',
    RequestParameters: { 'integration.request.header.connection': 'context.connectionId' },
    RequestTemplates: { $default: '{"ward": $input.json(\'$.ward\')}' },
    TemplateSelectionExpression: '\\$default',
    IntegrationResponseSelectionExpression: '${integration.response.statuscode}',
    TimeoutInMillis: 5_000,
  },
  {
    IntegrationId: ECHO,
    IntegrationType: 'MOCK',
    RequestTemplates: { '200': '{"statusCode": 200}' },
    TemplateSelectionExpression: '200',
    PassthroughBehavior: 'WHEN_NO_MATCH',
  },
];

const INTEGRATION_RESPONSES = new Map<string, IntegrationResponse[]>([
  [
    VITALS,
    [
      {
        IntegrationResponseId: 'wmir01',
        IntegrationResponseKey: '$default',
        ResponseTemplates: { $default: '{"subscribed": true}' },
        TemplateSelectionExpression: '\\$default',
      },
    ],
  ],
  [ECHO, [{ IntegrationResponseId: 'wmir02', IntegrationResponseKey: '$default' }]],
]);

const model = (ModelId: string, Name: string, schema: object): Model => ({
  ModelId,
  Name,
  ContentType: 'application/json',
  Schema: JSON.stringify({ $schema: 'http://json-schema.org/draft-04/schema#', ...schema }),
});

const MODELS: Model[] = [
  model('wmm001', 'Subscription', { type: 'object', required: ['ward'], properties: { ward: { type: 'string' } } }),
  model('wmm002', 'Subscribed', { type: 'object', properties: { subscribed: { type: 'boolean' } } }),
];

const LIVE: Stage = {
  StageName: 'live',
  AutoDeploy: false,
  DeploymentId: 'wmdep1',
  CreatedDate: BUILT_AT,
  LastUpdatedDate: BUILT_AT,
  StageVariables: {},
  DefaultRouteSettings: {
    DataTraceEnabled: false,
    DetailedMetricsEnabled: true,
    LoggingLevel: 'ERROR',
    ThrottlingBurstLimit: 500,
    ThrottlingRateLimit: 200,
  },
  RouteSettings: { subscribe: { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 } },
};
