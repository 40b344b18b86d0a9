import { describe, expect, test } from 'vitest';
import { compileTemplate } from '../../../src/vtl/compile.ts';
import { DIAGNOSTIC_CODES } from '../../../src/vtl/diagnostics.ts';
import { plainTarget } from '../../../src/vtl/plain-target.ts';
import {
  diagnosticOfExample,
  EXAMPLES,
  mappingTemplatesDocument,
  METHODS,
} from '../../support/mapping-templates-document.ts';

describe('diagnostics', () => {
  test('are all told of some template', () => {
    expect(DIAGNOSTIC_CODES.filter((code) => EXAMPLES[code] === undefined)).toEqual([]);
  });

  test.each(Object.keys(EXAMPLES))('%s says where, what both do and what to do', (code) => {
    const diagnostic = diagnosticOfExample(code);
    expect(diagnostic).toMatchObject({ code, line: 1 });
    const { message = '', awsBehaviour = '', apimBehaviour = '', remedy = '' } = diagnostic ?? {};
    for (const text of [message, awsBehaviour, apimBehaviour, remedy]) expect(text).toMatch(/^[A-Z#$<&].*\.$/);
  });
});

test.each([
  ...METHODS.texts.map((method) => `$input.params('x').${method}`),
  ...METHODS.texts.map((method) => `$input.path('$.x').${method}`),
  ...METHODS.maps.map((method) => `#foreach($each in $input.path('$.x').${method})a#end`),
  ...METHODS.lists.map((method) => `$input.path('$.x').${method}`),
  '#foreach($each in $input.path("$.x").split(","))$each#end',
])('%s is carried, as the document says', (template) => {
  expect(compileTemplate(template, plainTarget('request'))).toMatchObject({ ok: true });
});

test('docs/mapping-templates.md says what the compiler does', async () => {
  await expect(mappingTemplatesDocument()).toMatchFileSnapshot('../../../docs/mapping-templates.md');
});
