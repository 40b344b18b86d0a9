import { describe, expect, test } from 'vitest';
import * as cs from '../../../src/csharp/build.ts';
import * as build from '../../../src/policy/build.ts';
import type { PolicyNode } from '../../../src/policy/tree.ts';
import { writePolicy } from '../../../src/policy/write.ts';
import { toBytes } from '../../../src/simulator/message.ts';
import { ask, configuration, fakeEffects } from './fixture.ts';

describe('selection', () => {
  test.each([
    ['GET /orders', 'list', 'https://backend.example.com/base'],
    ['GET /orders/mine', 'mine', 'https://backend.example.com/base/mine'],
    ['GET /Orders/7?a=1&a=b%20c', 'get', 'https://backend.example.com/base/7?a=1&a=b%20c'],
    ['GET /orders/7/a%2Fb/c', 'files', 'https://backend.example.com/base/7/a%2Fb/c'],
  ])('%s goes to %s', async (line, operationId, url) => {
    const answer = await ask(configuration(), line);
    expect(answer).toMatchObject({ status: 200, apiId: 'orders', operationId, body: 'hello', backendStatus: 200 });
    expect(answer.backendRequests).toMatchObject([{ url, timeoutMs: 300_000 }]);
  });

  test.each(['GET /', 'DELETE /orders/7', 'GET /ordersx'])('%s is not found', async (line) => {
    const { status, body, backendRequests } = await ask(configuration(), line);
    expect({ status, body }).toEqual({ status: 404, body: '{ "statusCode": 404, "message": "Resource not found" }' });
    expect(backendRequests).toEqual([]);
  });

  test('a version is the segment after the path', async () => {
    const [api] = configuration().apis;
    const versionSets = [{ id: 'vs', displayName: 'vs', versioningScheme: 'Segment' as const }];
    const apis = [{ ...api!, apiVersion: 'prod', apiVersionSetId: 'vs' }];
    const versioned = configuration([], { apis, versionSets });
    expect(await ask(versioned, 'GET /orders/prod/mine')).toMatchObject({ status: 200, operationId: 'mine' });
    expect(await ask(versioned, 'GET /orders/mine')).toMatchObject({ status: 404 });
  });
});

describe('subscription keys', () => {
  const [api] = configuration().apis;
  const product = {
    id: 'gold',
    displayName: 'Gold',
    subscriptionRequired: true,
    state: 'published' as const,
    apiIds: ['orders'],
  };
  const keyed = (subscriptionRequired: boolean, products = [product]) =>
    configuration(
      [build.setHeader('X-Plan', [cs.binary('??', cs.memberOrNull(cs.context('Product'), 'Id'), 'none')])],
      {
        apis: [{ ...api!, subscriptionRequired, subscriptionKeyParameterNames: { header: 'x-api-key', query: 'q' } }],
        products,
        subscriptions: [
          { id: 'a', displayName: 'a', scope: '/products/gold', state: 'active', primaryKey: 'good' },
          { id: 'b', displayName: 'b', scope: '/products/gold', state: 'suspended', primaryKey: 'off' },
        ],
      },
    );
  const open = { ...product, id: 'open', subscriptionRequired: false };

  test.each([
    ['a key of the product', keyed(true), 'good', 200, 'gold'],
    ['no key', keyed(true), undefined, 401, undefined],
    ['a suspended key', keyed(true), 'off', 401, undefined],
    ['an unknown key', keyed(true), 'bad', 401, undefined],
    ['no key but an open product', keyed(true, [product, open]), undefined, 200, 'open'],
    ['no key where none is needed', keyed(false), undefined, 200, 'none'],
    ['a bad key where none is needed', keyed(false), 'bad', 401, undefined],
  ])('%s', async (_, target, key, status, plan) => {
    const answer = await ask(target, 'GET /orders', key === undefined ? [] : [['X-API-Key', key]]);
    expect(answer.status).toBe(status);
    const sent = answer.backendRequests[0]?.headers.find(([name]) => name === 'X-Plan')?.[1];
    expect(sent).toBe(plan);
  });

  test('the message of a missing key', async () => {
    expect((await ask(keyed(true), 'GET /orders')).body).toBe(
      '{ "statusCode": 401, "message": "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API." }',
    );
  });
});

