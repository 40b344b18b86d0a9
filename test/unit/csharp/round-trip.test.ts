import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { typeOf } from '../../../src/csharp/check.ts';
import * as cs from '../../../src/csharp/build.ts';
import type { BinaryOperator, Expression, Statement } from '../../../src/csharp/expression.ts';
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
    tie('expression').map((operand) => cs.castOrNull('List<string>', operand)),
    tie('expression').map((operand) => cs.negative(operand)),
    fc.tuple(tie('expression'), tie('expression')).map(([target, key]) => cs.indexOrNull(target, key)),
    fc.maxSafeInteger().map(cs.long),
    fc.integer({ min: 0, max: 0xffff }).map((code) => cs.char(String.fromCharCode(code))),
    fc.constant(cs.create('List<JToken>')),
    fc.tuple(tie('expression'), tie('expression')).map(([target, body]) =>
      cs.call(
        target,
        'Any',
        cs.lambda('x', () => body),
      ),
    ),
  ),
}));

const local = fc.constantFrom('x', 'list', 'from');
const target = fc.tuple(expression, expression).map(([from, value]) => cs.call(from, 'Add', value));
const { block } = fc.letrec<{ block: readonly Statement[]; statement: Statement }>((tie) => ({
  block: fc.array(tie('statement'), { maxLength: 3 }),
  statement: fc.oneof(
    { maxDepth: 3 },
    fc.tuple(local, expression).map(([name, value]) => cs.declare(name, value)),
    fc.tuple(local, expression).map(([name, value]) => cs.declare(name, value, 'IEnumerable<JToken>')),
    fc.tuple(local, expression).map(([name, value]) => cs.assign(name, value)),
    fc.tuple(expression, expression, expression).map(([from, key, value]) => cs.assignIndex(from, key, value)),
    target.map(cs.run),
    fc.constantFrom(cs.breakLoop(), cs.continueLoop(), cs.comment('plain words')),
    expression.map(cs.giveBack),
    fc
      .tuple(expression, tie('block'), fc.option(tie('block'), { nil: undefined }))
      .map(([test, body, otherwise]) => cs.when(test, body, otherwise)),
    fc.tuple(local, expression, tie('block')).map(([name, items, body]) => cs.forEach(name, items, () => body)),
  ),
}));

describe('printing and parsing', () => {
  test('any block comes back as it went, also when its line ends have become blanks', () => {
    fc.assert(
      fc.property(block, (statements) => {
        const tree = cs.block(...statements);
        const printed = printPolicyExpression(tree);
        expect(parsePolicyExpression(printed)).toEqual(tree);
        expect(parsePolicyExpression(printed.replaceAll('\n', ' '))).toEqual(tree);
        expect(printed).toMatch(/^[ -~\n]*$/);
      }),
    );
  });

  test('no text of a comment gets out of it', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.stringMatching(/^[*/@{(\n ]*$/)), (text) => {
        const printed = printPolicyExpression(cs.block(cs.comment(text), cs.giveBack(1)));
        expect(printed.slice(1)).not.toMatch(/\{\{|@[({]/);
        expect(printed).toMatch(/^@\{\n    \/\*[ -~]*\*\/\n    return 1;\n\}$/);
        const read = parsePolicyExpression(printed);
        expect(read).toMatchObject({ statements: [{ kind: 'comment' }, { kind: 'return' }] });
        expect(printPolicyExpression(read)).toBe(printed);
      }),
    );
  });

  test('prints a block a statement a line', () => {
    const printed = printPolicyExpression(
      cs.block(
        cs.comment('both'),
        cs.declare('text', cs.create('StringBuilder')),
        cs.forEach('c', cs.context('Request', 'Method'), (c) => [
          cs.when(
            cs.binary('==', c, cs.char("'")),
            [cs.breakLoop()],
            [cs.when(cs.literal(true), [cs.continueLoop()], [cs.run(cs.call(cs.named('text'), 'Append', c))])],
          ),
        ]),
        cs.giveBack(cs.call(cs.named('text'), 'ToString')),
      ),
    );
    expect(printed).toBe(String.raw`@{
    /* both */
    var text = new StringBuilder();
    foreach (var c in context.Request.Method) {
        if (c == '\'') {
            break;
        } else if (true) {
            continue;
        } else {
            text.Append(c);
        }
    }
    return text.ToString();
}`);
  });

  test('a block within an expression, and a keyword as a name, are refused', () => {
    const inner = cs.block(cs.giveBack(1));
    expect(() => printExpression(cs.not(inner))).toThrow('whole policy expression');
    expect(() => printPolicyExpression(cs.block(cs.giveBack(inner)))).toThrow('whole policy expression');
    expect(() => typeOf(cs.not(inner))).toThrow('whole policy expression');
    expect(() => printPolicyExpression(cs.block(cs.declare('foreach', 1)))).toThrow('keyword');
    expect(() => printPolicyExpression(cs.block(cs.run(cs.literal(1))))).toThrow('only a call');
  });

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
    '@{ return 1; } 2',
    '@{ if (true) return 1; }',
    '@{ for (;;) { } }',
    '@{ var if = 1; return 1; }',
    '@{ // to the end\n return 1; }',
    '@{ 1; }',
    '@(1 /* one */)',
    '@("a" + )',
    "@('ab')",
    '@($"x")',
    '@(a => b',
    '@(1.5)',
    '@("{{a}} b")',
    '@(a b)',
    '@(99999999999)',
  ])('refuses %s', (text) => expect(() => parsePolicyExpression(text)).toThrow(/./));
});
