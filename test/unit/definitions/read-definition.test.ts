import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/definitions/json.ts';
import { readDefinition } from '../../../src/definitions/read-definition.ts';

const at = { arn: 'file:orders.json', pointer: '' };
const read = (document: unknown) => readDefinition(document as JsonObject, { at, readFrom: 'file', id: 'orders' });

const rest = {
  'swagger': '2.0',
  'info': { title: 'Orders', version: '7', description: 'What customers ordered' },
  'host': 'a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com',
  'basePath': '/prod',
  'tags': [{ 'name': 'team', 'x-amazon-apigateway-tag-value': 'shop' }],
  'x-amazon-apigateway-api-key-source': 'AUTHORIZER',
  'x-amazon-apigateway-binary-media-types': ['image/png'],
  'x-amazon-apigateway-minimum-compression-size': 1024,
  'x-amazon-apigateway-policy': { Statement: [{ Effect: 'Allow' }] },
  'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true, vpcEndpointIds: ['vpce-1'] },
  'x-amazon-apigateway-request-validators': { body: { validateRequestBody: true, validateRequestParameters: false } },
  'x-amazon-apigateway-request-validator': 'body',
  'x-amazon-apigateway-gateway-responses': {
    DEFAULT_4XX: { statusCode: 418, responseTemplates: { 'application/json': '{"m":$context.error.messageString}' } },
  },
  'securityDefinitions': {
    pool: {
      'type': 'apiKey',
      'in': 'header',
      'name': 'Authorization',
      'x-amazon-apigateway-authtype': 'cognito_user_pools',
      'x-amazon-apigateway-authorizer': {
        type: 'cognito_user_pools',
        providerARNs: ['arn:aws:cognito-idp:eu-west-1:1:userpool/p'],
      },
    },
    key: { type: 'apiKey', in: 'header', name: 'x-api-key' },
    sigv4: { 'type': 'apiKey', 'in': 'header', 'name': 'Authorization', 'x-amazon-apigateway-authtype': 'awsSigv4' },
  },
  'paths': {
    '/orders/{id}': {
      'parameters': [{ name: 'id', in: 'path', required: true, type: 'string' }],
      'get': {
        'operationId': 'getOrder',
        'parameters': [{ name: 'page', in: 'query', required: true, type: 'integer' }],
        'security': [{ pool: ['orders/read'] }, { key: [] }],
        'responses': {
          200: { description: 'ok', schema: { $ref: '#/definitions/Order' }, headers: { ETag: { type: 'string' } } },
        },
        'x-amazon-apigateway-integration': {
          type: 'http',
          httpMethod: 'post',
          uri: 'https://orders.example.com/${stageVariables.version}/{id}',
          connectionType: 'VPC_LINK',
          connectionId: 'link',
          timeoutInMillis: 5000,
          passthroughBehavior: 'when_no_templates',
          requestParameters: { 'integration.request.path.id': 'method.request.path.id' },
          requestTemplates: { 'application/json': '#set($a = 1)${a}' },
          responses: {
            'default': { statusCode: '200', responseParameters: { 'method.response.header.ETag': "'x'" } },
            '4\\d{2}': { statusCode: 404, contentHandling: 'CONVERT_TO_TEXT' },
          },
          tlsConfig: { insecureSkipVerification: true },
          cacheKeyParameters: ['method.request.querystring.page'],
        },
      },
      'x-amazon-apigateway-any-method': {
        'security': [{ sigv4: [] }],
        'x-amazon-apigateway-integration': { type: 'mock', uri: 'none' },
      },
    },
  },
  'definitions': { Order: { type: 'object' } },
};

