import { expect, test } from 'vitest';
import { compileTemplate } from '../../../src/vtl/compile.ts';
import { randomTemplate } from '../../support/random-template.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { templateContext, variablesTarget } from '../../support/template-context.ts';
import { jsonInputs } from '../../support/template-inputs.ts';
import { gatewayAnswer, policyAnswer, type Answer } from '../../support/template-proof.ts';

/** What test/system/mapping-templates.test.ts proves on Mono and .NET, here for the interpreter alone. */
test('templates of any constructs say to policies what they say to API Gateway', () => {
  const random = seededRandom(1);
  let compared = 0;
  for (let at = 0; at < 300; at += 1) {
    const template = randomTemplate(random);
    const compiled = compileTemplate(template, variablesTarget('request'));
    if (!compiled.ok) continue;
    for (const input of jsonInputs(template, 1, 8)) {
      const gateway = gatewayAnswer(template, compiled, input);
      const policy = policyAnswer(compiled, templateContext('request', input));
      expect({ template, input, ...answered(policy) }).toEqual({ template, input, ...answered(gateway) });
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(500);
});

/** Why one fails may be worded in two ways. */
const answered = (answer: Answer): object => ('text' in answer ? answer : { fails: true });
