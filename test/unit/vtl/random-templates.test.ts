import { expect, test } from 'vitest';
import type { Expression } from '../../../src/csharp/expression.ts';
import { evaluate } from '../../../src/csharp/evaluate.ts';
import { compileTemplate } from '../../../src/vtl/compile.ts';
import { RenderError, renderTemplate, type TemplateInput } from '../../../src/vtl/template.ts';
import { interpreted } from '../../support/policy-result.ts';
import { randomTemplate } from '../../support/random-template.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { templateContext, variablesTarget } from '../../support/template-context.ts';
import { jsonInputs } from '../../support/template-inputs.ts';

/** What test/system/mapping-templates.test.ts proves on Mono and .NET, here for the interpreter alone. */
test('templates of any constructs say to policies what they say to API Gateway', () => {
  const random = seededRandom(1);
  let compared = 0;
  for (let at = 0; at < 300; at += 1) {
    const template = randomTemplate(random);
    const compiled = compileTemplate(template, variablesTarget('request'));
    if (!compiled.ok) continue;
    for (const input of jsonInputs(template, 1, 8)) {
      expect({ template, input, ...said(compiled.value, input) }).toEqual({
        template,
        input,
        ...rendered(template, input),
      });
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(500);
});

interface Said {
  readonly text: string | null;
}

function said(value: string | Expression, input: TemplateInput): Said {
  if (typeof value === 'string') return { text: value };
  const result = interpreted(() => evaluate(value, templateContext('request', input)));
  return { text: 'output' in result ? result.output : null };
}

/** Null where API Gateway fails. */
function rendered(template: string, input: TemplateInput): Said {
  try {
    return { text: renderTemplate(template, input).output };
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    return { text: null };
  }
}
