import { describe, expect, it } from 'vitest';
import { combineReadings } from '../../../src/definitions/combine-readings.ts';
import { readInput } from '../../../src/definitions/read-input.ts';

const input = (file: string, document: unknown) =>
  readInput({
    file,
    bytes: new TextEncoder().encode(typeof document === 'string' ? document : JSON.stringify(document)),
  });
const proxy = (uri: string) => ({ 'x-amazon-apigateway-integration': { type: 'http_proxy', httpMethod: 'GET', uri } });
const definition = (title: string, paths: object = { '/a': { get: proxy('https://b.example/v1/orders') } }) => ({
  openapi: '3.0.1',
  info: { title },
  paths,
});

describe('one file', () => {
  it('is assessed under an id of its own', () => {
    expect(input('team/Orders API.yaml', definition('x')).input).toEqual({
      file: 'team/Orders API.yaml',
      ok: true,
      apiIds: ['team-orders-api'],
    });
  });

  it.each([
    ['no object', '[1]', /neither an API definition nor a template/],
    ['something else', '{"name":"x","version":"1.0.0"}', /^\/: neither openapi nor swagger/],
    ['a definition without paths', '{"openapi":"3.0.1"}', /^\/paths: /],
    ['a version that is not read', '{"openapi":"4.0.0","paths":{}}', /version 4\.0\.0 is not read/],
    ['broken text', '{"openapi":', /cut off|not JSON/],
  ])('is refused in one line: %s', (_what, text, reason) => {
    const { input: row, part } = input('x.json', text);
    expect(row).toMatchObject({
      file: 'x.json',
      ok: false,
      apiIds: [],
      error: expect.stringMatching(reason) as string,
    });
    expect([row.error?.includes('\n'), part]).toEqual([false, {}]);
  });

  it('says what no definition can say', () => {
    expect(input('x.json', definition('x')).part.gaps).toMatchObject([
      { severity: 'review', reason: expect.stringContaining('stages') as string },
    ]);
  });
});

describe('several files', () => {
  it('of one name and stage stay several APIs', () => {
    const { inputs, inventory } = combineReadings([input('a.json', definition('x')), input('a.yaml', definition('x'))]);
    expect(inputs.map(({ apiIds }) => apiIds)).toEqual([['a'], ['a-2']]);
    expect(inventory.apis.map(({ id }) => id)).toEqual(['a', 'a-2']);
  });

  const schema = { type: 'object', properties: { id: { type: 'string' } } };
  const answers = (example: unknown) => ({
    responses: { 200: { description: 'ok', content: { 'application/json': { schema, example } } } },
  });
  const backend = { openapi: '3.1.0', info: { title: 'Backend' }, paths: { '/orders': { get: answers({ id: '7' }) } } };

  it('a definition of a backend describes the routes that lead to it, and is no API', () => {
    const { inputs, inventory } = combineReadings([
      input('backend.json', backend),
      input('gateway.json', definition('x')),
    ]);
    expect(inputs).toMatchObject([{ file: 'backend.json', ok: true, apiIds: [] }, { apiIds: ['gateway'] }]);
    expect(inventory.apis).toHaveLength(1);
    expect(inventory.apis[0]?.routes[0]?.documentation?.responses).toEqual({
      200: { 'application/json': { schema: JSON.stringify(schema), examples: ['{"id":"7"}'] } },
    });
    expect(inventory.gaps.map(({ at: { arn } }) => arn)).toContain('file:backend.json');
  });

  it('a plain definition that nothing leads to is an API whose routes have no integration', () => {
    const other = { openapi: '3.1.0', info: { title: 'Other' }, paths: { '/users': { get: answers({}) } } };
    const { inventory } = combineReadings([input('other.json', other), input('gateway.json', definition('x'))]);
    expect(inventory.apis.map(({ id, routes }) => [id, routes.map(({ integration }) => integration?.type)])).toEqual([
      ['other', [undefined]],
      ['gateway', ['HTTP_PROXY']],
    ]);
  });
});
