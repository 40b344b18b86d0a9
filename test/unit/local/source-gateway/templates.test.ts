import { describe, expect, it } from 'vitest';
import { sourceGatewayOf } from '../../../support/source-gateway.ts';

const responses = { default: { statusCode: '200' } };
const http = (template: string, more: Record<string, unknown> = {}) => ({
  type: 'http',
  httpMethod: 'POST',
  uri: 'http://backend.test/v1',
  requestTemplates: { 'application/json': template },
  responses,
  ...more,
});
const answering = (template: string, more: Record<string, unknown> = {}) => ({
  ...http('{}'),
  responses: { default: { statusCode: '200', responseTemplates: { 'application/json': template } } },
  ...more,
});
const sentBy = async (template: string, request: object = {}, rest: object = {}) =>
  (
    await sourceGatewayOf(
      { 'POST /pets/{id}': http(template) },
      undefined,
      rest,
    )({
      method: 'POST',
      path: '/pets/7',
      ...request,
    })
  ).backend?.body;

describe('a request template', () => {
  it('reads parameters by path, query and header, by their last value and as they are spelled', async () => {
    const query = [
      ['id', 'query'],
      ['page', '1'],
      ['page', '2'],
    ];
    const headers = [
      ['X-Trace', 'a'],
      ['content-type', 'application/json'],
    ];
    const template = "$input.params('id') $input.params('page') $input.params('X-Trace') [$input.params('x-trace')]";
    expect(await sentBy(template, { query, headers })).toBe('7 2 a []');
    const maps =
      '#foreach($n in $input.params().querystring.keySet())$n #end$input.params().header.get("Content-Type")';
    expect(await sentBy(maps, { query, headers })).toBe('id page application/json');
  });

  it('reads $context as far as the sandbox knows it; a member that API Gateway has not is empty', async () => {
    const template =
      '$context.stage $context.httpMethod $context.resourcePath $context.accountId $context.identity.sourceIp ' +
      '[$context.identity.caller$context.nothing.at.all$context.authorizer.principalId$context.identity.apiKey] $context.apiId.length()';
    expect(await sentBy(template)).toBe('test POST /pets/{id} 111122223333 203.0.113.10 [] 10');
  });

  it('is told of the key that the method asked for', async () => {
    const keyed = {
      ...http('$context.identity.apiKeyId $context.identity.apiKey'),
      operation: { security: [{ key: [] }] },
    };
    const value = 'abcdefghij0123456789';
    const keys = [{ value, plan: {} }];
    const ask = sourceGatewayOf(
      { 'POST /keyed': keyed },
      undefined,
      { keys },
      {
        components: { securitySchemes: { key: { type: 'apiKey', name: 'x-api-key', in: 'header' } } },
      },
    );
    const { backend } = await ask({ method: 'POST', path: '/keyed', headers: [['x-api-key', value]] });
    expect(backend?.body).toBe(`key1 ${value}`);
  });

  it('runs with directives and the stage variables', async () => {
    const template = '#set($t = $stageVariables.tier)#if($t == "gold")1#{else}0#end$!stageVariables.none';
    expect(await sentBy(template, {}, { stageVariables: { tier: 'gold' } })).toBe('1');
  });

  it.each([
    ['#if($x', 'one that Velocity does not read'],
    ['$input.path("$.tags").get(5)', 'one that fails as it runs'],
  ])('%s breaks the call as %s', async (template) => {
    const ask = sourceGatewayOf({ 'POST /pets': http(template) });
    const { status, body, backend, logged } = await ask({ method: 'POST', path: '/pets', body: '{"tags":[]}' });
    expect([status, body, backend]).toEqual([500, '{"message":"Internal server error"}', undefined]);
    expect(logged).toEqual([expect.stringContaining('template of POST /pets: ')]);
  });

  it('that asks for what only API Gateway knows is not simulated', async () => {
    const ask = sourceGatewayOf({ 'POST /pets': http('$context.identity.clientCert.serialNumber') });
    const { status, logged } = await ask({ method: 'POST', path: '/pets' });
    expect(status).toBe(500);
    expect(logged).toEqual([expect.stringMatching(/clientCert is not simulated/)]);
  });
});

