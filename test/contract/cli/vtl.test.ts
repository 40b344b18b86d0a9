import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CompileReport } from '../../../src/cli/vtl/compile-report.ts';
import { readPolicy } from '../../../src/policy/read.ts';
import { validatePolicy } from '../../../src/policy/validate.ts';
import { runCli } from '../../support/cli-bench.ts';

const GREETING = '#set($name = $input.path("$.name"))\n{"hello": "$util.escapeJavaScript($name)"}\n';
const REFUSED = '{"id": "$input.params(\'id\')",\n "deep": $input.json(\'$..id\')}';

const vtl = (args: readonly string[], files: Readonly<Record<string, string>> = {}) =>
  runCli(['vtl', ...args], { files });

async function compiled(template: string, ...args: readonly string[]) {
  const { exit, out, err } = await vtl(['compile', 'a.vtl', '--format', 'json', ...args], { 'a.vtl': template });
  const report = JSON.parse(out) as CompileReport;
  return { exit, err, report, faults: validatePolicy(readPolicy(report.policyXml), 'operation') };
}

const sections = ({ policyXml }: CompileReport) => {
  const { inbound, outbound } = readPolicy(policyXml);
  const names = (nodes: typeof inbound) => nodes.map((node) => (node.kind === 'element' ? node.name : '#'));
  return { inbound: names(inbound), outbound: names(outbound) };
};

describe('crossgate vtl compile', () => {
  it('prints one document: the level, the C#, a policy that runs it, and diagnostics', async () => {
    const { exit, err, report, faults } = await compiled(GREETING);
    expect([exit, err, faults]).toEqual([0, '', []]);
    expect(Object.keys(report)).toEqual(['ok', 'level', 'csharp', 'policyXml', 'diagnostics']);
    expect([report.ok, report.level]).toEqual([true, 'L2']);
    expect(report.csharp).toContain('JToken name = body.SelectToken("name") ?? new JValue("");');
    expect(sections(report)).toEqual({ inbound: ['base', 'set-body'], outbound: ['base'] });
    expect(report.diagnostics).toEqual([
      {
        code: 'VTL-JAVA-TEXT',
        severity: 'review',
        line: 2,
        column: 35,
        message: expect.any(String) as string,
        awsBehaviour: expect.any(String) as string,
        apimBehaviour: expect.any(String) as string,
        remedy: expect.any(String) as string,
      },
    ]);
  });

  it('reads the payload of the answer with --kind response', async () => {
    const { report, faults } = await compiled(GREETING, '--kind', 'response');
    expect(faults).toEqual([]);
    expect(report.csharp).toContain('context.Response.Body');
    expect(sections(report)).toEqual({ inbound: ['base'], outbound: ['base', 'set-body'] });
  });

  it('prints what a refused template becomes: a stub that keeps it, with the place and the remedy', async () => {
    const { exit, report, faults } = await compiled(REFUSED);
    expect([exit, faults]).toEqual([1, []]);
    expect(report).toMatchObject({
      ok: false,
      level: 'L6',
      csharp: '',
      diagnostics: [{ code: 'VTL-PATH', severity: 'blocker', line: 2, column: 10 }],
    });
    expect(sections(report).inbound).toEqual(['base', '#', 'return-response']);
    expect(report.policyXml).toContain(`<!-- ${REFUSED} -->`);
    expect(report.policyXml).toContain('<set-status code="501" reason="Not Implemented" />');
  });

  it.each([
    ['two hyphens', '#stop -- x', '#stop - - x'],
    ['a hyphen at its end', '#if(-', '#if(- '],
    ['what would be a named value', '#if({{a}}', '#if({ {a}}'],
    ['what XML cannot hold', '#if(\u0001\ud800', '#if(\ufffd\ufffd'],
  ])('keeps a template with %s in a comment that can be put', async (_what, template, comment) => {
    const { report, faults } = await compiled(`#if(true)${template}`);
    expect([report.ok, faults]).toEqual([false, []]);
    expect(report.policyXml).toContain(`<!-- #if(true)${comment} -->`);
  });

  it('keeps the overrides of a staged template in a variable, beside its text', async () => {
    const template = '#set($context.responseOverride.status = 404){"id": "$input.params("id")"}';
    const { exit, report, faults } = await compiled(template, '--kind', 'response');
    expect([exit, faults]).toEqual([0, []]);
    expect(sections(report).outbound).toEqual(['base', 'set-variable', 'set-body']);
    const { err } = await vtl(['compile', 'a.vtl', '--kind', 'response'], { 'a.vtl': template });
    expect(err).toContain('What it overrides stands in the variable response-template, for policies that set it.\n');
  });

  it('takes for text what a schema says is text', async () => {
    const schema = '{"type": "object", "properties": {"name": {"type": "string"}}}';
    const files = { 'a.vtl': GREETING, 's.json': schema };
    const { exit, out } = await vtl(['compile', 'a.vtl', '--schema', 's.json', '--format', 'json'], files);
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ level: 'L1', diagnostics: [] });
  });

  it('tells people places, behaviours and remedies beside the policy, which is alone on standard output', async () => {
    const { exit, out, err } = await vtl(['compile', 'a.vtl'], { 'a.vtl': REFUSED });
    expect(exit).toBe(1);
    expect(out).toMatch(/^<policies>\n[^]*<\/policies>\n$/);
    expect(err).toBe(
      [
        'a.vtl:2:10: blocker VTL-PATH: The JSON path $..id finds other things in the two libraries.',
        "    API Gateway: Jayway's JsonPath finds it.",
        '    API Management: The policy answers 501 and keeps the template in a comment.',
        '    Remedy: Go the steps of the path one by one, with #foreach and #if, or give a policy of your own as an override.',
        'a.vtl: level L6, not carried: the policy answers 501 and keeps the template in a comment',
        '',
      ].join('\n'),
    );
  });

  it('names the named values that the policy reads', async () => {
    const { err } = await vtl(['compile', 'a.vtl'], { 'a.vtl': '$stageVariables.table $context.stage {{x}}' });
    expect(err).toBe(
      'a.vtl: level L1, exactly what API Gateway prints\nNamed values that the policy reads: table, context.stage\n',
    );
  });

  it('says once where a template cannot be read', async () => {
    const { err } = await vtl(['compile', '-'], { '-': 'a\n#foreach($x in )' });
    expect(err).toMatch(/^standard input:2:16: blocker VTL-SYNTAX: A value expected\.\n/);
  });

  it('moves no cursor by what a template says', async () => {
    const { err } = await vtl(['compile', 'a.vtl'], { 'a.vtl': "$input.json('$..\u001b[2J')" });
    expect(err).toContain('The JSON path $.. [2J');
  });
});

