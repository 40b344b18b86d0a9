import { describe, expect, it } from 'vitest';
import { ImportRefused } from '../../../../src/local/sandbox/aws/import-definition.ts';
import { echoFunction } from '../../../../src/local/sandbox/estate/echo-function.ts';
import { estateFromDefinitions } from '../../../../src/local/sandbox/estate/from-definitions.ts';

const issuer = {
  issue: () => Promise.reject(new Error('not reached')),
};
const withCertificates = async () => {
  const { createAuthority } = await import('../../../../src/local/sandbox/authority.ts');
  return createAuthority();
};

const ORDERS = `
swagger: "2.0"
info: { title: orders }
securityDefinitions:
  key: { type: apiKey, name: x-api-key, in: header }
  pool:
    type: apiKey
    name: Authorization
    in: header
    x-amazon-apigateway-authtype: cognito_user_pools
    x-amazon-apigateway-authorizer:
      type: cognito_user_pools
      providerARNs: [!GetAtt Pool.Arn]
paths:
  /orders/{id}:
    get:
      security: [{ key: [] }]
      x-amazon-apigateway-integration:
        type: http_proxy
        httpMethod: GET
        uri: http://\${stageVariables.host}:8080/orders/{id}
        requestParameters: { integration.request.path.id: method.request.path.id }
  /orders:
    post:
      security: [{ pool: [] }]
      parameters: [{ in: body, name: order, schema: { $ref: "#/definitions/Order" } }]
      x-amazon-apigateway-integration:
        type: aws_proxy
        httpMethod: POST
        uri: !Sub "arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${PlaceOrder.Arn}/invocations"
definitions:
  Order: { type: object, required: [sku, lines], properties: { sku: { enum: [a1] }, lines: { type: array, items: { type: integer } } } }
`;

const PARTNERS = JSON.stringify({
  openapi: '3.0.1',
  info: { title: 'partners' },
  paths: {
    '/partners': {
      get: {
        'security': [{ jwt: ['read'] }],
        'x-amazon-apigateway-integration': { type: 'aws_proxy', payloadFormatVersion: '2.0', uri: '${function_arn}' },
      },
    },
  },
  components: {
    securitySchemes: {
      jwt: {
        'type': 'oauth2',
        'x-amazon-apigateway-authorizer': {
          type: 'jwt',
          identitySource: '$request.header.Authorization',
          jwtConfiguration: { issuer: 'https://login.example.com/', audience: ['partners'] },
        },
      },
    },
  },
});

describe('an estate of two definitions', () => {
  it('is one account under one name, with all that has to answer and call', async () => {
    const definitions = [
      { name: 'orders', text: ORDERS },
      { name: 'partners', text: PARTNERS },
    ];
    const estate = await estateFromDefinitions(definitions, await withCertificates());
    const [domain] = estate.aws.domainNames.values();
    expect(domain?.mappings.map(({ ApiMappingKey, Stage }) => [ApiMappingKey, Stage])).toEqual([
      ['orders', 'prod'],
      ['partners', '$default'],
    ]);
    expect(estate.backends).toEqual([{ host: 'host.deployed.example', behaviour: 'echo' }]);
    expect(estate.lambdas.map(({ arn }) => arn)).toEqual([
      'arn:aws:lambda:us-east-1:111122223333:function:PlaceOrder',
      'arn:aws:lambda:us-east-1:111122223333:function:function-arn',
    ]);
    expect(estate.issuers).toEqual([
      'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Pool',
      'https://login.example.com/',
    ]);
    expect(estate.callers).toMatchObject([
      { name: 'POST /orders', body: '{"sku":"a1","lines":[1]}', token: { use: 'id' }, expectStatus: 200 },
      { name: 'GET /orders/{id}', path: '/orders/orders/sample', apiKeyId: 'keyimported', expectStatus: 200 },
      { name: 'GET /orders/{id} without credentials', expectStatus: 403 },
      { name: 'POST /orders without credentials', expectStatus: 401 },
      { name: 'GET /partners', path: '/partners/partners', token: { use: 'access', scopes: ['read'] } },
      { name: 'GET /partners without credentials', expectStatus: 401 },
    ]);
    expect(estate.filled).toContainEqual({
      definition: 'orders',
      at: '/paths/~1orders/post/x-amazon-apigateway-integration/uri',
      placeholder: 'PlaceOrder.Arn',
      value: 'arn:aws:lambda:us-east-1:111122223333:function:PlaceOrder',
    });
  });
});

