import { createDeployment } from '../../aws/api-gateway-v1/deploy.ts';
import type { AwsState } from '../../aws/state.ts';
import { addRestApi } from '../stage.ts';

/** The REST API "claims-intake": insurers send XML. */
const CLAIMS_INTAKE = {
  openapi: '3.0.1',
  info: { title: 'claims-intake', version: '1.0' },
  paths: {
    '/claims': {
      post: {
        'operationId': 'sendClaim',
        'responses': { 202: { description: 'taken' } },
        'x-amazon-apigateway-integration': {
          type: 'http',
          httpMethod: 'POST',
          uri: 'http://claims.backends.health.example/intake',
          passthroughBehavior: 'never',
          requestTemplates: { 'application/xml': '$input.body' },
          responses: { default: { statusCode: '202' } },
        },
      },
    },
  },
};

/** Its one model is a schema of XML, which API Gateway's export cannot write: only the editable tree can be read. */
export function addClaimsIntake(aws: AwsState): void {
  const id = addRestApi(aws, JSON.stringify(CLAIMS_INTAKE), 'v1');
  const api = aws.restApis.get(id);
  const post = api?.resources.find(({ path }) => path === '/claims')?.resourceMethods?.['POST'];
  if (!api || !post) throw new Error('claims-intake was not imported');
  api.models.push({ id: 'xml001', name: 'Claim', contentType: 'application/xml', schema: '<xs:schema/>' });
  post.requestModels = { 'application/xml': 'Claim' };
  const [stage] = api.stages;
  if (stage) stage.deploymentId = createDeployment(api, 'with the model').deployment.id;
}
