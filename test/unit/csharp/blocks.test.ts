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

/** What is expected was answered by .NET 10 with Newtonsoft.Json 13.0.4 on 2026-11-29; what is refused either does not compile there or is left out. */
describe('statement blocks', () => {
  test.each([
    ['@{ var a = new[] { "a", (string)null }; return a.Where(x => x != null).Count() + a.Length; }', '3'],
    ['@{ var n = 0; foreach (var x in Enumerable.Range(0, 5)) { n = n + x; } return n; }', '10'],
    ['@{ if (false) { return 1; } else { return 2; } }', '2'],
    [`@{ var c = 'a'; c = 'b'; return c + "x"; }`, 'bx'],
    ['@{ double d = 5; long l = 5; return d == l && d >= 5; }', 'True'],
    ['@{ return (object)null; }', 'null'],
    ['@{ foreach (var h in new List<string>()) { } /* end */ return 1; }', '1'],
    ['@{ IEnumerable<string> q = new[] { "a" }; q = q.Select(x => x + x); return string.Concat(q); }', 'aa'],
    ['@{ var w = "x"; if (w == "x") { var y = 1; } else { var y = 2; } return w; }', 'x'],
    [
      `@{ var a = "a"; foreach (var c in a) { var q = a.Select(x => x == c); if (q.Any(x => x)) { return c; } } return 'z'; }`,
      'a',
    ],
    ['@{ var l = new List<string>(); l.Add("x"); l.Clear(); return l.Count; }', '0'],
    ['@{ var x = 2147483647; x = x + 1; return x; }', '-2147483648'],
    ['@{ long x = 2147483647; x = x + 1; return x; }', '2147483648'],
    ['@{ var x = 46341; return x * x; }', '-2147479015'],
    ['@{ var x = 123456789; return x * 987654321; }', '-67153019'],
    ['@{ var x = 0; return -4 % 2 + x; }', '0'],
    ['@{ var x = 5; return -x - -x; }', '0'],
    ['@{ var x = 5000000000L; return (int)x; }', '705032704'],
    ['@{ var x = true ? 1 : 2L; return x * 4000000000L; }', '4000000000'],
    [
      '@{ var l = new List<string>(); l.Add("a"); l.Add("b"); l.Reverse(); l[0] = "z"; l.RemoveAt(1); return string.Join(",", l) + l.Count + l.Count(); }',
      'z11',
    ],
    [
      '@{ var l = new List<string>(); var q = l.Where(x => x != "b"); l.Add("a"); l.Add("b"); return q.Count() + string.Join(",", q); }',
      '1a',
    ],
    [
      '@{ var n = 1; var q = Enumerable.Range(1, 3).Select(x => x * n); n = 10; return string.Join(",", q.Select(x => x.ToString())); }',
      '10,20,30',
    ],
    [
      '@{ var l = new List<string>(); foreach (var x in new[] { "a", "b" }) { var y = x + "!"; l.Add(y); } return string.Join(",", l.Concat(new[] { "c" }).Concat(l.Select(z => z + z))); }',
      'a!,b!,c,a!a!,b!b!',
    ],
    [
      `@{ var s = new StringBuilder(); s.Append("a").Append((string)null).Append('b').Append(1).Append(2L).Append(true); return s.ToString() + s.Length; }`,
      'ab12True8',
    ],
    [
      '@{ var s = new StringBuilder(); var q = new[] { "1", "2" }.Select(x => s.Append(x)); var r = q.Count(); return s.ToString(); }',
      '12',
    ],
    [
      '@{ foreach (var i in Enumerable.Range(0, 10)) { if (i == 3) { continue; } if (i == 5) { break; } if (i > 7) { return "no"; } } return "end"; }',
      'end',
    ],
    [
      '@{ var s = ""; foreach (var i in new[] { "a", "b" }) { foreach (var j in new[] { 1, 2 }) { if (j == 2) { break; } s = s + i + j; } } return s; }',
      'a1b1',
    ],
    ['@{ if (1 > 2) { return "a"; } else if (2 > 1) { return "b"; } else { return null; } }', 'b'],
    ['@{ string x = null; if (x == null) { x = "n"; } return x; }', 'n'],
    ['@{ object x = 5; return (int)x; }', '5'],
    ['@{ object x = "s"; return x as string; }', 's'],
    ['@{ object x = 5; return (x as string) == null; }', 'True'],
    ['@{ var s = ""; foreach (var c in "ab") { s = c + s; } return s; }', 'ba'],
    [`@{ var q = "ab".Select(c => c); foreach (var c in q) { if (c == 'b') { return c; } } return 'z'; }`, 'b'],
    ['@{ var x = 1; var q = new[] { 1 }.Select(y => x + y); return q.First(); }', '2'],
    ['@{ foreach (var i in "a") { } foreach (var i in "b") { } return 1; }', '1'],
    ['@{ long x = 5; return x; }', '5'],
    ['@{ "a".Trim(); return 1; }', '1'],
    ['@{ var s = new StringBuilder(); s = null; return s; }', 'null'],
    ['@{ int x = (int)5; double d = x; return d > 4; }', 'True'],
    ['@{ var x = 5 as object; return 1; }', '1'],
    ['@{ var var1 = 1; return var1; }', '1'],
    ['@{ var List = 1; return List; }', '1'],
    ['@{ var l = new List<string>(); IEnumerable<string> q = l as List<string>; return q.Count(); }', '0'],
  ])('%s', (source, expected) => {
    expect(text(source)).toBe(expected);
  });

  test.each([
    ['@{ var x = -2147483647 - 1; return x / -1; }', 'OverflowException'],
    ['@{ var l = new List<string>(); return l[0]; }', 'ArgumentOutOfRangeException'],
    [
      '@{ var l = new List<string>(); l.Add("a"); foreach (var x in l) { l.Add(x); } return 1; }',
      'InvalidOperationException',
    ],
    ['@{ object x = 5; return (long)x; }', 'InvalidCastException'],
    ['@{ var z = 0; return 5 % z; }', 'DivideByZeroException'],
  ])('%s fails as it runs', (source, reason) => {
    expect(() => text(source)).toThrow(reason);
  });

  test.each([
    ['@{ var x = 1; var x = 2; return x; }', 'the name x is taken'],
    ['@{ if (true) { var x = 1; } var x = 2; return x; }', 'the name x is taken'],
    ['@{ var x = 1; if (true) { var x = 2; } return x; }', 'the name x is taken'],
    ['@{ var q = "a".Any(c => true); var c = 1; return c; }', 'the name c is taken'],
    ['@{ var c = 1; return "a".Any(c => true); }', 'the name c is taken'],
    ['@{ foreach (var i in "a".Where(i => true)) { } return 1; }', 'the name i is taken'],
    [`@{ foreach (var i in "a") { i = 'b'; } return 1; }`, 'i cannot be assigned'],
    ['@{ var x = null; return x; }', 'object expected, not void'],
    ['@{ int x = "a"; return x; }', 'int expected, not string'],
    ['@{ int x = 5L; return x; }', 'int expected, not long'],
    ['@{ break; return 1; }', 'break stands only in a loop'],
    ['@{ return 1; return 2; }', 'the return is never reached'],
    ['@{ if (true) { return 1; } }', 'not every path of the block returns a value'],
    ['@{ var x = "a".Trim; return x; }', 'string has no property Trim that is allowed'],
    ['@{ x = 1; return 1; }', 'unknown name x'],
    ['@{ var x = 1; x = null; return x; }', 'int expected, not null'],
    [`@{ "a"[0] = 'b'; return 1; }`, 'string[] cannot be assigned'],
    ['@{ var l = new List<string>(); l.Add(1); return 1; }', 'string expected, not int'],
    ['@{ var l = new List<string>(); var x = l.Add("a"); return 1; }', 'object expected, not void'],
    ['@{ var l = new List<string>(); return l.Add("a"); }', 'object expected, not void'],
    ['@{ object o = "a"; return o == "a"; }', 'object and string have no common type; cast first'],
    ['@{ object l = new List<string>(); return l as List<string>; }', 'no object as List<string>'],
  ])('%s is not allowed', (source, reason) => {
    expect(() => typeOf(parsePolicyExpression(source))).toThrow(reason);
  });

  test.each([
    [
      '@{ var s = ""; foreach (var h in context.Request.Headers) { s = s + h.Key + "=" + string.Join(",", h.Value) + h.Value.Last() + ";"; } return s; }',
      'X-One=a,bb;Accept=*/**/*;',
    ],
    [
      '@{ var s = ""; foreach (var q in context.Request.OriginalUrl.Query) { s = s + q.Key + q.Value.Length; } return s; }',
      'a2',
    ],
    [
      '@{ var s = ""; foreach (var p in context.Request.MatchedParameters) { s = s + p.Key + p.Value; } return s; }',
      'id7',
    ],
    ['@{ return context.Request.Body?.As<string>(preserveContent: true) ?? ""; }', '{"a":1}'],
  ])('%s reads the request', (source, expected) => {
    expect(text(source)).toBe(expected);
  });

  test('a block that loops too long ends at the same round each time', () => {
    const loop = (count: number) =>
      `@{ var n = 0; foreach (var i in Enumerable.Range(0, ${count})) { n = i; } return n; }`;
    expect(text(loop(100_000))).toBe('99999');
    expect(() => text(loop(100_001))).toThrow('more than 100000 rounds');
    expect(text('@(Enumerable.Range(0, 200000).Count(i => i > 0))')).toBe('199999');
    expect(() => text('@(Enumerable.Range(0, 2000000000).Any(i => i < 0))')).toThrow('more than 100000 rounds');
  });

  test('each run has its own locals', () => {
    const source = parsePolicyExpression('@{ var l = new List<string>(); l.Add("a"); return l.Count; }');
    expect([1, 2].map(() => evaluate(source, policyContext()))).toEqual([1, 1]);
  });
});