describe('a REST API', () => {
  const { api, gaps } = read(rest);

  it('is read with what holds for all of it', () => {
    expect(api).toMatchObject({
      id: 'a1b2c3d4e5',
      region: 'eu-west-1',
      type: 'REST',
      name: 'Orders',
      version: '7',
      stage: { name: 'prod' },
      endpointType: 'PRIVATE',
      vpcEndpointIds: ['vpce-1'],
      disableExecuteApiEndpoint: true,
      apiKeySource: 'AUTHORIZER',
      binaryMediaTypes: ['image/png'],
      minimumCompressionSize: 1024,
      policy: '{"Statement":[{"Effect":"Allow"}]}',
      tags: { team: 'shop' },
      requestValidators: [{ id: 'body', validateRequestBody: true, validateRequestParameters: false }],
      gatewayResponses: [{ responseType: 'DEFAULT_4XX', statusCode: '418' }],
      models: [{ name: 'Order', at: { arn: 'file:orders.json', pointer: '/definitions/Order' } }],
      authorizers: [{ id: 'pool', type: 'COGNITO_USER_POOLS', identitySource: 'method.request.header.Authorization' }],
    });
    expect([api.unclaimed, gaps]).toEqual([[], []]);
  });

  it('is read route by route, each with its place', () => {
    const [get, any] = api.routes;
    expect(get).toMatchObject({
      at: { pointer: '/paths/~1orders~1{id}/get' },
      method: 'GET',
      path: '/orders/{id}',
      operationName: 'getOrder',
      authorizationType: 'COGNITO_USER_POOLS',
      authorizerId: 'pool',
      authorizationScopes: ['orders/read'],
      apiKeyRequired: true,
      requestValidatorId: 'body',
      requestParameters: { 'method.request.path.id': true, 'method.request.querystring.page': true },
      responses: [
        {
          statusCode: '200',
          responseModels: { 'application/json': 'Order' },
          responseParameters: { 'method.response.header.ETag': false },
        },
      ],
      integration: {
        at: { pointer: '/paths/~1orders~1{id}/get/x-amazon-apigateway-integration' },
        type: 'HTTP',
        httpMethod: 'POST',
        connectionType: 'VPC_LINK',
        timeoutMs: 5000,
        passthroughBehavior: 'WHEN_NO_TEMPLATES',
        tlsInsecureSkipVerification: true,
        cacheKeyParameters: ['method.request.querystring.page'],
        responses: [
          { statusCode: '200' },
          { statusCode: '404', selectionPattern: '4\\d{2}', contentHandling: 'CONVERT_TO_TEXT' },
        ],
      },
    });
    expect(any).toMatchObject({
      method: 'ANY',
      authorizationType: 'AWS_IAM',
      apiKeyRequired: false,
      integration: { type: 'MOCK' },
    });
    expect(any?.integration).not.toHaveProperty('uri');
  });
});

describe('an HTTP API', () => {
  const { api } = read({
    'openapi': '3.0.1',
    'info': { title: 'Orders' },
    'servers': [
      {
        url: 'https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/{basePath}',
        variables: { basePath: { default: 'live' } },
      },
    ],
    'x-amazon-apigateway-importexport-version': '1.0',
    'x-amazon-apigateway-cors': { allowOrigins: ['https://a.example'], allowCredentials: true, maxAge: 60 },
    'components': {
      'securitySchemes': {
        jwt: {
          'type': 'oauth2',
          'x-amazon-apigateway-authorizer': {
            type: 'jwt',
            identitySource: '$request.header.Authorization',
            jwtConfiguration: { audience: ['a', 'b'], issuer: 'https://issuer.example' },
          },
        },
      },
      'x-amazon-apigateway-integrations': {
        backend: {
          type: 'http_proxy',
          httpMethod: 'ANY',
          uri: 'https://b.example',
          payloadFormatVersion: 1,
          responseParameters: { 500: { 'overwrite:statuscode': '503' } },
        },
      },
    },
    'paths': {
      '/$default': {
        'x-amazon-apigateway-any-method': {
          'security': [{ jwt: ['read'] }],
          'x-amazon-apigateway-integration': { $ref: '#/components/x-amazon-apigateway-integrations/backend' },
        },
      },
    },
  });

  it('is told from a REST API, with its stage and its shared integrations', () => {
    expect(api).toMatchObject({
      type: 'HTTP',
      stage: { name: 'live' },
      cors: { allowOrigins: ['https://a.example'], allowCredentials: true, maxAge: 60 },
      authorizers: [{ type: 'JWT', issuer: 'https://issuer.example', audience: ['a', 'b'] }],
      routes: [
        {
          method: 'ANY',
          path: '$default',
          authorizationType: 'JWT',
          authorizationScopes: ['read'],
          integration: {
            type: 'HTTP_PROXY',
            payloadFormatVersion: '1.0',
            responses: [{ statusCode: '500', responseParameters: { 'overwrite:statuscode': '503' } }],
          },
        },
      ],
      unclaimed: [],
    });
  });
});

