import { describe, expect, test } from 'vitest';
import { parseJson, payloadOf, requireJson } from '../../../../src/vtl/java/json.ts';
import { doubleText, jsonText, textOf } from '../../../../src/vtl/java/text.ts';
import {
  Decimal,
  Entry,
  JavaArray,
  JavaList,
  JsonArray,
  toContext,
  toJava,
  toPlain,
  type Java,
  type JavaMap,
} from '../../../../src/vtl/java/value.ts';

/** What Double.toString documents: from 0.001 on and below ten million plain, else with an exponent, at least one decimal always. */
describe('Double.toString', () => {
  test.each([
    [0.001, '0.001'],
    [0.000_999_99, '9.9999E-4'],
    [0.0001, '1.0E-4'],
    [9_999_999, '9999999.0'],
    [9_999_999.9, '9999999.9'],
    [10_000_000, '1.0E7'],
    [12_345_678.5, '1.23456785E7'],
    [100, '100.0'],
    [0.5, '0.5'],
    [123_456.789, '123456.789'],
    [1 / 3, '0.3333333333333333'],
    [0.1 + 0.2, '0.30000000000000004'],
    [1e21, '1.0E21'],
    [1.5e300, '1.5E300'],
    [Number.MAX_VALUE, '1.7976931348623157E308'],
    [0, '0.0'],
    [-0, '-0.0'],
    [-0.000_01, '-1.0E-5'],
    [-2.5, '-2.5'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
  ])('of %d is %s', (value, expected) => {
    expect(doubleText(value)).toBe(expected);
  });
});

const MIXED: readonly Java[] = [1n, 'a', true, null, 2.5];

describe('toString', () => {
  test.each<readonly [string, Java, string]>([
    ['a text', 'a "b"', 'a "b"'],
    ['null', null, 'null'],
    ['a truth value', false, 'false'],
    ['a whole number of any size', 12_345_678_901_234_567_890n, '12345678901234567890'],
    ['a number of more than 18 characters', new Decimal('1.10000000000000000000'), '1.10000000000000000000'],
    ['a list', new JavaList([...MIXED]), '[1, a, true, null, 2.5]'],
    ['a list of JSON', new JsonArray([...MIXED, 'a/b']), String.raw`[1,"a",true,null,2.5,"a\/b"]`],
    [
      'a map',
      new Map<string, Java>([
        ['k', new JavaList([1n])],
        ['e', ''],
      ]),
      '{k=[1], e=}',
    ],
    ['a map of JSON', requireJson('{"a": {"b": [{"c": null}]}, "d": "x"}'), '{a={b=[{"c":null}]}, d=x}'],
    ['an entry', new Entry('k', new Map<string, Java>([['k', null]])), 'k=null'],
    ['an array', new JavaArray(['a']), '[Ljava.lang.String;@0'],
    ['a map of $context', toContext({ identity: { sourceIp: '192.0.2.1' } }), ''],
  ])('of %s', (_what, value, expected) => {
    expect(textOf(value)).toBe(expected);
  });
});

/** json-smart: short escapes, control characters and U+2000 to U+20FF by their numbers, a slash only where a JSONArray prints itself. */
describe('JSON', () => {
  const EVERY = '"\\\b\f\n\r\t\u0000\u001f\u007f\u0080\u009f\u00a0é\u1fff\u2000\u2028\u20ff\u2100\uffff\'<&';
  const ESCAPED = String.raw`\"\\\b\f\n\r\t\u0000\u001F\u007F\u0080\u009F` + '\u00a0é\u1fff';
  const REST = String.raw`\u2000\u2028\u20FF` + "\u2100\uffff'<&";

  test('escapes what json-smart escapes', () => {
    expect(jsonText(EVERY, 'plain')).toBe(`"${ESCAPED}${REST}"`);
    expect(jsonText(`${EVERY}/`, 'web')).toBe(`"${ESCAPED}${REST}\\/"`);
    expect(jsonText('a/b', 'plain')).toBe('"a/b"');
  });

  test('writes values without blanks, names escaped as well', () => {
    const value = requireJson('{ "a\\"b" : [ 1 , 2.50 , true , null , { } , [ ] ] }');
    expect(jsonText(value, 'plain')).toBe(String.raw`{"a\"b":[1,2.5,true,null,{},[]]}`);
  });
});

describe('what is read as JSON', () => {
  test.each<readonly [string, unknown]>([
    ['9007199254740993', 9_007_199_254_740_993n],
    ['-0', 0n],
    ['-0.0', -0],
    ['1.50', 1.5],
    ['1e3', 1000],
    ['0.12345678901234567', new Decimal('0.12345678901234567')],
    ['0.1234567890123456', 0.123_456_789_012_345_6],
    [' "a\\u00e9\\n" ', 'aé\n'],
    ['true', true],
    ['null', null],
  ])('%s', (text, expected) => {
    expect(parseJson(text)).toStrictEqual(expected);
  });

  test('keeps the order of names; the last of equal ones counts', () => {
    expect([...(requireJson('{"b": 1, "a": 2, "b": 3}') as JavaMap)]).toEqual([
      ['b', 3n],
      ['a', 2n],
    ]);
  });

  test.each(['', '{', '[1,', '{"a"}', "{'a': 1}", '[1,]', '01', '1.', '"a', '"\n"', 'tru', '1 2', '{"a": 1}}'])(
    '%j is none',
    (text) => {
      expect(parseJson(text)).toBeUndefined();
      expect(() => requireJson(text)).toThrow('the text is no JSON');
    },
  );

  test('a payload that is no JSON is a text, unless it begins like an object, a list or a string', () => {
    expect(payloadOf('a=1&b=2')).toBe('a=1&b=2');
    expect(payloadOf('<a/>')).toBe('<a/>');
    expect(payloadOf('42')).toBe(42n);
    for (const cut of ['{"a": 1', ' [1', '"a']) expect(() => payloadOf(cut)).toThrow('the payload is no JSON');
  });
});

test('values are plain data again', () => {
  const plain = { a: [1, 2.5, 'x', null, { b: true }] };
  expect(toPlain(toJava(plain))).toEqual(plain);
  expect(toPlain(new Decimal('1.5'))).toBe(1.5);
  expect(toPlain(new Entry('k', new Map<string, Java>([['k', 1n]])))).toEqual({ k: 1 });
});
