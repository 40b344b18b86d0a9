import { afterEach, beforeEach, expect, test } from 'vitest';
import { definitionOf, integration, openBench, type SourceGatewayBench } from './source-bench.ts';

let bench: SourceGatewayBench;
let asked: unknown[];
beforeEach(async () => {
  bench = await openBench();
  asked = [];
});
afterEach(() => bench.close());

const ARN = 'arn:aws:lambda:us-east-1:111122223333:function:guard';
const guardUri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${ARN}/invocations`;
const mock = {
  ...integration({
    type: 'mock',
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    responses: {
      default: { statusCode: '200', responseTemplates: { 'application/json': '$context.authorizer.tenant' } },
    },
  }),
  security: [{ guard: [] }],
};
const guarded = (authorizer: Record<string, unknown>) => ({
  components: {
    securitySchemes: {
      guard: {
        'type': 'apiKey',
        'name': 'Authorization',
        'in': 'header',
        'x-amazon-apigateway-authtype': 'custom',
        'x-amazon-apigateway-authorizer': { authorizerUri: guardUri, ...authorizer },
      },
    },
  },
});
const policy = (effect: string, resource: string) => ({
  principalId: 'ada',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Effect: effect, Action: 'execute-api:Invoke', Resource: resource }],
  },
  context: { tenant: 7 },
});
const outcome = async (id: string, path: string, headers: Record<string, string> = {}) => {
  const { status, body } = await bench.call(id, 'GET', path, { headers });
  return `${status} ${body.toString()}`;
};

test('a TOKEN authorizer is asked once a token; its policy is held to each method', async () => {
  bench.lambdas.define('guard', (event) => {
    asked.push(event);
    const { authorizationToken } = event as { authorizationToken: string };
    if (authorizationToken === 'Bearer none') throw new Error('Unauthorized');
    if (authorizationToken === 'Bearer broken') return {};
    return policy(authorizationToken === 'Bearer deny' ? 'Deny' : 'Allow', '*/GET/a*');
  });
  const security = guarded({
    type: 'token',
    identityValidationExpression: 'Bearer .+',
    authorizerResultTtlInSeconds: 60,
  });
  const id = bench.rest(definitionOf({ 'GET /a/{x}': mock, 'GET /b': mock }, security));
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  expect(await outcome(id, '/test/a/1')).toBe('401 {"message":"Unauthorized"}');
  expect(await outcome(id, '/test/a/1', { authorization: 'Basic x' })).toBe('401 {"message":"Unauthorized"}');
  expect(asked).toEqual([]);
  expect(await outcome(id, '/test/a/1', bearer('good'))).toBe('200 7');
  expect(await outcome(id, '/test/a/2', bearer('good'))).toBe('200 7');
  const denied = 'User is not authorized to access this resource';
  expect(await outcome(id, '/test/b', bearer('good'))).toBe(`403 {"Message":"${denied}"}`);
  expect(asked).toEqual([
    {
      type: 'TOKEN',
      authorizationToken: 'Bearer good',
      methodArn: `arn:aws:execute-api:us-east-1:111122223333:${id}/test/GET/a/1`,
    },
  ]);
  expect(await outcome(id, '/test/a/1', bearer('deny'))).toBe(`403 {"Message":"${denied} with an explicit deny"}`);
  expect(await outcome(id, '/test/a/1', bearer('none'))).toBe('401 {"message":"Unauthorized"}');
  expect(await outcome(id, '/test/a/1', bearer('broken'))).toBe('500 {"message":null}');
});

test('a REQUEST authorizer needs all its identity sources; ttl 0 asks each time', async () => {
  bench.lambdas.define('guard', (event) => {
    asked.push(event);
    return policy('Allow', '*');
  });
  const security = guarded({
    type: 'request',
    identitySource: 'method.request.header.X-User, method.request.querystring.org',
    authorizerResultTtlInSeconds: 0,
  });
  const id = bench.rest(definitionOf({ 'GET /a': mock }, security));
  expect(await outcome(id, '/test/a', { 'x-user': 'ada' })).toBe('401 {"message":"Unauthorized"}');
  expect(await outcome(id, '/test/a?org=one', { 'x-user': 'ada' })).toBe('200 7');
  expect(await outcome(id, '/test/a?org=one', { 'x-user': 'ada' })).toBe('200 7');
  expect(asked).toHaveLength(2);
  expect(asked[0]).toMatchObject({ type: 'REQUEST', resource: '/a', queryStringParameters: { org: 'one' } });
});

test('an HTTP API takes a simple response and hands its context to the function', async () => {
  bench.lambdas.define('guard', (event) => {
    const { identitySource } = event as { identitySource: string[] };
    return { isAuthorized: identitySource[0] === 'ada', context: { tenant: 7 } };
  });
  bench.lambdas.define('echo', (event) => ({ statusCode: 200, body: JSON.stringify(event) }));
  const uri = guardUri.replace('guard', 'echo');
  const function_ = {
    ...integration({ type: 'aws_proxy', uri, payloadFormatVersion: '2.0' }),
    security: [{ guard: [] }],
  };
  const security = guarded({ type: 'request', identitySource: '$request.header.X-User' });
  const id = bench.http(definitionOf({ 'GET /a': function_ }, security));
  const [authorizer] = bench.state.httpApis.get(id)?.authorizers ?? [];
  Object.assign(authorizer ?? {}, { AuthorizerPayloadFormatVersion: '2.0', EnableSimpleResponses: true });
  expect(await outcome(id, '/a')).toBe('401 {"message":"Unauthorized"}');
  expect(await outcome(id, '/a', { 'x-user': 'bob' })).toBe('403 {"message":"Forbidden"}');
  const served = await bench.call(id, 'GET', '/a', { headers: { 'x-user': 'ada' } });
  expect(JSON.parse(served.body.toString())).toMatchObject({
    requestContext: { authorizer: { lambda: { tenant: 7 } } },
  });
});
