import { describe, expect, it } from 'vitest';
import { definitionOf, lastingGateways, answering, type Asked } from '../../support/both-gateways.ts';
import {
  allow,
  bodies,
  lambdaSites,
  METHODS,
  policy,
  statement,
  terms,
  URI,
  type FunctionAnswer,
} from '../lambda-authorizer/lambda-sites.ts';
import { proxy } from './edge-fixture.ts';

const answers: Readonly<Record<string, FunctionAnswer>> = {
  all: { result: allow('*') },
  reader: { result: allow('GET/*') },
  single: { result: policy(statement('Allow', `${METHODS}/GET/orders/?`, { Action: ['*'] })) },
  denied: { result: policy([statement('Allow', '*'), statement('Deny', [`${METHODS}/GET/orders/*`])]) },
  context: {
    result: policy([statement('Allow', '*')], {
      context: { plan: 'gold', seats: 12, isBeta: true, since: '2026-01-02T03:04:05.000Z' },
    }),
  },
  conditional: {
    result: policy([statement('Allow', '*', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } })]),
  },
  nobody: { result: { policyDocument: { Statement: [statement('Allow', '*')] } } },
  nested: { result: policy([statement('Allow', '*')], { context: { a: { b: 1 } } }) },
  empty: { result: null },
  unauthorized: { error: { errorMessage: 'Unauthorized', errorType: 'Error' } },
  broken: { error: { errorMessage: 'boom', errorType: 'TypeError' } },
};

/** Tokens are the names of answers. */
const byToken = (event: Readonly<Record<string, unknown>>): FunctionAnswer =>
  answers[String(event['authorizationToken']).replace('Bearer ', '')] ?? { error: { errorMessage: 'who?' } };

const token = (changes: object = {}) => ({
  components: {
    securitySchemes: {
      people: {
        'type': 'apiKey',
        'name': 'Authorization',
        'in': 'header',
        'x-amazon-apigateway-authtype': 'custom',
        'x-amazon-apigateway-authorizer': { type: 'token', authorizerUri: URI, ...changes },
      },
    },
  },
});
const guarded = { ...proxy, operation: { security: [{ people: [] }] } };
const orders = {
  'GET /orders/{id}': {
    ...guarded,
    requestParameters: {
      'integration.request.header.X-Who': 'context.authorizer.principalId',
      'integration.request.header.X-Plan': 'context.authorizer.plan',
      'integration.request.header.X-Seats': 'context.authorizer.seats',
      'integration.request.header.X-Beta': 'context.authorizer.isBeta',
      'integration.request.header.X-Since': 'context.authorizer.since',
    },
  },
  'DELETE /orders/{id}': { ...guarded, httpMethod: 'DELETE' },
};