describe('what is not known', () => {
  const minimal = (changes: object) => read({ openapi: '3.0.1', info: { title: 'x' }, paths: {}, ...changes });
  const operation = (integration: object) => ({
    paths: { '/a': { get: { 'x-amazon-apigateway-integration': integration } } },
  });

  it.each<[what: string, changes: object, pointer: string]>([
    ['an extension at the top', { 'x-amazon-apigateway-new': {} }, '/x-amazon-apigateway-new'],
    [
      'an extension in a schema',
      { components: { schemas: { A: { 'x-amazon-what': 1 } } } },
      '/components/schemas/A/x-amazon-what',
    ],
    [
      'a known one in the wrong place',
      { components: { 'x-amazon-apigateway-cors': {} } },
      '/components/x-amazon-apigateway-cors',
    ],
    [
      'a member of an integration',
      operation({ type: 'mock', shine: 1 }),
      '/paths/~1a/get/x-amazon-apigateway-integration/shine',
    ],
    [
      'a member of a response',
      operation({ type: 'mock', responses: { default: { statusCode: '200', glow: 1 } } }),
      '/paths/~1a/get/x-amazon-apigateway-integration/responses/default/glow',
    ],
  ])('%s is unclaimed, by its pointer', (_what, changes, pointer) => {
    expect(minimal(changes).api.unclaimed.map((each) => each.at)).toEqual([{ arn: 'file:orders.json', pointer }]);
  });

  it.each<[what: string, integration: object, reason: RegExp]>([
    [
      'a function of a template',
      { type: 'aws_proxy', uri: { 'Fn::Sub': 'arn:${AWS::Region}:f' } },
      /\$\{AWS::Region\} is filled in/,
    ],
    [
      'a placeholder of Terraform',
      { type: 'http_proxy', uri: 'https://${backend_host}/x' },
      /\$\{backend_host\} is filled in/,
    ],
    [
      'a placeholder in a mapping template',
      { type: 'mock', requestTemplates: { 'application/json': { 'Fn::Sub': '{"TableName":"${Table}"}' } } },
      /\$\{Table\} is filled in .*; until then the template prints nothing there/,
    ],
    ['a number in place of text', { type: 'http_proxy', uri: ['a'] }, /it is a list, text was expected/],
    ['a type that there is none of', { type: 'teleport' }, /it is string, one of HTTP/],
  ])('%s is a gap', (_what, integration, reason) => {
    const { gaps } = minimal(operation(integration));
    expect(gaps.map((each) => each.reason)).toContainEqual(expect.stringMatching(reason));
  });

  it('a mapping template has references of its own, and what a function puts in from beside it', () => {
    const templates = {
      'application/json': '#set($a = 1)#foreach($e in [1])${e}${foreach.index}#end$!{a.b}${input.body}${context.stage}',
      'text/plain': { 'Fn::Sub': ['${!a}-${Name}-$input.body', { Name: 'known' }] },
    };
    const { api, gaps } = minimal(operation({ type: 'mock', requestTemplates: templates }));
    expect(api.routes[0]?.integration?.requestTemplates['text/plain']).toBe('${a}-known-$input.body');
    expect(gaps.map((each) => each.at.pointer)).toEqual([
      '/paths/~1a/get/x-amazon-apigateway-integration/requestTemplates/text~1plain',
    ]);
  });

  it('a reference in a circle, to another file or to another host is never followed', () => {
    const paths = Object.fromEntries(
      ['#/paths/~1a', './other.json', 'https://evil.example/x'].map(($ref, index) => [`/${'abc'[index]}`, { $ref }]),
    );
    const { api, gaps } = minimal({ paths });
    expect(api.routes).toEqual([]);
    expect(gaps.map((each) => each.at.pointer)).toEqual(['/paths/~1a', '/paths/~1b', '/paths/~1c']);
  });

  it('a condition of a template is read by its first branch, and named', () => {
    const get = { 'x-amazon-apigateway-integration': { type: 'mock' } };
    const { api, gaps } = minimal({ paths: { '/a': { 'Fn::If': ['Prod', { get }, { Ref: 'AWS::NoValue' }] } } });
    expect(api.routes.map(({ at: { pointer } }) => pointer)).toEqual(['/paths/~1a/Fn::If/1/get']);
    expect([api.unclaimed, gaps.map(({ call }) => call)]).toEqual([[], ['A condition']]);
  });
});

