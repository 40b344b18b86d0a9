import { describe, expect, it } from 'vitest';
import type { AwsApi } from '../../../src/model/aws.ts';
import { constructsOf, sharedConstructs } from '../../../src/model/construct.ts';
import { below, sourceKey, type SourceRef } from '../../../src/model/source-ref.ts';

const root: SourceRef = { arn: 'arn:aws:apigateway:us-east-1::/restapis/a1', pointer: '' };
const stageAt = below(root, 'stages', 'prod');
const routeAt = below(root, 'resources', '/orders/{id}', 'GET');

const api: AwsApi = {
  at: root,
  id: 'a1',
  type: 'REST',
  name: 'orders',
  description: 'never counted',
  account: '111122223333',
  region: 'us-east-1',
  endpointType: 'REGIONAL',
  readFrom: 'tree',
  vpcEndpointIds: [],
  disableExecuteApiEndpoint: false,
  apiKeySource: 'HEADER',
  binaryMediaTypes: [],
  policy: JSON.stringify({ Statement: [{ Effect: 'Allow' }, { Effect: 'Deny' }] }),
  stage: {
    at: stageAt,
    name: 'prod',
    variables: { table: 'orders' },
    methodSettings: [
      {
        at: below(stageAt, 'methodSettings', '*/*'),
        key: '*/*',
        throttlingRateLimit: 10,
        throttlingBurstLimit: 20,
        cachingEnabled: true,
        loggingLevel: 'OFF',
        dataTraceEnabled: false,
        metricsEnabled: true,
      },
    ],
    cacheClusterEnabled: true,
    accessLog: { destinationArn: 'arn:aws:logs:us-east-1:111122223333:log-group:orders', format: '$context.requestId' },
    tracingEnabled: false,
  },
  routes: [
    {
      at: routeAt,
      method: 'GET',
      path: '/orders/{id}',
      authorizationType: 'COGNITO_USER_POOLS',
      authorizerId: 'z1',
      authorizationScopes: [],
      apiKeyRequired: true,
      requestValidatorId: 'v1',
      requestParameters: {},
      requestModels: {},
      responses: [],
      integration: {
        at: below(routeAt, 'integration'),
        type: 'HTTP',
        requestParameters: {},
        requestTemplates: { 'application/json': '{}' },
        responses: [
          {
            at: below(routeAt, 'integration', 'responses', '200'),
            statusCode: '200',
            responseParameters: {},
            responseTemplates: { 'application/json': '$input.body', 'text/plain': 'x' },
          },
        ],
        cacheKeyParameters: [],
      },
    },
  ],
  authorizers: [
    {
      at: below(root, 'authorizers', 'z1'),
      id: 'z1',
      name: 'pool',
      type: 'COGNITO_USER_POOLS',
      providerArns: [],
      audience: [],
    },
  ],
  requestValidators: [
    {
      at: below(root, 'validators', 'v1'),
      id: 'v1',
      name: 'all',
      validateRequestBody: true,
      validateRequestParameters: true,
    },
  ],
  models: [],
  gatewayResponses: [],
  differences: [],
  unclaimed: [{ at: below(root, 'x-amazon-apigateway-new-thing'), name: 'x-amazon-apigateway-new-thing' }],
};

const kinds = (of: AwsApi): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { kind } of constructsOf(of)) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
};

describe('constructs of an API', () => {
  it('are counted once each, from its routes to its stage', () => {
    expect(kinds(api)).toEqual({
      'route': 1,
      'authorizer-attachment': 2,
      'validator-attachment': 1,
      'integration': 1,
      'integration-response': 1,
      'mapping-template': 3,
      'authorizer': 1,
      'unknown-extension': 1,
      'resource-policy-statement': 2,
      'stage': 1,
      'stage-variable': 1,
      'throttle': 1,
      'cache': 1,
      'logging': 1,
    });
    const keys = constructsOf(api).map(({ kind, at }) => `${kind} ${sourceKey(at)}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('include a resource policy that nobody can read', () => {
    expect(kinds({ ...api, policy: '{"Statement": ${Policy}}' })['resource-policy-statement']).toBe(1);
  });

  it('of an account are its plans, their limits, its keys and its mappings', () => {
    const at = (pointer: string): SourceRef => ({ arn: 'arn:aws:apigateway:us-east-1::/usageplans/p1', pointer });
    const plan = {
      at: at(''),
      id: 'p1',
      name: 'gold',
      throttle: { rateLimit: 1, burstLimit: 2 },
      apiStages: [],
      keyIds: [],
    };
    const key = { at: at('/keys/k1'), id: 'k1', name: 'acme', enabled: true };
    const mapping = { at: at('/mappings/0'), path: 'orders', apiId: 'a1', stage: 'prod' };
    const domain = {
      at: at('/domain'),
      name: 'api.example.com',
      endpointType: 'REGIONAL' as const,
      routingRules: [],
      accessAssociations: [],
      mappings: [mapping],
    };
    expect(
      sharedConstructs({ usagePlans: [plan], apiKeys: [key], domainNames: [domain], unclaimed: [] }).map(
        ({ kind }) => kind,
      ),
    ).toEqual(['usage-plan', 'throttle', 'api-key', 'domain-mapping']);
  });
});
