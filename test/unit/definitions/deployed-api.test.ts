import { describe, expect, it } from 'vitest';
import { compareDeployed } from '../../../src/definitions/deployed-api.ts';
import { readDefinition } from '../../../src/definitions/read-definition.ts';
import type { AwsApi } from '../../../src/model/aws.ts';

const integration = {
  type: 'http',
  httpMethod: 'GET',
  uri: 'https://orders.example.com',
  responses: { default: { statusCode: '200' }, 4: { statusCode: '404' } },
};
const get = { 'security': [{ pool: [] }], 'responses': { 200: {} }, 'x-amazon-apigateway-integration': integration };
const document = {
  swagger: '2.0',
  info: { title: 'Orders' },
  securityDefinitions: {
    pool: { 'type': 'apiKey', 'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: ['p'] } },
    other: { 'type': 'apiKey', 'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: ['q'] } },
  },
  definitions: { Order: { type: 'object', properties: { id: { type: 'string' }, at: { type: 'string' } } } },
  paths: { '/orders': { get } },
};
const read = (arn: string, changes: object = {}): AwsApi =>
  readDefinition(
    { ...document, ...changes },
    {
      at: { arn, pointer: '' },
      readFrom: 'tree',
      id: 'a1',
    },
  ).api;
const deployed = read('deployed');
const differences = (changes: object) =>
  compareDeployed(deployed, read('editable', changes)).map(({ kind, what, at }) => [kind, what, at.arn]);
const changedGet = (changes: object) => differences({ paths: { '/orders': { get: { ...get, ...changes } } } });

describe('what a stage serves and what can be edited', () => {
  it('are the same wherever each was read and in whatever order', () => {
    const { default: first, ...others } = integration.responses;
    const reordered = { ...integration, responses: { ...others, default: first } };
    expect(changedGet({ 'x-amazon-apigateway-integration': reordered, 'summary': 'told later' })).toEqual([]);
  });

  it('differ by the routes that only one of them has', () => {
    expect(differences({ paths: { '/orders': { post: get } } })).toEqual([
      ['only-deployed', 'GET /orders', 'deployed'],
      ['only-editable', 'POST /orders', 'editable'],
    ]);
  });

  it.each<[string, object]>([
    ['authorization', { security: [{ pool: ['orders/read'] }] }],
    ['authorizer', { security: [{ other: [] }] }],
    ['request parameters', { parameters: [{ in: 'query', name: 'page', required: true }] }],
    ['method responses', { responses: { 200: {}, 404: {} } }],
    ['integration', { 'x-amazon-apigateway-integration': { ...integration, uri: 'https://new.example.com' } }],
    [
      'integration responses',
      { 'x-amazon-apigateway-integration': { ...integration, responses: { default: { statusCode: '201' } } } },
    ],
  ])('differ by a route’s %s', (part, changes) => {
    expect(changedGet(changes)).toEqual([['changed', `GET /orders: ${part}`, 'deployed']]);
  });

  it.each<[string, object]>([
    ['models', { definitions: { Order: { type: 'object', properties: { id: { type: 'integer' } } } } }],
    ['resource policy', { 'x-amazon-apigateway-policy': { Statement: [{ Effect: 'Deny' }] } }],
    ['gateway responses', { 'x-amazon-apigateway-gateway-responses': { THROTTLED: { statusCode: 503 } } }],
    ['binary media types', { 'x-amazon-apigateway-binary-media-types': ['image/png'] }],
  ])('differ by %s of the whole API', (part, changes) => {
    expect(differences(changes)).toEqual([['changed', part, 'deployed']]);
  });
});
