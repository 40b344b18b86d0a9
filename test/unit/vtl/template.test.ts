import { describe, expect, test } from 'vitest';
import { RenderError, renderTemplate, TemplateError } from '../../../src/vtl/template.ts';

const BODY = {
  name: "Mary O'Hara",
  count: 7,
  ratio: 0.5,
  big: 12345678.5,
  on: false,
  none: null,
  tags: ['red', 'blue/green'],
  address: { city: 'Oslo', lines: [{ no: 1 }] },
};

function render(template: string, body: unknown = BODY): string {
  return renderTemplate(template, {
    body: typeof body === 'string' ? body : JSON.stringify(body),
    params: { path: { id: '42' }, querystring: { id: 'query', q: 'a b' }, header: { 'X-Trace': 't1', 'q': 'header' } },
    stageVariables: { table: 'pets' },
    context: { requestId: 'r-1', identity: { sourceIp: '192.0.2.1' } },
  }).output;
}

describe('references', () => {
  test.each([
    ['$input.params("id") $input.params("q") $input.params("X-Trace")', '42 a b t1'],
    ['$input.params().header.q $input.params().get("path").id', 'header 42'],
    ['$stageVariables.table ${stageVariables.missing}-', 'pets -'],
    ['$context.identity.sourceIp [$context.identity.nothing]', '192.0.2.1 []'],
    [
      '$input.json("$.address") $input.json("$.none") $input.json("$.nope")',
      '{"city":"Oslo","lines":[{"no":1}]} "" ""',
    ],
    ['$input.path("$.address")', '{city=Oslo, lines=[{"no":1}]}'],
    ['$input.path("$.tags") $input.json("$.tags")', String.raw`["red","blue\/green"] ["red","blue/green"]`],
    ['$input.path("$.big") $input.path("$.ratio") $input.json("$.big")', '1.23456785E7 0.5 1.23456785E7'],
    ["$input.path(\"$['address'].lines[-1].no\") $input.json('$..no')", '1 [1]'],
    ['$5 costs ${ $ x', '$5 costs ${ $ x'],
    [String.raw`#set($x = 1)\$x \\$x`, String.raw`$x \1`],
  ])('%s', (template, expected) => {
    expect(render(template)).toBe(expected);
  });

  test('nothing is empty text, which equals null and is true', () => {
    const template = '#if($nope == $null)a#end#if($nope == "")b#end#if($nope)c#end#if($input.path("$.on"))d#end';
    expect(render(template)).toBe('abc');
  });

  test('a payload that is empty is an empty object, and one that is no JSON is a string', () => {
    expect(render('$input.body $input.json("$")', '')).toBe('{} {}');
    expect(render('$input.path("$").split("&")[1] $input.json("$")', 'a=1&b=2')).toBe('b=2 "a=1&b=2"');
  });
});

describe('directives', () => {
  test.each([
    ['#foreach($t in $input.path("$.tags"))$foreach.count:$t#if($foreach.hasNext), #end#end', '1:red, 2:blue/green'],
    ['#foreach($k in $input.path("$.address").keySet())$k #end', 'city lines '],
    ['#foreach($i in [2..0])$i#if($i == 1)#break#end#end', '21'],
    ['#macro(field $n)"$n": "$input.path("$.address.city")"#end{#field("a")}', '{"a": "Oslo"}'],
    ['#define($d)<$x>#end#set($x = 1)$d#set($x = 2)$d', '<1><2>'],
    ['{\n  #set($x = 1)\n  #if($x == 1)\n  "a": 1\n  #else\n  "b": 2\n  #end\n}', '{\n      "a": 1\n  }'],
    ['#set($a = 7)#set($b = $a / 2)$b #set($c = $a * 0.5)$c', '33.5'],
    ['#set($m = {"k": [1, "x"]})$m.k[1] $m.size() $m', 'x 1 {k=[1, x]}'],
    ['a#stop b', 'a'],
    ['#[[ $x ]]# #* gone *### to the end', ' $x  '],
  ])('%s', (template, expected) => {
    expect(render(template)).toBe(expected);
  });

  test.each([
    ['#if($x', 'line 1, column 7: ) expected before the end'],
    ['a\n#foreach($x in [1..2])', 'line 2, column 23: #end is missing'],
    ['#end', 'line 1, column 1: #end ends nothing'],
    ['costs $', 'line 1, column 8: $ stands at the end'],
    ['${AWS::Region}', 'line 1, column 6: } expected'],
    ['$list.get($i + 1)', 'line 1, column 14: , expected'],
  ])('%s is refused with its place', (template, message) => {
    expect(() => render(template)).toThrow(new TemplateError(message.replace(/^.*?: /, ''), place(message)));
  });

  test('what Java refuses as it runs fails', () => {
    expect(() => render('$input.path("$.tags").get(5)')).toThrow(RenderError);
    expect(() => render('$util.base64Decode("no base64")')).toThrow(RenderError);
  });
});

test('overrides pass from the template of the request to that of the response', () => {
  const template = '#set($context.responseOverride.status = 404)#set($context.requestOverride.header["X-A"] = "y")';
  const input = { body: '', params: { path: {}, querystring: {}, header: {} }, stageVariables: {}, context: {} };
  const { overrides } = renderTemplate(template, input);
  expect(overrides).toEqual({
    requestOverride: { header: { 'X-A': 'y' }, path: {}, querystring: {} },
    responseOverride: { header: {}, status: 404 },
  });
  const next = renderTemplate('$context.requestOverride.header.X-A', { ...input, context: { ...overrides } });
  expect(next.output).toBe('y');
});

test('maps of $context print nothing, what is in them does', () => {
  const template =
    '#foreach($key in $context.keySet())$key=$context.get($key);#end $context.identity|$context.identity.sourceIp|$context.none';
  const context = { stage: 'v1', identity: { sourceIp: '192.0.2.1', caller: null } };
  const params = { path: {}, querystring: {}, header: {} };
  expect(renderTemplate(template, { body: '', params, stageVariables: {}, context }).output).toBe(
    'requestOverride=;responseOverride=;stage=v1;identity=; |192.0.2.1|',
  );
});

function place(message: string): { readonly line: number; readonly column: number } {
  const [, line = '', column = ''] = /^line (\d+), column (\d+)/.exec(message) ?? [];
  return { line: Number(line), column: Number(column) };
}