describe('policies', () => {
  test('request transforms, with a backend entity and its credentials', async () => {
    const target = configuration([
      build.setBackendService({ backendId: 'blue' }),
      build.rewriteUri('/items/{id}?fixed=1', true),
      build.setQueryParameter('added', [cs.requestHeader('X-A')]),
      build.setMethod('PUT'),
      build.setBody('text'),
    ]);
    const { backendRequests } = await ask(target, 'GET /orders/a%20b?q=2', [
      ['X-A', 'v'],
      ['Host', 'api.example.com'],
      ['x-key', 'mine'],
    ]);
    expect(backendRequests).toEqual([
      {
        method: 'PUT',
        url: 'https://blue.example.com/v1/items/a%20b?fixed=1&q=2&added=v',
        headers: [
          ['X-A', 'v'],
          ['X-Key', 's3cret'],
        ],
        body: toBytes('text'),
        timeoutMs: 300_000,
      },
    ]);
  });

  test('choose and return-response', async () => {
    const condition = cs.binary('==', cs.requestHeader('X-A'), 'stop');
    const policies = [
      build.returnResponse(build.setStatus(418, 'x'), build.setHeader('A', ['b']), build.setBody('no')),
    ];
    const target = configuration([build.choose([{ condition, policies }])]);
    expect(await ask(target, 'GET /orders', [['X-A', 'stop']])).toMatchObject({
      status: 418,
      headers: [['A', 'b']],
      body: 'no',
    });
    expect(await ask(target, 'GET /orders')).toMatchObject({ status: 200 });
  });

  test('on-error sees LastError and may change the answer', async () => {
    const isLimit = cs.binary('==', cs.context('LastError', 'Reason'), 'RateLimitExceeded');
    const policies = [
      build.setBody(cs.concatenation(cs.context('LastError', 'Source'), '/', cs.context('LastError', 'Section'))),
    ];
    const document = build.document({
      inbound: [build.rateLimitByKey({ calls: 1, renewalPeriodSeconds: 10 }, 'all')],
      onError: [build.choose([{ condition: isLimit, policies }])],
    });
    const target = configuration([], {
      policies: [{ scope: { kind: 'api', apiId: 'orders' }, xml: writePolicy(document) }],
    });
    const effects = fakeEffects();
    expect(await ask(target, 'GET /orders', [], effects)).toMatchObject({ status: 200 });
    const second = await ask(target, 'GET /orders', [], effects);
    expect(second).toMatchObject({ status: 429, body: 'rate-limit-by-key/inbound', backendRequests: [] });
    expect(second.headers).toContainEqual(['Retry-After', '10']);
  });

  test('a section without base drops what wider scopes do', async () => {
    const scope = { kind: 'operation', apiId: 'orders', operationId: 'mine' } as const;
    const document = build.document({ inbound: [], backend: [] });
    const api = configuration([build.setHeader('X', ['1'])]).policies;
    const target = configuration([], { policies: [...api, { scope, xml: writePolicy(document) }] });
    expect(await ask(target, 'GET /orders/mine')).toMatchObject({ status: 200, body: '', backendRequests: [] });
    expect((await ask(target, 'GET /orders')).backendRequests).toMatchObject([{ headers: [['X', '1']] }]);
  });

  test('cors answers a preflight and marks answers', async () => {
    const policy = build.cors({
      allowCredentials: false,
      origins: ['https://a.example'],
      methods: ['GET'],
      headers: ['*'],
    });
    const preflight = (origin: string) =>
      ask(configuration([policy]), 'OPTIONS /orders', [
        ['Origin', origin],
        ['Access-Control-Request-Method', 'GET'],
      ]);
    expect((await preflight('https://a.example')).headers).toContainEqual([
      'Access-Control-Allow-Origin',
      'https://a.example',
    ]);
    expect(await preflight('https://b.example')).toMatchObject({ status: 200, headers: [], backendRequests: [] });
    const simple = await ask(configuration([policy]), 'GET /orders', [['Origin', 'https://a.example']]);
    expect(simple.headers).toContainEqual(['Access-Control-Allow-Origin', 'https://a.example']);
    expect(await ask(configuration(), 'OPTIONS /orders', [['Origin', 'x']])).toMatchObject({ status: 404 });
  });

  test('the cache answers instead of the backend until its time is over', async () => {
    const document = build.document({
      inbound: [build.cacheLookup({ query: ['q'] })],
      outbound: [build.cacheStore(60)],
    });
    const target = configuration([], {
      policies: [{ scope: { kind: 'api', apiId: 'orders' }, xml: writePolicy(document) }],
    });
    let now = 0;
    const effects = fakeEffects({ now: () => now });
    const calls = async (line: string) => (await ask(target, line, [], effects)).backendRequests.length;
    expect(await calls('GET /orders?q=1&x=1')).toBe(1);
    expect(await calls('GET /orders?q=1&x=2')).toBe(0);
    expect(await calls('GET /orders?q=2')).toBe(1);
    now = 60_000;
    expect(await calls('GET /orders?q=1')).toBe(1);
  });

  test('ip-filter and check-header refuse', async () => {
    const filtered = configuration([build.ipFilter('forbid', [{ from: '192.0.2.0', to: '192.0.2.255' }])]);
    expect(await ask(filtered, 'GET /orders')).toMatchObject({ status: 403, backendRequests: [] });
    const checked = configuration([build.checkHeader('X-A', ['1'], 403, 'no')]);
    expect(await ask(checked, 'GET /orders')).toMatchObject({ status: 403 });
    expect(await ask(checked, 'GET /orders', [['x-a', '1']])).toMatchObject({ status: 200 });
  });

  test('the host is that of the backend, unless a policy names another one', async () => {
    const hostOf = async (target: ReturnType<typeof configuration>) => {
      const { backendRequests } = await ask(target, 'GET /orders', [['Host', 'api.example.com']]);
      return backendRequests[0]?.headers.filter(([name]) => name === 'Host').map(([, value]) => value);
    };
    expect(await hostOf(configuration())).toEqual([]);
    expect(await hostOf(configuration([build.setHeader('Host', ['orders.internal'])]))).toEqual(['orders.internal']);
  });

  test('a backend that does not answer is 500', async () => {
    const effects = fakeEffects({ send: () => Promise.resolve({ ok: false, reason: 'Timeout', message: 'late' }) });
    expect(await ask(configuration(), 'GET /orders', [], effects)).toMatchObject({ status: 500 });
  });
});

