import { describe, expect, test } from 'vitest';
import { typeOf } from '../../../src/csharp/check.ts';
import type { CsValue, PolicyContext } from '../../../src/csharp/context.ts';
import { evaluate } from '../../../src/csharp/evaluate.ts';
import { parseExpression } from '../../../src/csharp/parse.ts';

const url = {
  scheme: 'https',
  host: 'api.example.com',
  port: 443,
  path: '/orders/7',
  queryString: '?a=1&a=2',
  query: [
    ['a', '1'],
    ['a', '2'],
  ] as const,
};

const context: PolicyContext = {
  requestId: '5e1f7a3c-0000-4000-8000-000000000001',
  request: {
    method: 'GET',
    url,
    originalUrl: url,
    ipAddress: '192.0.2.1',
    certificate: null,
    headers: [
      ['X-One', 'a'],
      ['x-one', 'b'],
    ],
    matchedParameters: new Map([['id', '7']]),
    body: new TextEncoder().encode('{"a":1}'),
  },
  response: { statusCode: 404, statusReason: 'Not Found', headers: [], body: null },
  api: { id: 'orders', name: 'Orders', path: 'orders', version: null },
  operation: { id: 'get-order', name: 'Get', method: 'GET', urlTemplate: '/{id}' },
  product: null,
  subscription: null,
  serviceName: 'apim',
  lastError: null,
  variables: new Map<string, CsValue>([
    ['n', 'v'],
    [
      'jwt',
      {
        type: 'Jwt',
        claims: [
          ['aud', 'one'],
          ['aud', 'two'],
          ['scope', 'read write'],
        ],
      },
    ],
  ]),
  now: new Date('2026-11-23T04:05:06Z'),
  newId: () => '5e1f7a3c-0000-4000-8000-000000000002',
};

const compact = (payload: string): string => `e30.${Buffer.from(payload).toString('base64url')}.sig`;

describe('evaluate', () => {
  test.each<[string, CsValue]>([
    [compact('{"iss":"https://é.example/","aud":["a","b"]}'), 'https://é.example/'],
    [compact('{"aud":"a"}'), null],
    [compact('[1]'), null],
    [compact('no json'), null],
    ['e30.!!.x', null],
    ['nothing of the kind', null],
    ['', null],
  ])('AsJwt of %j says whose it is without any check, or nothing', (token, issuer) => {
    expect(evaluate(parseExpression(`${JSON.stringify(token)}.AsJwt()?.Issuer`), context)).toBe(issuer);
  });

  test.each<[string, CsValue]>([
    ['context.Request.Headers.GetValueOrDefault("X-ONE", "")', 'a,b'],
    ['context.Request.OriginalUrl.Query.GetValueOrDefault("b", "none")', 'none'],
    ['(int)DateTime.UtcNow.DayOfWeek', 1],
    [`DateTime.UtcNow.ToString("dd'/'MMM'/'yyyy' +0000'")`, '23/Nov/2026 +0000'],
    ['DateTime.UtcNow.AddDays(0 - (int)DateTime.UtcNow.DayOfWeek).ToString("yyyyMMdd")', '20261122'],
    ['context.Request.Headers["X-One"].Length', 2],
    ['context.Request.MatchedParameters["id"] + "/" + 2 + true', '7/2True'],
    ['context.Subscription?.Id.ToUpper() ?? "none"', 'none'],
    ['context.Subscription == null && !(context.LastError != null)', true],
    ['context.Response.StatusCode >= 400 ? "bad" : "good"', 'bad'],
    ['DateTime.UtcNow.ToString("yyyyMM")', '202611'],
    ['DateTime.UtcNow.AddDays(10).ToString("yyyy-MM-dd\'T\'HH:mm:ss")', '2026-12-03T04:05:06'],
    ['(string)context.Variables["n"] == "v"', true],
    ['context.Variables.GetValueOrDefault<string>("absent") ?? "x"', 'x'],
    ['((Jwt)context.Variables["jwt"]).Claims["scope"].Any(s => s.Contains("write"))', true],
    [
      '((Jwt)context.Variables["jwt"]).Claims.GetValueOrDefault("scope", "").Split(new[] { " " }, StringSplitOptions.None).Any(s => s == "write")',
      true,
    ],
    ['((Jwt)context.Variables["jwt"]).Audiences.Contains("two")', true],
    ['(new[] { "a", "b" }).Contains(context.Request.Method)', false],
    ['context.Request.Body.As<string>(preserveContent: true)', '{"a":1}'],
    ['string.IsNullOrEmpty(context.Product?.Name)', true],
    ['Uri.EscapeDataString("a b\'(")', 'a%20b%27%28'],
    ['2 + 3 * 4 - 10 / 3 % 2', 13],
    ['context.RequestId.ToString()', '5e1f7a3c-0000-4000-8000-000000000001'],
  ])('%s', (source, expected) => {
    expect(evaluate(parseExpression(source), context)).toEqual(expected);
  });

  test.each([
    ['context.User.Email', 'no property User'],
    ['context.Request.Headers.Remove("a")', 'no method Remove'],
    ['context.Request.constructor', 'no property constructor'],
    ['File.ReadAllText("x")', 'unknown name File'],
    ['context.Variables["n"] == "v"', 'cast first'],
    ['context.Request.Body.As<object>()', '<JToken> only'],
    ['"a".Substring("b")', 'int expected'],
    ['"a".Substring(1, 2, 3)', 'does not take 3 arguments'],
    ['context.Request.Method && true', 'bool expected'],
    ['x => x', 'only in a LINQ call'],
    ['DateTime.Now', 'no property Now'],
  ])('%s is not allowed', (source, reason) => {
    expect(() => typeOf(parseExpression(source))).toThrow(reason);
    expect(() => evaluate(parseExpression(source), context)).toThrow(reason);
  });

  test.each([
    ['context.Subscription.Id', 'NullReferenceException'],
    ['context.Request.Headers["absent"]', 'KeyNotFoundException'],
    ['(int)context.Variables["n"]', 'InvalidCastException'],
    ['1 / 0', 'DivideByZeroException'],
    ['"a".Substring(2)', 'ArgumentOutOfRangeException'],
    ['DateTime.UtcNow.ToString("q")', 'not supported'],
    ['context.Response.Body.As<string>()', 'NullReferenceException'],
  ])('%s fails as it runs', (source, reason) => {
    expect(() => evaluate(parseExpression(source), context)).toThrow(reason);
  });
});
