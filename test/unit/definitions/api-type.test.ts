import { describe, expect, it } from 'vitest';
import { apiTypeOf } from '../../../src/definitions/api-type.ts';
import type { JsonObject } from '../../../src/definitions/json.ts';
import { definitionKind } from '../../../src/local/sandbox/estate/definition-kind.ts';

const document = (integration: JsonObject, changes: JsonObject = {}): JsonObject => ({
  openapi: '3.0.1',
  info: { title: 'example', version: '1.0' },
  paths: { '/path1': { get: { 'x-amazon-apigateway-integration': integration } } },
  ...changes,
});
const proxy = {
  type: 'HTTP_PROXY',
  httpMethod: 'POST',
  uri: 'https://backend.example.com',
  payloadFormatVersion: '1.0',
};
const lambda = { type: 'aws_proxy', httpMethod: 'POST', uri: 'arn:aws:lambda:us-east-1:111122223333:function:f' };

describe('the kind of API that a definition is of', () => {
  it.each([
    ['a payload format of 1.0 says nothing where nothing else is possible', document(proxy), 'REST'],
    ['a number as the payload format', document({ ...proxy, payloadFormatVersion: 1 }), 'REST'],
    ['the payload format of a function', document({ ...lambda, payloadFormatVersion: '1.0' }), 'HTTP'],
    ['the second payload format', document({ ...proxy, payloadFormatVersion: '2.0' }), 'HTTP'],
    ['a function without one', document(lambda), 'REST'],
    [
      'parameters in words of an HTTP API',
      document({ ...proxy, requestParameters: { 'overwrite:path': '/a' } }),
      'HTTP',
    ],
    [
      'parameters in words of a REST API',
      document({ ...proxy, requestParameters: { 'integration.request.header.A': "'a'" } }),
      'REST',
    ],
    [
      'a listener as the address',
      document({ ...proxy, uri: 'arn:aws:elasticloadbalancing:us-east-1:111122223333:listener/app/l/1/2' }),
      'HTTP',
    ],
    ['an export of an HTTP API', document(proxy, { 'x-amazon-apigateway-importexport-version': '1.0' }), 'HTTP'],
    [
      'what an export of an HTTP API has besides, alone',
      document(
        { type: 'http_proxy', uri: 'https://backend.example.com' },
        { 'x-amazon-apigateway-importexport-version': '1.0' },
      ),
      'REST',
    ],
    ['a CORS configuration', document(proxy, { 'x-amazon-apigateway-cors': {} }), 'HTTP'],
    [
      'shared integrations',
      document(
        { $ref: '#/components/x-amazon-apigateway-integrations/shared' },
        { components: { 'x-amazon-apigateway-integrations': { shared: proxy } } },
      ),
      'HTTP',
    ],
    ['words of both: what only a REST API has decides', document({ ...proxy, type: 'http' }), 'REST'],
  ] satisfies [string, JsonObject, string][])('%s', (_name, given, kind) => {
    expect(apiTypeOf(given)).toBe(kind);
    // The sandbox tells by itself: an export that it takes for another kind would be compared with what nobody deployed.
    expect(definitionKind(given).toUpperCase()).toBe(kind);
  });
});
