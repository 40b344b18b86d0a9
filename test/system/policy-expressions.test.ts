import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CsValue, PolicyContext } from '../../src/csharp/context.ts';
import { evaluate } from '../../src/csharp/evaluate.ts';
import { parseExpression } from '../../src/csharp/parse.ts';
import { compilePolicies, type PolicyPrograms, type PolicyResult } from '../support/policy-runtime.ts';
import { interpreted } from '../support/policy-result.ts';
import { policyContext } from '../unit/csharp/fixture.ts';

/**
 * The interpreter of src/csharp is what all other tests know of C#: here it is held to Mono and .NET, member by member. Nothing that asks
 * the clock or for a new identifier is here, as no two runs answer it alike.
 */

const NONE = 'Newtonsoft.Json.Formatting.None';
const quoted = (json: unknown): string => JSON.stringify(JSON.stringify(json));
const token = (payload: string): string => JSON.stringify(`e30.${Buffer.from(payload).toString('base64url')}.sig`);

const EXPRESSIONS = [
  // context
  'context.RequestId.ToString()',
  'context.RequestId.ToString("N")',
  'context.Timestamp.ToString("yyyy-MM-dd\'T\'HH:mm:ss")',
  'context.Timestamp.AddDays(10).AddHours(-30).AddMinutes(1).AddSeconds(1).ToString("yyyyMMddHHmmss")',
  '(int)context.Timestamp.DayOfWeek + context.Timestamp.Year + context.Timestamp.Month + context.Timestamp.Day',
  'Convert.ToInt64(Math.Floor(context.Timestamp.Subtract(new DateTime(1970, 1, 1)).TotalMilliseconds)).ToString()',
  'Convert.ToInt64(context.Timestamp.Subtract(new DateTime(1970, 1, 1)).TotalSeconds).ToString()',
  'context.Request.Method + context.Request.IpAddress + context.Request.Url.Port',
  'context.Request.OriginalUrl.Scheme + "://" + context.Request.OriginalUrl.Host + context.Request.OriginalUrl.Path + context.Request.OriginalUrl.QueryString',
  'context.Request.Certificate == null',
  'context.Request.Headers.GetValueOrDefault("X-ONE", "")',
  'context.Request.Headers.GetValueOrDefault("none") ?? "null"',
  'context.Request.Headers["x-one"].Length',
  'context.Request.Headers["absent"]',
  'context.Request.Headers.ContainsKey("accept")',
  'string.Join(",", context.Request.Headers.Select(h => h.Key))',
  'string.Join(",", context.Request.Headers.SelectMany(h => h.Value))',
  'context.Request.OriginalUrl.Query.GetValueOrDefault("A", "none")',
  'context.Request.OriginalUrl.Query.GetValueOrDefault("b", "none")',
  'context.Request.MatchedParameters["id"] + "/" + 2 + true',
  'context.Request.MatchedParameters.GetValueOrDefault("none", "")',
  'context.Request.MatchedParameters.GetValueOrDefault("id")',
  'context.Request.Body.As<string>(preserveContent: true)',
  'context.Request.Body?.As<string>(preserveContent: true) ?? ""',
  'context.Request.Body.As<byte[]>(preserveContent: true).Length',
  `context.Request.Body.As<JObject>(preserveContent: true).ToString(${NONE})`,
  'context.Response.Body?.As<string>(preserveContent: true) ?? "no body"',
  'context.Response.Body.As<string>(preserveContent: true)',
  'context.Response.StatusCode >= 400 ? "bad" : "good"',
  'context.Response.StatusCode + context.Response.StatusReason',
  'context.Api.Name + context.Api.Id + context.Api.Path + context.Api.Version + context.Deployment.ServiceName',
  'context.Operation.Id + context.Operation.Name + context.Operation.Method + context.Operation.UrlTemplate',
  'context.Subscription?.Id.ToUpperInvariant() ?? "none"',
  'context.Subscription.Id',
  'context.Product?.Name',
  'context.Subscription == null && !(context.LastError != null)',
  '(string)context.Variables["n"] == "v"',
  '(int)context.Variables["n"]',
  'context.Variables["none"]',
  'context.Variables.GetValueOrDefault<string>("absent") ?? "x"',
  'context.Variables.GetValueOrDefault<string>("n", "x")',
  'context.Variables.ContainsKey("n")',
  '((IResponse)context.Variables["answer"]).StatusCode',
  '((IResponse)context.Variables["answer"]).Body.As<string>(preserveContent: true)',
  '((IResponse)context.Variables["answer"]).Headers.GetValueOrDefault("x-id", "")',
  '(IResponse)context.Variables["n"] == null',
  '((Jwt)context.Variables["jwt"]).Claims["scope"].Any(s => s.Contains("write"))',
  '((Jwt)context.Variables["jwt"]).Claims.GetValueOrDefault("aud", "")',
  '((Jwt)context.Variables["jwt"]).Claims.GetValueOrDefault("AUD", "none")',
  '((Jwt)context.Variables["jwt"]).Audiences.Contains("two")',
  '((Jwt)context.Variables["jwt"]).Subject ?? "nobody"',
  `${token('{"iss":"https://é.example/","aud":["a","b"],"at":"2024-01-01T00:00:00.000Z"}')}.AsJwt()?.Issuer`,
  `${token('{"at":"2024-01-01T00:00:00.000Z"}')}.AsJwt()?.Claims["at"].First()`,
  `${token('[1]')}.AsJwt()?.Issuer`,
  '"nothing of the kind".AsJwt()?.Issuer',
  '"".AsJwt() == null',
  // text
  '"iI\\u00e9".ToUpperInvariant() + "iI\\u00c9".ToLowerInvariant()',
  '"  a\\t\\n".Trim() + "|" + "Ab".Equals("aB", StringComparison.OrdinalIgnoreCase)',
  '"\\u2063x".StartsWith("x", StringComparison.Ordinal)',
  '"a\\u0000b".IndexOf("b", StringComparison.Ordinal)',
  '"file.TXT".EndsWith(".txt", StringComparison.OrdinalIgnoreCase)',
  '"a,b,,".Split(new[] { "," }, StringSplitOptions.None).Length',
  '"abc".Substring(1) + "abc".Substring(1, 1)',
  '"a".Substring(2)',
  '"a.b.c".Replace(".", "").Contains("b")',
  '"i\\u0307x".Replace("i", "j")',
  'string.Join("&", new[] { "b", "B", "a", "-", "\\u00e4" }.OrderBy(s => s, StringComparer.Ordinal))',
  'string.IsNullOrEmpty(context.Product?.Name) || string.IsNullOrWhiteSpace("x")',
  'Uri.EscapeDataString("a b\'(!*)~-._/\\u00e9\\ud83d\\ude00")',
  'Uri.UnescapeDataString("a%20b%C3%A9+")',
  'Regex.IsMatch("a/b", "\\\\A[a-z]+/[a-z]\\\\z")',
  'Regex.Replace("ab", "(a)(b)", "$2$1")',
  'Regex.Replace("Istanbul", "[a-z]+", "")',
  // numbers
  '2 + 3 * 4 - 10 / 3 % 2',
  '1 / (context.Response.StatusCode - 404)',
  'Math.Min(1, 2) + Math.Max(1, 2)',
  'Convert.ToInt32("ff", 16) + Convert.ToInt32("10")',
  'Convert.ToInt32("x")',
  '1234567.ToString() + true.ToString()',
  // bytes
  'Convert.ToBase64String(Encoding.UTF8.GetBytes("\\u00e9"))',
  'Encoding.UTF8.GetString(Convert.FromBase64String("w6k="))',
  'Convert.FromBase64String("a")',
  'BitConverter.ToString(SHA256.Create().ComputeHash(Encoding.UTF8.GetBytes("\\u00e9")))',
  'BitConverter.ToString(new HMACSHA256(Encoding.UTF8.GetBytes("k")).ComputeHash(Encoding.UTF8.GetBytes("v"))).Replace("-", "").ToLowerInvariant()',
  // sequences
  'new[] { "a", "b" }.Concat(new[] { "b" }).Distinct().Count()',
  'new[] { "a", "b", "c" }.Skip(1).Take(1).First(s => s != "c")',
  'new[] { "a" }.First(s => s == "b")',
  'new[] { "a" }.FirstOrDefault(s => s == "x") ?? "none"',
  'new[] { "a", "b" }.All(s => s != "c") && new[] { "a", "b" }.Contains("b")',
  'new[] { "a" }[1]',
  'new[] { "a" }.Single() + new[] { "b" }.Skip(1).Take(1).FirstOrDefault()',
  'new[] { "a", "b" }.Single()',
  'new[] { "a" }.Skip(1).Single()',
  // JSON
  `(string)JToken.Parse(${quoted({ 'a-b': [1, 2] })}).SelectToken("['a-b'][1]")`,
  `(string)JToken.Parse(${quoted({ a: 1 })}).SelectToken("a.b.c") ?? "absent"`,
  `(int)JObject.Parse(${quoted({ a: '200' })})["a"]`,
  `(string)JObject.Parse(${quoted({ a: true })})["a"]`,
  `(string)JObject.Parse(${quoted({ a: null })})["a"] ?? "null"`,
  `JObject.Parse(${quoted({ a: null })})["a"].Type == JTokenType.Null`,
  `JObject.Parse(${quoted({ a: 'x' })}).Value<string>("a")`,
  `JToken.Parse("1")["a"]`,
  `(string)JToken.Parse("{}")`,
  `((JArray)JToken.Parse("[1,2,3]")).Count`,
  `JToken.Parse("")`,
  `JObject.Parse("[]")`,
  `string.Join(",", JObject.Parse(${quoted({ b: 1, a: 2 })}).Properties().Select(p => p.Name))`,
  `new JObject(new JProperty("a", 1), new JProperty("b", new JArray("x", "y"))).ToString(${NONE})`,
  `new JObject(new JProperty("a", 1), new JProperty("a", 2)).ToString(${NONE})`,
  `new JObject(context.Request.Headers.Select(h => new JProperty(h.Key.ToLowerInvariant(), h.Value))).ToString(${NONE})`,
  `JsonConvert.SerializeObject("a\\"b\\u2028\\u0085\\u007f\\u001f\\u00e9/")`,
  `JToken.Parse(${quoted({ a: '2024-01-01T00:00:00.120Z', b: 1.5, c: 12345678901, d: [] })}).ToString(${NONE})`,
];

