import { describe, expect, it } from 'vitest';
import { readCase, readCases } from '../../../src/local/compare/case.ts';
import { Comparer } from '../../../src/local/compare/compare.ts';
import { readExport } from '../../../src/local/compare/source-side.ts';

const FUNCTION =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:pets/invocations';

const integration = (value: Record<string, unknown>) => ({
  'responses': { 200: { description: 'fine' } },
  'x-amazon-apigateway-integration': value,
});
const mock = integration({
  type: 'mock',
  requestTemplates: { 'application/json': '{"statusCode": 200}' },
  responses: { default: { statusCode: '200', responseTemplates: { 'application/json': '{"pets": []}' } } },
});

const EXPORT = readExport(
  JSON.stringify({
    openapi: '3.0.1',
    info: { title: 'pets', version: '1' },
    paths: {
      '/pets': {
        get: mock,
        post: integration({ type: 'aws_proxy', httpMethod: 'POST', uri: FUNCTION }),
      },
      '/keyed': { get: { ...mock, security: [{ api_key: [] }] } },
      '/signed': { get: { ...mock, security: [{ sigv4: [] }] } },
    },
    components: {
      securitySchemes: {
        api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
        sigv4: {
          'type': 'apiKey',
          'name': 'Authorization',
          'in': 'header',
          'x-amazon-apigateway-authtype': 'awsSigv4',
        },
      },
    },
  }),
);

async function compare(one: unknown) {
  const comparison = await new Comparer(EXPORT, () => undefined).compare(readCase(JSON.stringify(one)));
  const { source, target, differences } = comparison;
  return { ...comparison, statuses: [source.response.status, target.response.status], differences };
}

describe('both gateways, offline', () => {
  it('answer a constant alike', async () => {
    const { statuses, target, differences } = await compare({ request: { method: 'GET', path: '/pets' } });
    expect(statuses).toEqual([200, 200]);
    expect(target.response.body.toString()).toBe('{"pets": []}');
    expect(differences).toEqual([]);
  });

  it('call a function with the same body where API Gateway stays the origin, and the finding says what it sees', async () => {
    const request = { method: 'POST', path: '/pets', headers: [['X-Trace', '7']], body: '{"name":"Rex"}' };
    const result = { statusCode: 201, headers: { location: '/pets/1' }, body: 'made' };
    const { statuses, source, target, differences } = await compare({
      request,
      backend: { answers: { lambda: result } },
    });
    expect(statuses).toEqual([201, 201]);
    expect(target.response.headers).toContainEqual(['location', '/pets/1']);
    const events = [source, target].map(
      ({ backendRequests: [seen] }) => JSON.parse(seen?.body.toString() ?? '{}') as Record<string, unknown>,
    );
    expect(events.map(({ body }) => body)).toEqual(['{"name":"Rex"}', '{"name":"Rex"}']);
    expect(differences.map(({ where, finding }) => [where, finding])).toEqual([['backend body', 'ROUTE-ORIGIN']]);
  });

  it('refuse a missing and a disabled key, and take a good one', async () => {
    const key = 'abcdefghij0123456789';
    const request = (value?: string) => ({
      method: 'GET',
      path: '/keyed',
      headers: value === undefined ? [] : [['x-api-key', value]],
    });
    const keys = (enabled: boolean) => [{ value: key, enabled, plan: { quota: { limit: 9, period: 'DAY' } } }];
    expect((await compare({ keys: keys(true), request: request() })).statuses).toEqual([403, 403]);
    expect((await compare({ keys: keys(false), request: request(key) })).statuses).toEqual([403, 403]);
    expect((await compare({ keys: keys(true), request: request('another-key-of-the-same') })).statuses).toEqual([
      403, 403,
    ]);
    expect((await compare({ keys: keys(true), request: request(key) })).statuses).toEqual([200, 200]);
  });

  it('differ on calls that no route takes, which a finding announces', async () => {
    const { statuses, differences } = await compare({ request: { method: 'GET', path: '/nothing' } });
    expect(statuses).toEqual([403, 404]);
    expect(new Set(differences.map(({ finding }) => finding))).toEqual(new Set(['ROUTE-UNKNOWN']));
  });
});

describe('cases', () => {
  it('are told by line and member where they are wrong', () => {
    const good = '{"request":{"method":"GET","path":"/pets"}}';
    expect(() => readCases(`${good}\n\n{"request":{"method":"GET","path":"pets"}}`)).toThrow(/line 3: \/request\/path/);
    expect(() => readCases(`${good}\n{`)).toThrow(/line 2: no JSON/);
    expect(readCases(`${good}\n${good}\n`)).toHaveLength(2);
  });
});
