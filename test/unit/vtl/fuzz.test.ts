import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { typeOf } from '../../../src/csharp/check.ts';
import { printPolicyExpression } from '../../../src/csharp/print.ts';
import { compileTemplate } from '../../../src/vtl/compile.ts';
import { plainTarget } from '../../../src/vtl/plain-target.ts';
import { RenderError, renderTemplate, TemplateError, type TemplateInput } from '../../../src/vtl/template.ts';

const input: TemplateInput = {
  body: '{"a":"it\'s","b":[1,2.5,{"c":null}],"d":{"e":true}}',
  params: { path: { id: '42' }, querystring: { q: 'a b' }, header: { 'X-H': '"' } },
  stageVariables: { env: 'prod' },
  context: { requestId: 'r', identity: { sourceIp: '192.0.2.1' }, authorizer: { claims: { sub: 's' } } },
};

/**
 * Whether a template was read and ran, or was refused in one of the two ways that callers know; anything else is thrown on. What it is
 * compiled to is C# of the subset.
 */
function outcome(template: string): 'rendered' | 'refused' | 'failed' {
  const compiled = compileTemplate(template, plainTarget('request'));
  if (compiled.ok && typeof compiled.value !== 'string') {
    typeOf(compiled.value);
    printPolicyExpression(compiled.value);
  }
  try {
    renderTemplate(template, input);
    return 'rendered';
  } catch (error) {
    if (error instanceof TemplateError) return 'refused';
    if (error instanceof RenderError) return 'failed';
    throw error;
  }
}

const REFERENCES = [
  '$',
  '$!',
  '${',
  '$x',
  '$!x',
  '${x}',
  '$!{x}',
  '$x.y',
  '$x.get(',
  '$x[0]',
  '$x[',
  '$foreach.parent.count',
];
const INPUT = [
  "$input.path('$.b')",
  "$input.json('$')",
  "$input.json('$..c')",
  '$input.body',
  "$input.params('id')",
  '$input.params()',
];
const CONTEXT = ['$context.requestId', '$context.responseOverride.status', '$stageVariables.env'];
const UTIL = ['$util.escapeJavaScript(', '$util.parseJson(', '$util.base64Decode('];
const SIGNS = ['#', '##', '#*', '*#', '#[[', ']]#', '\\', '\\$', '\\#', '{{x}}', '<a>'];
const CONDITIONS = ['#if(', '#if($x)', '#elseif(', '#else', '#{else}', '#end', '#stop', '#break'];
const ASSIGNMENTS = ['#set(', '#set($x = ', '#set($x.y = ', '#foreach($i in ', '#foreach($i in [1..3])'];
const CALLS = ['#define($d)', '$d', '#macro(m $a)', '#m(', '#m(1)', '#evaluate(', '#parse('];
const BRACKETS = ['(', ')', '[', ']', '{', '}', '"', "'", ',', '.', '..', ':', '|', '@'];
const OPERATORS = [
  '!',
  '=',
  '==',
  '!=',
  '<',
  '>=',
  '&&',
  '||',
  '+',
  '-',
  '*',
  '/',
  '%',
  ' and ',
  ' or ',
  ' eq ',
  ' in ',
];
const LITERALS = ['true', 'null', '0', '1', '-2', '3.5', '99999999999999999999', '1e400'];
const METHODS = [
  '.size()',
  '.split(",")',
  '.keySet()',
  '.substring(1)',
  '.replaceAll("(", "$1")',
  '.getClass()',
  '.add($x)',
];
const TEXTS = [' ', '\n', '\r\n', '\t', 'text', 'é', '\ud83d\ude00', '\ud83d', '\u0000'];
const PIECES = [
  ...REFERENCES,
  ...INPUT,
  ...CONTEXT,
  ...UTIL,
  ...SIGNS,
  ...CONDITIONS,
  ...ASSIGNMENTS,
  ...CALLS,
  ...BRACKETS,
  ...OPERATORS,
  ...LITERALS,
  ...METHODS,
  ...TEXTS,
];

describe('any text', () => {
  test('made of pieces of templates is rendered, or refused as callers know it', () => {
    const template = fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(template, (text) => {
        expect(outcome(text)).toMatch(/^(rendered|refused|failed)$/);
      }),
      { numRuns: 5000, seed: 1 },
    );
  });

  test('of any signs likewise', () => {
    const sign = fc.oneof(
      fc.constantFrom('$', '#', '{', '}', '(', ')', '"', "'", '.', '\\'),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 40 }), (signs) => {
        expect(outcome(signs.join(''))).toMatch(/^(rendered|refused|failed)$/);
      }),
      { numRuns: 500, seed: 1 },
    );
  });
});

