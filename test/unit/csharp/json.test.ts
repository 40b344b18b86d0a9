import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { typeOf } from '../../../src/csharp/check.ts';
import type { CsValue } from '../../../src/csharp/context.ts';
import { evaluate } from '../../../src/csharp/evaluate.ts';
import { parseJson, printJson } from '../../../src/csharp/json.ts';
import { parseExpression } from '../../../src/csharp/parse.ts';
import { policyContext } from './fixture.ts';

const run = (source: string): CsValue => evaluate(parseExpression(source), policyContext());
const NONE = 'Newtonsoft.Json.Formatting.None';
const text = (json: unknown) => JSON.stringify(JSON.stringify(json));

describe('tokens of JSON', () => {
  test.each<[string, CsValue]>([
    [`(string)JToken.Parse(${text({ a: { b: 'x' } })}).SelectToken("a.b")`, 'x'],
    [`(string)JToken.Parse(${text({ 'a-b': [1, 2] })}).SelectToken("['a-b'][1]")`, '2'],
    [`JToken.Parse(${text({ a: 1 })}).SelectToken("a.b.c") == null`, true],
    [`(string)JToken.Parse(${text({ a: 1 })}).SelectToken("none") ?? "absent"`, 'absent'],
    [`(int)JObject.Parse(${text({ a: '200' })})["a"]`, 200],
    [`(bool)JObject.Parse(${text({ a: true })})["a"]`, true],
    [`(string)JObject.Parse(${text({ a: true })})["a"]`, 'True'],
    [`JObject.Parse(${text({ a: null })})["a"].Type == JTokenType.Null`, true],
    [`JObject.Parse(${text({ a: 'x' })}).Value<string>("a")`, 'x'],
    [`((JArray)JToken.Parse("[1,2,3]")).Count`, 3],
    [`string.Join(",", JArray.Parse(${text(['b', 'a'])}).Select(item => (string)item))`, 'b,a'],
    [`string.Join(",", JObject.Parse(${text({ b: 1, a: 2 })}).Properties().Select(p => p.Name))`, 'b,a'],
    [
      `new JObject(new JProperty("a", 1), new JProperty("b", new JArray("x", "y"))).ToString(${NONE})`,
      '{"a":1,"b":["x","y"]}',
    ],
    [`new JArray(context.Request.Headers.Select(h => h.Key)).ToString(${NONE})`, '["X-One","Accept"]'],
    [
      `new JObject(context.Request.Headers.Select(h => new JProperty(h.Key.ToLowerInvariant(), h.Value))).ToString(${NONE})`,
      '{"x-one":["a","b"],"accept":["*/*"]}',
    ],
    [
      `new JObject(context.Request.OriginalUrl.Query.Select(q => new JProperty(q.Key, q.Value.Last()))).ToString(${NONE})`,
      '{"a":"2"}',
    ],
    [
      `new JObject(context.Request.MatchedParameters.Select(p => new JProperty(p.Key, p.Value))).ToString(${NONE})`,
      '{"id":"7"}',
    ],
    [
      `new JObject(new[] { new JProperty("a", "x"), new JProperty("b", (string)null) }.Where(p => p.Value.Type != JTokenType.Null)).ToString(${NONE})`,
      '{"a":"x"}',
    ],
    [`new JObject(new JProperty("a", JValue.CreateNull())).ToString(${NONE})`, '{"a":null}'],
    [`(1 > 2 ? new JValue("x") : JToken.Parse("{}")).ToString(${NONE})`, '{}'],
    [`context.Request.Body.As<JObject>(preserveContent: true).ToString(${NONE})`, '{"a":1}'],
    [`JsonConvert.SerializeObject("a\\"b\\u2028é/")`, String.raw`"a\"b\u2028é/"`],
    // Newtonsoft.Json makes dates of text that looks like one; what is to stay text is kept from it.
    [`JToken.Parse(${text({ a: '2024-01-01T00:00:00.120Z' })}).ToString(${NONE})`, '{"a":"2024-01-01T00:00:00.12Z"}'],
    [`(string)JToken.Parse(${text({ a: '2024-01-01T00:00:00+02:00' })})["a"]`, '12/31/2023 22:00:00'],
    [
      `((string)JToken.Parse(Regex.Replace(${text({ a: '2024-01-01T00:00:00+02:00' })}, "\\"(?=[0-9]{4}-)", "\\"\\u2063"))["a"]).Replace("\\u2063", "")`,
      '2024-01-01T00:00:00+02:00',
    ],
  ])('%s', (source, expected) => {
    expect(run(source)).toEqual(expected);
  });

  test.each([
    ['JToken.Parse("{a:1}")', 'JsonReaderException'],
    ['JToken.Parse("")', 'JsonReaderException'],
    ['JObject.Parse("[]")', 'no JObject'],
    ['JToken.Parse("1")["a"]', 'InvalidOperationException'],
    ['(string)JToken.Parse("{}")', 'ArgumentException'],
    ['(int)JToken.Parse("{}")', 'InvalidCastException'],
    ['(int)JToken.Parse("{}").SelectToken("a")', 'InvalidCastException'],
    ['(JObject)JToken.Parse("[]")', 'InvalidCastException'],
    ['JToken.Parse("[]")[0]', 'ArgumentOutOfRangeException'],
    ['new JObject(new JProperty("a", 1), new JProperty("a", 2))', 'already'],
  ])('%s fails as it runs', (source, reason) => {
    expect(() => run(source)).toThrow(reason);
  });

  test.each([
    ['JToken.Parse("{}").ToString()', 'does not take 0 arguments'],
    ['JToken.Parse("{}") + "x"', 'no text that is the same everywhere'],
    ['JToken.Parse("1") == JToken.Parse("1")', 'compared with null only'],
    ['JToken.Parse("{}").SelectToken("a[?(@.b)]")', 'not of the subset'],
    ['JToken.Parse("{}").SelectToken(context.Request.Method)', 'written out'],
    ['new JProperty("a", null)', 'content expected'],
    ['new JProperty("a", context.Variables["n"])', 'content expected'],
    ['new JObject("a")', 'properties expected'],
    ['JObject.Parse("{}").Add("a", 1)', 'no method Add'],
    ['JToken.FromObject(1)', 'no method FromObject'],
    ['context.Request.Headers.OrderBy(h => h.Key)', 'does not take 1 arguments'],
    ['context.Request.Headers.Select(h => context.Request.Headers.Select(h => h.Key))', 'the name h is taken'],
    ['context.Request.Headers.Where(h => h.Key)', 'a lambda of string'],
    ['new[] { "a", 1 }', 'string expected'],
  ])('%s is not allowed', (source, reason) => {
    expect(() => typeOf(parseExpression(source))).toThrow(reason);
  });

  test('what has no dates, floats or doubled names comes back as it was, compact', () => {
    const value = fc.letrec((tie) => ({
      json: fc.oneof(
        { maxDepth: 3 },
        fc.string({ unit: 'binary' }).filter((item) => !item.includes('\u0085')),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('json'), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie('json'), { maxKeys: 4 }),
      ),
    })).json;
    fc.assert(
      fc.property(value, (json) => {
        expect(JSON.parse(printJson(parseJson(JSON.stringify(json, null, 2))))).toEqual(json);
      }),
      { numRuns: 40 },
    );
  });

  test.each([
    ['1.50', '1.5'],
    ['1e3', '1000.0'],
    ['1E15', '1E+15'],
    ['0.00001', '1E-05'],
    ['12345678901234567890123', '12345678901234567890123'],
    ['{"2":1,"1":2,"2":3}', '{"2":3,"1":2}'],
    ['"\\u0041\\u001f"', String.raw`"A\u001f"`],
  ])('%s is printed %s', (source, expected) => {
    expect(printJson(parseJson(source))).toBe(expected);
  });
});
