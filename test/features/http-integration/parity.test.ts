import { describe, expect, it } from 'vitest';
import { answering, bothGateways, definitionOf, type Asked } from '../../support/both-gateways.ts';

const backendCall = ({ target }: Asked) => {
  const [seen] = target.backendRequests;
  const { pathname, search } = new URL(seen?.url ?? 'https://none.test');
  return { method: seen?.method, path: pathname + search, headers: new Map(seen?.headers ?? []) };
};

describe('parameters of a proxy integration', () => {
  const ask = bothGateways(
    definitionOf({
      'GET /orders/{id}': {
        type: 'http_proxy',
        httpMethod: 'GET',
        uri: 'https://orders.example.com/v1/{tenant}/orders',
        requestParameters: {
          'integration.request.path.tenant': 'method.request.header.X-Tenant',
          'integration.request.header.X-Order': 'method.request.path.id',
          'integration.request.header.X-Fixed': "'it''s <fixed>'",
          'integration.request.querystring.stage': 'context.stage',
          'integration.request.querystring.page': 'method.request.querystring.p',
        },
        operation: { parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }] },
      },
    }),
  );

  it('come from headers, path, query, context and constants', async () => {
    const asked = await ask(
      {
        path: '/orders/7',
        query: [
          ['p', '1'],
          ['p', '2'],
          ['keep', 'a b'],
        ],
        headers: [['X-Tenant', 'north west']],
      },
      answering(200, [['Content-Type', 'text/plain']], 'fine'),
    );
    expect(asked.open).toEqual([]);
    const { path, headers } = backendCall(asked);
    expect(new URL(path, 'https://x.test').pathname).toBe('/v1/north%20west/orders');
    expect(new URL(path, 'https://x.test').searchParams.get('page')).toBe('2');
    expect([headers.get('x-order'), headers.get('x-fixed')]).toEqual(['7', "it''s <fixed>"]);
  });

  it('are left out where the caller leaves them out', async () => {
    const asked = await ask({ path: '/orders/7' }, answering(200));
    expect(asked.open).toEqual([]);
    expect(backendCall(asked).path).not.toContain('page');
  });
});

describe('a custom integration', () => {
  const custom = {
    type: 'http',
    httpMethod: 'POST',
    uri: 'https://orders.example.com/in',
    requestParameters: {
      'integration.request.header.X-Trace': 'method.request.header.X-Trace',
      'integration.request.querystring.q': 'method.request.querystring.q',
    },
    responses: {
      'default': { statusCode: '200', responseParameters: { 'method.response.header.X-Fixed': "'yes'" } },
      '4\\d{2}': {
        statusCode: '400',
        responseParameters: {
          'method.response.header.Location': 'integration.response.header.Location',
          'method.response.header.ETag': 'integration.response.header.ETag',
        },
      },
      '5\\d{2}': { statusCode: '502', responseTemplates: { 'application/json': '{"message":"later"}' } },
    },
  };
  const ask = bothGateways(definitionOf({ 'POST /orders': custom }));
  const call = { method: 'POST', path: '/orders', body: '{"a":1}' } as const;

  it('answers with what is mapped and nothing else, by the status of the backend', async () => {
    const fine = await ask(call, answering(201, [['Set-Cookie', 'a=b']], '{"id":7}'));
    expect([fine.statuses, fine.open]).toEqual([[200, 200], []]);
    expect(fine.target.response.headers.map(([name]) => name)).not.toContain('Set-Cookie');
    expect(fine.target.response.body.toString()).toBe('{"id":7}');
    const bad = await ask(call, answering(422, [['Location', '/there']], 'no'));
    expect([bad.statuses, bad.open]).toEqual([[400, 400], []]);
    expect(bad.target.response.headers).toContainEqual(['Location', '/there']);
    expect(bad.target.response.headers.map(([name]) => name)).not.toContain('ETag');
    const worse = await ask(call, answering(503, [], 'gone'));
    expect([worse.statuses, worse.open]).toEqual([[502, 502], []]);
    expect(worse.target.response.body.toString()).toBe('{"message":"later"}');
  });

  it('sends the mapped query only, and no secret of the caller', async () => {
    const asked = await ask(
      {
        ...call,
        query: [
          ['q', 'x'],
          ['other', 'y'],
        ],
        headers: [
          ['Authorization', 'secret'],
          ['Cookie', 'secret'],
        ],
      },
      answering(200),
    );
    expect(asked.open).toEqual([]);
    const { path, headers } = backendCall(asked);
    expect(path).toBe('/in?q=x');
    expect([...headers.values()]).not.toContain('secret');
  });

  it('refuses like API Gateway where no response fits', async () => {
    const { default: _default, ...responses } = custom.responses;
    const strict = bothGateways(definitionOf({ 'POST /orders': { ...custom, responses } }));
    const asked = await strict(call, answering(200, [], 'fine'));
    expect([asked.statuses, asked.open]).toEqual([[500, 500], []]);
  });
});

