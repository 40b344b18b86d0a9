import { afterEach, beforeEach, expect, test } from 'vitest';
import { definitionOf, integration, openBench, type SourceGatewayBench } from './source-bench.ts';

let bench: SourceGatewayBench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const uri =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:work/invocations';
const proxied = (payloadFormatVersion: string) =>
  integration({ type: 'aws_proxy', httpMethod: 'POST', uri, payloadFormatVersion });
const any = (payload: string) => ({ 'x-amazon-apigateway-any-method /{proxy+}': proxied(payload) });
const echoEvent = () => bench.lambdas.define('work', (event) => ({ statusCode: 200, body: JSON.stringify(event) }));

test('a REST event keeps all values, the last one in the single-value maps, and the path encoded', async () => {
  echoEvent();
  const id = bench.rest(definitionOf(any('1.0')));
  const answer = await bench.call(id, 'POST', '/test/a%2Bb/c/?q=1&q=x%20y', {
    headers: { 'tEsT-hEader': 'v', 'te': 'trailers', 'authorization': 'a' },
    body: '{"a":1}',
  });
  const event = JSON.parse(answer.body.toString());
  expect(event).toMatchObject({
    resource: '/{proxy+}',
    path: '/a%2Bb/c/',
    httpMethod: 'POST',
    headers: { 'tEsT-hEader': 'v', 'Authorization': 'a' },
    multiValueHeaders: { 'tEsT-hEader': ['v'] },
    queryStringParameters: { q: 'x y' },
    multiValueQueryStringParameters: { q: ['1', 'x y'] },
    pathParameters: { proxy: 'a%2Bb/c' },
    stageVariables: null,
    requestContext: { path: '/test/a%2Bb/c/', resourcePath: '/{proxy+}', stage: 'test', protocol: 'HTTP/1.1' },
    body: '{"a":1}',
    isBase64Encoded: false,
  });
  expect(Object.keys(event.headers)).not.toContain('te');
});

test('binary media types carry bytes as base64, both ways', async () => {
  const bytes = Buffer.from([0, 255, 254, 10]);
  let seen: unknown;
  bench.lambdas.define('work', (event) => {
    seen = event;
    return { body: bytes.toString('base64'), isBase64Encoded: true };
  });
  const id = bench.rest(definitionOf(any('1.0'), { 'x-amazon-apigateway-binary-media-types': ['image/*'] }));
  const png = { 'content-type': 'image/png', 'accept': 'image/png,*/*' };
  const answer = await bench.call(id, 'POST', '/test/x', { headers: png, body: 'PNG' });
  expect(answer.body).toEqual(bytes);
  expect(seen).toMatchObject({ body: Buffer.from('PNG').toString('base64'), isBase64Encoded: true });
  const text = await bench.call(id, 'GET', '/test/x', { headers: { accept: '*/*,image/png' } });
  expect(text.body.toString()).toBe(bytes.toString('base64'));
});

test('results join both header maps; a malformed one is a 502', async () => {
  const id = bench.rest(definitionOf(any('1.0')));
  bench.lambdas.define('work', () => ({
    statusCode: '201',
    multiValueHeaders: { 'X-Multi': ['a', 'b'] },
    headers: { 'x-multi': 'c', 'server': 'mine', 'flag': true },
  }));
  const joined = await bench.call(id, 'GET', '/test/x');
  expect(joined.status).toBe(201);
  expect(joined.headers).toMatchObject({ 'x-multi': 'a, b, c', 'x-amzn-remapped-server': 'mine', 'flag': 'true' });
  const malformed = [{ wrong: 1 }, 'text', { statusCode: 'x' }, { multiValueHeaders: { a: 'b' } }];
  for (const result of malformed) {
    bench.lambdas.define('work', () => result);
    const answer = await bench.call(id, 'GET', '/test/x');
    expect([answer.status, answer.body.toString()]).toEqual([502, '{"message":"Internal server error"}']);
  }
});

test('payload 2.0 joins values and sets cookies apart, in the event and in the answer', async () => {
  const id = bench.http(definitionOf(any('2.0')));
  echoEvent();
  const event = JSON.parse(
    (await bench.call(id, 'GET', '/a/b?q=1&q=2', { headers: { cookie: 'a=1; b=2' } })).body.toString(),
  );
  expect(event).toMatchObject({
    version: '2.0',
    routeKey: 'ANY /{proxy+}',
    rawPath: '/a/b',
    rawQueryString: 'q=1&q=2',
    cookies: ['a=1', 'b=2'],
    queryStringParameters: { q: '1,2' },
    pathParameters: { proxy: 'a/b' },
    requestContext: { http: { method: 'GET', path: '/a/b' }, stage: '$default' },
  });
  expect(event.headers).not.toHaveProperty('cookie');
  bench.lambdas.define('work', () => ({
    statusCode: 200,
    cookies: ['a=1', 'b=2'],
    body: 'eA==',
    isBase64Encoded: true,
  }));
  const answered = await bench.call(id, 'GET', '/a');
  expect([answered.headers['set-cookie'], answered.body.toString()]).toEqual(['a=1, b=2', 'x']);
  bench.lambdas.define('work', () => 'plain');
  expect((await bench.call(id, 'GET', '/a')).body.toString()).toBe('plain');
  bench.lambdas.define('work', () => {
    throw new Error('broken');
  });
  const failed = await bench.call(id, 'GET', '/a');
  expect([failed.status, failed.body.toString()]).toEqual([500, '{"message":"Internal Server Error"}']);
});

test('a private integration reaches the URL behind its listener, with the path of the caller', async () => {
  const listener = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:listener/app/care/1/2';
  const private_ = integration({
    type: 'http_proxy',
    httpMethod: 'ANY',
    uri: listener,
    connectionType: 'VPC_LINK',
    connectionId: 'link1',
    payloadFormatVersion: '1.0',
  });
  const id = bench.http(definitionOf({ 'GET /care/{id}': private_ }));
  expect((await bench.call(id, 'GET', '/care/7')).status).toBe(500);
  expect(bench.logged).toEqual([expect.stringMatching(/listener .* is not simulated/)]);
  bench.listeners.set(listener, 'http://backend.test/');
  const served = await bench.call(id, 'GET', '/care/7?a=b');
  expect(JSON.parse(served.body.toString())).toMatchObject({ path: '/care/7', query: { a: 'b' } });
});
