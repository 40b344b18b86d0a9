import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as cs from '../../../src/csharp/build.ts';
import type { BinaryOperator, Expression } from '../../../src/csharp/expression.ts';
import { parseExpression, parsePolicyExpression } from '../../../src/csharp/parse.ts';
import { printExpression, printPolicyExpression, printString } from '../../../src/csharp/print.ts';

const anyText = fc.string({ unit: 'binary' });
const identifier = fc.constantFrom('context', 'x', 'Request', 'GetValueOrDefault', 'Any');
const operator = fc.constantFrom<BinaryOperator>('==', '!=', '<', '>=', '&&', '||', '??', '+', '-', '*', '%');

const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc
      .oneof(anyText, fc.integer({ min: -(2 ** 31) + 1, max: 2 ** 31 - 1 }), fc.boolean(), fc.constant(null))
      .map(cs.literal),
    identifier.map(cs.named),
    fc.constantFrom('key', 'a.b-c').map(cs.namedValue),
    fc.tuple(tie('expression'), identifier).map(([target, name]) => cs.member(target, name)),
    fc.tuple(tie('expression'), identifier).map(([target, name]) => cs.memberOrNull(target, name)),
    fc.tuple(tie('expression'), identifier, tie('expression')).map(([t, name, v]) => cs.call(t, name, v)),
    fc.tuple(tie('expression'), tie('expression')).map(([target, key]) => cs.index(target, key)),
    tie('expression').map(cs.not),
    fc.tuple(operator, tie('expression'), tie('expression')).map(([sign, a, b]) => cs.binary(sign, a, b)),
    fc.tuple(tie('expression'), tie('expression'), tie('expression')).map(([a, b, c]) => cs.conditional(a, b, c)),
    tie('expression').map((operand) => cs.cast('string', operand)),
    fc.array(tie('expression'), { maxLength: 3 }).map((items) => cs.stringArray(...items)),
    fc.array(tie('expression'), { maxLength: 3 }).map((items) => cs.create('JObject', ...items)),
    tie('expression').map((operand) => cs.cast('byte[]', operand)),
    fc.tuple(tie('expression'), tie('expression')).map(([target, body]) =>
      cs.call(
        target,
        'Any',
        cs.lambda('x', () => body),
      ),
    ),
  ),
}));

describe('printing and parsing', () => {
  test('any tree comes back as it went', () => {
    fc.assert(
      fc.property(expression, (tree) => {
        expect(parseExpression(printExpression(tree))).toEqual(tree);
      }),
    );
  });

  test('any text comes back as one string literal of printable ASCII without {{', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.stringMatching(/^[{}"\\@()]*$/)), (text) => {
        const printed = printString(text);
        expect(printed).toMatch(/^[ -~]*$/);
        expect(printed).not.toContain('{{');
        expect(parseExpression(printed)).toEqual({ kind: 'string', value: text });
      }),
    );
  });

  test('a named value is pasted by API Management, so its name may hold nothing that closes the literal', () => {
    expect(printPolicyExpression(cs.namedValue('orders-prod.url'))).toBe('@("{{orders-prod.url}}")');
    expect(() => printExpression(cs.namedValue('x}}" + "'))).toThrow('not a named value');
  });

  test('prints what a reader expects', () => {
    const gate = cs.binary('==', cs.requestHeader('X-A'), 'a"b');
    const expected = String.raw`@(context.Request.Headers.GetValueOrDefault("X-A", "") == "a\"b" ? "1" : context.Subscription?.Id ?? "none")`;
    const subscription = cs.memberOrNull(cs.context('Subscription'), 'Id');
    const whole = cs.conditional(gate, '1', cs.binary('??', subscription, 'none'));
    expect(printPolicyExpression(whole)).toBe(expected);
    expect(parsePolicyExpression(expected)).toEqual(whole);
  });

  test.each([
    '@{ return 1; }',
    '@("a" + )',
    "@('a')",
    '@($"x")',
    '@(a => b',
    '@(1.5)',
    '@("{{a}} b")',
    '@(a b)',
    '@(99999999999)',
  ])('refuses %s', (text) => expect(() => parsePolicyExpression(text)).toThrow(/./));
});
