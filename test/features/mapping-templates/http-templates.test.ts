import { describe, expect, it } from 'vitest';
import { answering, bothGateways, definitionOf, type Asked } from '../../support/both-gateways.ts';

const http = (templates: {
  readonly requests?: Readonly<Record<string, string>>;
  readonly responses?: Readonly<Record<string, string>>;
  readonly changes?: object;
  readonly response?: object;
}) => ({
  type: 'http',
  httpMethod: 'PUT',
  uri: 'https://orders.example.com/in',
  requestTemplates: templates.requests ?? {},
  responses: { default: { statusCode: '200', responseTemplates: templates.responses ?? {}, ...templates.response } },
  ...templates.changes,
});

const json = (template: string) => ({ 'application/json': template });

/** Asks both gateways, which have to do the same but for what a finding says. */
function asking(integration: object, line = 'POST /orders/{id}') {
  const ask = bothGateways(definitionOf({ [line]: integration as Record<string, unknown> }));
  return async (...asked: Parameters<typeof ask>): Promise<Asked> => {
    const result = await ask(...asked);
    expect(result.open).toEqual([]);
    return result;
  };
}

const call = { method: 'POST', path: '/orders/7', body: '{"name":"a \\"b\\"","list":[1,2]}' } as const;
const sent = ({ target }: Asked) => target.backendRequests[0];
const answer = ({ target }: Asked): string => target.response.body.toString();

describe('a request template', () => {
  it('writes what the backend gets, as JSON unless the caller says otherwise', async () => {
    const ask = asking(http({ requests: json(`{"id":"$input.params('id')","name":$input.json('$.name')}`) }));
    const asked = await ask(call, answering(200));
    expect(sent(asked)?.body.toString()).toBe('{"id":"7","name":"a \\"b\\""}');
    expect(sent(asked)?.headers).toContainEqual(['content-type', 'application/json']);
    expect(asked.open).toEqual([]);
  });

  it('is the one of the media type; other types pass', async () => {
    const ask = asking(http({ requests: { 'text/plain': 'text: $input.body', ...json('{"all":$input.body}') } }));
    const bodies = await Promise.all(
      ['text/plain', 'application/json; charset=utf-8', 'application/xml', undefined].map(async (type) => {
        const headers: [string, string][] = type === undefined ? [] : [['Content-Type', type]];
        return sent(await ask({ ...call, headers, body: '{}' }, answering(200)))?.body.toString();
      }),
    );
    expect(bodies).toEqual(['text: {}', '{"all":{}}', '{}', '{"all":{}}']);
  });

  it('reads parameters of the path as they were sent, and those of the query decoded', async () => {
    const ask = asking(
      http({
        requests: json("$input.params('id')|$input.params('rest')|$input.params('q')|$input.params().path.keySet()"),
      }),
      'POST /orders/{id}/{rest+}',
    );
    const asked = await ask(
      { method: 'POST', path: '/orders/a%20b%2Fc/d/e%3Df/', query: [['q', 'x y']], body: '{}' },
      answering(200),
    );
    expect(sent(asked)?.body.toString()).toBe('a%20b%2Fc|d/e%3Df|x y|[id, rest]');
  });

  it('reads {} where there is no body', async () => {
    const ask = asking(http({ requests: json('$input.body $input.json("$")') }));
    expect(sent(await ask({ method: 'POST', path: '/orders/7' }, answering(200)))?.body.toString()).toBe('{} {}');
  });

  it('breaks the call on bytes', async () => {
    const ask = bothGateways(
      definitionOf(
        { 'POST /a': http({ requests: { 'image/png': '$input.body' } }) },
        { 'x-amazon-apigateway-binary-media-types': ['image/png'] },
      ),
    );
    const asked = await ask(
      { method: 'POST', path: '/a', headers: [['Content-Type', 'image/png']], bodyBase64: '/wA=' },
      answering(200),
    );
    expect([asked.statuses, asked.open]).toEqual([[500, 500], []]);
  });
});

