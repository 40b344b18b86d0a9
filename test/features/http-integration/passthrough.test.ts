import { describe, expect, it } from 'vitest';
import { answering, bothGateways, definitionOf } from '../../support/both-gateways.ts';
import { apiWith, golden, plannedRoutes, route, translated } from '../fixture.ts';

const BEHAVIOURS = ['when_no_match', 'when_no_templates', 'never'];
const TEMPLATES: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['no template', {}],
  ['one for JSON', { 'application/json': '{"constant": "<{{json}}>"}' }],
  ['one for text', { 'text/plain': 'constant text' }],
  ['two', { 'application/json': '{}', 'text/plain': 'constant text' }],
];
const TYPES = [undefined, 'application/json', 'application/json; charset=utf-8', 'text/plain', 'application/xml'];
const matrix = BEHAVIOURS.flatMap((behaviour) =>
  TEMPLATES.flatMap(([name, templates]) => TYPES.map((type) => [behaviour, name, type, templates] as const)),
);

const http = (passthroughBehavior: string, requestTemplates: Readonly<Record<string, string>>) => ({
  type: 'http',
  httpMethod: 'POST',
  uri: 'https://orders.example.com/in',
  requestTemplates,
  passthroughBehavior,
  responses: { default: { statusCode: '200' } },
});

describe('a custom integration, by the media type of the request', () => {
  it.each(matrix)('%s, %s, %s: the backend gets the same', async (behaviour, _name, type, requestTemplates) => {
    const ask = bothGateways(definitionOf({ 'POST /a': http(behaviour, requestTemplates) }));
    const headers: [string, string][] = type === undefined ? [] : [['Content-Type', type]];
    const asked = await ask({ method: 'POST', path: '/a', headers, body: '{"sent":1}' }, answering(200, [], 'fine'));
    expect(asked.statuses[1]).toBe(asked.statuses[0]);
    expect(asked.open).toEqual([]);
    const [mine, theirs] = [asked.target, asked.source].map(({ backendRequests }) =>
      backendRequests[0]?.body.toString(),
    );
    expect(mine).toBe(theirs);
    // Never by way of API Gateway.
    expect(JSON.stringify(asked.target.backendRequests)).not.toContain('execute-api');
    expect([200, 415]).toContain(asked.statuses[0]);
  });

  it('gets a constant without a body as well, and its type', async () => {
    const ask = bothGateways(definitionOf({ 'POST /a': http('never', { 'application/json': '{"constant": 1}' }) }));
    const { open, target } = await ask({ method: 'POST', path: '/a' }, answering(200));
    expect(open).toEqual([]);
    expect(target.backendRequests[0]?.body.toString()).toBe('{"constant": 1}');
    expect(target.backendRequests[0]?.headers).toContainEqual(['content-type', 'application/json']);
  });

  it('is refused in the words of the gateway response', async () => {
    const ask = bothGateways(
      definitionOf(
        { 'POST /a': http('never', {}) },
        {
          'x-amazon-apigateway-gateway-responses': {
            UNSUPPORTED_MEDIA_TYPE: { statusCode: 406, responseTemplates: { 'application/json': '{"no":"type"}' } },
          },
        },
      ),
    );
    const { statuses, open, target } = await ask({ method: 'POST', path: '/a', body: '{}' });
    expect([statuses, open]).toEqual([[406, 406], []]);
    expect(target.response.body.toString()).toBe('{"no":"type"}');
  });

  it('is left to API Gateway where no policy says what a template does', () => {
    const integration = { type: 'HTTP', uri: 'https://orders.example.com/', responses: [] } as const;
    const kinds = ['#evaluate($input.body)', '', '$input.body', '#set($a = 1)', 'text'].map((text) => {
      const [plan] = plannedRoutes(
        apiWith([route('POST /a', { ...integration, requestTemplates: { 'application/json': text } })]),
      );
      return plan?.handling.kind;
    });
    expect(kinds).toEqual(['origin', 'origin', 'http', 'http', 'http']);
  });

  it('is written down', async () => {
    const api = apiWith([
      route('POST /a', {
        type: 'HTTP',
        httpMethod: 'POST',
        uri: 'https://orders.example.com/in',
        requestTemplates: { 'application/json': '{"constant": 1}' },
        passthroughBehavior: 'WHEN_NO_TEMPLATES',
      }),
    ]);
    await expect(golden(api)).toMatchFileSnapshot('golden/passthrough.txt');
    expect(translated(api).entries.find(({ construct }) => construct === 'mapping-template')).toMatchObject({
      column: 'translated',
      feature: 'mapping-templates',
    });
  });
});

const mock = (passthroughBehavior: string, type: string) => ({
  type: 'mock',
  requestTemplates: { [type]: '{"statusCode": 200}' },
  passthroughBehavior,
  responses: { default: { statusCode: '200', responseTemplates: { 'application/json': '{"ok":true}' } } },
});
const mocks = BEHAVIOURS.flatMap((behaviour) =>
  ['application/json', 'text/plain'].flatMap((template) => TYPES.map((type) => [behaviour, template, type] as const)),
);

describe('a mock, by the media type of the request', () => {
  it.each(mocks)('%s, %s, %s: both gateways answer the same', async (behaviour, template, type) => {
    const ask = bothGateways(definitionOf({ 'POST /a': mock(behaviour, template) }));
    const headers: [string, string][] = type === undefined ? [] : [['Content-Type', type]];
    const { statuses, open } = await ask({ method: 'POST', path: '/a', headers, body: '{"sent":1}' });
    expect(statuses[1]).toBe(statuses[0]);
    expect(open).toEqual([]);
    expect([200, 415, 500]).toContain(statuses[0]);
  });
});
