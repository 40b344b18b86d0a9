import { describe, expect, test } from 'vitest';
import { typeOf } from '../../../src/csharp/check.ts';
import { evaluate } from '../../../src/csharp/evaluate.ts';
import { parsePolicyExpression } from '../../../src/csharp/parse.ts';
import { toText } from '../../../src/csharp/text.ts';
import { policyContext } from './fixture.ts';

const text = (source: string): string => {
  const value = evaluate(parsePolicyExpression(source), policyContext());
  return value === null ? 'null' : toText(value);
};
const NONE = 'Newtonsoft.Json.Formatting.None';

/** What is expected was answered by .NET 10 with Newtonsoft.Json 13.0.4 on 2026-11-29; what is refused either does not compile there or is left out. */
describe('tokens as they are read and changed', () => {
  test.each([
    [
      String.raw`@{ var o = JObject.Parse("{\"a\":null}"); return (o["a"]?.Type == JTokenType.Null) + "," + (o["x"]?.HasValues == null) + "," + (o["x"]?["y"]?.Type == JTokenType.Null); }`,
      'True,True,False',
    ],
    ['@((JToken.Parse("[]") as JObject)?["a"]?["b"] == null)', 'True'],
    [String.raw`@((JToken.Parse("{\"a\":[1]}") as JObject)?["a"][0].Type == JTokenType.Integer)`, 'True'],
    ['@{ var x = "a".Length > 0 ? (JToken)"s" : JToken.Parse("1"); return (string)x; }', 's'],
    ['@((JToken)5L != null)', 'True'],
    [`@(((JToken)true).ToString(${NONE}))`, 'true'],
    [
      '@{ var l = JArray.Parse("[3,1]").ToList(); l.Add(5); l.Reverse(); return string.Join(",", l.Select(x => (string)x)); }',
      '5,1,3',
    ],
    ['@{ var l = JArray.Parse("[{}]").OfType<JObject>().ToList(); l[0]["a"] = 1; return l[0].Count; }', '1'],
    ['@{ var l = JArray.Parse("[{}]").OfType<JObject>().ToList(); IEnumerable<JToken> m = l; return m.Count(); }', '1'],
    [`@{ var a = JArray.Parse("[1]"); a[0] = a; return a.ToString(${NONE}); }`, '[[1]]'],
    [
      `@{ var a = JArray.Parse("[[1]]"); var b = (JArray)a[0]; a[0] = b; b.Add(2); return a.ToString(${NONE}) + b.ToString(${NONE}); }`,
      '[[1]][1,2]',
    ],
    [
      `@{ var a = JArray.Parse("[[1]]"); var b = (JArray)a[0]; a[0] = 5; var c = new JArray(); c.Add(b); b.Add(2); return a.ToString(${NONE}) + c.ToString(${NONE}); }`,
      '[5][[1,2]]',
    ],
    [
      String.raw`@{ var o = JObject.Parse("{\"a\":{}}"); var k = o["a"]; o.Remove("a"); var c = new JArray(); c.Add(k); k["x"] = 1; return c.ToString(${NONE}); }`,
      '[{}]',
    ],
    [
      `@{ var o = JArray.Parse("[{}]"); var k = o[0]; o.RemoveAll(); var c = new JArray(); c.Add(k); k["x"] = 1; return c.ToString(${NONE}); }`,
      '[{"x":1}]',
    ],
    [
      String.raw`@{ var o = JObject.Parse("{\"a\":{}}"); var k = o["a"]; o.RemoveAll(); var c = new JArray(); c.Add(k); k["x"] = 1; return c.ToString(${NONE}); }`,
      '[{}]',
    ],
    [
      String.raw`@{ var o = JObject.Parse("{\"a\":{}}"); var p = o.Property("a"); o.Remove("a"); var n = new JObject(p); p.Value["x"] = 1; return n.ToString(${NONE}); }`,
      '{"a":{"x":1}}',
    ],
    [
      `@{ var x = new JArray(new JArray(1, 2).Select(t => t)); var y = new JArray(Enumerable.Empty<JToken>()); return x.ToString(${NONE}) + y.ToString(${NONE}); }`,
      '[1,2][]',
    ],
    [
      `@{ var k = new JObject(); var l = new List<JToken>(); l.Add(k); var a = new JArray(l); k["x"] = 1; return a.ToString(${NONE}); }`,
      '[{"x":1}]',
    ],
    [
      `@{ var k = new JObject(); var p = new JProperty("p", new[] { k, k }); k["x"] = 1; return new JObject(p).ToString(${NONE}); }`,
      '{"p":[{"x":1},{}]}',
    ],
    [`@(new JArray("abc").ToString(${NONE}))`, '["abc"]'],
    ['@(new JArray("abc".Select(c => c.ToString())).Count)', '3'],
    [`@(new JProperty("a", new List<string>()).Value.ToString(${NONE}))`, '[]'],
    [
      `@(new JObject(new JProperty("a", 5L), new JProperty("b", new[] { 1, 2 })).ToString(${NONE}))`,
      '{"a":5,"b":[1,2]}',
    ],
    ['@(new JArray(1, "a").Concat(new JArray(2)).Count())', '3'],
    ['@{ var d = (double)JToken.Parse("1e3"); return d > 999L; }', 'True'],
    ['@{ var t = JToken.Parse("1"); t = null; return t == null; }', 'True'],
    ['@(JToken.Parse("[1,2]").SelectToken("[5]") == null)', 'True'],
    ['@(JToken.Parse("1") as JObject == null)', 'True'],
    ['@(1 < 2L && 2L >= 2 && (double)JToken.Parse("1.5") > 1 && (double)JToken.Parse("2") == 2L)', 'True'],
    ['@((long)JToken.Parse("5000000000"))', '5000000000'],
    ['@((int)JToken.Parse("2.5") * 10 + (int)JToken.Parse("3.5"))', '24'],
    [String.raw`@((int)JToken.Parse("\"12\""))`, '12'],
    ['@((int)JToken.Parse("true"))', '1'],
    ['@((bool)JToken.Parse("1"))', 'True'],
    [String.raw`@((bool)JToken.Parse("\"True\""))`, 'True'],
    ['@((bool)JToken.Parse("0.0"))', 'False'],
    ['@((string)JToken.Parse("null") == null)', 'True'],
    [`@(new JArray(new JRaw("1.50"), "a").ToString(${NONE}))`, '[1.50,"a"]'],
    ['@(new JRaw("2.5").Type == JTokenType.Raw && (double)new JRaw("2.5") > 2)', 'True'],
    [String.raw`@(Regex.Unescape("a\\\\\\u0041\\\"\\n") == "a\\A\"\n")`, 'True'],
    [
      String.raw`@{ var r = JArray.Parse("[\"x\",{\"a\":\"y\",\"b\":[\"z\",1]}]"); foreach (var t in r.Descendants().Where(d => d.Type == JTokenType.String).ToList()) { t.Replace(new JValue((string)t + "!")); } return r.ToString(${NONE}); }`,
      '["x!",{"a":"y!","b":["z!",1]}]',
    ],
    [
      String.raw`@(string.Join(",", JArray.Parse("[{\"a\":[1]}]").Descendants().Select(d => d.Type == JTokenType.Property ? "P" : "V")))`,
      'V,P,V,V',
    ],
    [String.raw`@(JToken.Parse("{\"a\":1,\"b\":2}").Children().Count() + JToken.Parse("1").Children().Count())`, '2'],
    ['@((long)JToken.Parse("1e18"))', '1000000000000000000'],
    [String.raw`@((double)JToken.Parse("\"1.5\"") > 1)`, 'True'],
    ['@((JToken.Parse("[]") as JObject) == null)', 'True'],
    ['@((JToken.Parse("[1]") as JArray).Count)', '1'],
    ['@((JToken.Parse("[1]") as JValue) == null)', 'True'],
    [
      String.raw`@{ var o = JObject.Parse("{\"a\":{\"x\":1}}"); o["b"] = o["a"]; o["a"]["x"] = 2; return o.ToString(${NONE}); }`,
      '{"a":{"x":2},"b":{"x":1}}',
    ],
    [
      String.raw`@{ var o = JObject.Parse("{\"a\":{\"x\":1}}"); var k = o["a"]; o["a"] = k; k["x"] = 2; return o.ToString(${NONE}); }`,
      '{"a":{"x":1}}',
    ],
    [`@{ var o = new JObject(); o["self"] = o; return o.ToString(${NONE}); }`, '{"self":{}}'],
    [
      String.raw`@{ var o = JObject.Parse("{\"a\":1}"); o["self"] = o; o["a"] = 2; return o.ToString(${NONE}); }`,
      '{"a":2,"self":{"a":1}}',
    ],
    [
      String.raw`@{ var o = JObject.Parse("{\"a\":1}"); o["self"] = o; var p = new JArray(); p.Add(o); o["a"] = 3; return p.ToString(${NONE}) + o.ToString(${NONE}); }`,
      '[{"a":1,"self":{"a":1}}]{"a":3,"self":{"a":1}}',
    ],
    [
      String.raw`@{ var o = JObject.Parse("{\"a\":1}"); var p = new JArray(); p.Add(o); p.Add(o); o["a"] = 3; return p.ToString(${NONE}); }`,
      '[{"a":3},{"a":1}]',
    ],
    [
      String.raw`@{ var o = JObject.Parse("{\"a\":{\"b\":{}}}"); var b = (JObject)o["a"]["b"]; b["up"] = o; return o.ToString(${NONE}); }`,
      '{"a":{"b":{"up":{"a":{"b":{}}}}}}',
    ],
    [
      `@{ var a = new JArray(); a.Add(1); a.Add("x"); a.Add(true); a.Add(5L); a.Add((string)null); a.Add(JToken.Parse("null")); a[0] = "y"; a.Add(a); return a.ToString(${NONE}); }`,
      '["y","x",true,5,null,null,["y","x",true,5,null,null]]',
    ],
    [
      '@{ var a = new JArray(); a.Add((string)null); return a[0].Type == JTokenType.String && (string)a[0] == null; }',
      'True',
    ],
    ['@{ var a = new JObject(); a["x"] = null; return a["x"].Type == JTokenType.Null; }', 'True'],
    ['@{ var a = new JObject(); a["x"] = (string)null; return a["x"].Type == JTokenType.Null; }', 'False'],
    ['@(new JValue((string)null).Type == JTokenType.String)', 'True'],
    ['@(new JProperty("a", (string)null).Value.Type == JTokenType.Null)', 'True'],
    [
      String.raw`@{ var o = JObject.Parse("{\"b\":1,\"a\":2,\"c\":3}"); o.Remove("a"); o["b"] = 9; o["a"] = 8; return o.ToString(${NONE}) + o.Count; }`,
      '{"b":9,"c":3,"a":8}3',
    ],
    [
      String.raw`@{ var o = JObject.Parse("{\"b\":1}"); return (o.Property("x") == null) + "," + o.Property("b").Value.ToString(${NONE}) + o.Remove("q"); }`,
      'True,1False',
    ],
    [
      String.raw`@{ var o = JObject.Parse("{\"b\":[1],\"a\":2}"); var c = (JObject)o.DeepClone(); c["b"][0] = 5; return o.ToString(${NONE}) + c.ToString(${NONE}); }`,
      '{"b":[1],"a":2}{"b":[5],"a":2}',
    ],
    [
      String.raw`@(JToken.DeepEquals(JToken.Parse("{\"a\":1,\"b\":[1,\"x\"]}"), JToken.Parse("{\"b\":[1,\"x\"],\"a\":1}")))`,
      'True',
    ],
    ['@(JToken.DeepEquals(JToken.Parse("1"), JToken.Parse("1.0")))', 'False'],
    ['@(JToken.DeepEquals(JToken.Parse("null"), (JToken)null))', 'False'],
    ['@(JToken.DeepEquals(JToken.Parse("0.1"), JToken.Parse("0.10000000000000002")))', 'True'],
    [
      String.raw`@{ var o = JObject.Parse("{\"a\":1,\"b\":2}"); foreach (var p in o.Properties()) { o[p.Name] = p.Name + p.Value.ToString(${NONE}); } return o.ToString(${NONE}); }`,
      '{"a":"a1","b":"b2"}',
    ],
    [`@{ var a = JArray.Parse("[1,2]"); foreach (var x in a) { a[0] = 1; } return a.ToString(${NONE}); }`, '[1,2]'],
    [
      `@{ var a = JArray.Parse("[1,2]"); var b = new JArray(a.Where(x => (int)x > 1)); a.RemoveAll(); return a.Count + b.ToString(${NONE}) + new JArray(b.Children()).ToString(${NONE}); }`,
      '0[2][2]',
    ],
    [
      `@{ var l = new List<JToken>(); l.Add("x"); l.Add(1); l.Add(null); return new JArray(l).ToString(${NONE}); }`,
      '["x",1,null]',
    ],
    [
      String.raw`@{ var o = JObject.Parse("{\"a\":{\"z\":1}}"); var l = new List<JToken>(); l.Add(o["a"]); l[0]["z"] = 2; return o.ToString(${NONE}) + new JArray(l).ToString(${NONE}); }`,
      '{"a":{"z":2}}[{"z":2}]',
    ],
    [
      String.raw`@{ var o = JObject.Parse("{\"a\":{\"z\":1}}"); var n = new JObject(new JProperty("q", o["a"])); o["a"]["z"] = 2; return o.ToString(${NONE}) + n.ToString(${NONE}); }`,
      '{"a":{"z":2}}{"q":{"z":1}}',
    ],
    [
      `@{ var o = new JObject(); var n = new JObject(new JProperty("q", o)); o["z"] = 2; return n.ToString(${NONE}); }`,
      '{"q":{"z":2}}',
    ],
    [
      String.raw`@{ var o = JObject.Parse("{\"a\":{\"z\":1}}"); var n = new JObject(o.Properties()); n["a"]["z"] = 5; return o.ToString(${NONE}) + n.ToString(${NONE}); }`,
      '{"a":{"z":1}}{"a":{"z":5}}',
    ],
    [
      `@{ var a = new JArray(new[] { "a", "b" }); var b = new JArray(new JArray("x"), 2); return a.ToString(${NONE}) + b.ToString(${NONE}); }`,
      '["a","b"][["x"],2]',
    ],
    ['@{ JToken t = null; return t == null; }', 'True'],
    ['@{ var t = JToken.Parse("{}"); t = "s"; return t.Type == JTokenType.String; }', 'True'],
    [
      '@(JArray.Parse("[{},1,[]]").OfType<JObject>().Count() + JArray.Parse("[{}]").Cast<JObject>().First().Count)',
      '1',
    ],
    ['@(JArray.Parse("[{},1]").Cast<JObject>().First().Count)', '0'],
    ['@(string.Join(";", JArray.Parse("[[1,2],[3]]").SelectMany(x => (JArray)x).Select(x => (string)x)))', '1;2;3'],
    [
      '@{ IEnumerable<JToken> q = new JArray(1, 2); q = q.Reverse(); return string.Join(",", q.Select(x => (string)x)); }',
      '2,1',
    ],
    [
      String.raw`@{ var o = JObject.Parse("{\"a\":null}"); return (o["a"]?.Type == JTokenType.Null) + "," + (o["x"]?.HasValues == null) + "," + (o["x"]?["y"]?.Type == JTokenType.Null); }`,
      'True,True,False',
    ],
    [
      String.raw`@{ var o = JObject.Parse("{\"a\":null}"); return o["x"]?.SelectToken("y").Type == JTokenType.Null; }`,
      'False',
    ],
    ['@{ var b = JToken.Parse("1") == null; return b; }', 'False'],
    ['@{ JObject o = (JObject)JToken.Parse("{}"); JToken t = o; return (t as JObject) != null; }', 'True'],
    ['@(new[] { JToken.Parse("1"), "x" }.Length)', '2'],
    ['@(new[] { JToken.Parse("1"), JObject.Parse("{}") }.Count())', '2'],
    ['@((bool)new JValue((string)null) + "," + (long)new JValue((string)null))', 'False,0'],
  ])('%s', (source, expected) => {
    expect(text(source)).toBe(expected);
  });

  test.each([
    ['@(JToken.Parse("[1,2]").SelectToken("[*]"))', 'JsonException'],
    ['@((int)JToken.Parse("5000000000"))', 'OverflowException'],
    [String.raw`@((bool)JToken.Parse("\"x\""))`, 'InvalidCastException'],
    ['@((int)JToken.Parse("null"))', 'InvalidCastException'],
    ['@((long)JToken.Parse("1e19"))', 'InvalidCastException'],
    ['@((string)JToken.Parse("[]"))', 'ArgumentException'],
    ['@((int)JToken.Parse("12345678901234567890"))', 'OverflowException'],
    ['@(((JObject)JToken.Parse("[]")).Count)', 'InvalidCastException'],
    ['@{ var a = new JArray(); a[0] = 1; return 1; }', 'ArgumentOutOfRangeException'],
    ['@{ var a = JToken.Parse("[1]"); a["x"] = 1; return 1; }', 'InvalidOperationException'],
    ['@{ var a = JToken.Parse("1"); a["x"] = 1; return 1; }', 'InvalidOperationException'],
    ['@{ var a = JToken.Parse("{}"); a[0] = 1; return 1; }', 'InvalidOperationException'],
    [
      String.raw`@{ var o = JObject.Parse("{\"a\":1,\"b\":2}"); foreach (var p in o.Properties()) { o["c"] = 1; } return 1; }`,
      'InvalidOperationException',
    ],
    [
      String.raw`@{ var o = JObject.Parse("{\"a\":1}"); foreach (var p in o.Properties()) { o.Remove(p.Name); } return o.ToString(${NONE}); }`,
      'InvalidOperationException',
    ],
    ['@{ var a = JArray.Parse("[1,2]"); foreach (var x in a) { a.Add(1); } return 1; }', 'InvalidOperationException'],
    ['@{ var a = JArray.Parse("[1,2]"); foreach (var x in a) { a[0] = 7; } return 1; }', 'InvalidOperationException'],
    [
      String.raw`@{ var o = JObject.Parse("{\"a\":{}}"); return o["a"]?.SelectToken("y").Type == JTokenType.Null; }`,
      'NullReferenceException',
    ],
  ])('%s fails as it runs', (source, reason) => {
    expect(() => text(source)).toThrow(reason);
  });

  test.each([
    [
      '@{ var l = JArray.Parse("[{}]").OfType<JObject>().ToList(); List<JToken> m = l; return m.Count; }',
      'List<JToken> expected, not List<JObject>',
    ],
    ["@(new JArray('a').Count)", 'content expected, not char'],
    [
      '@{ var q = JArray.Parse("[1]").Children(); q = q.Where(x => true); return 1; }',
      'JEnumerable<JToken> expected, not IEnumerable<JToken>',
    ],
    ['@{ var q = new JArray(); q.Add("a").Add("b"); return 1; }', 'void has no method Add that is allowed'],
    ['@((JObject)JArray.Parse("[]"))', 'no conversion from JArray to JObject'],
    [
      `@{ JToken t = "x"; t = 5L; t = t ?? "q"; return t.ToString(${NONE}); }`,
      'JToken and string have no common type; cast first',
    ],
    ['@{ JObject o = JToken.Parse("{}"); return o; }', 'JObject expected, not JToken'],
    ['@{ var x = "a" as JObject; return 1; }', 'no string as JObject'],
    ['@(JArray.Parse("[]").Cast<string>().Count())', 'no JToken as string'],
    ['@{ var t = JToken.Parse("[]"); return t.Count(); }', 'JToken has no method Count that is allowed'],
    ['@{ foreach (var p in JObject.Parse("{}")) { } return 1; }', 'JObject cannot be enumerated'],
    ['@(JObject.Parse("{}").Select(p => p))', 'JObject has no method Select that is allowed'],
    ['@(string.Join(",", JArray.Parse("[1]")))', 'IEnumerable<string> expected, not JArray'],
    // A sequence that is not the last: .NET answers [1,3,2], or fails when it is empty.
    ['@(new JArray(new[] { 1, 2 }, 3).Count)', 'the last of several'],
    ['@(new JObject(new JObject().Properties(), new JProperty("a", 1)).Count)', 'the last of several'],
    ['@(new JArray(new JArray()).Count)', 'copies the items'],
  ])('%s is not allowed', (source, reason) => {
    expect(() => typeOf(parsePolicyExpression(source))).toThrow(reason);
  });

  const document = JSON.stringify({ a: { b: [1, 2, { b: { b: 3 } }] }, c: { b: 5, z: [{ b: 6 }] }, n: null });

  test.each([
    ['..b', '[1,2,{"b":{"b":3}}];{"b":3};3;5;6'],
    ['$..b..b', '{"b":3};3;3'],
    ['..b[0]', '1'],
    ['a.b[0:2]', '1;2'],
    ['a.b[-1:]', '{"b":{"b":3}}'],
    ['a.b[2:1]', ''],
    ['a.b[*]', '1;2;{"b":{"b":3}}'],
    ['a.b.*', ''],
    ['a[*]', ''],
    ['c.*', '5;[{"b":6}]'],
    ["$['a']['b'][1]", '2'],
    ['a.b[5]', ''],
    ['n.x', ''],
  ])('SelectTokens of %s', (path, expected) => {
    const tokens = `JToken.Parse(${JSON.stringify(document)}).SelectTokens("${path}")`;
    expect(text(`@(string.Join(";", ${tokens}.Select(t => t.ToString(${NONE}))))`)).toBe(expected);
  });

  test.each(['a[0,1]', '$a', 'a..', "['it\\'s']", 'a b', 'a[?(@.b)]', 'a[::2]', 'a.'])(
    'the path %s is refused',
    (path) => {
      expect(() => typeOf(parsePolicyExpression(`@(JToken.Parse("{}").SelectToken(${JSON.stringify(path)}))`))).toThrow(
        'not of the subset',
      );
    },
  );
});
