type Operation = Readonly<Record<string, unknown>>;

/** The user pool whose tokens the estate's authorizers accept. */
export const USER_POOL = 'us-east-1_HealthCare';
export const ISSUER = `https://cognito-idp.us-east-1.amazonaws.com/${USER_POOL}`;
export const AUDIENCE = 'health-records-client';
export const UPDATE_LAMBDA = 'arn:aws:lambda:us-east-1:111122223333:function:patient-record-update';

const OK = { 200: { description: 'ok', headers: { 'Access-Control-Allow-Origin': { schema: { type: 'string' } } } } };
const ALLOW = {
  'method.response.header.Access-Control-Allow-Origin': "'*'",
  'method.response.header.Access-Control-Allow-Methods': "'GET,POST,OPTIONS'",
  'method.response.header.Access-Control-Allow-Headers': "'Content-Type,Authorization,X-Api-Key'",
};
const headers = Object.fromEntries(
  Object.keys(ALLOW).map((key) => [key.replace('method.response.header.', ''), { schema: { type: 'string' } }]),
);
const preflight: Operation = {
  'responses': { 200: { description: 'ok', headers } },
  'x-amazon-apigateway-integration': {
    type: 'mock',
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    responses: { default: { statusCode: '200', responseParameters: ALLOW } },
  },
};
const proxy = (uri: string, parameters: Operation = {}): Operation => ({
  type: 'http_proxy',
  httpMethod: 'GET',
  uri,
  requestParameters: parameters,
});
const lambda = {
  type: 'aws_proxy',
  httpMethod: 'POST',
  uri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${UPDATE_LAMBDA}/invocations`,
};
const secured = [{ cognito: [], api_key: [] }];

/** The REST API "patient-records". */
export const PATIENT_RECORDS = {
  'openapi': '3.0.1',
  'info': { title: 'patient-records', version: '1.0' },
  'x-amazon-apigateway-request-validators': { all: { validateRequestBody: true, validateRequestParameters: true } },
  'paths': {
    '/patients': {
      get: {
        'operationId': 'listPatients',
        'security': secured,
        'responses': OK,
        'x-amazon-apigateway-integration': proxy('http://records.backends.health.example/patients'),
      },
      post: {
        'operationId': 'updatePatient',
        'security': secured,
        'x-amazon-apigateway-request-validator': 'all',
        'requestBody': { content: { 'application/json': { schema: { $ref: '#/components/schemas/Patient' } } } },
        'responses': OK,
        'x-amazon-apigateway-integration': lambda,
      },
      options: preflight,
    },
    '/patients/{patientId}': {
      get: {
        'operationId': 'getPatient',
        'security': secured,
        'responses': OK,
        'x-amazon-apigateway-integration': {
          ...proxy('http://records.backends.health.example/patients/{patientId}', {
            'integration.request.path.patientId': 'method.request.path.patientId',
          }),
          cacheKeyParameters: ['method.request.path.patientId'],
        },
      },
      options: preflight,
    },
  },
  'components': {
    schemas: { Patient: { type: 'object', required: ['name'], properties: { name: { type: 'string' } } } },
    securitySchemes: {
      api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
      cognito: {
        'type': 'apiKey',
        'name': 'Authorization',
        'in': 'header',
        'x-amazon-apigateway-authtype': 'cognito_user_pools',
        'x-amazon-apigateway-authorizer': {
          type: 'cognito_user_pools',
          providerARNs: [`arn:aws:cognito-idp:us-east-1:111122223333:userpool/${USER_POOL}`],
        },
      },
    },
  },
};

const service = (uri: string, link?: string): Operation => ({
  'security': [{ jwt: [] }],
  'responses': { default: { description: 'ok' } },
  'x-amazon-apigateway-integration': {
    ...proxy(uri),
    httpMethod: 'ANY',
    payloadFormatVersion: '1.0',
    ...(link === undefined ? {} : { connectionType: 'VPC_LINK', connectionId: link }),
  },
});
const listener = (name: string): string =>
  `arn:aws:elasticloadbalancing:us-east-1:111122223333:listener/app/${name}/50dc6c495c0c9188/f2f7dc8efc522ab2`;

/** What answers behind the load balancers. */
export const LISTENERS = ['ec2-legacy', 'eks-processing'].map((name) => ({
  arn: listener(name),
  url: `http://${name}.backends.health.example`,
}));

/** The HTTP API "care-services" before container services. */
export const CARE_SERVICES = {
  'openapi': '3.0.1',
  'info': { title: 'care-services', version: '1.0' },
  'x-amazon-apigateway-cors': { allowOrigins: ['https://portal.health.example'], allowMethods: ['GET'], maxAge: 300 },
  'paths': {
    '/appointments': { get: service('http://appointments.backends.health.example/appointments') },
    '/legacy-care': { get: service(listener('ec2-legacy'), 'vlcare1') },
    '/processing': { get: service(listener('eks-processing'), 'vlcare1') },
  },
  'components': {
    securitySchemes: {
      jwt: {
        'type': 'oauth2',
        'x-amazon-apigateway-authorizer': {
          type: 'jwt',
          identitySource: '$request.header.Authorization',
          jwtConfiguration: { issuer: ISSUER, audience: [AUDIENCE] },
        },
      },
    },
  },
};

/** The HTTP API "legacy-directory": everything to one host. */
export const LEGACY_DIRECTORY = {
  openapi: '3.0.1',
  info: { title: 'legacy-directory', version: '1.0' },
  paths: {
    '/$default': {
      'x-amazon-apigateway-any-method': {
        'responses': { default: { description: 'ok' } },
        'x-amazon-apigateway-integration': {
          ...proxy('http://directory.backends.health.example'),
          httpMethod: 'ANY',
          payloadFormatVersion: '1.0',
        },
      },
    },
  },
};