const INPUT = JSON.stringify({
  body: '{"name": "O\'Hara"}',
  params: { header: { 'X-Trace': 't' } },
  stageVariables: { env: 'prod' },
  context: { stage: 'v1' },
});

describe('crossgate vtl render', () => {
  it('prints exactly the text', async () => {
    const run = async (template: string) =>
      vtl(['render', 'a.vtl', '--input', 'in.json'], { 'a.vtl': template, 'in.json': INPUT });
    expect(await run(GREETING)).toMatchObject({ exit: undefined, err: '', out: '{"hello": "O\\\'Hara"}\n' });
    expect((await run('$stageVariables.env $context.stage $input.params("X-Trace")')).out).toBe('prod v1 t');
    expect((await run('\u0007$x')).out).toBe('\u0007');
  });

  it('reads nothing where no input is given', async () => {
    expect((await vtl(['render', 'a.vtl'], { 'a.vtl': '[$input.body|$input.params("x")]' })).out).toBe('[{}|]');
  });

  it('prints one document where that is asked for', async () => {
    const { out } = await vtl(['render', 'a.vtl', '--format', 'json'], {
      'a.vtl': '#set($context.responseOverride.status = 404)x',
    });
    expect(JSON.parse(out)).toEqual({
      compiled: true,
      refused: false,
      output: 'x',
      overrides: {
        requestOverride: { header: {}, path: {}, querystring: {} },
        responseOverride: { header: {}, status: 404 },
      },
    });
  });

  it('prints what API Gateway makes of templates that are not compiled', async () => {
    const files = { 'a.vtl': "$input.json('$..id')", 'in.json': '{"body": "{\\"id\\": 1}"}' };
    expect(await vtl(['render', 'a.vtl', '--input', 'in.json'], files)).toMatchObject({ exit: undefined, out: '[1]' });
  });

  it.each([
    ['cannot be read', 'a\n#if($x', 'line 2, column 7: ) expected before the end'],
    ['fails as it runs', '$util.parseJson("{")', 'the text is no JSON'],
  ])('ends with 1 for a template that %s', async (_how, template, message) => {
    const files = { 'a.vtl': template };
    expect(await vtl(['render', 'a.vtl'], files)).toMatchObject({ exit: 1, out: '', err: `${message}\n` });
    const { exit, out } = await vtl(['render', 'a.vtl', '--format', 'json'], files);
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ code: 'template-failed', detail: message });
  });
});

