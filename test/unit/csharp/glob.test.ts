import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as cs from '../../../src/csharp/build.ts';
import { typeOf } from '../../../src/csharp/check.ts';
import { evaluate } from '../../../src/csharp/evaluate.ts';
import type { Expression } from '../../../src/csharp/expression.ts';
import { globPattern, matchesGlob } from '../../../src/csharp/glob.ts';
import { parseExpression } from '../../../src/csharp/parse.ts';
import { printExpression } from '../../../src/csharp/print.ts';
import { policyContext } from './fixture.ts';

/** By variables, as a policy knows them. */
function matches(text: string, glob: string): unknown {
  const context = policyContext();
  const expression = matchesGlob(cs.variable('text', 'string'), cs.variable('glob', 'string'));
  const variables = new Map([...context.variables, ['text', text], ['glob', glob]] as const);
  return evaluate(expression, { ...context, variables });
}

/** By trying every way. */
function reference(text: string, glob: string): boolean {
  let states = new Set([0]);
  for (const sign of glob.split('')) {
    const next = new Set<number>();
    for (const at of states) {
      if (sign === '*') for (let to = at; to <= text.length; to++) next.add(to);
      else if (at < text.length && (sign === '?' || sign === text[at])) next.add(at + 1);
    }
    states = next;
  }
  return states.has(text.length);
}

describe('globs', () => {
  test.each([
    ['a/GET/pets/7', '*', true],
    ['a/GET/pets/7', 'a/GET/*', true],
    ['a/GET/pets/7', 'a/*/pets/*', true],
    ['a/GET/pets/7', 'a/???/pets/?', true],
    ['a/GET/pets/7', 'a/????/pets/?', false],
    ['a/GET/pets/7', 'a/GET/pets', false],
    ['a/GET/pets/7', 'A/GET/*', false],
    ['a/GET/pets/7', '', false],
    ['ab.c', 'a?.c', true],
    ['abbc', 'a?.c', false],
    // The last part is the one at the end, not the first that looks like it.
    ['xabxab', '*ab', true],
    ['xabxabx', '*ab', false],
    [String.raw`a\b(c)[d]{e}^$|+`, String.raw`a\b(c)[d]{e}^$|+`, true],
    [String.raw`a\d`, String.raw`a\*`, true],
    ['a5', String.raw`a\d`, false],
  ])('%s by %s: %s', (text, glob, expected) => expect(matches(text, glob)).toBe(expected));

  test('mean the same as trying every way', () => {
    const signs = fc.constantFrom('a', 'b', '.', '\\', '(', ')', '[', '?', '*', '$', '^', '{', '\u{1F600}');
    const text = fc.string({ unit: signs, maxLength: 12 });
    fc.assert(
      fc.property(text, text, (one, glob) => {
        expect(matches(one, glob)).toBe(reference(one, glob));
      }),
      { numRuns: 2000 },
    );
  });

  test('of many stars end on a long path, which they would not if every way were tried', () => {
    expect(matches(`${'/'.repeat(8000)}x`, `${'*/'.repeat(12)}y`)).toBe(false);
  });

  test('come back as they are printed, and are patterns only in the one form', () => {
    const glob = cs.variable('n', 'string');
    const pattern = globPattern(glob);
    const isMatch = (of: Expression) => cs.call(cs.named('Regex'), 'IsMatch', 'text', of);
    expect(typeOf(parseExpression(printExpression(isMatch(pattern))))).toBe('bool');
    expect(() => typeOf(isMatch(glob))).toThrow('written out');
    expect(() => typeOf(isMatch(cs.concatenation(pattern, 'x')))).toThrow('written out');
    expect(() => typeOf(isMatch(cs.concatenation(String.raw`\A(?>`, glob, String.raw`\n)\z`)))).toThrow('written out');
    expect(() => typeOf(isMatch(cs.literal(String.raw`\A(?>a\n)\z`)))).toThrow('uses (?');
    expect(() => typeOf(cs.call(cs.named('Regex'), 'Replace', 'text', pattern, ''))).toThrow('written out');
    expect(() => typeOf(isMatch(globPattern(cs.literal(7))))).toThrow('string expected');
  });
});