it('passes bytes on as they are, in both directions', async () => {
  const ask = bothGateways(
    definitionOf(
      { 'POST /images': { type: 'http_proxy', httpMethod: 'POST', uri: 'https://images.example.com/' } },
      { 'x-amazon-apigateway-binary-media-types': ['image/png'] },
    ),
  );
  const bytes = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x00, 0xff, 0xfe]);
  const asked = await ask(
    { method: 'POST', path: '/images', headers: [['Content-Type', 'image/png']], bodyBase64: bytes.toString('base64') },
    {
      backend: {
        answers: { status: 200, headers: [['Content-Type', 'image/png']], bodyBase64: bytes.toString('base64') },
      },
    },
  );
  expect(asked.open).toEqual([]);
  expect(asked.target.backendRequests[0]?.body.equals(bytes)).toBe(true);
  expect(asked.target.response.body.equals(bytes)).toBe(true);
});

describe('parameters of an HTTP API', () => {
  const ask = bothGateways(
    definitionOf({
      'GET /orders/{id}': {
        type: 'HTTP_PROXY',
        httpMethod: 'GET',
        uri: 'https://orders.example.com/v1/{id}',
        payloadFormatVersion: '1.0',
        requestParameters: {
          'append:header.X-Hop': '$request.header.X-Hop-Name',
          'overwrite:header.X-Who': 'order-${request.path.id}-of-${context.apiId}',
          'remove:header.X-Secret': "''",
          'overwrite:querystring.page': '$request.querystring.p',
          'remove:querystring.debug': "''",
        },
        responseParameters: {
          200: { 'overwrite:header.X-Answered': 'yes', 'remove:header.Server': "''" },
          404: { 'overwrite:statuscode': '410' },
        },
      },
    }),
  );

  it('append, overwrite and remove in both directions', async () => {
    const asked = await ask(
      {
        path: '/orders/7',
        query: [
          ['p', '3'],
          ['debug', '1'],
        ],
        headers: [
          ['X-Hop', 'a'],
          ['X-Hop-Name', 'b'],
          ['X-Secret', 's'],
        ],
      },
      answering(200, [['Server', 'nginx']], 'fine'),
    );
    expect(asked.open).toEqual([]);
    const { headers, path } = backendCall(asked);
    expect(headers.get('x-who')).toMatch(/^order-7-of-[a-z0-9]+$/);
    expect(headers.has('x-secret')).toBe(false);
    expect(path).toContain('page=3');
    expect(path).not.toContain('debug');
    expect(asked.target.response.headers).toContainEqual(['X-Answered', 'yes']);
  });

  it('change the status', async () => {
    const { statuses, open } = await ask({ path: '/orders/7' }, answering(404, [], 'none'));
    expect([statuses, open]).toEqual([[410, 410], []]);
  });
});