/** Commas in numbers, an I without its dot: what most often tells that code depends on the culture of its machine. */
const CULTURES = ['', 'de-DE', 'tr-TR'];

const base = policyContext();
const context: PolicyContext = {
  ...base,
  response: { statusCode: 404, statusReason: 'Not Found', headers: [], body: null },
  operation: { id: 'get-order', name: 'Get', method: 'GET', urlTemplate: '/{id}' },
  variables: new Map<string, CsValue>([
    ...base.variables,
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
};

let compiled: PolicyPrograms | undefined;
beforeAll(async () => {
  compiled = await compilePolicies(EXPRESSIONS.map((source) => `@(${source})`));
});
afterAll(() => compiled?.remove());

const runs = EXPRESSIONS.map((_, expression) => ({ expression, context }));
const expected = EXPRESSIONS.map((source): PolicyResult =>
  interpreted(() => evaluate(parseExpression(source), context)),
);
const named = (results: readonly PolicyResult[]) =>
  EXPRESSIONS.map((source, at) => {
    const result = results[at];
    return [source, result !== undefined && 'error' in result ? result.error : result?.output];
  });

describe.each(['Mono', '.NET'])('%s', (runtime) => {
  test.each(CULTURES)('answers as the interpreter where the culture is "%s"', async (culture) => {
    const program = compiled?.programs.find((one) => one.runtime === runtime);
    expect(named((await program?.run(runs, culture)) ?? [])).toEqual(named(expected));
  });
});

test('a mistake is said with the expression it is in', async () => {
  await expect(compilePolicies(['@("fine")', '@("a".Foo())'])).rejects.toThrow(/expression 1.*Foo/s);
});