const CASES = [
  JSON.stringify({ template: '$input.path("$.a")', body: '{"a": "x"}' }),
  '',
  JSON.stringify({ template: "$input.json('$..a')", body: '{"a": 1}' }),
  JSON.stringify({ template: '#if(' }),
  JSON.stringify({ template: '$input.body', body: 'b', expected: 'c' }),
  JSON.stringify({ template: '$input.path("$.a")', body: '{"a": 1e7}' }),
].join('\n');

describe('crossgate vtl render --cases', () => {
  it('prints an answer for each case in order', async () => {
    const { exit, out } = await vtl(['render', '--cases', 'c.jsonl', '--format', 'json'], { 'c.jsonl': CASES });
    expect(exit).toBeUndefined();
    const overrides = { requestOverride: { header: {}, path: {}, querystring: {} }, responseOverride: { header: {} } };
    expect(JSON.parse(out)).toEqual([
      { compiled: true, refused: false, output: 'x', overrides },
      { compiled: false, refused: true, output: '[1]', overrides },
      { compiled: false, refused: true, error: 'line 1, column 5: a value expected' },
      { compiled: true, refused: false, output: 'b', overrides },
      { compiled: true, refused: false, output: '1.0E7', overrides },
    ]);
  });

  it('tells people the line of each', async () => {
    expect((await vtl(['render', '--cases', '-'], { '-': CASES })).out.split('\n')).toEqual([
      'line 1: x',
      'line 3: [1]',
      'line 4: fails: line 1, column 5: a value expected',
      'line 5: b',
      'line 6: 1.0E7',
      '',
    ]);
  });
});

describe('crossgate vtl check', () => {
  it('counts cases whose policy says what API Gateway says, and the others', async () => {
    const { exit, out } = await vtl(['check', '--cases', 'c.jsonl', '--format', 'json'], { 'c.jsonl': CASES });
    expect(exit).toBeUndefined();
    expect(JSON.parse(out)).toEqual({ total: 5, compiled: 3, refused: 2, equal: 1, differing: 2 });
  });

  it('tells people which are refused, and what differs', async () => {
    expect((await vtl(['check', '--cases', 'c.jsonl'], { 'c.jsonl': CASES })).out.split('\n')).toEqual([
      'line 3: refused: VTL-PATH at 1:1: The JSON path $..a finds other things in the two libraries.',
      'line 4: refused: VTL-SYNTAX at 1:5: A value expected.',
      'line 5: differs: both prints "b", the case expects "c"',
      'line 6: differs: API Management prints "1e7", API Gateway prints "1.0E7"',
      '5 cases: 3 compiled, 2 refused, 1 equal, 2 differ',
      '',
    ]);
  });

  it('takes it for equal where both fail', async () => {
    const failing = JSON.stringify({ template: '$util.parseJson($input.body)', body: '{' });
    const { out } = await vtl(['check', '--cases', 'c.jsonl', '--format', 'json'], { 'c.jsonl': failing });
    expect(JSON.parse(out)).toMatchObject({ total: 1, compiled: 1, equal: 1 });
  });
});

