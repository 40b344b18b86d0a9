import type { Integration, Route } from '@aws-sdk/client-apigatewayv2';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HttpApiState } from '../../../src/local/sandbox/aws/state.ts';
import { openSocket, type SocketClient } from '../../support/socket-client.ts';
import { openBench, type SourceGatewayBench } from './source-bench.ts';

const ID = 'chat123456';
const functionUri = (name: string) =>
  `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:${name}/invocations`;
const route = (RouteKey: string, integration: string, more: Partial<Route> = {}): Route => ({
  RouteId: `r-${RouteKey}`,
  RouteKey,
  Target: `integrations/${integration}`,
  ...more,
});
const TWO_WAY = { RouteResponseSelectionExpression: '$default' };
const lambda = (id: string): Integration => ({
  IntegrationId: id,
  IntegrationType: 'AWS_PROXY',
  IntegrationUri: functionUri(id),
});

const API: HttpApiState = {
  api: {
    ApiId: ID,
    Name: 'chat',
    ProtocolType: 'WEBSOCKET',
    RouteSelectionExpression: '${request.body.action}',
    ApiKeySelectionExpression: '$request.header.x-api-key',
  },
  routes: [
    route('$connect', 'connected', { AuthorizationType: 'CUSTOM', AuthorizerId: 'a1', ApiKeyRequired: true }),
    route('$disconnect', 'left'),
    route('$default', 'mock', TWO_WAY),
    route('say', 'said', TWO_WAY),
    route('whisper', 'said'),
    route('post', 'posted', TWO_WAY),
    route('fail', 'failing', TWO_WAY),
    route('checked', 'said', { ...TWO_WAY, ModelSelectionExpression: '$default', RequestModels: { $default: 'Say' } }),
  ],
  integrations: [
    lambda('connected'),
    lambda('left'),
    lambda('said'),
    lambda('failing'),
    {
      IntegrationId: 'mock',
      IntegrationType: 'MOCK',
      RequestTemplates: { '200': '{"statusCode": 200}' },
      TemplateSelectionExpression: '200',
    },
    {
      IntegrationId: 'posted',
      IntegrationType: 'HTTP',
      IntegrationMethod: 'POST',
      IntegrationUri: 'http://backend.test/events',
      RequestParameters: { 'integration.request.header.connection-id': 'context.connectionId' },
      RequestTemplates: { $default: '{"text": $input.json(\'$.text\')}' },
      TemplateSelectionExpression: '\\$default',
    },
  ],
  integrationResponses: new Map([
    ['mock', [{ IntegrationResponseKey: '/2\\d\\d/', ResponseTemplates: { $default: '{"unknown": true}' } }]],
  ]),
  models: [{ Name: 'Say', Schema: '{"type":"object","required":["text"]}' }],
  authorizers: [
    {
      AuthorizerId: 'a1',
      Name: 'token',
      AuthorizerType: 'REQUEST',
      AuthorizerUri: functionUri('authorizer'),
      IdentitySource: ['route.request.querystring.token'],
    },
  ],
  stages: [{ StageName: 'live' }],
  deployments: [],
};

let bench: SourceGatewayBench;
const events: { readonly requestContext: Record<string, unknown> }[] = [];

beforeAll(async () => {
  bench = await openBench();
  bench.state.httpApis.set(ID, API);
  bench.state.apiKeys.set('k1', { id: 'k1', value: 'a-key', enabled: true });
  bench.state.usagePlans.set('p1', { plan: { id: 'p1', apiStages: [{ apiId: ID, stage: 'live' }] }, keyIds: ['k1'] });
  bench.lambdas.define('authorizer', (event) => {
    const { methodArn, queryStringParameters } = event as {
      methodArn: string;
      queryStringParameters: { token: string };
    };
    const Effect = queryStringParameters.token === 'good' ? 'Allow' : 'Deny';
    const statement = { Effect, Action: 'execute-api:Invoke', Resource: methodArn };
    return { principalId: 'caller', policyDocument: { Statement: [statement] }, context: { ward: '7' } };
  });
  const record = (answer: (event: { body: string }) => unknown) => (event: unknown) => {
    events.push(event as (typeof events)[number]);
    return answer(event as { body: string });
  };
  bench.lambdas.define(
    'connected',
    record((event) => ({ statusCode: JSON.stringify(event).includes('full') ? 403 : 200 })),
  );
  bench.lambdas.define(
    'left',
    record(() => ({ statusCode: 200 })),
  );
  bench.lambdas.define(
    'said',
    record(({ body }) => ({ statusCode: 200, body: `said ${body}` })),
  );
  bench.lambdas.define('failing', () => {
    throw new Error('a fault of the function');
  });
});
beforeEach(() => events.splice(0));
afterAll(() => bench.close());

function connect(path: string, headers: Record<string, string> = { 'x-api-key': 'a-key' }): Promise<SocketClient> {
  const [address = '', port] = bench.address.split(':');
  const hostname = `${ID}.execute-api.us-east-1.amazonaws.com`;
  return openSocket({ address, port: Number(port), hostname, path, headers });
}

