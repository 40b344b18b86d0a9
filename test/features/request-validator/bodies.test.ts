import { describe, expect, it } from 'vitest';
import type { AwsModel } from '../../../src/model/aws.ts';
import { writePolicy } from '../../../src/policy/write.ts';
import { answering, bothGateways, definitionOf } from '../../support/both-gateways.ts';
import { apiWith, golden, plannedRoutes, route, translated } from '../fixture.ts';

const proxy = { type: 'http_proxy', httpMethod: 'ANY', uri: 'https://orders.example.com/' };
const validated = (model: string, parameters: readonly object[] = []) => ({
  ...proxy,
  operation: {
    parameters,
    'requestBody': { content: { 'application/json': { schema: { $ref: `#/components/schemas/${model}` } } } },
    'x-amazon-apigateway-request-validator': 'all',
  },
});
const SCHEMAS = {
  Order: {
    type: 'object',
    properties: { id: { type: 'string', pattern: '^[A-Z]-[0-9]+$' }, count: { type: 'integer', minimum: 1 } },
    required: ['id'],
  },
  Orders: { type: 'array', items: { $ref: '#/components/schemas/Order' } },
  Status: { type: 'object', properties: { of: { oneOf: [{ type: 'null' }, { $ref: '#/components/schemas/Order' }] } } },
  Tree: { type: 'object', properties: { below: { type: 'array', items: { $ref: '#/components/schemas/Tree' } } } },
  Above: { type: 'object', properties: { n: { type: 'number', minimum: 5, exclusiveMinimum: true } } },
};
const ask = bothGateways(
  definitionOf(
    {
      'POST /order': validated('Order', [{ name: 'page', in: 'query', required: true, schema: { type: 'string' } }]),
      'ANY /orders': validated('Orders'),
      'POST /status': validated('Status'),
      'POST /tree': validated('Tree'),
      'POST /above': validated('Above'),
      'POST /open': { ...proxy, operation: { 'x-amazon-apigateway-request-validator': 'all' } },
    },
    {
      'components': { schemas: SCHEMAS },
      'x-amazon-apigateway-request-validators': {
        all: { validateRequestParameters: true, validateRequestBody: true },
      },
    },
  ),
);

const JSON_TYPE: [string, string][] = [['Content-Type', 'application/json']];
type Case = readonly [name: string, method: string, path: string, body: string | undefined, status: number];
const CASES: readonly Case[] = [
  ['a list of what it refers to', 'POST', '/orders', '[{"id":"A-1","count":2}]', 200],
  ['a wrong item', 'POST', '/orders', '[{"id":"A-1","count":0}]', 400],
  ['a missing member', 'POST', '/orders', '[{"count":1}]', 400],
  ['what is no JSON', 'POST', '/orders', '[{"id"', 400],
  ['no body', 'POST', '/orders', undefined, 400],
  ['no body of a GET', 'GET', '/orders', undefined, 400],
  ['null where it may be', 'POST', '/status', '{"of":null}', 200],
  ['another model where null may be', 'POST', '/status', '{"of":{"id":"B-2"}}', 200],
  ['neither', 'POST', '/status', '{"of":{}}', 400],
  ['a model inside of itself', 'POST', '/tree', '{"below":[{"below":[]}]}', 200],
  ['a wrong one inside of itself', 'POST', '/tree', '{"below":[{"below":1}]}', 400],
  ['a limit that is not part of the range', 'POST', '/above', '{"n":5}', 400],
  ['a value above it', 'POST', '/above', '{"n":6}', 200],
  ['anything without a model', 'POST', '/open', undefined, 200],
];

describe('bodies that a validator holds to a model', () => {
  it.each(CASES)('both gateways answer alike to %s', async (_name, method, path, body, status) => {
    const { statuses, open, target } = await ask(
      { method, path, headers: body === undefined ? [] : JSON_TYPE, ...(body !== undefined && { body }) },
      answering(200, [], 'fine'),
    );
    expect(statuses).toEqual([status, status]);
    expect(open).toEqual([]);
    expect(target.response.body.toString()).toBe(status === 400 ? '{"message":"Invalid request body"}' : 'fine');
    // API Management serves the route itself.
    expect(target.backendRequests.map(({ url }) => url)).toEqual(status === 400 ? [] : ['https://orders.example.com/']);
  });

  it.each([
    ['with parameters', 'application/json; charset=utf-8', 400],
    ['with a blank before them', 'application/json ; x=1', 400],
    ['of another kind', 'text/plain', 200],
    ['of another JSON', 'application/vnd.order+json', 200],
  ])('a content type %s is told as API Gateway tells it', async (_name, type, status) => {
    const { statuses, open } = await ask(
      { method: 'POST', path: '/orders', headers: [['Content-Type', type]], body: '{}' },
      answering(200),
    );
    expect(statuses).toEqual([status, status]);
    expect(open).toEqual([]);
  });

  it('come after the parameters', async () => {
    const { statuses, target } = await ask({ method: 'POST', path: '/order', headers: JSON_TYPE, body: '{}' });
    expect(statuses).toEqual([400, 400]);
    expect(target.response.body.toString()).toBe('{"message":"Missing required request parameters: [page]"}');
  });

  it('that are longer than the policy reads pass unchecked, which the decision says and nothing hides', async () => {
    const body = JSON.stringify([{ count: 0, note: 'x'.repeat(102_400) }]);
    const { statuses, open } = await ask({ method: 'POST', path: '/orders', headers: JSON_TYPE, body }, answering(200));
    expect(statuses).toEqual([400, 200]);
    expect(open).toContain('status');
  });
});