describe('input that cannot be used ends with 2 and says where', () => {
  const files = {
    'a.vtl': 'x',
    'cut.json': '{\n "body": "x"',
    'wrong.json': '{"body": {"id": 1}, "params": {"path": {"a/b": 2}}}',
    'cut.jsonl': '{"template": "a"}\n{"template":\n',
    'wrong.jsonl': '{"template": "a"}\n\n{"body": "b"}\n',
    'list.jsonl': '[]\n',
  };
  const wrongCase = 'wrong.jsonl, line 3: /template: expected the text of a template';
  it.each([
    ['compile none.vtl', 'none.vtl cannot be read: '],
    ['compile a.vtl --schema none.json', 'none.json cannot be read: '],
    ['compile a.vtl --schema cut.json', 'cut.json is not JSON: '],
    ['compile a.vtl --schema list.jsonl', 'list.jsonl: Invalid input: expected record, received array'],
    ['render none.vtl', 'none.vtl cannot be read: '],
    ['render a.vtl --input none.json', 'none.json cannot be read: '],
    ['render --cases none.jsonl', 'none.jsonl cannot be read: '],
    ['check --cases none.jsonl', 'none.jsonl cannot be read: '],
    ['render a.vtl --input cut.json', 'cut.json is not JSON: '],
    ['render a.vtl --input cut.json', '(line 2 column 13)'],
    ['render a.vtl --input wrong.json', '/body: expected the payload as a text, JSON in quotes: "{\\"id\\": 1}"'],
    ['render a.vtl --input wrong.json', '/params/path/a~1b: Invalid input: expected string, received number'],
    ['render --cases cut.jsonl', 'cut.jsonl, line 2 is not JSON: Unexpected end of JSON input: the line is cut off'],
    ['render --cases wrong.jsonl', wrongCase],
    ['check --cases wrong.jsonl', wrongCase],
    ['check --cases list.jsonl', 'list.jsonl, line 1: Invalid input: expected object, received array'],
  ])('%s', async (line, message) => {
    const { exit, out, err } = await vtl(line.split(' '), files);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });

  it.each(['compile none.vtl', 'render --cases cut.jsonl', 'check --cases wrong.jsonl'])(
    '%s --format json is a problem document',
    async (line) => {
      const { exit, out, err } = await vtl([...line.split(' '), '--format', 'json'], files);
      expect(exit).toBe(2);
      expect(JSON.parse(out)).toMatchObject({ code: 'bad-input', detail: err.trim() });
    },
  );

  it.each([
    ['', 'Usage: crossgate vtl'],
    ['compiel a.vtl', "unknown command 'compiel'"],
    ['compile', "missing required argument 'file'"],
    ['compile a.vtl --kind answer', 'Allowed choices are request, response'],
    ['compile a.vtl --format xml', 'Allowed choices are text, json'],
    ['compile a.vtl --input cut.json', "unknown option '--input'"],
    ['compile - --schema -', 'only one of two can be standard input'],
    ['render', 'Give a template, or --cases'],
    ['render a.vtl --cases cut.jsonl', 'not both'],
    ['render --cases cut.jsonl --input cut.json', '--input goes with a template'],
    ['render - --input -', 'only one of two can be standard input'],
    ['check', "required option '--cases <file>' not specified"],
  ])('wrong usage: vtl %s', async (line, message) => {
    const { exit, out, err } = await vtl(line === '' ? [] : line.split(' '), files);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });
});

describe('crossgate vtl as a process', () => {
  const run = (args: readonly string[], input: string) =>
    spawnSync(process.execPath, [resolve('src/cli/main.ts'), 'vtl', ...args], { input, encoding: 'utf8' });

  it('reads standard input and ends with its status', () => {
    expect(run(['render', '-'], 'a\n$input.body')).toMatchObject({ status: 0, stdout: 'a\n{}', stderr: '' });
    expect(run(['compile', '-', '--format', 'json'], '#stop x')).toMatchObject({ status: 0, stderr: '' });
    expect(run(['compile', '-'], '#if(true').status).toBe(1);
    expect(run(['compile'], '').status).toBe(2);
  });
});