describe('validate-jwt', () => {
  const url = 'https://issuer.example.com/.well-known/openid-configuration';
  const target = configuration([
    build.validateJwt({
      token: { headerName: 'Authorization' },
      openidConfigs: [url],
      requiredClaims: [{ name: 'scope', match: 'any', separator: ' ', values: ['read', 'write'] }],
      outputTokenVariableName: 'jwt',
    }),
    build.setHeader('X-Sub', [cs.member(cs.cast('Jwt', cs.index(cs.context('Variables'), 'jwt')), 'Subject')]),
  ]);
  const effects = (claims: Record<string, unknown>) =>
    fakeEffects({
      fetchJson: (address) =>
        Promise.resolve(
          address === url ? { issuer: 'https://issuer.example.com', jwks_uri: 'https://x/keys' } : { keys: [1] },
        ),
      verifyJwt: (token, keys) =>
        Promise.resolve(
          token === 'good' && keys.length === 1
            ? { ok: true, claims: { iss: 'https://issuer.example.com', sub: 'me', ...claims } }
            : { ok: false, reason: 'TokenSignatureInvalid', message: 'bad' },
        ),
    });

  test.each([
    ['good', { scope: 'a read' }, 200],
    ['good', { scope: 'a' }, 401],
    ['good', { scope: 'read', iss: 'other' }, 401],
    ['bad', { scope: 'read' }, 401],
    ['', {}, 401],
  ])('token %j with %j is %i', async (token, claims, status) => {
    const headers = token === '' ? [] : ([['Authorization', `Bearer ${token}`]] as const);
    const answer = await ask(target, 'GET /orders', headers, effects(claims));
    expect(answer.status).toBe(status);
    expect(answer.backendRequests[0]?.headers.find(([name]) => name === 'X-Sub')?.[1]).toBe(
      status === 200 ? 'me' : undefined,
    );
  });

  test('without keys nobody gets in', async () => {
    expect(await ask(target, 'GET /orders', [['Authorization', 'good']])).toMatchObject({
      status: 500,
      backendRequests: [],
    });
  });
});

