import { describe, expect, test } from 'vitest';
import * as cs from '../../../src/csharp/build.ts';
import * as build from '../../../src/policy/build.ts';
import { writePolicy } from '../../../src/policy/write.ts';
import { readPolicy } from '../../../src/policy/read.ts';
import { validatePolicy } from '../../../src/policy/validate.ts';
import type { PolicyNode } from '../../../src/policy/tree.ts';

const faults = (...inbound: readonly PolicyNode[]) =>
  validatePolicy(build.document({ inbound }), 'api').map(({ code, place }) => `${code} ${place}`);

describe('validatePolicy', () => {
  test('accepts every policy that has a constructor', () => {
    const limit = { calls: 5, renewalPeriodSeconds: 60 };
    const document = build.document({
      inbound: [
        build.cors({
          allowCredentials: false,
          origins: ['*'],
          methods: ['GET'],
          headers: ['*'],
          exposeHeaders: ['X'],
          preflightMaxAgeSeconds: 5,
        }),
        build.base(),
        build.ipFilter('allow', ['192.0.2.1', { from: '10.0.0.0', to: '10.0.0.255' }]),
        build.checkHeader('X', ['a'], 403, 'no'),
        build.validateJwt({
          token: { headerName: 'Authorization', requireScheme: 'Bearer' },
          openidConfigs: ['https://issuer.example.com/.well-known/openid-configuration'],
          issuers: ['https://issuer.example.com'],
          audiences: ['a'],
          requiredClaims: [{ name: 'scope', match: 'any', separator: ' ', values: ['read'] }],
          outputTokenVariableName: 'jwt',
          failedHttpCode: 401,
        }),
        build.validateAzureAdToken({
          tenantId: 'contoso.onmicrosoft.com',
          tokenValue: cs.requestHeader('Authorization'),
          clientApplicationIds: ['a'],
          audiences: ['api://orders'],
          requiredClaims: [{ name: 'roles', match: 'any', values: ['read'] }],
          failedHttpCode: 403,
          failedMessage: 'Forbidden',
          outputTokenVariableName: 'entra',
        }),
        build.validateClientCertificate(['AB', 'CD']),
        build.rateLimitByKey(limit, cs.concatenation('k', cs.context('Api', 'Id'))),
        build.quotaByKey(limit, 'k'),
        build.emitMetric('Count', 'cache', ['API ID']),
        build.logToEventhub('hub', cs.requestHeader('X')),
        build.validateParameters(),
        build.validateContent({
          contentType: 'application/json',
          schemaId: 'orders',
          schemaRef: '#/components/schemas/Order',
          maxSize: 102_400,
          whenLarger: 'ignore',
        }),
        build.cacheLookup({ headers: ['X'], query: ['q'] }),
        build.setBackendService({ backendId: 'orders' }),
        build.rewriteUri('/x/{id}', true),
        build.setMethod('POST'),
        build.setQueryParameter('q', ['1']),
        build.setVariable('v', cs.requestHeader('X')),
        build.managedIdentityToken('api://aws', 'token', '00000000-0000-0000-0000-000000000000'),
        build.cacheLookupValue('key', 'v', { defaultValue: '', cachingType: 'internal' }),
        build.sendRequest({
          responseVariableName: 'answer',
          url: 'https://example.com/',
          method: 'POST',
          headers: [['X', 'y']],
          body: 'text',
          timeoutMs: 10_000,
          ignoreError: true,
        }),
        build.cacheStoreValue('key', cs.requestHeader('X'), 60),
        build.cacheRemoveValue('key'),
        build.rateLimit(limit, [{ ...limit, apiId: 'a', operations: [{ ...limit, operationId: 'o' }] }]),
      ],
      backend: [build.forwardRequest({ timeoutMs: 29_000 })],
      outbound: [build.base(), build.cacheStore(300), build.deleteHeader('X-Powered-By')],
      onError: [
        build.base(),
        build.choose(
          [{ condition: cs.literal(true), policies: [build.returnResponse(build.setStatus(500, 'x'))] }],
          [],
        ),
      ],
    });
    expect(validatePolicy(document, 'api')).toEqual([]);
    expect(readPolicy(writePolicy(document))).toEqual(document);
  });

  test.each<[string, readonly PolicyNode[], readonly string[]]>([
    ['an unknown policy', [build.element('magic')], ['unknown-policy inbound/magic[1]']],
    ['a policy of another section', [build.forwardRequest()], ['misplaced-policy inbound/forward-request[1]']],
    [
      'a policy of another scope',
      [build.quota({ calls: 1, renewalPeriodSeconds: 1 })],
      ['misplaced-policy inbound/quota[1]'],
    ],
    [
      'a window of an API in a quota',
      [build.element('quota', { 'calls': 1, 'renewal-period': 1 }, [build.element('api', { 'renewal-period': 1 })])],
      ['misplaced-policy inbound/quota[1]', 'unknown-attribute inbound/quota[1]/api[1]/@renewal-period'],
    ],
    [
      'a second cors',
      [1, 2].map(() => build.cors({ allowCredentials: false, origins: ['*'], methods: [], headers: [] })),
      ['repeated-policy inbound/cors[2]'],
    ],
    [
      'a list without items',
      [build.cors({ allowCredentials: false, origins: [], methods: [], headers: [] })],
      ['unexpected-element inbound/cors[1]/allowed-origins[1]'],
    ],
    [
      'bytes in a variable',
      [build.setVariable('v', cs.sha256(cs.utf8('x')))],
      ['bad-expression inbound/set-variable[1]/@value'],
    ],
    ['an unknown attribute', [build.element('base', { x: 'y' })], ['unknown-attribute inbound/base[1]/@x']],
    [
      'a missing attribute',
      [build.element('set-variable', { name: 'n' })],
      ['missing-attribute inbound/set-variable[1]'],
    ],
    ['a value of the wrong type', [build.setStatus('abc', 'x')], ['bad-value inbound/set-status[1]/@code']],
    [
      'a value that is not offered',
      [build.element('ip-filter', { action: 'x' })],
      ['bad-value inbound/ip-filter[1]/@action'],
    ],
    [
      'an expression where none may be',
      [build.element('set-variable', { name: cs.requestHeader('x'), value: 'v' })],
      ['bad-value inbound/set-variable[1]/@name'],
    ],
    [
      'text that needs an expression where none may be',
      [build.setVariable('{{n', 'v')],
      ['bad-value inbound/set-variable[1]/@name'],
    ],
    ['a member that is not allowed', [build.setBody(cs.context('User'))], ['bad-expression inbound/set-body[1]']],
    [
      'a condition that is no bool',
      [build.choose([{ condition: cs.literal('x'), policies: [] }])],
      ['bad-expression inbound/choose[1]/when[1]/@condition'],
    ],
    [
      'base in a branch',
      [build.choose([{ condition: cs.literal(true), policies: [build.base()] }])],
      ['misplaced-policy inbound/choose[1]/when[1]/base[1]'],
    ],
    [
      'the wrong order',
      [build.returnResponse(build.setBody('x'), build.setStatus(200, 'OK'))],
      ['unexpected-element inbound/return-response[1]/set-status[2]'],
    ],
    ['a choose without when', [build.choose([], [])], ['unexpected-element inbound/choose[1]']],
  ])('finds %s', (_, inbound, expected) => {
    expect(faults(...inbound)).toEqual(expected);
  });

  test.each([
    ['Premium', []],
    ['BasicV2', ['not-in-tier inbound/quota-by-key[2]']],
    ['Consumption', ['not-in-tier inbound/rate-limit-by-key[1]', 'not-in-tier inbound/quota-by-key[2]']],
  ] as const)('names what the %s tier has not, with its place', (tier, expected) => {
    const limit = { calls: 5, renewalPeriodSeconds: 60 };
    const inbound = [build.rateLimitByKey(limit, 'a'), build.quotaByKey(limit, 'b'), build.quota(limit)];
    const found = validatePolicy(build.document({ inbound }), 'product', { tier });
    expect(found.map(({ code, place }) => `${code} ${place}`)).toEqual(expected);
  });
});
