import type { AwsApi, AwsAuthorizer, AwsRoute } from '../../../src/model/aws.ts';
import { below } from '../../../src/model/source-ref.ts';
import { apiWith, route, stageWith } from '../fixture.ts';

const ROOT = { arn: 'arn:aws:apigateway:us-east-1::/apis/wardmon1a2/stages/live', pointer: '' };

export const authorizer: AwsAuthorizer = {
  at: below(ROOT, 'authorizers', 'wmauth'),
  id: 'wmauth',
  name: 'ward-token',
  type: 'REQUEST',
  providerArns: [],
  audience: [],
  identitySource: 'route.request.querystring.token',
};

export const connect = (changes: Partial<AwsRoute> = {}): AwsRoute =>
  route('ANY $connect', { type: 'AWS_PROXY', uri: 'arn:connections' }, changes);

export const GUARDED = connect({ authorizationType: 'CUSTOM', authorizerId: 'wmauth' });

const messages: readonly AwsRoute[] = [
  route('ANY $disconnect', { type: 'AWS_PROXY', uri: 'arn:connections' }),
  route('ANY $default', { type: 'MOCK' }, { routeResponseSelectionExpression: '$default' }),
  route('ANY subscribe', {
    type: 'HTTP',
    uri: 'http://vitals.example/events',
    requestTemplates: { $default: '{}' },
    responses: [
      {
        at: below(ROOT, 'responses', 'x'),
        statusCode: '$default',
        responseParameters: {},
        responseTemplates: { $default: '{}' },
      },
    ],
  }),
];

/** A WebSocket API with one route of every kind, a model and throttles; `$connect` as the test has it. */
export function wardMonitor(handshake: AwsRoute | undefined, changes: Partial<AwsApi> = {}): AwsApi {
  const at = (name: string) => below(ROOT, 'stage', name);
  return apiWith([...(handshake === undefined ? [] : [handshake]), ...messages], {
    at: ROOT,
    id: 'wardmon1a2',
    type: 'WEBSOCKET',
    name: 'ward-monitor',
    routeSelectionExpression: '$request.body.action',
    apiKeySelectionExpression: '$request.header.x-api-key',
    authorizers: handshake?.authorizerId === undefined ? [] : [authorizer],
    models: [
      {
        at: below(ROOT, 'models', 'Subscription'),
        name: 'Subscription',
        contentType: 'application/json',
        schema: '{}',
      },
    ],
    stage: stageWith({
      at: at(''),
      name: 'live',
      methodSettings: [
        { ...SETTING, at: at('all'), key: '*/*', throttlingRateLimit: 200, throttlingBurstLimit: 500 },
        { ...SETTING, at: at('connect'), key: '$connect/ANY', throttlingRateLimit: 20, throttlingBurstLimit: 40 },
      ],
    }),
    ...changes,
  });
}

const SETTING = { cachingEnabled: false, dataTraceEnabled: false, metricsEnabled: false } as const;
