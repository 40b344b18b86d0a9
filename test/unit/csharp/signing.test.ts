import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { typeOf } from '../../../src/csharp/check.ts';
import type { CsValue } from '../../../src/csharp/context.ts';
import * as cs from '../../../src/csharp/build.ts';
import { evaluate } from '../../../src/csharp/evaluate.ts';
import { parseExpression } from '../../../src/csharp/parse.ts';
import { policyContext } from './fixture.ts';

const run = (source: string): CsValue => evaluate(parseExpression(source), policyContext());

describe('bytes, hashes, text and time', () => {
  test.each<[string, CsValue]>([
    ['Convert.ToBase64String(Encoding.UTF8.GetBytes("é"))', 'w6k='],
    ['Encoding.UTF8.GetString(Convert.FromBase64String("w6k="))', 'é'],
    ['BitConverter.ToString(Encoding.UTF8.GetBytes("é"))', 'C3-A9'],
    [
      'BitConverter.ToString(new HMACSHA256(Encoding.UTF8.GetBytes("k")).ComputeHash(Encoding.UTF8.GetBytes("v"))).Length',
      95,
    ],
    ['context.Request.Body.As<byte[]>(preserveContent: true).Length', 7],
    ['Regex.IsMatch("a/b", "\\\\A[a-z]+/[a-z]\\\\z")', true],
    ['Regex.IsMatch("a/b\\n", "\\\\Aa/b\\\\z")', false],
    ['Regex.Replace("a  b   c", " +", " ")', 'a b c'],
    ['Regex.Replace("ab", "(a)(b)", "$2$1")', 'ba'],
    ['string.Join("&", new[] { "b", "B", "a" }.OrderBy(s => s, StringComparer.Ordinal))', 'B&a&b'],
    ['string.Join("", context.Request.OriginalUrl.Query.SelectMany(q => q.Value.Select(v => q.Key + v)))', 'a1a2'],
    ['new[] { "a", "b" }.Concat(new[] { "b" }).Distinct().Count()', 2],
    ['new[] { "a", "b", "c" }.Skip(1).First(s => s != "b")', 'c'],
    ['new[] { "a" }.FirstOrDefault(s => s == "x") ?? "none"', 'none'],
    ['new[] { "Jan", "Feb" }[DateTime.UtcNow.Month - 10]', 'Feb'],
    ['"Ab".Equals("aB", StringComparison.OrdinalIgnoreCase)', true],
    ['"\\u2063".StartsWith("x", StringComparison.Ordinal)', false],
    ["DateTime.UtcNow.ToString(\"yyyyMMdd'T'HHmmss'Z'\")", '20261123T040506Z'],
    [
      'Convert.ToInt64(Math.Floor(DateTime.UtcNow.Subtract(new DateTime(1970, 1, 1)).TotalMilliseconds)).ToString()',
      '1795406706000',
    ],
    ['Guid.NewGuid().ToString("N")', '5e1f7a3c000040008000000000000002'],
    ['((IResponse)context.Variables["answer"]).StatusCode', 201],
    ['((IResponse)context.Variables["answer"]).Body.As<string>(preserveContent: true)', 'made'],
    ['((IResponse)context.Variables["answer"]).Headers.GetValueOrDefault("x-id", "")', '9'],
  ])('%s', (source, expected) => {
    expect(run(source)).toEqual(expected);
  });

  test('hashes are those of node:crypto', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (content, key) => {
        const bytes = cs.utf8(cs.literal(content.toWellFormed()));
        const hash = evaluate(cs.hexadecimal(cs.sha256(bytes)), policyContext());
        expect(hash).toBe(createHash('sha256').update(content.toWellFormed()).digest('hex'));
        const mac = evaluate(cs.hexadecimal(cs.hmacSha256(cs.utf8(cs.literal(key)), bytes)), policyContext());
        expect(mac).toBe(createHmac('sha256', key).update(content.toWellFormed()).digest('hex'));
      }),
      { numRuns: 25 },
    );
  });

  test.each([
    ['Regex.IsMatch("a", context.Request.Method)', 'written out'],
    ['Regex.IsMatch("a", "\\\\d")', 'uses \\d'],
    ['Regex.IsMatch("a", "a$")', 'uses $'],
    ['Regex.IsMatch("a", "(")', 'malformed'],
    ['Regex.Replace("a", "a", "$&")', 'not of the subset'],
    ['Regex.Escape("a")', 'no method Escape'],
    ['Convert.ToHexString(Encoding.UTF8.GetBytes("a"))', 'no method ToHexString'],
    ['DateTime.UtcNow + ""', 'no text that is the same everywhere'],
    ['new HMACSHA256("key")', 'byte[] expected'],
    ['(IResponse)context.Request', 'no conversion'],
  ])('%s is not allowed', (source, reason) => {
    expect(() => typeOf(parseExpression(source))).toThrow(reason);
  });

  test.each([
    ['Convert.FromBase64String("a")', 'FormatException'],
    ['(IResponse)context.Variables["n"]', 'InvalidCastException'],
    ['new[] { "a" }.First(s => s == "b")', 'InvalidOperationException'],
  ])('%s fails as it runs', (source, reason) => {
    expect(() => run(source)).toThrow(reason);
  });
});
