import { describe, expect, test } from 'vitest';
import { RenderError } from '../../../../src/vtl/error.ts';
import { callUtil } from '../../../../src/vtl/java/util.ts';
import { JavaList, JsonArray, type Java } from '../../../../src/vtl/java/value.ts';

const of =
  (name: string) =>
  (value: Java): Java =>
    callUtil(name, [value]);

/** java.net.URLEncoder and URLDecoder, UTF-8: letters, digits and `.-*_` stay, a blank is a plus sign. */
describe('$util.urlEncode', () => {
  test.each([
    ['azAZ09.-*_', 'azAZ09.-*_'],
    [' ', '+'],
    ['+', '%2B'],
    ["~!'()", '%7E%21%27%28%29'],
    ['a b&c=d/e?f', 'a+b%26c%3Dd%2Fe%3Ff'],
    [':;,@#$%', '%3A%3B%2C%40%23%24%25'],
    ['é€', '%C3%A9%E2%82%AC'],
    ['\ud83d\ude00', '%F0%9F%98%80'],
    ['\ud83d', '%3F'],
    ['x\udc00y', 'x%3Fy'],
    ['\n\u0000', '%0A%00'],
    ['', ''],
  ])('of %j', (value, expected) => {
    expect(of('urlEncode')(value)).toBe(expected);
  });
});

describe('$util.urlDecode', () => {
  test.each([
    ['a+b', 'a b'],
    ['a%2Bb', 'a+b'],
    ['%C3%A9', 'é'],
    ['%c3%a9', 'é'],
    ['%F0%9F%98%80', '\ud83d\ude00'],
    ['café+%20', 'café  '],
    ['%41%e9x', 'A\ufffdx'],
    ['%E2%82', '\ufffd'],
  ])('of %j', (value, expected) => {
    expect(of('urlDecode')(value)).toBe(expected);
  });

  test.each(['%', '%4', '%zz', 'a%-1'])('of %j fails', (value) => {
    expect(() => of('urlDecode')(value)).toThrow(RenderError);
  });
});

/** java.util.Base64's basic coders: RFC 4648, table 1; no line ends, padding may be left out as a whole. */
describe('$util.base64Encode and base64Decode', () => {
  test.each([
    ['', ''],
    ['f', 'Zg=='],
    ['fo', 'Zm8='],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg=='],
    ['é', 'w6k='],
    ['\ud83d\ude00', '8J+YgA=='],
    ['>>>???', 'Pj4+Pz8/'],
  ])('of %j', (text, encoded) => {
    expect(of('base64Encode')(text)).toBe(encoded);
    expect(of('base64Decode')(encoded)).toBe(text);
    expect(of('base64Decode')(encoded.replaceAll('=', ''))).toBe(text);
  });

  test('bytes that are no UTF-8, and bits that nobody asks for', () => {
    expect(of('base64Decode')('/w==')).toBe('\ufffd');
    expect(of('base64Decode')('Zh==')).toBe('f');
  });

  test.each(['Zg=', 'Z', 'Zm9vZ', 'Z g==', 'Zg==\n', '_-8=', '====', '=', 'Zg===', 'Zm9v='])('%j fails', (value) => {
    expect(() => of('base64Decode')(value)).toThrow(RenderError);
  });
});

/** commons-lang 2.6, StringEscapeUtils.escapeJavaScript. */
describe('$util.escapeJavaScript', () => {
  test.each([
    [`"'/\\`, String.raw`\"\'\/\\`],
    ['\b\f\n\r\t', String.raw`\b\f\n\r\t`],
    ['\u0000\u001f', String.raw`\u0000\u001F`],
    ['\u007f <&>', '\u007f <&>'],
    ['\u0080é\u2028\uffff', String.raw`\u0080\u00E9\u2028\uFFFF`],
    ['\ud83d\ude00', String.raw`\uD83D\uDE00`],
  ])('of %j', (value, expected) => {
    expect(of('escapeJavaScript')(value)).toBe(expected);
  });

  test('takes what is no text by what it prints', () => {
    expect(of('escapeJavaScript')(5n)).toBe('5');
    expect(of('escapeJavaScript')(new Map<string, Java>([['a', "it's"]]))).toBe(String.raw`{a=it\'s}`);
    expect(of('escapeJavaScript')(new JsonArray(['a/b']))).toBe(String.raw`[\"a\\\/b\"]`);
  });
});

describe('$util.parseJson', () => {
  test('gives what the text holds', () => {
    expect(of('parseJson')('{"a": [1]}')).toEqual(new Map([['a', new JsonArray([1n])]]));
    expect(of('parseJson')('null')).toBeNull();
  });

  test('fails where the text is no JSON', () => {
    expect(() => of('parseJson')('{')).toThrow(RenderError);
  });
});

describe('there is no such function', () => {
  test.each(['parseJson', 'urlEncode', 'urlDecode', 'base64Encode', 'base64Decode'])(
    '%s of what is no text',
    (name) => {
      for (const value of [1n, 1.5, true, new JavaList(), new Map<string, Java>(), null])
        expect(of(name)(value)).toBeNull();
    },
  );

  test('with two arguments, with none, or of another name', () => {
    expect(callUtil('urlEncode', ['a', 'UTF-8'])).toBeNull();
    expect(callUtil('urlEncode', [])).toBeNull();
    expect(callUtil('escapeJavaScript', [null])).toBeNull();
    expect(callUtil('toJson', ['a'])).toBeNull();
  });
});
