import { describe, expect, it } from 'vitest';
import { answering, definitionOf, lastingGateways } from '../../support/both-gateways.ts';
import {
  allow,
  bodies,
  lambdaSites,
  policy,
  statement,
  terms,
  URI,
  type FunctionAnswer,
} from '../lambda-authorizer/lambda-sites.ts';
import { proxy } from './edge-fixture.ts';

const guarded = { ...proxy, operation: { security: [{ people: [] }] } };
const orders = { 'GET /orders/{id}': guarded, 'DELETE /orders/{id}': { ...guarded, httpMethod: 'DELETE' } };

describe('functions that decide by a request', () => {
  const scheme = (extension: object) => ({
    components: {
      securitySchemes: {
        people: {
          'type': 'apiKey',
          'name': 'Unused',
          'in': 'header',
          'x-amazon-apigateway-authtype': 'custom',
          'x-amazon-apigateway-authorizer': { type: 'request', authorizerUri: URI, ...extension },
        },
      },
    },
  });
  const byRequest = (definition: string, answer: (event: Readonly<Record<string, unknown>>) => FunctionAnswer) => {
    const lambda = lambdaSites(answer);
    const rest = { ...answering(200), stageVariables: { level: 'one' } };
    return { lambda, ask: lastingGateways(definition, rest, lambda.sites, terms) };
  };
  const told = (event: unknown): object => {
    const { requestContext, body: _body, isBase64Encoded: _isEncoded, ...members } = event as Record<string, unknown>;
    const { apiId, stage, httpMethod, resourcePath, routeKey, accountId } = requestContext as Record<string, unknown>;
    return { ...members, requestContext: { apiId, stage, httpMethod, resourcePath, routeKey, accountId } };
  };
  const [headers, query] = [
    [
      ['X-Who', 'ann'],
      ['X-Trace', 'a'],
    ],
    [['team', 'blue']],
  ] as [[string, string][], [string, string][]];

  describe('of a REST API', () => {
    const definition = definitionOf(
      orders,
      scheme({ identitySource: 'method.request.header.X-Who, method.request.querystring.team' }),
    );
    const byWho = (event: Readonly<Record<string, unknown>>): FunctionAnswer => {
      const { 'X-Who': who = '' } = event['headers'] as Record<string, string>;
      return { result: allow(who === 'ann' ? '*' : 'GET/*') };
    };

    it('28: without one of its sources it is not asked', async () => {
      const { ask, lambda } = byRequest(definition, byWho);
      for (const part of [{ headers }, { query }, { headers, query: [['team', '']] as [string, string][] }])
        expect((await ask({ path: '/orders/7', ...part })).statuses).toEqual([401, 401]);
      expect(lambda.events).toEqual([]);
    });

    it('is told the same by both gateways, nothing of the body, and kept by all its sources', async () => {
      const { ask, lambda } = byRequest(definition, byWho);
      expect((await ask({ path: '/orders/7', headers, query })).statuses).toEqual([200, 200]);
      expect((await ask({ path: '/orders/8', headers, query, method: 'DELETE' })).statuses).toEqual([200, 200]);
      const [source, target] = lambda.events;
      expect(lambda.events).toHaveLength(2);
      const { headers: seen, multiValueHeaders: _, ...others } = told(target) as Record<string, object>;
      expect(told(source)).toMatchObject(others);
      expect(seen).toMatchObject({ 'X-Who': 'ann', 'X-Trace': 'a' });
      expect(target).toMatchObject({
        type: 'REQUEST',
        methodArn: expect.stringMatching(/\/test\/GET\/orders\/7$/) as string,
      });
      expect(target).not.toHaveProperty('body');
      // Another value of one source is another caller.
      const bob = [['X-Who', 'bob']] as [string, string][];
      expect((await ask({ path: '/orders/7', headers: bob, query, method: 'DELETE' })).statuses).toEqual([403, 403]);
      expect(lambda.events).toHaveLength(4);
    });
  });

  it('27: an answer that is kept by the resource is not taken for another one', async () => {
    const paths = definitionOf(
      { 'GET /open': guarded, 'GET /closed': guarded },
      scheme({ identitySource: 'method.request.header.X-Who,context.resourcePath' }),
    );
    const byPath = (event: Readonly<Record<string, unknown>>): FunctionAnswer => ({
      result: policy([statement(event['resource'] === '/open' ? 'Allow' : 'Deny', '*')]),
    });
    const { ask, lambda } = byRequest(paths, byPath);
    expect((await ask({ path: '/open', headers })).statuses).toEqual([200, 200]);
    expect((await ask({ path: '/closed', headers })).statuses).toEqual([403, 403]);
    expect((await ask({ path: '/open', headers })).statuses).toEqual([200, 200]);
    expect(lambda.events).toHaveLength(4);
  });

  describe('of an HTTP API', () => {
    const operations = {
      'GET /orders/{id}': {
        type: 'http_proxy',
        httpMethod: 'GET',
        uri: 'https://orders.example.com/',
        payloadFormatVersion: '1.0',
        requestParameters: { 'overwrite:header.x-plan': '$context.authorizer.plan' },
        operation: { security: [{ people: [] }] },
      },
    };
    const source = { identitySource: '$request.header.X-Who' };
    const simple = definitionOf(
      operations,
      scheme({ ...source, authorizerPayloadFormatVersion: '2.0', enableSimpleResponses: true }),
    );
    const answer = (result: unknown) => (): FunctionAnswer => ({ result });
    const ask = async (definition: string, by: () => FunctionAnswer, given = headers) => {
      const { ask: one, lambda } = byRequest(definition, by);
      const asked = await one({ path: '/orders/7', headers: given });
      return { asked, lambda, bodies: bodies(asked), sent: asked.target.backendRequests };
    };

    it('28: without its source it is not asked', async () => {
      const { asked, lambda, bodies: said } = await ask(simple, answer({ isAuthorized: true }), []);
      expect(asked.statuses).toEqual([401, 401]);
      expect(said).toEqual(['{"message":"Unauthorized"}', '{"message":"Unauthorized"}']);
      expect(lambda.events).toEqual([]);
    });

    it.each([
      ['allowed', { isAuthorized: true }, 200, ''],
      ['denied', { isAuthorized: false }, 403, '{"message":"Forbidden"}'],
      ['a text', { isAuthorized: 'true' }, 500, '{"message":"Internal Server Error"}'],
      ['nothing', null, 500, '{"message":"Internal Server Error"}'],
      ['a policy', policy([statement('Allow', '*')]), 500, '{"message":"Internal Server Error"}'],
    ])('a simple response, %s', async (_, result, status, body) => {
      const { asked, bodies: said, sent } = await ask(simple, answer(result));
      expect(asked.statuses).toEqual([status, status]);
      expect(said).toEqual([body, body]);
      expect(sent).toHaveLength(status === 200 ? 1 : 0);
    });

    it('a function that fails is a 500, whatever it says', async () => {
      const { asked, bodies: said } = await ask(simple, () => ({ error: { errorMessage: 'Unauthorized' } }));
      expect(asked.statuses).toEqual([500, 500]);
      expect(said[1]).toBe('{"message":"Internal Server Error"}');
    });

    it('hands its context on, and is told the event of format 2.0', async () => {
      const { asked, lambda, sent } = await ask(simple, answer({ isAuthorized: true, context: { plan: 'gold' } }));
      expect(asked.open).toEqual([]);
      expect(sent[0]?.headers).toContainEqual(['x-plan', 'gold']);
      const [first, second] = lambda.events;
      const { headers: seen, ...others } = told(second) as Record<string, object>;
      expect(told(first)).toMatchObject(others);
      expect(seen).toMatchObject({ 'x-who': 'ann' });
      expect(second).toMatchObject({ version: '2.0', type: 'REQUEST', identitySource: ['ann'] });
    });

    it('27: without a ttl nothing is kept', async () => {
      const { ask: one, lambda } = byRequest(simple, answer({ isAuthorized: true }));
      await one({ path: '/orders/7', headers });
      await one({ path: '/orders/7', headers });
      expect(lambda.events).toHaveLength(4);
    });

    it('a policy in format 1.0 is held to the route', async () => {
      const definition = definitionOf(operations, scheme({ ...source, authorizerPayloadFormatVersion: '1.0' }));
      const only = (path: string) =>
        answer({ policyDocument: { Statement: [statement('Allow', `arn:aws:execute-api:*/${path}`)] } });
      const { asked, lambda } = await ask(definition, only('GET/orders/*'));
      expect(asked.statuses).toEqual([200, 200]);
      expect(lambda.events[1]).toMatchObject({ version: '1.0', identitySource: 'ann', authorizationToken: 'ann' });
      const denied = await ask(definition, only('PUT/*'));
      expect(denied.asked.statuses).toEqual([403, 403]);
      expect(denied.bodies).toEqual(['{"message":"Forbidden"}', '{"message":"Forbidden"}']);
    });
  });
});