describe('overrides of the request', () => {
  const template = [
    '#set($context.requestOverride.header.X-Name = $input.path("$.name"))',
    '#set($context.requestOverride.querystring["q r"] = "a&b")',
    '#if($input.path("$.path") != "")#set($context.requestOverride.path.tenant = $input.path("$.path"))#end',
    '{"made":true}',
  ].join('\n');
  const ask = asking(
    http({
      requests: json(template),
      changes: {
        uri: 'https://orders.example.com/{tenant}/in',
        requestParameters: {
          'integration.request.path.tenant': "'fixed'",
          'integration.request.header.X-Name': "'mapped'",
        },
      },
    }),
    'POST /orders',
  );
  const url = (asked: Asked): URL => new URL(sent(asked)?.url ?? 'https://none.test');

  it('take the place of what is mapped', async () => {
    const asked = await ask({ method: 'POST', path: '/orders', body: '{"name":"n","path":"a b"}' }, answering(200));
    expect(sent(asked)?.body.toString()).toBe('{"made":true}');
    expect(new Map(sent(asked)?.headers).get('x-name')).toBe('n');
    expect(url(asked).pathname).toBe('/a%20b/in');
    expect([...url(asked).searchParams]).toEqual([['q r', 'a&b']]);
  });

  it('leave what is mapped where they set nothing, or where another type came', async () => {
    const plain = await ask({ method: 'POST', path: '/orders', body: '{"name":"n"}' }, answering(200));
    expect(url(plain).pathname).toBe('/fixed/in');
    const other = await ask(
      { method: 'POST', path: '/orders', body: '{"name":"n"}', headers: [['Content-Type', 'text/plain']] },
      answering(200),
    );
    expect(new Map(sent(other)?.headers).get('x-name')).toBe('mapped');
    expect(url(other).search).toBe('');
  });

  it('keep texts that look like dates', async () => {
    const asked = await asking(
      http({
        requests: json(
          '#set($context.requestOverride.header.X-When = "2024-01-01T00:00:00.000Z"){"when":"2024-01-01T00:00:00.000+02:00"}',
        ),
        responses: json('$context.requestOverride.header.X-When'),
      }),
    )(call, answering(200, [], '{}'));
    expect(sent(asked)?.body.toString()).toBe('{"when":"2024-01-01T00:00:00.000+02:00"}');
    expect(new Map(sent(asked)?.headers).get('x-when')).toBe('2024-01-01T00:00:00.000Z');
    expect(answer(asked)).toBe('2024-01-01T00:00:00.000Z');
  });
});

