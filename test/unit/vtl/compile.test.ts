import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { literal } from '../../../src/csharp/build.ts';
import { typeOf } from '../../../src/csharp/check.ts';
import type { Expression } from '../../../src/csharp/expression.ts';
import { parsePolicyExpression } from '../../../src/csharp/parse.ts';
import { printPolicyExpression } from '../../../src/csharp/print.ts';
import { compileReport } from '../../../src/cli/vtl/compile-report.ts';
import { readPolicy } from '../../../src/policy/read.ts';
import { validatePolicy } from '../../../src/policy/validate.ts';
import { compileTemplate } from '../../../src/vtl/compile.ts';
import { plainTarget } from '../../../src/vtl/plain-target.ts';

const TEMPLATES = join('test', 'system', 'templates');
const ALL = readdirSync(TEMPLATES).filter((name) => name.endsWith('.vtl'));
/** A policy of the Consumption tier (Microsoft Learn, limits of API Management, read 2026-11-23). */
const MOST_BYTES = 16 * 1024;

const kindOf = (name: string) => (name.endsWith('.response.vtl') ? 'response' : 'request');
const textOf = (name: string): string => readFileSync(join(TEMPLATES, name), 'utf8');
const compiled = (name: string) => compileTemplate(textOf(name), plainTarget(kindOf(name)));

const REFUSED = ALL.filter((name) => !compiled(name).ok);
const CARRIED = ALL.filter((name) => compiled(name).ok);

function expressionOf(name: string): Expression {
  const result = compiled(name);
  if (!result.ok) throw new Error(`${name} is refused`);
  return typeof result.value === 'string' ? literal(result.value) : result.value;
}

/**
 * What every template that reads or prints JSON has alike, by name instead: C# in policies has no functions. WHOLE shows it; where it no
 * longer looks like this, the goldens show it as well.
 */
const ALIKE: readonly (readonly [pattern: RegExp, name: string])[] = [
  [
    /^( *)var marked\d* = (?:Regex\.IsMatch\((\w+)|string\.Concat\(Regex\.Split\((\w+))[^]*?\n\1var (\w+) = \w+\.Single\(\);$/gm,
    '$1var $4 = <JSON of $2$3>;',
  ],
  [
    /^( *)if \((\w+)\.Type == JTokenType\.String\) \{\n +(\w+)\.Append\(\(string\)\2\);\n\1\} else \{\n[^]*?\n\1\}$/gm,
    '$1$3.Append(<$2 as Java prints it>);',
  ],
  [/string\.Concat\((\w+)\.Select\(c => c == '"' \? .*?c\.ToString\(\)\)\)/g, '<$1 escaped for JavaScript>'],
  [/string\.Concat\(([\w.()]+)\.Select\(c => c >= '\\u007F' && .*?c\.ToString\(\)\)\)/g, '<$1 escaped as in Java>'],
];
const WHOLE = ['json-root.vtl', 'print-object.vtl', 'escape-member.vtl'];

/** The template, what is said of it, and its C#. */
function golden(name: string): string {
  const { level, diagnostics, csharp } = compileReport(textOf(name), kindOf(name), undefined);
  const said = diagnostics.map(({ code, line, column }) => `${line}:${column} ${code}`);
  const alike = WHOLE.includes(name) ? [] : ALIKE;
  const brief = alike.reduce((text, [pattern, by]) => text.replace(pattern, by), csharp);
  return `${textOf(name)}\n${'-'.repeat(10)} ${[level, ...said].join(' ')}\n${brief}\n`;
}

describe('templates in C#', () => {
  test.each([
    ...WHOLE,
    'arithmetic.vtl',
    'body.vtl',
    'braces.vtl',
    'comments.vtl',
    'constant.vtl',
    'context.vtl',
    'counter.vtl',
    'define.vtl',
    'form-body.vtl',
    'if-empty.vtl',
    'if-null.vtl',
    'if-parameter.vtl',
    'interpolation.vtl',
    'jsonpath.vtl',
    'list-reshape.vtl',
    'lists-and-maps.vtl',
    'loop-range.vtl',
    'macro.vtl',
    'map-keys.vtl',
    'override-from-error.response.vtl',
    'override-request.vtl',
    'params-all.vtl',
    'params-parts.vtl',
    'parse-json.vtl',
    'put-item.vtl',
    'send-message.vtl',
    'stage-variables.vtl',
    'start-execution.vtl',
    'text-methods.vtl',
  ])('%s', async (name) => {
    await expect(golden(name)).toMatchFileSnapshot(`golden/${name.replace(/\.vtl$/, '.txt')}`);
  });
});

describe.each(CARRIED)('%s', (name) => {
  const report = compileReport(textOf(name), kindOf(name), undefined);

  test('gives text, by members that API Management allows', () => {
    expect(typeOf(expressionOf(name))).toMatch(/^(string|JObject)$/);
  });

  test('is read again as it was written, and is the same the next time', () => {
    const expression = expressionOf(name);
    expect(parsePolicyExpression(printPolicyExpression(expression))).toEqual(expression);
    expect(expressionOf(name)).toEqual(expression);
  });

  test('is a policy that API Management takes in every tier', () => {
    expect(validatePolicy(readPolicy(report.policyXml), 'operation', { tier: 'Consumption' })).toEqual([]);
    expect(Buffer.byteLength(report.policyXml)).toBeLessThanOrEqual(MOST_BYTES);
  });

  test('has a statement a line, and no variable that nothing reads but those of the template', () => {
    const lines = report.csharp.split('\n');
    for (const line of lines.slice(1, -1)) expect(line).toMatch(/^ +(\S.*)?[;{}]$/);
    const declared = lines.flatMap((line) => /^ +(?:var|string|JToken) (\w+) =/.exec(line)?.[1] ?? []);
    const unread = declared.filter((own) => report.csharp.split(new RegExp(`\\b${own}\\b(?! = )`)).length === 1);
    expect(unread.filter((own) => !textOf(name).includes(`$${own}`))).toEqual([]);
  });

  test('names no named value but those of variables that only a plan knows', () => {
    const named = [...report.policyXml.matchAll(/\{\{(.*?)\}\}/g)].map(([, own = '']) => own);
    for (const own of named) expect(textOf(name)).toMatch(new RegExp(`\\b${own.replace(/^context\./, '')}\\b`));
  });
});

test('what is refused says where and why', () => {
  const said = REFUSED.flatMap((name) => {
    const { level, diagnostics } = compiled(name);
    return diagnostics.map(
      ({ code, severity, line, column, message }) =>
        `${name} ${level} ${severity} ${line}:${column} ${code}: ${message}`,
    );
  });
  expect(said).toMatchInlineSnapshot(`
    [
      "arithmetic-quotient.vtl L6 blocker 1:47 VTL-ARITHMETIC: The divisor may be zero.",
      "jsonpath-deep.vtl L6 blocker 1:10 VTL-PATH: The JSON path $..id finds other things in the two libraries.",
      "jsonpath-filter.vtl L6 blocker 1:11 VTL-PATH: The JSON path $.items[?(@.price < 10)].id finds other things in the two libraries.",
      "list-contains.vtl L6 blocker 1:40 VTL-METHOD: The method contains of a list is not carried.",
      "print-list.vtl L6 blocker 1:1 VTL-VALUE: A list stands in a map or a list, where Java prints it otherwise.",
      "stop.vtl L6 blocker 1:30 VTL-STOP: #stop ends the template from within a block.",
    ]
  `);
});
