import { describe, expect, test } from 'vitest';
import * as cs from '../../../src/csharp/build.ts';
import * as build from '../../../src/policy/build.ts';
import type { PolicyNode } from '../../../src/policy/tree.ts';
import { fromBytes, toBytes, type BackendAnswer, type BackendRequest } from '../../../src/simulator/message.ts';
import { ask, configuration, fakeEffects } from './fixture.ts';

const answered = (status: number, text: string): BackendAnswer => ({
  ok: true,
  response: { status, reason: '', headers: [['X-Id', '9']], body: toBytes(text) },
});
const refused: BackendAnswer = { ok: false, reason: 'Timeout', message: 'too late' };
const answer = cs.variable('answer', 'IResponse');
const say = (...values: Parameters<typeof cs.concatenation>) =>
  build.returnResponse(build.setBody(cs.concatenation(...values)));
const send = (ignoreError: boolean, more: readonly PolicyNode[] = []) => [
  build.sendRequest({
    responseVariableName: 'answer',
    url: 'https://tokens.example.com/issue',
    method: 'POST',
    headers: [['X-Method', cs.context('Request', 'Method')]],
    body: cs.concatenation('for ', cs.requestHeader('X-Who')),
    timeoutMs: 10_000,
    ignoreError,
  }),
  ...more,
];

describe('send-request', () => {
  const read = say(
    cs.member(answer, 'StatusCode'),
    ' ',
    cs.call(cs.member(answer, 'Headers'), 'GetValueOrDefault', 'x-id', ''),
    ' ',
    cs.callOf(cs.member(answer, 'Body'), 'As', 'string', [{ name: 'preserveContent', value: cs.literal(true) }]),
  );

  test('sends a request of its own and leaves the answer in a variable', async () => {
    const seen: BackendRequest[] = [];
    const effects = fakeEffects({
      send: (request) => {
        seen.push(request);
        return Promise.resolve(answered(201, 'made'));
      },
    });
    const asked = await ask(configuration(send(false, [read])), 'GET /orders/mine', [['X-Who', 'me']], effects);
    expect(asked).toMatchObject({ status: 200, body: '201 9 made' });
    // The answer is no backend's: the operation has not been forwarded.
    expect(asked.backendStatus).toBeUndefined();
    expect(seen.map(({ body, ...rest }) => ({ ...rest, body: fromBytes(body ?? new Uint8Array()) }))).toEqual([
      {
        method: 'POST',
        url: 'https://tokens.example.com/issue',
        headers: [['X-Method', 'GET']],
        body: 'for me',
        timeoutMs: 10_000,
      },
    ]);
  });

  test('without an answer it runs on-error, or leaves null where that is ignored', async () => {
    const effects = fakeEffects({ send: () => Promise.resolve(refused) });
    const failed = await ask(configuration(send(false, [read])), 'GET /orders/mine', [], effects);
    expect(failed).toMatchObject({ status: 500, body: '{ "statusCode": 500, "message": "Internal server error" }' });
    const isNull = cs.conditional(cs.binary('==', answer, cs.literal(null)), 'none', 'some');
    const ignored = await ask(configuration(send(true, [say(isNull)])), 'GET /orders/mine', [], effects);
    expect(ignored).toMatchObject({ status: 200, body: 'none' });
  });

  test('copies the request as it stands, and fails on a status where that is asked', async () => {
    const copy = build.element('send-request', { 'mode': 'copy', 'response-variable-name': 'answer' });
    const copied = await ask(configuration([build.setHeader('X-A', ['1']), copy]), 'GET /orders/mine?a=1');
    expect(copied.backendRequests[0]).toMatchObject({
      method: 'GET',
      url: 'https://backend.example.com/base/mine?a=1',
      headers: [['X-A', '1']],
      timeoutMs: 60_000,
    });
    const strict = build.element(
      'send-request',
      { 'mode': 'new', 'response-variable-name': 'answer', 'fail-on-error-status-code': true, 'ignore-error': true },
      [build.textElement('set-url', 'https://tokens.example.com/')],
    );
    const effects = fakeEffects({ send: () => Promise.resolve(answered(404, '')) });
    expect(await ask(configuration([strict]), 'GET /orders/mine', [], effects)).toMatchObject({ status: 500 });
  });

  test('an address that is none is a defect', async () => {
    const wrong = build.element('send-request', { 'response-variable-name': 'answer' });
    expect(await ask(configuration([wrong]), 'GET /orders/mine')).toMatchObject({
      status: 500,
      defect: expect.stringContaining('set-url') as string,
    });
  });
});

describe('values in the cache', () => {
  const number = cs.variable('n', 'string');
  const counted = [
    build.cacheLookupValue('k', 'n', { defaultValue: 'none' }),
    build.choose([
      {
        condition: cs.binary('==', number, 'none'),
        policies: [build.cacheStoreValue('k', cs.requestHeader('X-N'), 60)],
      },
    ]),
    say(number),
  ];

  test('are there until they expire or are removed, for all requests', async () => {
    let now = Date.parse('2026-11-23T00:00:00Z');
    const effects = fakeEffects({ now: () => now });
    const body = async (policies: readonly PolicyNode[], n: string) =>
      (await ask(configuration(policies), 'GET /orders/mine', [['X-N', n]], effects)).body;
    expect(await body(counted, 'a')).toBe('none');
    expect(await body(counted, 'b')).toBe('a');
    now += 61_000;
    expect(await body(counted, 'c')).toBe('none');
    expect(await body([build.cacheRemoveValue('k'), ...counted], 'd')).toBe('none');
    expect(await body(counted, 'e')).toBe('d');
  });

  test('without a default a miss is null', async () => {
    const missing = cs.conditional(cs.binary('==', number, cs.literal(null)), 'null', number);
    const asked = await ask(configuration([build.cacheLookupValue('x', 'n'), say(missing)]), 'GET /orders/mine');
    expect(asked.body).toBe('null');
  });
});

describe('authentication-managed-identity', () => {
  const authorization = say(cs.requestHeader('Authorization'));

  test("leaves the token in a variable, or as the request's Authorization", async () => {
    const inVariable = [build.managedIdentityToken('api://aws', 'token'), say(cs.variable('token', 'string'))];
    expect((await ask(configuration(inVariable), 'GET /orders/mine')).body).toBe('token for api://aws');
    const inHeader = [build.element('authentication-managed-identity', { resource: 'api://aws' }), authorization];
    const asked = await ask(configuration(inHeader), 'GET /orders/mine', [['Authorization', 'old']]);
    expect(asked.body).toBe('Bearer token for api://aws');
  });

  test('fails without an identity, unless that is ignored', async () => {
    const effects = fakeEffects({ identityToken: () => Promise.reject(new Error('no identity')) });
    const needed = [build.managedIdentityToken('api://aws', 'token')];
    expect(await ask(configuration(needed), 'GET /orders/mine', [], effects)).toMatchObject({ status: 500 });
    const attributes = { 'resource': 'api://aws', 'ignore-error': true };
    const optional = [build.element('authentication-managed-identity', attributes), authorization];
    const asked = await ask(configuration(optional), 'GET /orders/mine', [['Authorization', 'old']], effects);
    expect(asked.body).toBe('old');
  });
});

test('set-body takes bytes as they are', async () => {
  const bytes = cs.call(cs.named('Convert'), 'FromBase64String', '/wA=');
  const { status, backendRequests } = await ask(configuration([build.setBody(bytes)]), 'GET /orders/mine');
  expect(status).toBe(200);
  expect([...(backendRequests[0]?.body ?? [])]).toEqual([255, 0]);
});