describe('what a request template overrides', () => {
  const parameters = {
    'integration.request.header.X-Kind': "'mapped'",
    'integration.request.querystring.page': "'1'",
    'integration.request.path.id': "'mapped'",
  };
  const overriding = (template: string) => ({
    ...http(template, { requestParameters: parameters, uri: 'http://backend.test/v1/{id}/{part}' }),
  });

  it('takes the place of mapped parameters, and adds others', async () => {
    const template =
      '#set($context.requestOverride.header.x-kind = "set")#set($context.requestOverride.header.X-Many = ["a", 1])' +
      '#set($context.requestOverride.querystring["page"] = 2)#set($context.requestOverride.querystring.tag = ["a", "b"])' +
      '#set($context.requestOverride.path.part = "x y"){}';
    const { backend, backendHeaders } = await sourceGatewayOf({ 'POST /pets': overriding(template) })({
      method: 'POST',
      path: '/pets',
    });
    expect(backend).toEqual({
      method: 'POST',
      url: 'http://backend.test/v1/mapped/x%20y?page=2&tag=a&tag=b',
      body: '{}',
    });
    expect(backendHeaders).toMatchObject({ 'x-kind': 'set', 'x-many': 'a,1' });
  });

  it('may be the type of an invocation', async () => {
    const uri =
      'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:pets/invocations';
    const template = '#set($context.requestOverride.header["X-Amz-Invocation-Type"] = "Event"){"a":$input.json("$")}';
    const ask = sourceGatewayOf({ 'POST /pets': http(template, { type: 'aws', uri }) }, { lambda: { late: true } });
    const { status, body, backend } = await ask({ method: 'POST', path: '/pets', body: '[1]' });
    expect([status, body, backend?.body]).toEqual([200, '', '{"a":[1]}']);
  });

  it.each(['Content-Length', 'transfer-encoding'])('may not be %s', async (name) => {
    const template = `#set($context.requestOverride.header["${name}"] = "1")`;
    const { status } = await sourceGatewayOf({ 'POST /pets': overriding(template) })({ method: 'POST', path: '/pets' });
    expect(status).toBe(500);
  });

  it('is handed to the template of the response', async () => {
    const template =
      '#set($context.requestOverride.path.body = "from the request")#set($context.responseOverride.own = 7)';
    const answer = '$context.requestOverride.path.body $context.responseOverride.own';
    const ask = sourceGatewayOf({
      'POST /pets': answering(answer, { requestTemplates: { 'application/json': template } }),
    });
    expect((await ask({ method: 'POST', path: '/pets' })).body).toBe('from the request 7');
  });
});

describe('a response template', () => {
  const get = async (template: string, body: string, accept = '*/*') => {
    const answers = { status: 200, headers: [['Content-Type', 'application/json'] as [string, string]], body };
    const ask = sourceGatewayOf({ 'POST /pets': answering(template) }, answers);
    return ask({ method: 'POST', path: '/pets', headers: [['Accept', accept]] });
  };

  it('reads the answer of the backend, {} where there is none', async () => {
    expect((await get('$input.path("$.a.b")', '{"a":{"b":[1,2]}}')).body).toBe('[1,2]');
    expect((await get('$input.body', '')).body).toBe('{}');
  });

  it('sets status and headers', async () => {
    const template =
      '#set($context.responseOverride.status = $input.path("$.code"))#set($context.responseOverride.header.Content-Type = "text/plain")' +
      '#set($context.responseOverride.header.X-Many = ["a", "b"])#set($context.responseOverride.header.Date = "never")ok';
    const { status, headers, body } = await get(template, '{"code":418}');
    expect([status, body]).toEqual([418, 'ok']);
    expect(headers).toMatchObject({ 'content-type': 'text/plain', 'x-many': 'a, b', 'x-amzn-remapped-date': 'never' });
    expect(headers).not.toHaveProperty('date');
    expect((await get(template, '{"code":"404"}')).status).toBe(404);
  });

  it.each(['99', '600', '200.5', '"gone"', 'true'])('sets no status of %s', async (code) => {
    expect(
      (await get('#set($context.responseOverride.status = $input.path("$.code"))', `{"code":${code}}`)).status,
    ).toBe(200);
  });

  it('that fails breaks the call', async () => {
    expect((await get('$input.path("$.a").get(3)', '{"a":[]}')).status).toBe(500);
  });
});

describe('a MOCK', () => {
  const mock = (template: string, answers: object) => ({
    type: 'mock',
    requestTemplates: { 'application/json': template },
    responses: answers,
  });

  it('answers by the status that its template computes, and its response reads no payload', async () => {
    const template = '#if($input.params("scope") == "all"){"statusCode": 200}#{else}{"statusCode": 403}#end';
    const answers = {
      default: { statusCode: '200', responseTemplates: { 'application/json': '$input.body' } },
      403: { statusCode: '403' },
    };
    const ask = sourceGatewayOf({ 'POST /pets': mock(template, answers) });
    const allowed = await ask({ method: 'POST', path: '/pets', query: [['scope', 'all']], body: '{"a":1}' });
    expect([allowed.status, allowed.body]).toEqual([200, '{}']);
    expect((await ask({ method: 'POST', path: '/pets' })).status).toBe(403);
  });

  it('is answered as its request template overrides, without a template of the response, too', async () => {
    const template =
      '$context.responseOverride.header.put("foo", "bar")#set($context.responseOverride.status = 444) {statusCode: 200}';
    const ask = sourceGatewayOf({ 'GET /pets': mock(template, responses) });
    const { status, headers, body } = await ask({ path: '/pets' });
    expect([status, headers['foo'], body]).toEqual([444, 'bar', '']);
  });
});
