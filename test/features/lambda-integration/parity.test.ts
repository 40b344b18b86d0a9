import { describe, expect, test } from 'vitest';
import { readCase } from '../../../src/local/compare/case.ts';
import { planTarget } from '../../../src/local/compare/planned-target.ts';
import { deploy, readExport } from '../../../src/local/compare/source-side.ts';
import { bothGateways, definitionOf } from '../../support/both-gateways.ts';
import { eventOf } from './events.ts';

const ARN = 'arn:aws:lambda:us-east-1:111122223333:function:f';
const uri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${ARN}/invocations`;
const INVOKE = { decisions: { 'LAMBDA-TARGET': 'invoke-function' } };
const proxy = { type: 'aws_proxy', httpMethod: 'POST', uri };

/** The gateways of a definition whose routes are all carried without API Gateway: else the test would compare it with itself. */
function nativeGateways(definition: string) {
  const read = readExport(definition);
  const codes = planTarget(
    read,
    deploy(read, readCase('{"request":{"method":"GET","path":"/"}}')),
    INVOKE,
  ).findings.map(({ code }) => code);
  expect(codes).toContain('LAMBDA-TARGET');
  expect(codes).not.toContain('ROUTE-ORIGIN');
  return bothGateways(definition, new Map(), INVOKE);
}

const rest = (integration: object = {}, around: object = {}) =>
  nativeGateways(
    definitionOf(
      { 'ANY /{proxy+}': { ...proxy, ...integration }, 'ANY /a/{id}/b': { ...proxy, ...integration } },
      { ...around },
    ),
  );
/** API Gateway takes a definition for one of an HTTP API by its members (definition-kind.ts). */
const http = (payloadFormatVersion: string) =>
  nativeGateways(
    definitionOf(
      { 'ANY /a/{id}/{proxy+}': { ...proxy, payloadFormatVersion, uri: ARN } },
      { 'x-amazon-apigateway-importexport-version': '1.0' },
    ),
  );

const REQUESTS = [
  { path: '/a/7/b' },
  { path: '/x/y%2Fz//w/' },
  {
    path: '/a/7/b',
    query: [
      ['q', '1'],
      ['q', '2'],
      ['é', 'a b'],
    ],
  },
  {
    method: 'POST',
    path: '/a/7/b',
    body: '{"when":"2024-01-01T00:00:00.000Z","n":1.50}',
    headers: [['Content-Type', 'application/json']],
  },
  {
    method: 'PUT',
    path: '/a/b',
    bodyBase64: '/wABgA==',
    headers: [
      ['content-type', 'image/png'],
      ['x-a', '1'],
      ['X-A', '2'],
    ],
  },
  {
    path: '/a/b',
    headers: [
      ['Cookie', 'a=1; b=2'],
      ['user-agent', 'me'],
      ['Connection', 'close'],
      ['te', 'x'],
      ['aUthorization', 't'],
    ],
  },
] as const;
const OK = { backend: { answers: { lambda: { statusCode: 200 } } } };

describe('events', () => {
  const gateways = {
    'a REST API': rest(),
    'a REST API with binary types and stage variables': rest(
      {},
      { 'x-amazon-apigateway-binary-media-types': ['image/*'] },
    ),
  };
  test.each(Object.entries(gateways))('of %s are those that API Gateway makes', async (_name, ask) => {
    for (const request of REQUESTS) {
      const { source, target, statuses } = await ask(request as never, {
        ...OK,
        stageVariables: { one: 'a', two: '{{b}}' },
      });
      expect(statuses).toEqual([200, 200]);
      expect(target.backendRequests[0]?.url).toBe(ARN);
      expect(eventOf(target.backendRequests[0])).toEqual(eventOf(source.backendRequests[0]));
    }
  });

  test('reach the function signed, and API Gateway is not asked', async () => {
    const { target, open } = await rest()({ path: '/a/7/b' }, OK);
    expect(target.backendRequests).toHaveLength(1);
    expect(open).toEqual([]);
  });
});

describe('results', () => {
  const ask = rest({}, { 'x-amazon-apigateway-binary-media-types': ['image/png'] });
  test.each<[string, unknown, string?]>([
    ['nothing', {}],
    ['a status as text', { statusCode: '201' }],
    ['headers of any kind', { headers: { 'X-Text': 'a', 'x-flag': true, 'x-number': 1, 'x-none': null } }],
    ['both maps', { multiValueHeaders: { 'X-A': ['1', '2'] }, headers: { 'x-a': '3' } }],
    ['cookies', { multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] } }],
    ['an own type', { headers: { 'content-type': 'text/html' }, body: '<p>' }],
    ['renamed headers', { headers: { 'Server': 'x', 'Date': 'y', 'Transfer-Encoding': 'chunked' } }],
    [
      'text that looks like a date',
      { body: '2024-01-01T00:00:00.120+02:00', headers: { 'x-at': '2024-01-01T00:00:00Z' } },
    ],
    ['a body that is JSON', { body: { a: '2024-01-01T00:00:00.120Z' } }],
    ['no body', { body: null, headers: null, multiValueHeaders: null }],
    ['bytes for who accepts them', { body: '/wA=', isBase64Encoded: true }, 'image/png,*/*'],
    ['base64 for who does not', { body: '/wA=', isBase64Encoded: true }, '*/*'],
    ['no base64', { body: 'not base64', isBase64Encoded: true }, 'image/png'],
    ['an unknown member', { statusCode: 200, wrong: 1 }],
    ['a status that is none', { statusCode: 'ok' }],
    ['a status out of range', { statusCode: 700 }],
    ['a list that is none', { multiValueHeaders: { 'x-a': 'b' } }],
    ['text', 'just text'],
    ['null', null],
    ['a list', [1]],
    ['a failure', { error: { errorMessage: 'no', errorType: 'Error' } }],
  ])('%s is answered as API Gateway answers it', async (_name, lambda, accept) => {
    const { source, target, open } = await ask(
      { path: '/a', headers: accept === undefined ? [] : [['Accept', accept]] },
      { backend: { answers: { lambda } } },
    );
    expect(open).toEqual([]);
    expect(target.response.status).toBe(source.response.status);
    expect(target.response.body.toString('base64')).toBe(source.response.body.toString('base64'));
    const own = (pairs: readonly (readonly [string, string])[]) =>
      pairs
        .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
        .filter((line) => !/^(x-amz|x-amzn-(requestid|errortype|trace-id)|date|content-length)/.test(line))
        .toSorted();
    expect(own(target.response.headers)).toEqual(own(source.response.headers));
  });

  test('a function that is not there is answered 500, and so is one with too many headers by the status of a failure', async () => {
    const missing = await ask({ path: '/a' }, {});
    expect(missing.statuses).toEqual([500, 500]);
    const headers = Object.fromEntries(Array.from({ length: 17 }, (_, at) => [`x-${at}`, 'v']));
    const tooMany = await ask({ path: '/a' }, { backend: { answers: { lambda: { headers } } } });
    expect(tooMany.statuses).toEqual([200, 502]);
    const most = await ask(
      { path: '/a' },
      { backend: { answers: { lambda: { headers: Object.fromEntries(Object.entries(headers).slice(1)) } } } },
    );
    expect(most.statuses).toEqual([200, 200]);
  });
});

describe('custom integrations', () => {
  const custom = nativeGateways(
    definitionOf({
      'POST /patterns': {
        type: 'aws',
        httpMethod: 'POST',
        uri,
        responses: {
          'default': { statusCode: '200', responseParameters: { 'method.response.header.X-Way': "'plain'" } },
          'not found.*': { statusCode: '404', responseTemplates: { 'application/json': '{"gone":true}' } },
        },
      },
      'GET /literal': {
        type: 'aws',
        httpMethod: 'POST',
        uri,
        requestTemplates: { 'application/json': '{"fixed":1}' },
        responses: { default: { statusCode: '201' } },
      },
      'POST /later': {
        type: 'aws',
        httpMethod: 'POST',
        uri,
        requestParameters: { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" },
        responses: { default: { statusCode: '202' } },
      },
      'POST /none': { type: 'aws', httpMethod: 'POST', uri, responses: { 'x.*': { statusCode: '404' } } },
    }),
  );
  test.each<[string, object, unknown]>([
    ['/patterns', { method: 'POST', body: '{"a":1}' }, { ok: true }],
    ['/patterns', { method: 'POST' }, 'text'],
    ['/patterns', { method: 'POST' }, { error: { errorMessage: 'not found: 7' } }],
    ['/patterns', { method: 'POST' }, { error: { errorMessage: 'is not found' } }],
    ['/literal', {}, { made: '2024-01-01T00:00:00.120Z' }],
    ['/later', { method: 'POST', body: '{}' }, { unseen: true }],
    ['/none', { method: 'POST' }, { ok: true }],
  ])('%s %j with %j', async (path, request, lambda) => {
    const { source, target, open } = await custom({ path, ...request }, { backend: { answers: { lambda } } });
    expect(open).toEqual([]);
    expect(target.response.status).toBe(source.response.status);
    expect(target.response.body.toString()).toBe(source.response.body.toString());
    expect(target.backendRequests[0]?.body.toString()).toBe(source.backendRequests[0]?.body.toString());
    expect(target.backendRequests[0]?.url).toBe(ARN);
  });
});

describe('HTTP APIs', () => {
  test.each(['1.0', '2.0'])('events of payload format %s are those that API Gateway makes', async (version) => {
    const ask = http(version);
    for (const request of REQUESTS.map((each) => ({ ...each, path: `/a/7${each.path}` }))) {
      const { source, target, statuses } = await ask(request as never, { ...OK, stageVariables: { one: 'a' } });
      expect(statuses).toEqual([200, 200]);
      expect(eventOf(target.backendRequests[0])).toEqual(eventOf(source.backendRequests[0]));
    }
  });

  test.each<[unknown]>([
    [{ statusCode: 201, headers: { 'X-A': 'b', 'Set-Cookie': 'lost' }, cookies: ['a=1', 'b=2'], body: 'text' }],
    [{ statusCode: 200, body: '/wA=', isBase64Encoded: true, headers: { 'content-type': 'image/png' } }],
    [{ message: '2024-01-01T00:00:00.120Z', n: 1 }],
    ['text'],
    [null],
    [{ statusCode: 'no' }],
    [{ error: { errorMessage: 'no' } }],
  ])('%j is answered as API Gateway answers it', async (lambda) => {
    const { source, target, open } = await http('2.0')({ path: '/a/7/x' }, { backend: { answers: { lambda } } });
    expect(open).toEqual([]);
    expect(target.response.status).toBe(source.response.status);
    expect(target.response.body.toString('base64')).toBe(source.response.body.toString('base64'));
    const cookies = (pairs: readonly (readonly [string, string])[]) =>
      pairs.filter(([name]) => /^set-cookie$/i.test(name)).map(([, value]) => value);
    expect(cookies(target.response.headers)).toEqual(cookies(source.response.headers));
  });
});
