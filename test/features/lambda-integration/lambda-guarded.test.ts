import { describe, expect, it } from 'vitest';
import { bothGateways, definitionOf } from '../../support/both-gateways.ts';
import { lambdaSites, policy, statement, terms, URI } from '../lambda-authorizer/lambda-sites.ts';
import { comparable } from './events.ts';
import { codesOf, http, HTTP_API, INVOKE, rest } from './invoked-functions.ts';

describe('Lambda authorizers', () => {
  const CONTEXT = {
    'tenant': 't-1',
    'level': 3,
    'ratio': 1.5,
    'isNew': true,
    '2024-k': '"2024-1',
    'since': '2024-01-01T00:00:00.120Z',
  };
  const ANY_STAGE = 'arn:aws:execute-api:us-east-1:*:*/*/GET/any';
  const decided = { ...terms, decisions: { ...terms.decisions, ...INVOKE.decisions } };
  const scheme = (authorizer: object, around: object = {}) => ({
    components: {
      securitySchemes: {
        people: {
          'type': 'apiKey',
          'name': 'Authorization',
          'in': 'header',
          'x-amazon-apigateway-authtype': 'custom',
          'x-amazon-apigateway-authorizer': { authorizerUri: URI, ...authorizer },
        },
      },
    },
    ...around,
  });
  const operation = { security: [{ people: [] }] };
  const request = {
    type: 'request',
    identitySource: '$request.header.Authorization',
    authorizerPayloadFormatVersion: '2.0',
  };
  const APIS: Record<string, string> = {
    rest: definitionOf(
      { 'GET /any': { ...rest, operation } },
      scheme({ type: 'token', identitySource: 'method.request.header.Authorization' }),
    ),
    ...Object.fromEntries(
      ['1.0', '2.0'].map((version) => [
        version,
        definitionOf({ 'GET /any': { ...http(version), operation } }, scheme(request, HTTP_API)),
      ]),
    ),
  };

  /** What both gateways told the function, and their statuses: the authorizer allows callers with a token `good`. */
  async function asked(text: string, context: unknown, token?: string) {
    const { sites, events } = lambdaSites((event) => {
      if (!('type' in event)) return { result: { statusCode: 200, body: 'done' } };
      const effect = JSON.stringify(event).includes('good') ? 'Allow' : 'Deny';
      return { result: policy([statement(effect, ANY_STAGE)], { context }) };
    });
    const headers: [string, string][] = token === undefined ? [] : [['Authorization', token]];
    const { statuses } = await bothGateways(text, sites, decided)({ path: '/any', headers });
    const functionEvents = events.filter((event) => !('type' in event));
    return { statuses, functionEvents: functionEvents as { requestContext: Record<string, unknown> }[] };
  }

  const NESTED = { ...CONTEXT, deep: { at: '2024-01-01T00:00:00Z', list: [1, null, '2024-02-02'] } };
  it.each([
    [
      'rest',
      CONTEXT,
      {
        'tenant': 't-1',
        'level': '3',
        'ratio': '1.5',
        'isNew': 'true',
        '2024-k': '"2024-1',
        'since': CONTEXT.since,
        'principalId': 'ann',
      },
    ],
    ['rest', { principalId: 'eve', a: 'b' }, { a: 'b', principalId: 'ann' }],
    ['rest', undefined, { principalId: 'ann' }],
    ['1.0', NESTED, NESTED],
    ['1.0', {}, undefined],
    ['2.0', NESTED, { lambda: NESTED }],
    ['2.0', undefined, undefined],
  ])('%s: a context %j is told as %j', async (name, context, authorizer) => {
    const text = APIS[name] ?? '';
    const codes = codesOf(text, decided);
    expect(codes).toEqual(expect.arrayContaining(['LAMBDA-TARGET', 'AUTHORIZER-TARGET']));
    expect(codes).not.toContain('ROUTE-ORIGIN');
    const { statuses, functionEvents } = await asked(text, context, 'good');
    expect(statuses).toEqual([200, 200]);
    const [source, target] = functionEvents;
    expect(functionEvents).toHaveLength(2);
    expect(comparable(target ?? { requestContext: {} })).toEqual(comparable(source ?? { requestContext: {} }));
    expect(target?.requestContext['authorizer']).toEqual(authorizer);
  });

  it.each(Object.keys(APIS))(
    '%s: whom the function denies, and who says nothing, reaches no function',
    async (name) => {
      for (const [token, status] of [
        [undefined, 401],
        ['bad', 403],
      ] as const) {
        const { statuses, functionEvents } = await asked(APIS[name] ?? '', CONTEXT, token);
        expect(statuses).toEqual([status, status]);
        expect(functionEvents).toEqual([]);
      }
    },
  );

  it('keep API Gateway where only one of both is decided', () => {
    for (const decisions of [terms.decisions, INVOKE.decisions]) {
      expect(codesOf(APIS['rest'] ?? '', { ...terms, decisions })).toContain('ROUTE-ORIGIN');
    }
  });
});