describe('nesting', () => {
  const times = (text: string): string => text.repeat(10_000);
  /** `#m0` calls `#m1`, and so on. */
  const macros = (count: number, body: (next: string) => string): string =>
    Array.from({ length: count }, (_, i) => `#macro(m${i} $a)${body(`#m${i + 1}()`)}#end`).join('');
  const deepWithin = (next: string): string => `${'#if(true)'.repeat(190)}${next}${'#end'.repeat(190)}`;

  test.each([
    ['#if', `${times('#if(true)')}${times('#end')}`],
    ['#foreach', `${times('#foreach($i in [1])')}${times('#end')}`],
    ['#define', `${times('#define($d)')}${times('#end')}`],
    ['parentheses', `#set($x = ${times('(')}1${times(')')})`],
    ['negations', `#if(${times('!')}$x)#end`],
    ['lists', `#set($x = ${times('[')}${times(']')})`],
    ['maps', `#set($x = ${times('{"a":')}1${times('}')})`],
    ['indexes', `$x${times('[$x')}${times(']')}`],
    ['arguments', `${times('$x.get(')}1${times(')')}`],
    ['conversions', `${times('$util.urlEncode(')}"a"${times(')')}`],
    ['members', `$x${times('.a')}`],
    ['calls', `$x${times('.size()')}`],
    ['indexes in a row', `$x${times('[0]')}`],
    ['sums', `#set($x = 1${times(' + 1')})`],
    ['conditions', `#if($x${times(' && $x')})#end`],
    ['places to set', `#set($context.responseOverride${times('.a')} = 1)`],
  ])('of %s 10,000 deep is refused', (_, template) => {
    expect(outcome(template)).toBe('refused');
  });

  test.each([
    ['#if without #end', times('#if(true)')],
    ['parentheses that are not closed', `#set($x = ${times('(')}`],
    ['strings in strings', `#set($x = ${times('"$x.get(')}`],
    ['macros that call themselves', '#macro(m)#m()#m()#end#m()'],
    ['blocks that call themselves', '#define($d)$d$d#end$d'],
    ['macros that double', `${macros(20, (next) => next + next)}#macro(m20)x#end#m0()`],
    ['macros that call the next from deep within', `${macros(19, deepWithin)}#m0()`],
    ['a map that holds itself', '#set($m = {})#set($d = $m.put("m", $m))$m#set($context.responseOverride.m = $m)'],
    ['text that doubles', `#set($x = "0123456789")${'#set($x = "$x$x")'.repeat(60)}$x`],
    ['paths', `$input.path('$${times('.a')}')$input.path('$${times('..a')}')`],
    ['filters', `$input.path('$.b[?(@.a == 1${times(' && @.a == 1')})]')`],
    [
      'macros that double their argument',
      `${macros(19, (next) => next.replace('()', '("$a$a")'))}#macro(m19 $a)$a#end#m0("x")`,
    ],
    ['alternatives', `#if($x == 1)a${times('#elseif($x == 2)b')}#end`],
  ])('%s end', (_, template) => {
    expect(outcome(template)).toMatch(/^(rendered|refused|failed)$/);
  });

  test('of payloads 10,000 deep ends', () => {
    const body = `${times('[')}${times(']')}`;
    for (const template of [
      "$input.json('$')",
      "$input.path('$')",
      "$input.json('$..a')",
      '$util.parseJson($input.body)',
    ])
      expect(() => {
        try {
          renderTemplate(template, { ...input, body });
        } catch (error) {
          if (!(error instanceof RenderError)) throw error;
        }
      }).not.toThrow();
  });
});

describe('size', () => {
  const MOST = 300 * 1024;

  test('300 KB are read, more are refused; the bytes count', () => {
    expect(outcome('x'.repeat(MOST))).toBe('rendered');
    expect(outcome('x'.repeat(MOST + 1))).toBe('refused');
    expect(outcome('é'.repeat(MOST / 2 + 1))).toBe('refused');
  });

  // A reader whose time grows with the square of the text would still be at it when the test's time is over.
  test.each(PIECES)('300 KB of %j end', (piece) => {
    expect(outcome(piece.repeat(Math.floor(MOST / Buffer.byteLength(piece))))).toMatch(/^(rendered|refused|failed)$/);
  });

  test.each([
    ['set', '#set($x = "a")'],
    ['references', '$x.y.z ${x} $!x.get("a") '],
    ['loops', "#foreach($i in $input.path('$.b'))$i#end"],
    ['conditions', '#if($x == 1 && $y != "a")a#elseif($z)b#{else}c#end'],
    ['comments', '## a\n#* b *#'],
    ['text that is not read', '#[[ $x ]]#'],
    ['backslashes', '\\\\\\$x \\#if '],
    ['blanks', '   \t  '],
    ['strings', '#set($x = "a $y ""b"" \'c\'")'],
  ])('300 KB of %s end', (_, piece) => {
    expect(outcome(piece.repeat(Math.floor(MOST / piece.length)))).toMatch(/^(rendered|refused|failed)$/);
  });
});
