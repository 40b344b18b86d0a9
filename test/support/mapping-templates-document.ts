import { readFileSync } from 'node:fs';
import { compileTemplate } from '../../src/vtl/compile.ts';
import { DIAGNOSTIC_CODES, type Diagnostic } from '../../src/vtl/diagnostics.ts';
import { plainTarget } from '../../src/vtl/plain-target.ts';

/** A template for each diagnostic. */
export const EXAMPLES: Readonly<Record<string, string>> = {
  'VTL-JAVA-TEXT': "$input.path('$.price')",
  'VTL-ALWAYS': '#if($missing)a#end',
  'VTL-MISSING': '$context.identity.userAgent.contains("a")',
  'VTL-LETTERS': "$input.params('x').toUpperCase()",
  'VTL-DECODE': "$util.urlDecode($input.params('x'))",
  'VTL-SYNTAX': '#if($x)a',
  'VTL-EVALUATE': '#evaluate($input.body)',
  'VTL-STOP': "#if($input.path('$.a') == 1)#stop#end b",
  'VTL-PATH': "$input.json('$..id')",
  'VTL-CONTEXT': '$input.params($name)',
  'VTL-METHOD': "$input.path('$.a').getClass()",
  'VTL-VALUE': '#set($list = [1, 2])$list',
  'VTL-ARITHMETIC': "#set($sum = $input.path('$.a') + 1)$sum",
  'VTL-VARIABLE': '#foreach($x in [1..2])#set($x = 3)$x#end',
  'VTL-SIZE': `#set($a = "${'$input.body'.repeat(3000)}")`,
  'VTL-UTIL': "$util.toJson($input.path('$'))",
};

/** Methods that are carried, by how they are called. */
export const METHODS = {
  texts: [
    'length()',
    'isEmpty()',
    'trim()',
    'toUpperCase()',
    'toLowerCase()',
    'toString()',
    "contains('a')",
    "startsWith('a')",
    "endsWith('a')",
    "indexOf('a')",
    "concat('a')",
    "equals('a')",
    "equalsIgnoreCase('a')",
    'substring(1)',
    'charAt(1)',
    "replace('a', 'b')",
  ],
  maps: ['get("a")', 'keySet()', 'values()', 'entrySet()', 'containsKey("a")', 'size()', 'isEmpty()', 'put("a", 1)'],
  lists: ['get(0)', 'size()', 'isEmpty()', 'contains("a")', 'indexOf("a")', 'add("a")'],
} as const;

const named = (methods: readonly string[]): string =>
  `\`${methods.map((method) => method.replace(/\(.*/, '')).join(' ')}\``;