describe('the handshake of a WebSocket API at API Gateway', () => {
  it('is accepted where the authorizer, the key and the integration agree', async () => {
    const client = await connect('/live?token=good');
    expect(client.status).toBe(101);
    expect(events[0]?.requestContext).toMatchObject({
      eventType: 'CONNECT',
      routeKey: '$connect',
      domainName: `${ID}.execute-api.us-east-1.amazonaws.com`,
      authorizer: { principalId: 'caller', ward: '7' },
    });
    client.close();
    expect(await client.closed()).toBe(1000);
  });

  it.each([
    ['no credentials', '/live', undefined, 401, 'Unauthorized'],
    [
      'wrong ones',
      '/live?token=bad',
      undefined,
      403,
      'User is not authorized to access this resource with an explicit deny',
    ],
    ['no key', '/live?token=good', {}, 403, 'Forbidden'],
    ['a wrong key', '/live?token=good', { 'x-api-key': 'another' }, 403, 'Forbidden'],
    ['an integration that says no', '/live?token=good&full=1', undefined, 403, 'Internal server error'],
    ['a path below the stage', '/live/room?token=good', undefined, 403, 'Forbidden'],
    ['a stage that is not there', '/other?token=good', undefined, 403, 'Forbidden'],
  ])('is refused with %s', async (_what, path, headers, status, message) => {
    const client = await connect(path, headers);
    expect({ status: client.status, body: JSON.parse(client.body) as unknown }).toEqual({ status, body: { message } });
  });

  it('is all that such an API takes: a request is refused', async () => {
    expect(await bench.call(ID, 'GET', '/live?token=good')).toMatchObject({ status: 403 });
  });
});

describe('messages', () => {
  let client: SocketClient;
  beforeEach(async () => {
    client = await connect('/live?token=good');
    events.splice(0);
  });

  it('are routed by the expression, in the order in which they came', async () => {
    client.send('{"action":"say","n":1}');
    client.send('{"action":"whisper"}');
    client.send('{"action":"say","n":2}');
    expect([await client.next(), await client.next()]).toEqual([
      'said {"action":"say","n":1}',
      'said {"action":"say","n":2}',
    ]);
    expect(events.map(({ requestContext }) => requestContext['routeKey'])).toEqual(['say', 'whisper', 'say']);
  });

  it.each(['{"action":"nobody"}', '{"action":"$connect"}', 'no JSON', '{}'])('%s goes to $default', async (text) => {
    client.send(text);
    expect(await client.next()).toBe('{"unknown": true}');
  });

  it('are written by templates to an HTTP backend, whose answer comes back', async () => {
    client.send('{"action":"post","text":"hello"}');
    const answer = JSON.parse(await client.next()) as { body: string; headers: Record<string, string> };
    expect(JSON.stringify(answer)).toContain('hello');
  });

  it.each([
    ['a function that fails', '{"action":"fail"}', 'Internal server error'],
    ['a message that is not what the model says', '{"action":"checked"}', 'Invalid request body'],
  ])('tell the caller of %s', async (_what, text, message) => {
    client.send(text);
    expect(JSON.parse(await client.next())).toMatchObject({ message, connectionId: expect.any(String) as string });
  });

  it('of more than 32 KiB in a frame end the connection', async () => {
    client.send('x'.repeat(32 * 1024 + 1));
    expect(await client.closed()).toBe(1009);
  });

  it('come from @connections too, until the caller is gone', async () => {
    client.send('{"action":"say"}');
    await client.next();
    const id = encodeURIComponent(String(events[0]?.requestContext['connectionId']));
    const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=x' };
    const post = () => bench.call(ID, 'POST', `/live/@connections/${id}`, { headers, body: 'news' });
    expect(await bench.call(ID, 'POST', `/live/@connections/${id}`, { body: 'unsigned' })).toMatchObject({
      status: 403,
    });
    expect(await post()).toMatchObject({ status: 200 });
    expect(await client.next()).toBe('news');
    client.close();
    await client.closed();
    expect(await post()).toMatchObject({ status: 410 });
  });
});

it("speaks with the platform's own client", async () => {
  const [host = ''] = bench.address.split(':');
  bench.state.domainNames.set(host, {
    domain: { domainName: host },
    mappings: [{ ApiId: 'open', Stage: 'live', ApiMappingKey: 'chat' }],
    basePathMappings: [],
  });
  const open = {
    ...API,
    api: { ...API.api, ApiId: 'open' },
    routes: API.routes.filter(({ RouteKey }) => RouteKey !== '$connect'),
  };
  bench.state.httpApis.set('open', open);
  const socket = new WebSocket(`ws://${bench.address}/chat`);
  const answers = await new Promise<string[]>((resolve, reject) => {
    const texts: string[] = [];
    socket.addEventListener('open', () => socket.send(JSON.stringify({ action: 'say', text: 'ü'.repeat(200) })));
    socket.addEventListener('message', ({ data }) => {
      texts.push(String(data));
      socket.close(1000);
    });
    socket.addEventListener('close', ({ code, wasClean }) => resolve([...texts, `${code} ${wasClean}`]));
    socket.addEventListener('error', () => reject(new Error('the client saw an error')));
  });
  expect(answers).toEqual([`said ${JSON.stringify({ action: 'say', text: 'ü'.repeat(200) })}`, '1000 true']);
});
