/**
 * Values that have been found to differ between Java, JavaScript and .NET, or to break what is made of them. What is known to come out
 * differently is left out (diagnostic VTL-JAVA-TEXT): numbers with exponents, and control characters with letters in their number.
 */

const PLAIN = ['plain', 'Ann', '', ' ', '  padded ', 'true', 'false', 'null', 'undefined', 'NaN'];
const QUOTES = [
  "Ann O'Neil",
  'say "hi"',
  "''",
  '"',
  String.raw`back\slash`,
  String.raw`\"`,
  String.raw`\'`,
  String.raw`\u0041`,
];
const MARKUP = ['a/b?c=d&e=f', '</script>', '<tag>&amp;', ']]>', 'a b+c%20d', '%2F', "~!*()'-._", '{"a":1}', '[1,2]'];
const POLICY = ['{{x}}', '{{', '}}', '@(1)', '@{x}'];
const VELOCITY = ['$x', '${x}', '$input.body', '#set($a=1)', '#end', '##', '#[[x]]#'];
const CONTROLS = [
  'line 1\nline 2',
  'a\r\nb',
  'tab\there',
  '\b\f',
  '\u0001\u0012',
  '\u007f',
  '\u0085',
  'a\u2028b\u2029',
];
const UNICODE = ['é', 'Ünïcödé', '日本語', 'ÿĀ', '\ud83d\ude00', 'a\ud83d\ude00b', '\uffff', 'e\u0301', 'שלום'];
const UNSEEN = ['\u00a0', '\u200b', '\u2063', '\ufeffx'];
const TIMES = [
  '2024-01-01T00:00:00Z',
  '2024-01-01T00:00:00.000Z',
  '2024-06-30T12:34:56.1234567Z',
  '2024-01-01T00:00:00',
];
const OTHER_TIMES = [
  '2024-06-30T12:34:56.120+02:00',
  '2024-01-01',
  '2024-02-30T00:00:00Z',
  '0001-01-01T00:00:00',
  '24:00:00',
];
const DATES_OF_NET = ['/Date(1)/', '/Date(1700000000000+0100)/', String.raw`\/Date(1)\/`];
const DIGITS = ['0', '42', '-7', '007', '3.14', '1e5', '2147483648', '9007199254740993', '0x1F'];
const CODED = ['a,b,,c,,', 'a&b=c&d', 'k=v', 'aGk=', 'w6k=', '5e1f7a3c-0000-4000-8000-000000000001'];

export const TEXTS: readonly string[] = [
  ...PLAIN,
  ...QUOTES,
  ...MARKUP,
  ...POLICY,
  ...VELOCITY,
  ...CONTROLS,
  ...UNICODE,
  ...UNSEEN,
  ...TIMES,
  ...OTHER_TIMES,
  ...DATES_OF_NET,
  ...DIGITS,
  ...CODED,
];

const SMALL = ['0', '1', '-1', '5', '42', '-42', '200', '1000000'];
const BEYOND_32_BITS = ['2147483647', '2147483648', '-2147483649', '4294967296'];
const BEYOND_53_BITS = ['9007199254740991', '9007199254740993', '-9007199254740993'];
const BEYOND_64_BITS = [
  '9223372036854775807',
  '-9223372036854775808',
  '9223372036854775808',
  '12345678901234567890123',
];
const HALVES = ['0.5', '1.5', '1.50', '2.5', '-2.5', '1.0', '100.0'];
const DECIMALS = ['0.1', '0.001', '3.14159265358979', '0.30000000000000004', '1234567.891', '9999998.5'];

/** As JSON writes them. Java and .NET print decimals alike from 0.001 to 9999999. */
export const NUMBERS: readonly string[] = [
  SMALL,
  BEYOND_32_BITS,
  BEYOND_53_BITS,
  BEYOND_64_BITS,
  HALVES,
  DECIMALS,
].flat();

const ODD_NAMES = ['with space', "o'k", 'q"q', 'é', '', 'a.b', '$ref', '{{n}}', 'size', 'class', 'length'];

/** Names of members that the template does not know. */
export const NAMES: readonly string[] = ['extra', 'a', 'b-c', 'd_e', 'X', ...ODD_NAMES, ...TIMES];

/**
 * What looks like JSON and is none. Newtonsoft.Json also takes comments, names and texts in other quotes or none, commas at the end, and
 * other numbers; json-smart, which API Gateway uses, is said to as well, so that nothing is known to be right there.
 */
export const NOT_JSON: readonly string[] = [
  '{"a":1},{"b":2}',
  '[1],[2]',
  '{"a":1} x',
  '{"a":1}}',
  '{"a" 1}',
  '[1 2]',
  '{"a":',
  '["a',
  '{"a":"b',
  '[nul]',
  '[tRUE]',
  '["\\x41"]',
  '["\\u00"]',
  '[1e5.5]',
  '[}',
  '{"a":1,"b"}',
  '{"a":1,"a":2',
  'a=1&b=two%20words&c',
  'no JSON',
  '<a>1</a>',
];

const HEADERS = ['plain', 'application/json', 'a,b', 'a, b', 'Bearer x.y.z', 'a=b;c', '2024-01-01T00:00:00Z', '42'];

/** What callers send as headers: visible ASCII. */
export const HEADER_TEXTS: readonly string[] = [...HEADERS, ...QUOTES, '{{x}}', '<t>', '$x', '/'];

/** What a variable of a stage may hold (Amazon API Gateway, stage variables, read 2026-11-30). */
export const STAGE_TEXTS: readonly string[] = ['prod', 'v1.example.com', 'a-b_c', '1', 'https://a.example/b?c=d'];