/** What is carried and what is not, by an example each. */
const LANGUAGE: readonly (readonly [construct: string, example: string])[] = [
  ['text', '{"statusCode": 200}'],
  ['references, in braces and quiet', '${stageVariables.env} $!stageVariables.env'],
  ['`$input.body`', '$input.body'],
  ['`$input.json(path)`', "$input.json('$.order')"],
  ['`$input.path(path)`, with members and indexes', "$input.path('$.orders')[0].id"],
  ["paths: `.a`, `['a']`, `[0]`, `[1:2]`, `[*]`", "$input.json('$.orders[*].id')"],
  ['`$input.params(name)`', "$input.params('id')"],
  ['`$input.params()` and its maps', '#foreach($name in $input.params().header.keySet())$name #end'],
  ['`$context`, claims of a token', '$context.identity.sourceIp $context.authorizer.claims.sub'],
  ['overrides of request and response', '#set($context.responseOverride.header.X-A = "b")'],
  ['`$stageVariables`', '$stageVariables.table'],
  ['`#set`, texts with references in them', '#set($name = "a-$input.params(\'id\')")$name'],
  ['`#if`, `#elseif`, `#else`', "#if($input.params('q') == 'a')1#elseif($input.params('q') == 'b')2#{else}3#end"],
  ['`#foreach` over lists, maps and ranges', '#foreach($i in [1..3])$i#if($foreach.hasNext),#end#end'],
  [
    '`$foreach` and its parent, `$velocityCount`, `#break`',
    '#foreach($i in [1..9])#if($foreach.index == 2)#break#end$i#end',
  ],
  ['`#macro`, `#define`', '#macro(field $n)"$n": "$input.params($n)"#end{#field("id")}'],
  ['comments, `#[[ ]]#`', '## gone\n#[[ $as written ]]#'],
  ['lists and maps that are written out', '#set($map = {"a": [1, "b"]})$map.a[1]'],
  ['`+ - * / %` of whole numbers', '#set($n = 3)#set($n = $n * 2)$n'],
  ['`==`, `!=` of texts, numbers, truth values and nothing', '#if($input.path(\'$.a\') != "")a#end'],
  ['`< <= > >=` of numbers', "#if($input.path('$.a') >= 10)a#end"],
  ['`&&`, `||`, `!` and their words', "#if($input.path('$.a') == 1 and !($input.path('$.b') == 2))a#end"],
  [`methods of texts: ${named(METHODS.texts)}`, "$input.params('id').toLowerCase()"],
  ['`replaceAll`, `matches` by patterns that both know', "$input.params('id').replaceAll('[^0-9]', '')"],
  ['`split` by one sign', "#foreach($part in $input.params('ids').split(','))$part #end"],
  [
    `methods of maps: ${named(METHODS.maps)}`,
    "#foreach($e in $input.path('$.a').entrySet())$util.urlEncode($e.value)#end",
  ],
  [`methods of lists: ${named(METHODS.lists)}`, "#if($input.path('$.a').size() > 1)a#end"],
  ['`$util.escapeJavaScript`', "$util.escapeJavaScript($input.params('q'))"],
  ['`$util.parseJson`', '#if($util.parseJson($input.body).a == 1)a#end'],
  ['`$util.urlEncode`, `urlDecode`', '$util.urlEncode($input.body)'],
  ['`$util.base64Encode`, `base64Decode`', '$util.base64Encode($input.body)'],
  ['`#stop` outside of blocks', 'a#stop b'],
  ['`#stop` in a block', EXAMPLES['VTL-STOP'] ?? ''],
  ['`#evaluate`', EXAMPLES['VTL-EVALUATE'] ?? ''],
  ['`#parse`, `#include`', '#parse("a.vm")'],
  ['paths: `..`, filters, `[-1]`, several names, functions', "$input.path('$.orders[?(@.id == 1)]')"],
  ['paths and names of parameters that are computed', '$input.path("$.$name")'],
  ['`$context` or `$stageVariables` as a whole', '#foreach($key in $context.keySet())$key#end'],
  ['a list that is written out, printed', EXAMPLES['VTL-VALUE'] ?? ''],
  ['computing with numbers of the payload, fractions', EXAMPLES['VTL-ARITHMETIC'] ?? ''],
  ['reflection, other methods', EXAMPLES['VTL-METHOD'] ?? ''],
  ['functions that the guide does not name', EXAMPLES['VTL-UTIL'] ?? ''],
];

const compiled = (template: string) => compileTemplate(template, plainTarget('request'));

/** What a template's example is told of its code. */
export function diagnosticOfExample(code: string): Diagnostic | undefined {
  return compiled(EXAMPLES[code] ?? '').diagnostics.find((each) => each.code === code);
}

/** docs/mapping-templates.md with what follows from the code written anew between its marks. */
export function mappingTemplatesDocument(): string {
  const parts = { language: language(), diagnostics: diagnostics() };
  return Object.entries(parts).reduce(
    (text, [name, lines]) => replaced(text, name, lines),
    readFileSync('docs/mapping-templates.md', 'utf8'),
  );
}

function replaced(text: string, name: string, lines: readonly string[]): string {
  const [start, end] = [`<!-- ${name}: generated -->`, `<!-- ${name}: end -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/mapping-templates.md has no part ${name}`);
  return `${text.slice(0, from + start.length)}\n\n${lines.join('\n')}\n\n${text.slice(to)}`;
}

const code = (text: string): string => `\`${text.replaceAll('\n', ' ').replaceAll('|', String.raw`\|`)}\``;

function language(): readonly string[] {
  const rows = LANGUAGE.map(([construct, example]) => {
    const { level, diagnostics: said } = compiled(example);
    const how = level === 'L6' ? (said[0]?.code ?? '') : level;
    return [construct.replaceAll('|', String.raw`\|`), code(example), how];
  });
  const table = [['construct', 'example', 'carried'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = table;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)];
}

function diagnostics(): readonly string[] {
  return DIAGNOSTIC_CODES.filter((each) => EXAMPLES[each] !== undefined)
    .flatMap((each) => ['', ...diagnostic(each)])
    .slice(1);
}

const SEVERITIES: Readonly<Record<Diagnostic['severity'], string>> = {
  info: 'For the record',
  review: 'Carried, to be reviewed',
  blocker: 'Refused',
};

function diagnostic(name: string): readonly string[] {
  const said = diagnosticOfExample(name);
  if (said === undefined) throw new Error(`the example of ${name} is another`);
  const { severity, message, awsBehaviour, apimBehaviour, remedy } = said;
  const example = EXAMPLES[name] ?? '';
  return [
    `### ${name}`,
    '',
    `${SEVERITIES[severity]}: ${message}${example.length > 100 ? '' : ` Example: ${code(example)}`}`,
    '',
    `- API Gateway: ${awsBehaviour}`,
    `- API Management: ${apimBehaviour}`,
    `- Remedy: ${remedy}`,
  ];
}