describe('a response template', () => {
  it('writes what the caller gets, of the response that the status selects', async () => {
    const ask = asking({
      ...http({}),
      responses: {
        'default': {
          statusCode: '200',
          responseTemplates: json(
            `{"names":[#foreach($e in $input.path('$.items'))"$e.name"#if($foreach.hasNext),#end#end]}`,
          ),
        },
        '4\\d{2}': { statusCode: '400', responseTemplates: json(`{"why":$input.json('$.message')}`) },
      },
    });
    const fine = await ask(call, answering(201, [], '{"items":[{"name":"a"},{"name":"b"}]}'));
    expect([fine.statuses[1], answer(fine)]).toEqual([200, '{"names":["a","b"]}']);
    const bad = await ask(call, answering(404, [], '{"message":"none"}'));
    expect([bad.statuses[1], answer(bad)]).toEqual([400, '{"why":"none"}']);
  });

  it('is the one of the first type that the caller accepts, else of JSON, else the first', async () => {
    const ask = asking(
      http({
        responses: {
          'application/xml': '<all>$input.path("$.a")</all>',
          'application/json': '$input.body',
          'text/plain': '',
        },
        changes: { requestParameters: { 'integration.request.header.Accept': "'text/html'" } },
      }),
    );
    const answers = await Promise.all(
      ['application/xml', 'application/xml;q=1, text/plain', 'text/plain', 'text/csv', undefined].map(async (type) => {
        const headers: [string, string][] = type === undefined ? [] : [['Accept', type]];
        return answer(await ask({ ...call, headers }, answering(200, [], '{"a":1}')));
      }),
    );
    expect(answers).toEqual(['<all>1</all>', '<all>1</all>', '{"a":1}', '{"a":1}', '{"a":1}']);
    const first = asking(http({ responses: { 'application/xml': '<a/>', 'text/plain': 'b' } }));
    expect(answer(await first(call, answering(200)))).toBe('<a/>');
  });

  it('reads the request as it came', async () => {
    const template =
      "$context.httpMethod $context.path $input.params('X-Who') $input.params('q') $input.params('Authorization') $input.params().header.get('X-Who')";
    const ask = asking(
      http({
        responses: json(template),
        changes: { requestParameters: { 'integration.request.header.X-Who': "'mapped'" } },
      }),
    );
    const asked = await ask(
      {
        ...call,
        query: [['q', 'r']],
        headers: [
          ['X-Who', 'caller'],
          ['Authorization', 'secret'],
        ],
      },
      answering(200, [], '{}'),
    );
    expect(answer(asked)).toBe('POST /test/orders/7 caller r secret caller');
    expect(new Map(sent(asked)?.headers).get('authorization')).toBeUndefined();
  });

  it('reads all parameters of the request as it came', async () => {
    const ask = asking(
      http({
        responses: json(
          '#set($all = $input.params())#foreach($name in $all.header.keySet())#if($name == "X-When")$name=$all.header.get($name)#end#end#foreach($name in $all.querystring.keySet()) $name=$all.querystring.get($name)#end',
        ),
        changes: { requestParameters: { 'integration.request.header.X-When': "'mapped'" } },
      }),
    );
    const when = '2024-01-01T00:00:00Z';
    const asked = await ask({ ...call, query: [['q', when]], headers: [['X-When', when]] }, answering(200, [], '{}'));
    expect(answer(asked)).toBe(`X-When=${when} q=${when}`);
  });

  it('calls its variables what it likes', async () => {
    const names = 'e h n p each item token text status claim payload result member memberOf other place'.split(' ');
    const template = names.map((name) => `#set($${name} = $input.path("$.${name}"))`).join('');
    const printed = `${names.map((name) => `$${name}`).join(',')} $context.requestTime.length()#foreach($k in $input.params().header.keySet())#end`;
    const overrides = '#set($context.requestOverride.header.X-A = "a")';
    const ask = asking(
      http({
        requests: json(`${template}${overrides}${printed}`),
        responses: json(`${template}${printed}$context.requestOverride.header.X-A`),
      }),
    );
    const body = JSON.stringify(Object.fromEntries(names.map((name) => [name, `=${name}`])));
    const asked = await ask({ ...call, body }, answering(200, [], body));
    const all = `${names.map((name) => `=${name}`).join(',')} 26`;
    expect([sent(asked)?.body.toString(), answer(asked)]).toEqual([all, `${all}a`]);
  });

  it.each([
    ['444', 444],
    ['99', 200],
    ['600', 200],
    ['no', 200],
  ])('sets the status %s, and headers', async (status, expected) => {
    const ask = asking(
      http({
        responses: json(
          `#set($context.responseOverride.status = "${status}")#set($context.responseOverride.header.X-Set = $input.path('$.a'))#set($context.responseOverride.header.content-type = "text/csv")made`,
        ),
        response: { responseParameters: { 'method.response.header.X-Set': "'mapped'" } },
      }),
    );
    const asked = await ask(call, answering(200, [], '{"a":"b"}'));
    const headers = new Map(asked.target.response.headers.map(([name, value]) => [name.toLowerCase(), value]));
    expect([asked.statuses[1], answer(asked)]).toEqual([expected, 'made']);
    expect([headers.get('x-set'), headers.get('content-type')]).toEqual(['b', 'text/csv']);
  });

  it('has the last word on what the request template set', async () => {
    const ask = asking(
      http({
        requests: json(
          '#set($context.responseOverride.status = 299)#set($context.responseOverride.header.X-A = "request")#set($context.responseOverride.header.X-B = "request"){}',
        ),
        responses: json(
          '$context.responseOverride.status $context.responseOverride.header.X-A#if($input.path("$.a") == 1)#set($context.responseOverride.header.X-A = "response")#end',
        ),
      }),
    );
    const headers = (asked: Asked) => new Map(asked.target.response.headers);
    const set = await ask(call, answering(200, [], '{"a":1}'));
    expect([set.statuses[1], answer(set)]).toEqual([299, '299 request']);
    expect([headers(set).get('X-A'), headers(set).get('X-B')]).toEqual(['response', 'request']);
    const left = await ask(call, answering(200, [], '{}'));
    expect(headers(left).get('X-A')).toBe('request');
    const other = await ask({ ...call, headers: [['Content-Type', 'text/plain']] }, answering(200, [], '{}'));
    expect([other.statuses[1], answer(other), headers(other).has('X-B')]).toEqual([200, ' ', false]);
  });

  it('leaves parameters of the backend body to their mapping', async () => {
    const ask = asking(
      http({
        responses: json('made'),
        response: {
          responseParameters: {
            'method.response.header.X-There': 'integration.response.body.a.b',
            'method.response.header.X-Missing': 'integration.response.body.c',
          },
        },
      }),
    );
    const asked = await ask(call, answering(200, [], '{"a":{"b":"deep"}}'));
    const headers = new Map(asked.target.response.headers.map(([name, value]) => [name.toLowerCase(), value]));
    expect([headers.get('x-there'), headers.has('x-missing')]).toEqual(['deep', false]);
    expect(asked.open).toEqual([]);
  });
});
