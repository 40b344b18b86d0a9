import { expect, test } from 'vitest';
import { renderTemplate, type TemplateScope } from '../../../../src/local/sandbox/source-gateway/template.ts';

const scope: TemplateScope = {
  body: '{"name":"Ada","tags":["a","b"]}',
  stageVariables: { tier: 'prod' },
  parameter: (name) => (name === 'id' ? '7' : undefined),
  context: (name) => (name === 'stage' ? 'v1' : undefined),
};

test('text and references are rendered, a missing stage variable is empty', () => {
  const template = `{"all": $input.json('$'), "tag": $input.json("$.tags[1]"), "id": "$input.params('id')"}`;
  expect(renderTemplate(template, scope)).toBe('{"all": {"name":"Ada","tags":["a","b"]}, "tag": "b", "id": "7"}');
  expect(renderTemplate('$stageVariables.tier|${stageVariables.none}|$context.stage costs $5', scope)).toBe(
    'prod||v1 costs $5',
  );
  expect(renderTemplate('$input.body', { ...scope, body: '' })).toBe('{}');
});

test('what is not simulated is told of, not guessed', () => {
  for (const template of [
    '#set($a = 1)$a',
    '$util.urlEncode($input.body)',
    "$input.path('$.a').size()",
    '$context.nothing',
    "$input.json('$..name')",
    '## comment',
  ])
    expect(() => renderTemplate(template, scope)).toThrow(/is not simulated/);
});
