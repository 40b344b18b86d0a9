import { describe, expect, test } from 'vitest';
import { RenderError } from '../../../../src/vtl/error.ts';
import { javaPattern, javaReplacement, splitText } from '../../../../src/vtl/java/regex.ts';

/** String.split(regex): without empty texts at the end, and without one before a match of no width at the start. */
describe('split', () => {
  test.each<readonly [string, string, readonly string[]]>([
    ['a,b,,', ',', ['a', 'b']],
    [',a', ',', ['', 'a']],
    [',', ',', []],
    ['', ',', ['']],
    ['abc', 'x', ['abc']],
    [' a b ', ' ', ['', 'a', 'b']],
    ['a1b22c', '[0-9]+', ['a', 'b', 'c']],
    ['a|b', String.raw`\|`, ['a', 'b']],
    ['a|b', '|', ['a', '|', 'b']],
    ['a.b', '.', []],
    ['ab', '', ['a', 'b']],
    ['aXbXc', '(X)', ['a', 'b', 'c']],
  ])('%j by %s', (text, pattern, expected) => {
    expect(splitText(text, pattern)).toEqual(expected);
  });
});

/** Matcher.appendReplacement: `$n` is a group, a backslash takes the next sign as it is. */
describe('replacements', () => {
  const by = (replacement: string, ...groups: readonly string[]): string => javaReplacement(replacement)(groups);

  test('name groups', () => {
    expect(by('<$0>', 'a')).toBe('<a>');
    expect(by('$2$1', 'ab', 'a', 'b')).toBe('ba');
    expect(by('$11', 'a', 'a')).toBe('a1');
  });

  test('escape signs', () => {
    expect(by(String.raw`\$\\\a`)).toBe(String.raw`$\a`);
  });

  test.each(['$', 'a$b', '$x', '\\'])('%j is malformed', (replacement) => {
    expect(() => by(replacement, 'a')).toThrow(new RenderError(`the replacement ${replacement} is malformed`));
  });

  test('fail by a group that the pattern has not', () => {
    expect(() => by('$3', 'a', 'b')).toThrow(new RenderError('there is no group $3'));
  });
});

describe('patterns', () => {
  test('are of the whole text where that is asked for', () => {
    expect(javaPattern('b', true).test('abc')).toBe(false);
    expect(javaPattern('a|ab', true).test('ab')).toBe(true);
    expect(javaPattern('b').test('abc')).toBe(true);
    expect(javaPattern('a.c', true).test('a\nc')).toBe(false);
  });

  test.each([
    ['quotation', String.raw`\Qa.b\E`],
    ['ends of the input', String.raw`a\Z`],
    ['the end of the last match', String.raw`\Ga`],
    ['a line end of any kind', String.raw`a\R`],
    ['horizontal space', String.raw`\h+`],
    ['Unicode classes', String.raw`\p{L}+`],
    ['a flag', '(?i)a'],
    ['a possessive quantifier', 'a++'],
    ['an intersection', '[a-z&&[^b]]'],
    ['a class in a class', '[a[b]]'],
  ])('that are written otherwise in JavaScript fail: %s', (_what, pattern) => {
    expect(() => javaPattern(pattern)).toThrow(new RenderError(`the pattern ${pattern} is Java's own`));
  });

  test.each(['[', '(', '*a', 'a{2,1}'])('%s is malformed', (pattern) => {
    expect(() => javaPattern(pattern)).toThrow(new RenderError(`the pattern ${pattern} is malformed`));
  });
});
