import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import type { TemplateInput } from '../../src/vtl/template.ts';
import type { TemplateKind } from '../support/template-context.ts';
import { randomTemplate } from '../support/random-template.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { jsonInputs, templateInputs } from '../support/template-inputs.ts';
import { proveTemplates, type Difference, type Proof, type TemplateCases } from '../support/template-proof.ts';

/**
 * What templates are compiled to is proven: API Gateway's engine as src/vtl has it, the interpreter of src/csharp, Mono and .NET say the
 * same of every input.
 */

const OWN = join('test', 'system', 'templates');
/** Templates of others with inputs, where they lie beside the checkout. */
const RECORDED = process.env['CROSSGATE_TEMPLATES'] ?? join('..', 'shared', 'data', 'vtl');
/** Every run takes the same inputs, so that what fails here fails elsewhere. */
const SEED = Number(process.env['CROSSGATE_SEED'] ?? '1');
/** Numbers with commas, and an I without its dot: what depends on the machine's culture is seen under this one. */
const CULTURE = 'tr-TR';
/** What is refused, never approximated. */
const REFUSED = [
  { name: 'arithmetic-quotient.vtl', reason: 'VTL-ARITHMETIC' },
  { name: 'jsonpath-deep.vtl', reason: 'VTL-PATH' },
  { name: 'jsonpath-filter.vtl', reason: 'VTL-PATH' },
  { name: 'list-contains.vtl', reason: 'VTL-METHOD' },
  { name: 'print-list.vtl', reason: 'VTL-VALUE' },
  { name: 'stop.vtl', reason: 'VTL-STOP' },
];

test('templates of our own are compiled or refused, and say the same everywhere', async () => {
  const proof = await proveTemplates(own(), CULTURE);
  report(OWN, proof);
  expect(proof.refused).toEqual(REFUSED);
  expect(proof.differences.map(described)).toEqual([]);
});

test('recorded templates say the same everywhere', async () => {
  const cases = recorded();
  if (cases.length === 0) {
    process.stdout.write(`${RECORDED}: no such folder, only the templates of ${OWN} are proven\n`);
    return;
  }
  const proof = await proveTemplates(cases, CULTURE);
  report(RECORDED, proof);
  expect(proof.differences.map(described)).toEqual([]);
});

test('templates of any constructs say the same everywhere', async () => {
  const random = seededRandom(SEED);
  const cases = Array.from({ length: 300 }, (_, at): TemplateCases => {
    const template = randomTemplate(random);
    return { name: `random ${at}`, kind: 'request', template, inputs: jsonInputs(template, SEED, 12) };
  });
  const proof = await proveTemplates(cases, CULTURE);
  report('any constructs', { ...proof, refused: [] });
  expect(proof.compiled).toBeGreaterThan(100);
  expect(proof.differences.map(described)).toEqual([]);
});

test('payloads of any length and form take time that grows with them', async () => {
  const length = 100_000;
  const inputs = hostileBodies(length).map((body) => inputOf({ body }));
  const templates = [
    "$input.path('$.a')",
    "$util.escapeJavaScript($input.json('$'))",
    '$util.parseJson($input.body).a',
  ];
  const cases = templates.map((template): TemplateCases => ({ name: template, kind: 'request', template, inputs }));
  const proof = await proveTemplates(cases, CULTURE);
  expect(proof.refused).toEqual([]);
  expect(proof.differences.map(({ template, input }) => [template, input.body.slice(0, 30)])).toEqual([]);
});

/** What a pattern may look at again and again: texts and numbers without an end, much of the same. */
function hostileBodies(length: number): readonly string[] {
  const times = (text: string): string => text.repeat(length / text.length);
  return [
    `{"a":"${times('\\"x')}`,
    `{"a":"${times('\\')}`,
    times('{"a":"\\"x\n'),
    times('"'),
    `{"a"${times(' ')}}`,
    `{"a":${times('1')}x}`,
    `{"a":0.${times('1')}x}`,
    `{"a":${times('-')}}`,
    `1${times(' ')}x`,
    `${times(' ')}x`,
    times('x'),
    JSON.stringify({ a: times('/"\\é\u2028') }),
    `{"a":[${times('"2024-01-01T00:00:00.000Z",')}1]}`,
    `{"a":[${times('{"b":1.50},  ')}1]}`,
  ];
}

function own(): readonly TemplateCases[] {
  const files = readdirSync(OWN)
    .filter((name) => name.endsWith('.vtl'))
    .sort();
  return files.map((name) => {
    const template = readFileSync(join(OWN, name), 'utf8');
    const kind = name.endsWith('.response.vtl') ? 'response' : 'request';
    return { name, kind, template, inputs: templateInputs(template, SEED) };
  });
}

type Recorded = Partial<TemplateInput> & {
  readonly template: string;
  readonly kind?: string;
  readonly name?: string;
  readonly source?: string;
};

/** Of every template its recorded inputs, and those that are made for it. */
function recorded(): readonly TemplateCases[] {
  if (!existsSync(RECORDED)) return [];
  const files = readdirSync(RECORDED).filter((name) => name.endsWith('.jsonl'));
  return files.flatMap((file) => {
    const lines = readFileSync(join(RECORDED, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    const byTemplate = Map.groupBy(
      lines.map((line) => JSON.parse(line) as Recorded),
      ({ template }) => template,
    );
    return [...byTemplate].map(([template, cases]): TemplateCases => {
      const [first] = cases;
      const kind: TemplateKind = first?.kind === 'response' ? 'response' : 'request';
      const name = `${basename(file, '.jsonl')}: ${first?.name ?? first?.source ?? JSON.stringify(template)}`;
      return { name, kind, template, inputs: [...cases.map(inputOf), ...templateInputs(template, SEED)] };
    });
  });
}

function inputOf({ body = '', params, stageVariables = {}, context = {} }: Partial<TemplateInput>): TemplateInput {
  return { body, params: params ?? { path: {}, querystring: {}, header: {} }, stageVariables, context };
}

function described({ name, template, input, answers }: Difference): object {
  return { name, template, input: JSON.stringify(input), ...answers };
}

function report(from: string, { templates, compiled, refused, inputs, differences }: Proof): void {
  const names = refused.map(({ name, reason }) => `  ${name}: ${reason}\n`).join('');
  process.stdout.write(
    `${from}: ${compiled} of ${templates} templates compiled, ${inputs} inputs, ${inputs - differences.length} equal\n${names}`,
  );
}