describe('validate-azure-ad-token', () => {
  const authority = 'https://login.microsoftonline.com/t/v2.0';
  const target = configuration([
    build.validateAzureAdToken({
      tenantId: 't',
      tokenValue: cs.requestHeader('Authorization'),
      clientApplicationIds: ['app'],
      audiences: ['api://orders'],
      requiredClaims: [{ name: 'roles', match: 'any', values: ['read'] }],
      failedHttpCode: 403,
    }),
  ]);
  const effects = (claims: Record<string, unknown>) =>
    fakeEffects({
      fetchJson: (address) =>
        Promise.resolve(
          address === `${authority}/.well-known/openid-configuration`
            ? { issuer: authority, jwks_uri: 'https://x/keys' }
            : { keys: [1] },
        ),
      verifyJwt: (token) =>
        Promise.resolve(
          token === 'good' ? { ok: true, claims } : { ok: false, reason: 'TokenExpired', message: 'old' },
        ),
    });
  const good = { iss: authority, aud: 'api://orders', azp: 'app', roles: ['read'] };

  test.each([
    ['good', good, 200],
    ['good', { ...good, iss: 'https://sts.windows.net/t/', azp: undefined, appid: 'app' }, 200],
    ['good', { ...good, iss: 'https://sts.windows.net/other/' }, 403],
    ['good', { ...good, aud: 'api://other' }, 403],
    ['good', { ...good, azp: 'other', appid: 'app' }, 403],
    ['good', { ...good, azp: undefined }, 403],
    ['good', { ...good, roles: ['write'] }, 403],
    ['bad', good, 403],
    ['', good, 403],
  ])('token %j with %j is %i', async (token, claims, status) => {
    const given = Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
    const answer = await ask(target, 'GET /orders', [['Authorization', token]], effects(given));
    expect([answer.status, answer.backendRequests.length]).toEqual([status, status === 200 ? 1 : 0]);
  });

  test('without the documents of the tenant nobody gets in', async () => {
    const answer = await ask(target, 'GET /orders', [['Authorization', 'good']]);
    expect([answer.status, answer.backendRequests.length]).toEqual([500, 0]);
  });
});

describe('validate-client-certificate', () => {
  const facts = {
    isTrusted: true,
    hasBegun: true,
    hasEnded: false,
    thumbprint: 'AA',
    serialNumber: '01',
    commonName: 'clinic',
    subject: 'CN=clinic',
    dnsNames: ['clinic.example'],
    issuerSubject: 'CN=root',
    issuerThumbprint: 'BB',
  };
  const asked = async (policy: PolicyNode, changes: Partial<typeof facts> = {}, certificate: string | null = 'pem') => {
    const effects = fakeEffects({ readCertificate: () => Promise.resolve({ ...facts, ...changes }) });
    const answer = await ask(configuration([policy]), 'GET /orders', [], effects, certificate ?? undefined);
    return [answer.status, answer.backendRequests.length];
  };
  const identity = (attributes: Record<string, string>, more: Record<string, string> = {}) =>
    build.element('validate-client-certificate', { 'validate-revocation': 'false', ...more }, [
      build.element('identities', {}, [build.element('identity', attributes)]),
    ]);
  const policy = build.validateClientCertificate(['CC', 'bb']);

  test.each([
    ['a good one', {}, 200],
    ['no chain to an authority', { isTrusted: false }, 403],
    ['a beginning in the future', { hasBegun: false }, 403],
    ['an end in the past', { hasEnded: true }, 403],
    ['another issuer', { issuerThumbprint: 'DD' }, 403],
  ])('%s', async (_what, changes, status) => {
    expect(await asked(policy, changes)).toEqual([status, status === 200 ? 1 : 0]);
  });

  test('whoever shows none is refused, and whose revocation is asked for', async () => {
    expect(await asked(policy, {}, null)).toEqual([403, 0]);
    expect(await asked(build.element('validate-client-certificate'))).toEqual([403, 0]);
  });

  test.each([
    [{ 'common-name': 'clinic', 'dns-name': 'clinic.example', 'thumbprint': 'aa' }, 200],
    [{ 'common-name': 'clinic', 'serial-number': '02' }, 403],
    [{ 'issuer-certificate-id': 'root' }, 403],
  ])('an identity fits with all of its claims: %j', async (attributes, status) => {
    expect((await asked(identity(attributes)))[0]).toBe(status);
    expect((await asked(identity(attributes, { 'ignore-error': 'true' })))[0]).toBe(200);
  });
});

describe('what cannot be run', () => {
  const isFalse = cs.literal(false);
  test.each([
    ['an unknown policy', build.element('mock-response')],
    ['a fragment', build.element('include-fragment', { 'fragment-id': 'x' })],
    ['one in a branch that is not taken', build.choose([{ condition: isFalse, policies: [build.element('retry')] }])],
    ['C# that is not read', build.setBody({ kind: 'source', text: '@{ while (true) { } }' })],
    ['a member that is not allowed', build.setBody(cs.context('User', 'Email'))],
    ['a named value that is not there', build.setBody(build.template('{{absent}}'))],
    ['a backend that is not there', build.setBackendService({ backendId: 'absent' })],
  ])('%s answers 500 and calls nothing', async (_, policy) => {
    const answer = await ask(configuration([policy]), 'GET /orders');
    expect(answer).toMatchObject({ status: 500, backendRequests: [] });
    expect(answer.defect).toMatch(/./);
  });
});
