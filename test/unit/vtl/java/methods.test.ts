import { describe, expect, test } from 'vitest';
import { RenderError } from '../../../../src/vtl/error.ts';
import { requireJson } from '../../../../src/vtl/java/json.ts';
import { callMethod, readIndex, readProperty, writeIndex } from '../../../../src/vtl/java/methods.ts';
import { textOf } from '../../../../src/vtl/java/text.ts';
import { Entry, JavaArray, JavaList, JsonArray, type Java, type JavaMap } from '../../../../src/vtl/java/value.ts';

const call = (target: Java, name: string, ...values: readonly Java[]): Java => callMethod(target, name, values);
const list = (...items: Java[]): JavaList => new JavaList(items);
const map = (entries: Readonly<Record<string, Java>>): JavaMap => new Map(Object.entries(entries));

/** java.lang.String, as its documentation says. */
describe('of texts', () => {
  test.each<readonly [target: string, name: string, values: readonly Java[], expected: Java]>([
    ['a\ud83d\ude00', 'length', [], 3n],
    ['', 'isEmpty', [], true],
    [' ', 'isEmpty', [], false],
    ['\u0001 \t\na b\u001f \u00a0', 'trim', [], 'a b\u001f \u00a0'],
    ['straße é', 'toUpperCase', [], 'STRASSE É'],
    ['ÉA', 'toLowerCase', [], 'éa'],
    ['hello', 'substring', [1n, 3n], 'el'],
    ['hello', 'substring', [5n], ''],
    ['hello', 'charAt', [4n], 'o'],
    ['abc', 'contains', ['bc'], true],
    ['abc', 'startsWith', ['bc'], false],
    ['abc', 'endsWith', ['bc'], true],
    ['abcabc', 'indexOf', ['c'], 2n],
    ['abcabc', 'indexOf', ['c', 3n], 5n],
    ['abc', 'indexOf', ['a', -5n], 0n],
    ['abc', 'indexOf', ['x'], -1n],
    ['abcabc', 'lastIndexOf', ['c'], 5n],
    ['a', 'concat', ['b'], 'ab'],
    ['a', 'equals', ['a'], true],
    ['1', 'equals', [1n], false],
    ['É', 'equalsIgnoreCase', ['é'], true],
    ['\u0131', 'equalsIgnoreCase', ['I'], true],
    ['a', 'compareTo', ['a'], 0n],
    ['aXbX', 'replace', ['X', String.raw`$1\ `], String.raw`a$1\ b$1\ `],
    ['ab', 'replace', ['', '-'], '-a-b-'],
    ['a1b2', 'replaceAll', ['[0-9]', '<$0>'], 'a<1>b<2>'],
    ['aaa', 'replaceFirst', ['a', 'b'], 'baa'],
    ['abc', 'matches', ['b'], false],
    ['abc', 'matches', ['a.c'], true],
    ['abc', 'toString', [], 'abc'],
  ])('%s.%s(%o)', (target, name, values, expected) => {
    expect(callMethod(target, name, values)).toBe(expected);
  });

  test('split gives an array, whose items are asked for by their numbers', () => {
    const parts = call('a,b,,', 'split', ',');
    expect(parts).toEqual(new JavaArray(['a', 'b']));
    expect(call(parts, 'size')).toBe(2n);
    expect(readIndex(parts, 1n)).toBe('b');
  });

  test.each<readonly [string, readonly Java[]]>([
    ['substring', [6n]],
    ['substring', [3n, 2n]],
    ['substring', [-1n]],
    ['substring', [0n, 6n]],
    ['charAt', [5n]],
    ['replaceAll', ['[', '']],
  ])('%s(%o) fails', (name, values) => {
    expect(() => callMethod('hello', name, values)).toThrow(RenderError);
  });

  test.each<readonly [string, readonly Java[]]>([
    ['substring', ['1']],
    ['contains', [1n]],
    ['size', []],
    ['nameOf', []],
  ])('there is no %s(%o), which gives nothing', (name, values) => {
    expect(callMethod('hello', name, values)).toBeNull();
  });
});

/** java.util.List and java.util.Map. */
describe('of lists', () => {
  test.each<readonly [name: string, values: readonly Java[], expected: Java, after: string]>([
    ['size', [], 3n, '[a, 1, null]'],
    ['isEmpty', [], false, '[a, 1, null]'],
    ['get', [1n], 1n, '[a, 1, null]'],
    ['contains', ['a'], true, '[a, 1, null]'],
    ['contains', ['1'], false, '[a, 1, null]'],
    ['contains', [1n], true, '[a, 1, null]'],
    ['contains', [null], true, '[a, 1, null]'],
    ['indexOf', [1n], 1n, '[a, 1, null]'],
    ['indexOf', ['b'], -1n, '[a, 1, null]'],
    ['add', ['b'], true, '[a, 1, null, b]'],
    ['add', [1n, 'b'], null, '[a, b, 1, null]'],
    ['addAll', [list('b', 'c')], true, '[a, 1, null, b, c]'],
    ['set', [0n, 'b'], 'a', '[b, 1, null]'],
    ['remove', [0n], 'a', '[1, null]'],
    ['clear', [], null, '[]'],
    ['first', [], null, '[a, 1, null]'],
  ])('%s(%o)', (name, values, expected, after) => {
    const target = list('a', 1n, null);
    expect(callMethod(target, name, values)).toBe(expected);
    expect(textOf(target)).toBe(after);
  });

  test.each<readonly [string, readonly Java[]]>([
    ['get', [3n]],
    ['get', [-1n]],
    ['set', [3n, 'b']],
    ['remove', [3n]],
    ['add', [4n, 'b']],
  ])('%s(%o) beyond the end fails', (name, values) => {
    expect(() => callMethod(list('a', 1n, null), name, values)).toThrow(RenderError);
  });
});