function gateways(around: object = token()) {
  const lambda = lambdaSites(byToken);
  const ask = lastingGateways(
    definitionOf(orders, around as Record<string, unknown>),
    answering(200),
    lambda.sites,
    terms,
  );
  const by = (authorization?: string, method = 'GET', path = '/orders/7'): Promise<Asked> =>
    ask({ method, path, headers: authorization === undefined ? [] : [['Authorization', authorization]] });
  return { by, lambda };
}
describe('functions that decide who may call', () => {
  it('27: what is kept is the policy, so that the same token is denied another method', async () => {
    const { by, lambda } = gateways();
    expect((await by('reader')).statuses).toEqual([200, 200]);
    expect((await by('reader', 'DELETE')).statuses).toEqual([403, 403]);
    expect((await by('reader')).statuses).toEqual([200, 200]);
    // Each gateway asked once.
    expect(lambda.events).toHaveLength(2);
    expect(lambda.events[1]).toEqual(lambda.events[0]);
    expect(lambda.signatures).toEqual([
      expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=ASIAEXAMPLE\/\d{8}\/us-east-1\/lambda\//),
    ]);
  });

  it('27: what one token gives is not what another gets', async () => {
    const { by } = gateways();
    expect((await by('all', 'DELETE')).statuses).toEqual([200, 200]);
    expect((await by('reader', 'DELETE')).statuses).toEqual([403, 403]);
  });

  it('27: without a ttl the function is asked each time', async () => {
    const { by, lambda } = gateways(token({ authorizerResultTtlInSeconds: 0 }));
    await by('reader');
    await by('reader');
    expect(lambda.events).toHaveLength(4);
  });

  it('28: without a token, or with one of another form, the function is not asked', async () => {
    const { by, lambda } = gateways(token({ identityValidationExpression: '^Bearer [a-z]+$' }));
    for (const asked of [await by(), await by(''), await by('all'), await by('Bearer 7'), await by('x Bearer all')]) {
      expect(asked.statuses).toEqual([401, 401]);
      expect(bodies(asked)).toEqual(['{"message":"Unauthorized"}', '{"message":"Unauthorized"}']);
      expect(asked.target.backendRequests).toEqual([]);
    }
    expect(lambda.events).toEqual([]);
    expect((await by('Bearer all')).statuses).toEqual([200, 200]);
  });

  const REFUSED = 'User is not authorized to access this resource';
  it.each([
    ['reader', 'DELETE', 403, `{"Message":"${REFUSED}"}`],
    ['denied', 'GET', 403, `{"Message":"${REFUSED} with an explicit deny"}`],
    ['denied', 'DELETE', 200, ''],
    ['single', 'GET', 200, ''],
    ['unauthorized', 'GET', 401, '{"message":"Unauthorized"}'],
    ['broken', 'GET', 500, '{"message":null}'],
    ['unknown', 'GET', 500, '{"message":null}'],
    ['nobody', 'GET', 500, '{"message":null}'],
    ['nested', 'GET', 500, '{"message":null}'],
    ['empty', 'GET', 500, '{"message":null}'],
  ])('%s: %s is answered %i', async (who, method, status, body) => {
    const asked = await gateways().by(who, method);
    expect(asked.statuses).toEqual([status, status]);
    expect(bodies(asked)).toEqual([body, body]);
    expect(asked.target.backendRequests).toHaveLength(status === 200 ? 1 : 0);
  });

  it('a question mark is one character', async () => {
    const { by } = gateways();
    expect((await by('single', 'GET', '/orders/77')).statuses).toEqual([403, 403]);
  });

  it('a statement with a condition lets nobody in', async () => {
    const asked = await gateways().by('conditional');
    expect(asked.statuses[1]).toBe(500);
    expect(asked.target.backendRequests).toEqual([]);
  });

  it('a path in another case is held to the path of the route', async () => {
    const { by } = gateways();
    const asked = await by('denied', 'GET', '/ORDERS/7');
    expect(asked.statuses).toEqual([403, 403]);
    expect(bodies(asked)[1]).toContain('explicit deny');
  });

  it('hands on what the function says, texts as they are', async () => {
    const { by } = gateways();
    const handedOn = async (who: string) => {
      const asked = await by(who);
      expect(asked.statuses).toEqual([200, 200]);
      expect(asked.open).toEqual([]);
      const headers = asked.target.backendRequests[0]?.headers ?? [];
      return headers.filter(([name]) => /^x-(who|plan|seats|beta|since)$/i.test(name));
    };
    expect(await handedOn('context')).toEqual([
      ['x-who', 'ann'],
      ['x-plan', 'gold'],
      ['x-seats', '12'],
      ['x-beta', 'true'],
      ['x-since', '2026-01-02T03:04:05.000Z'],
    ]);
    expect(await handedOn('all')).toEqual([['x-who', 'ann']]);
  });

  it('refusals are worded by the gateway responses of the API', async () => {
    const worded = {
      ...token(),
      'x-amazon-apigateway-gateway-responses': {
        ACCESS_DENIED: {
          statusCode: 404,
          responseTemplates: { 'application/json': '{"why":$context.error.messageString}' },
        },
        AUTHORIZER_FAILURE: { responseParameters: { 'gatewayresponse.header.x-failed': "'yes'" } },
        DEFAULT_5XX: { statusCode: 503 },
      },
    };
    const { by } = gateways(worded);
    const denied = await by('denied');
    expect(denied.statuses).toEqual([404, 404]);
    expect(bodies(denied)[1]).toBe(`{"why":"${REFUSED} with an explicit deny"}`);
    expect(denied.open).toEqual([]);
    const broken = await by('broken');
    expect(broken.statuses).toEqual([500, 500]);
    expect(broken.target.response.headers).toContainEqual(['x-failed', 'yes']);
    expect(broken.open).toEqual([]);
    expect((await by('nobody')).statuses).toEqual([503, 503]);
  });

  it('a greedy path and its root are held to what is below', async () => {
    const lambda = lambdaSites(() => ({ result: policy([statement('Allow', `${METHODS}/GET/a/b`)]) }));
    const greedy = definitionOf({ 'GET /{proxy+}': guarded }, token());
    const ask = lastingGateways(greedy, answering(200), lambda.sites, terms);
    const given = { headers: [['Authorization', 'x']] as [string, string][] };
    expect((await ask({ path: '/a/b', ...given })).statuses).toEqual([200, 200]);
    expect((await ask({ path: '/a/b/c', ...given })).statuses).toEqual([403, 403]);
    expect(lambda.signatures).toHaveLength(1);
  });

  it('credentials that AWS refuses let nobody in', async () => {
    const { by, lambda } = gateways();
    lambda.refuse();
    const asked = await by('all');
    expect(asked.statuses[1]).toBe(500);
    expect(asked.target.backendRequests).toEqual([]);
  });
});