const at = { arn: 'arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5', pointer: '/models' };
const model = (name: string, schema: object): AwsModel => ({
  at: { ...at, pointer: `/models/${name}` },
  name,
  contentType: 'application/json',
  schema: JSON.stringify(schema),
});
const apiOf = (requestModels: Record<string, string>, models: readonly AwsModel[]) =>
  apiWith(
    [
      route(
        'POST /orders',
        { type: 'HTTP_PROXY', uri: 'https://orders.example.com/' },
        { requestValidatorId: 'v', requestModels },
      ),
    ],
    {
      requestValidators: [{ at, id: 'v', name: 'all', validateRequestBody: true, validateRequestParameters: false }],
      models,
    },
  );
const kinds = (api: ReturnType<typeof apiOf>, decisions: Record<string, string> = {}) =>
  plannedRoutes(api, decisions).map(({ handling }) => ('why' in handling ? handling.why : handling.kind));

describe('the plan of a validated body', () => {
  const order = model('Order', { $schema: 'http://json-schema.org/draft-04/schema#', ...SCHEMAS.Order });
  const api = apiOf({ 'application/json': 'Order' }, [order, model('Other', { type: 'object' })]);

  it('is written down', async () => {
    await expect(golden(api)).toMatchFileSnapshot('golden/body.txt');
  });

  it('holds the models that are used, and no other', () => {
    const [schema] = translated(api).resources.filter(({ path }) => path.startsWith('schemas/'));
    expect(schema?.properties['document']).toHaveProperty('components.schemas', { Order: SCHEMAS.Order });
  });

  it('words the refusal as the gateway response of its type does, and says who gives it', () => {
    const response = {
      at,
      responseType: 'BAD_REQUEST_BODY',
      statusCode: '422',
      responseParameters: {},
      responseTemplates: { 'application/json': '{"wrong":"$context.error.message"}' },
    };
    const own = { ...api, gatewayResponses: [response] };
    const { findings, operationPolicies } = translated(own);
    expect(findings.map(({ code }) => code)).toContain('GATEWAY-RESPONSE');
    const xml = operationPolicies.map(({ document }) => writePolicy(document)).join('');
    expect(xml.match(/<set-status code="422"[^>]*>[^]*?\{"wrong":"Invalid request body"\}/g)).toHaveLength(2);
    const kept = translated(own, { 'BODY-VALIDATION': 'keep-api-gateway-origin' });
    expect(kept.findings.map(({ code }) => code)).toContain('GATEWAY-RESPONSE-OF-ORIGIN');
  });

  it('follows the decision', () => {
    expect(kinds(api)).toEqual(['http']);
    expect(kinds(api, { 'BODY-VALIDATION': 'validate-content-refuse-larger' })).toEqual(['http']);
    expect(kinds(api, { 'BODY-VALIDATION': 'keep-api-gateway-origin' })).toEqual(['requests are validated']);
    expect(kinds(api, { 'BODY-VALIDATION': 'no' })).toEqual(['requests are validated']);
    const entry = translated(api).entries.find(({ construct }) => construct === 'validator-attachment');
    expect(entry).toMatchObject({ column: 'blocked', openDecision: true, feature: 'request-validator' });
    const decided = translated(api, { 'BODY-VALIDATION': 'validate-content' });
    expect(decided.entries.find(({ construct }) => construct === 'validator-attachment')).toMatchObject({
      column: 'differs',
      openDecision: false,
    });
  });

  it('leaves with API Gateway what cannot be said of it', () => {
    expect(kinds(apiOf({ 'application/json': 'Gone' }, []))).toEqual([
      'bodies are validated by Gone, which was not read',
    ]);
    expect(kinds(apiOf({ 'application/xml': 'Order' }, [order]))).toEqual([
      'bodies of the type application/xml are validated',
    ]);
    const outside = model('Outside', { $ref: 'https://example.com/schema.json' });
    expect(kinds(apiOf({ 'application/json': 'Outside' }, [outside]))).toEqual([
      'bodies are validated by https://example.com/schema.json, which is no model of the API',
    ]);
  });

  it('leaves with API Gateway a path parameter that no call has', () => {
    const [first] = api.routes;
    const validators = api.requestValidators.map((each) => ({ ...each, validateRequestParameters: true }));
    const asking = (name: string) =>
      kinds(
        apiWith([{ ...first!, path: '/orders/{id}', requestParameters: { [`method.request.path.${name}`]: true } }], {
          requestValidators: validators,
          models: api.models,
        }),
      );
    expect(asking('id')).toEqual(['http']);
    expect(asking('issuer')).toEqual(['the path parameter issuer is asked for, which the path has not']);
  });

  it('keeps members of objects apart from words of schemas', () => {
    const odd = model('Odd', {
      id: 'urn:odd',
      properties: { id: { type: 'string' }, $ref: { type: 'string' }, definitions: { $ref: '#/definitions/Part' } },
      enum: [{ $ref: '#/definitions/None' }],
      definitions: { Part: { type: 'object', properties: { whole: { $ref: '#' } } } },
    });
    const [schema] = translated(apiOf({ 'application/json': 'Odd' }, [odd])).resources.filter(({ path }) =>
      path.startsWith('schemas/'),
    );
    expect(schema?.properties['document']).toEqual({
      $schema: 'http://json-schema.org/draft-04/schema#',
      components: {
        schemas: {
          'Odd': {
            properties: {
              id: { type: 'string' },
              $ref: { type: 'string' },
              definitions: { $ref: '#/components/schemas/Odd.Part' },
            },
            enum: [{ $ref: '#/definitions/None' }],
          },
          'Odd.Part': { type: 'object', properties: { whole: { $ref: '#/components/schemas/Odd' } } },
        },
      },
    });
  });
});