describe('of maps', () => {
  const target = (): JavaMap => map({ a: 1n, b: null, c: 'x' });

  test.each<readonly [name: string, values: readonly Java[], expected: string, after: string]>([
    ['size', [], '3', '{a=1, b=null, c=x}'],
    ['isEmpty', [], 'false', '{a=1, b=null, c=x}'],
    ['get', ['a'], '1', '{a=1, b=null, c=x}'],
    ['get', ['z'], 'null', '{a=1, b=null, c=x}'],
    ['getOrDefault', ['z', 'y'], 'y', '{a=1, b=null, c=x}'],
    ['containsKey', ['b'], 'true', '{a=1, b=null, c=x}'],
    ['containsKey', ['z'], 'false', '{a=1, b=null, c=x}'],
    ['containsValue', ['x'], 'true', '{a=1, b=null, c=x}'],
    ['keySet', [], '[a, b, c]', '{a=1, b=null, c=x}'],
    ['values', [], '[1, null, x]', '{a=1, b=null, c=x}'],
    ['entrySet', [], '[a=1, b=null, c=x]', '{a=1, b=null, c=x}'],
    ['put', ['a', 2n], '1', '{a=2, b=null, c=x}'],
    ['put', ['z', 2n], 'null', '{a=1, b=null, c=x, z=2}'],
    ['putAll', [map({ c: 'y', z: 2n })], 'null', '{a=1, b=null, c=y, z=2}'],
    ['remove', ['a'], '1', '{b=null, c=x}'],
    ['clear', [], 'null', '{}'],
    ['getFirst', [], 'null', '{a=1, b=null, c=x}'],
  ])('%s(%o)', (name, values, expected, after) => {
    const own = target();
    expect(textOf(callMethod(own, name, values))).toBe(expected);
    expect(textOf(own)).toBe(after);
  });
});

describe('of other values', () => {
  test('entries have a key and a value, which follows the map', () => {
    const own = map({ k: 1n });
    const entry = new Entry('k', own);
    own.set('k', 2n);
    expect([call(entry, 'getKey'), call(entry, 'getValue'), call(entry, 'setValue')]).toEqual(['k', 2n, null]);
  });

  test.each<readonly [Java, string, Java]>([
    [3.99, 'intValue', 3n],
    [-3.99, 'intValue', -3n],
    [4_294_967_297n, 'intValue', 1n],
    [1e10, 'longValue', 10_000_000_000n],
    [7n, 'doubleValue', 7],
    [7n, 'toString', '7'],
    [1e7, 'toString', '1.0E7'],
    [7n, 'length', null],
    [true, 'toString', 'true'],
    [null, 'toString', null],
  ])('%s.%s()', (target, name, expected) => {
    expect(call(target, name)).toBe(expected);
  });

  test('equal are values of one class that print the same', () => {
    expect(call(1n, 'equals', 1n)).toBe(true);
    expect(call(1n, 'equals', 1.0)).toBe(false);
    expect(call(true, 'equals', 'true')).toBe(false);
    expect(call('a', 'equals', null)).toBe(false);
  });
});

describe('members', () => {
  const value = requireJson('{"a": {"b": [1, 2]}, "empty": "own", "none": null}') as JavaMap;

  test('of maps by their names, of entries and texts by getters', () => {
    expect(readProperty(value, 'a')).toEqual(new Map([['b', new JsonArray([1n, 2n])]]));
    expect(readProperty(value, 'empty')).toBe('own');
    expect([readProperty(value, 'none'), readProperty(value, 'z'), readProperty(null, 'a')]).toEqual([
      null,
      null,
      null,
    ]);
    const entry = new Entry('k', map({ k: 1n }));
    expect([readProperty(entry, 'key'), readProperty(entry, 'value'), readProperty(entry, 'x')]).toEqual([
      'k',
      1n,
      null,
    ]);
    expect([readProperty('', 'empty'), readProperty(list(), 'empty'), readProperty('a', 'length')]).toEqual([
      true,
      true,
      null,
    ]);
  });

  test('by their numbers, from the end where they are negative', () => {
    const items = list('a', 'b');
    expect([readIndex(items, 0n), readIndex(items, -1n)]).toEqual(['a', 'b']);
    for (const index of [2n, -3n]) expect(() => readIndex(items, index)).toThrow('IndexOutOfBoundsException');
    expect([readIndex(map({ k: 1n }), 'k'), readIndex('text', 0n), readIndex(items, 'a')]).toEqual([1n, null, null]);
  });

  test('are set in maps and lists, nowhere else', () => {
    const items = list('a', 'b');
    const own = map({});
    writeIndex(items, -1n, 'c');
    writeIndex(own, 'k', 1n);
    writeIndex('text', 0n, 'x');
    expect([textOf(items), textOf(own)]).toEqual(['[a, c]', '{k=1}']);
    expect(() => writeIndex(items, 2n, 'd')).toThrow('IndexOutOfBoundsException');
  });
});
