import type { Method } from '@aws-sdk/client-api-gateway';
import { createDeployment, createStage } from '../../aws/api-gateway-v1/deploy.ts';
import type { AwsState, RestApiState } from '../../aws/state.ts';
import { addRestApi } from '../stage.ts';
import { API_ENDPOINT } from '../surroundings/network.ts';
import { HOSPITAL_LINK } from './settings.ts';

const endpoint = { vpcEndpointIds: [API_ENDPOINT] };
const linked = (path: string) => ({
  type: 'http_proxy',
  httpMethod: 'GET',
  uri: `http://laboratory.health.internal${path}`,
  connectionType: 'VPC_LINK',
  connectionId: HOSPITAL_LINK,
  timeoutInMillis: 10_000,
  requestParameters: { 'integration.request.path.resultId': 'method.request.path.resultId' },
});
const parameters = [{ name: 'resultId', in: 'path', required: true, schema: { type: 'string' } }];

/** The REST API "lab-results", private to the VPC. */
const LAB_RESULTS = {
  'openapi': '3.0.1',
  'info': { title: 'lab-results', version: '2.1', description: 'Results of the laboratory, inside the network only' },
  'servers': [{ 'url': 'https://lab', 'x-amazon-apigateway-endpoint-configuration': endpoint }],
  'x-amazon-apigateway-minimum-compression-size': 1_024,
  'x-amazon-apigateway-binary-media-types': ['application/pdf'],
  'x-amazon-apigateway-policy': {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: 'execute-api:Invoke',
        Resource: 'execute-api:/*',
        Condition: { StringEquals: { 'aws:SourceVpce': API_ENDPOINT } },
      },
    ],
  },
  'x-amazon-apigateway-gateway-responses': {
    DEFAULT_5XX: { responseTemplates: { 'application/json': '{"error":"laboratory"}' } },
  },
  'paths': {
    '/results/{resultId}': {
      get: {
        'operationId': 'getResult',
        parameters,
        'security': [{ sigv4: [] }],
        'responses': {
          200: {
            description: 'ok',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Result' } } },
          },
        },
        'x-amazon-apigateway-integration': linked('/results/{resultId}'),
      },
    },
  },
  'components': {
    schemas: {
      Result: { type: 'object', properties: { id: { type: 'string' }, value: { type: 'number' } } },
    },
    securitySchemes: {
      sigv4: { 'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
    },
  },
};

/**
 * Stage `prod` serves an older deployment than the tree that is edited: since then a method was added, another became open
 * to all and waits longer. Stage `test` sends a tenth to a canary of the newer one.
 */
export function addLabResults(aws: AwsState, clientCertificateId: string): void {
  const id = addRestApi(aws, JSON.stringify(LAB_RESULTS), 'prod', {
    clientCertificateId,
    documentationVersion: '2.0',
    tracingEnabled: true,
    variables: { laboratory: 'north' },
    methodSettings: { '*/*': { loggingLevel: 'ERROR', dataTraceEnabled: false, metricsEnabled: true } },
    accessLogSettings: {
      destinationArn: `arn:aws:logs:${aws.region}:${aws.accountId}:log-group:/aws/apigateway/lab-results`,
      format: '$context.requestId $context.httpMethod $context.resourcePath $context.status',
    },
    tags: { stage: 'production' },
  });
  const api = aws.restApis.get(id);
  if (!api) throw new Error('lab-results was not imported');
  api.api.tags = { 'system': 'lab-results', 'cost-centre': '4711' };
  document(api);
  const [old = ''] = api.deployments.keys();
  edit(api);
  createStage(api, 'test', old, {
    canarySettings: {
      percentTraffic: 10,
      deploymentId: createDeployment(api, 'with history').deployment.id,
      stageVariableOverrides: { laboratory: 'south' },
      useStageCache: false,
    },
    variables: { laboratory: 'north' },
  });
}

function document(api: RestApiState): void {
  api.documentationVersions = [{ version: '2.0', createdDate: new Date('2025-06-02T08:00:00Z'), description: 'First' }];
  api.documentationParts = [
    { id: 'doc001', location: { type: 'API' }, properties: '{"description":"Results of the laboratory"}' },
    {
      id: 'doc002',
      location: { type: 'METHOD', path: '/results/{resultId}', method: 'GET' },
      properties: '{"summary":"One result"}',
    },
  ];
}

function edit(api: RestApiState): void {
  const result = api.resources.find(({ path }) => path === '/results/{resultId}');
  const get = result?.resourceMethods?.['GET'];
  if (!get) throw new Error('lab-results has no method to edit');
  const history: Method = structuredClone({ ...get, operationName: 'getHistory' });
  if (history.methodIntegration) history.methodIntegration.uri += '/history';
  api.resources.push({
    id: 'hist01',
    parentId: result.id,
    pathPart: 'history',
    path: '/results/{resultId}/history',
    resourceMethods: { GET: history },
  });
  get.authorizationType = 'NONE';
  if (get.methodIntegration) get.methodIntegration.timeoutInMillis = 29_000;
}