const WAREHOUSE = JSON.stringify({
  openapi: '3.0.1',
  info: { title: 'warehouse' },
  paths: {
    '/stock': {
      get: {
        'x-amazon-apigateway-integration': {
          type: 'http_proxy',
          httpMethod: 'GET',
          uri: 'http://stock.internal/stock',
          connectionType: 'VPC_LINK',
          connectionId: '${stageVariables.link}',
        },
      },
    },
  },
});

const DISPATCH = JSON.stringify({
  openapi: '3.0.1',
  info: { title: 'dispatch' },
  paths: {
    '/parcels': {
      get: {
        'x-amazon-apigateway-integration': {
          type: 'http_proxy',
          httpMethod: 'GET',
          payloadFormatVersion: '1.0',
          connectionType: 'VPC_LINK',
          connectionId: 'vl1',
          uri: 'arn:aws:elasticloadbalancing:us-east-1:111122223333:listener/app/parcels/50dc6c495c0c9188/f2f7dc8efc522ab2',
        },
      },
    },
  },
});

describe('what definitions name beside API Gateway', () => {
  it('is there: functions, user pools with their scopes, links with what they lead to', async () => {
    const definitions = Object.entries({
      orders: ORDERS,
      partners: PARTNERS,
      warehouse: WAREHOUSE,
      dispatch: DISPATCH,
    });
    const estate = await estateFromDefinitions(
      definitions.map(([name, text]) => ({ name, text })),
      await withCertificates(),
    );
    const { functions, userPools, vpcLinks, v2VpcLinks, loadBalancing, network } = estate.aws;
    expect([...functions.keys()]).toEqual(['PlaceOrder', 'function-arn']);
    expect([...userPools.keys()]).toEqual(['us-east-1_Pool']);
    const [rest] = vpcLinks.values();
    expect(loadBalancing.loadBalancers.get(rest?.targetArns?.[0] ?? '')?.Type).toBe('network');
    const [http] = v2VpcLinks.values();
    expect(http?.SubnetIds).toEqual(network.subnets.map(({ SubnetId }) => SubnetId));
    expect([...loadBalancing.listeners.values()].map(({ Protocol }) => Protocol)).toEqual(['HTTP', 'TCP']);
  });
});

describe('what API Gateway would not take', () => {
  const refused = async (text: string) => {
    const error: unknown = await estateFromDefinitions([{ name: 'bad', text }], issuer).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ImportRefused);
    return (error as Error).message;
  };

  it('names the method that has no integration', async () => {
    const idle = 'openapi: 3.0.1\npaths: { /a: { get: { responses: {} } } }';
    expect(await refused(idle)).toBe('bad: No integration defined for method: GET /a');
  });

  it('names the place of what no one can evaluate without the stack', async () => {
    const mapped =
      'openapi: 3.0.1\npaths: { /a: { get: { x-amazon-apigateway-integration: { type: http, uri: { "Fn::FindInMap": [a, b, c] } } } } }';
    expect(await refused(mapped)).toContain('/paths/~1a/get/x-amazon-apigateway-integration/uri');
  });
});

it('a function of an estate echoes, and lets everybody in when it is asked as an authorizer', () => {
  expect(echoFunction({ body: 'x' })).toMatchObject({ statusCode: 200, body: '{"body":"x"}' });
  expect(echoFunction({ methodArn: 'arn:m' })).toMatchObject({ isAuthorized: true, principalId: 'sample-user' });
});