describe('what would look open', () => {
  const guarded = (authorizer: unknown, changes: object = {}) =>
    read({
      openapi: '3.0.1',
      info: { title: 'x' },
      components: {
        securitySchemes: { a: { 'type': 'apiKey', 'name': 'A', 'x-amazon-apigateway-authorizer': authorizer } },
      },
      paths: { '/a': { get: { security: [{ a: [] }], ...changes } } },
    });
  const blockers = ({ gaps }: ReturnType<typeof read>) =>
    gaps.filter(({ severity }) => severity === 'blocker').map((gap) => gap.at.pointer);
  const authorizer = '/components/securitySchemes/a/x-amazon-apigateway-authorizer';

  it.each<[what: string, authorizer: unknown, pointer: string]>([
    ['an authorizer without a type', { authorizerUri: 'u' }, `${authorizer}/type`],
    ['an authorizer of an empty type', { type: '' }, `${authorizer}/type`],
    ['an authorizer of an unknown type', { type: 'magic' }, `${authorizer}/type`],
    ['an authorizer that is no object', 'token', authorizer],
    ['an authorizer by a condition', { 'Fn::If': ['c', { type: 'token' }, { type: 'request' }] }, authorizer],
  ])('%s blocks', (_what, value, pointer) => {
    expect(blockers(guarded(value))).toContain(pointer);
  });

  it.each<[what: string, changes: object, pointer: string]>([
    ['requirements that are no list', { security: { a: [] } }, '/paths/~1a/get/security'],
    ['a method’s auth that is no object', { 'x-amazon-apigateway-auth': 'AWS_IAM' }, '/x-amazon-apigateway-auth'],
    [
      'a method’s auth of an unknown type',
      { 'x-amazon-apigateway-auth': { type: { 'Fn::If': ['c', 'AWS_IAM', 'NONE'] } } },
      '/x-amazon-apigateway-auth/type',
    ],
  ])('%s block', (_what, changes, pointer) => {
    expect(blockers(guarded({ type: 'token' }, changes))).toEqual([expect.stringMatching(`${pointer}$`)]);
  });

  it.each(['gateway-responses', 'request-validators', 'cors', 'endpoint-configuration', 'policy'])(
    'the extension %s that is a list blocks',
    (name) => {
      const key = `x-amazon-apigateway-${name}`;
      expect(blockers(read({ swagger: '2.0', info: { title: 'x' }, paths: {}, [key]: [1] }))).toEqual([`/${key}`]);
    },
  );

  it('a scheme that refers to another guards as that one does', () => {
    const { api } = read({
      openapi: '3.0.1',
      info: { title: 'x' },
      components: {
        securitySchemes: {
          real: {
            'type': 'apiKey',
            'name': 'A',
            'x-amazon-apigateway-authorizer': { type: 'token', authorizerUri: 'u' },
          },
          alias: { $ref: '#/components/securitySchemes/real' },
        },
      },
      paths: { '/a': { get: { security: [{ alias: [] }] } } },
    });
    expect(api.routes[0]).toMatchObject({ authorizationType: 'CUSTOM', authorizerId: 'alias' });
  });
});

it('a reference out of the document is named wherever it stands, but not in an example', () => {
  const { gaps } = read({
    openapi: '3.0.1',
    info: { title: 'x' },
    components: { schemas: { S: { $ref: 'https://example.com/s.json', example: { $ref: 'of-the-caller' } } } },
    paths: { '/a': { get: { parameters: [{ $ref: 'common.yaml#/page' }] } } },
  });
  expect(new Map(gaps.map((gap) => [gap.at.pointer, gap.severity]))).toEqual(
    new Map([
      ['/components/schemas/S/$ref', 'review'],
      ['/paths/~1a/get/parameters/0/$ref', 'review'],
    ]),
  );
});

it('a validator that the document does not declare validates nothing, and is named', () => {
  const operation = { 'x-amazon-apigateway-request-validator': 'all' };
  const { api, gaps } = read({ swagger: '2.0', info: { title: 'x' }, paths: { '/a': { get: operation } } });
  expect(api.routes[0]?.requestValidatorId).toBeUndefined();
  expect(gaps.map((gap) => gap.at.pointer)).toEqual(['/paths/~1a/get/x-amazon-apigateway-request-validator']);
});
