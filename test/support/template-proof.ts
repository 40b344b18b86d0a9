import type { Expression } from '../../src/csharp/expression.ts';
import type { PolicyContext } from '../../src/csharp/context.ts';
import { evaluate } from '../../src/csharp/evaluate.ts';
import { printPolicyExpression } from '../../src/csharp/print.ts';
import { compileTemplate, type Compiled } from '../../src/vtl/compile.ts';
import { RenderError, renderTemplate, type TemplateInput, type TemplateOverrides } from '../../src/vtl/template.ts';
import { interpreted } from './policy-result.ts';
import { compilePolicies, type PolicyResult } from './policy-runtime.ts';
import { templateContext, variablesTarget, type TemplateKind } from './template-context.ts';

export interface TemplateCases {
  /** What a failure is to name. */
  readonly name: string;
  readonly kind: TemplateKind;
  readonly template: string;
  readonly inputs: readonly TemplateInput[];
}

/** What one of the four says: the text, with overrides as canonical JSON behind it; or why it failed. */
export type Answer = { readonly text: string } | { readonly failure: string };

export interface Difference {
  readonly name: string;
  readonly template: string;
  readonly input: TemplateInput;
  /** By `evaluator`, `interpreter` and the runtimes. */
  readonly answers: Readonly<Record<string, string>>;
}

export interface Proof {
  readonly templates: number;
  readonly compiled: number;
  /** Templates that are not compiled, with the reason. */
  readonly refused: readonly { readonly name: string; readonly reason: string }[];
  /** Inputs that were run four ways or more. */
  readonly inputs: number;
  readonly differences: readonly Difference[];
}

type Carried = TemplateCases & { readonly compiled: Extract<Compiled, { ok: true }> };

/**
 * Runs templates as API Gateway would (src/vtl), and what they are compiled to by the interpreter of src/csharp, by Mono and by .NET on
 * machines of a culture; all have to say the same.
 */
export async function proveTemplates(all: readonly TemplateCases[], culture: string): Promise<Proof> {
  const compiled = all.map((cases) => ({
    ...cases,
    compiled: compileTemplate(cases.template, variablesTarget(cases.kind)),
  }));
  const carried = compiled.filter((one): one is Carried => one.compiled.ok);
  const refused = compiled
    .filter((one) => !one.compiled.ok)
    .map(({ name, compiled: { diagnostics } }) => ({ name, reason: diagnostics.map(({ code }) => code).join(' ') }));
  const runs = carried.flatMap((one, expression) =>
    one.inputs.map((input) => ({ one, expression, input, context: templateContext(one.kind, input) })),
  );
  const texts = carried.map(({ compiled: { value } }) => printPolicyExpression(asExpression(value)));
  const ran = await runtimeAnswers(texts, runs, culture);
  const differences = runs.flatMap(({ one, input, context }, at): readonly Difference[] => {
    const { name, template } = one;
    const own: [string, Answer][] = [
      ['evaluator', gatewayAnswer(template, one.compiled, input)],
      ['interpreter', policyAnswer(one.compiled, context)],
      ...ran.map(({ from, results }): [string, Answer] => [from, answerOf(one.compiled, results[at])]),
    ];
    // All may fail: what API Gateway answers with 500 is the policy's 500 as well.
    if (new Set(own.map(([, answer]) => ('text' in answer ? answer.text : undefined))).size === 1) return [];
    const answers = own.map(([from, answer]) => [from, 'text' in answer ? answer.text : `(fails: ${answer.failure})`]);
    return [{ name, template, input, answers: Object.fromEntries(answers) as Record<string, string> }];
  });
  return { templates: all.length, compiled: carried.length, refused, inputs: runs.length, differences };
}

interface Run {
  readonly expression: number;
  readonly context: PolicyContext;
}

async function runtimeAnswers(
  texts: readonly string[],
  runs: readonly Run[],
  culture: string,
): Promise<readonly { readonly from: string; readonly results: readonly PolicyResult[] }[]> {
  const { programs, remove } = await compilePolicies(texts);
  try {
    return await Promise.all(
      programs.map(async (program) => ({ from: program.runtime, results: await program.run(runs, culture) })),
    );
  } finally {
    await remove();
  }
}

const asExpression = (value: string | Expression): Expression =>
  typeof value === 'string' ? { kind: 'string', value } : value;

/** What API Gateway would say, as far as the compiled template sets overrides with them. */
export function gatewayAnswer(
  template: string,
  compiled: Extract<Compiled, { ok: true }>,
  input: TemplateInput,
): Answer {
  try {
    const { output, overrides } = renderTemplate(template, input);
    return { text: compiled.isStaged ? staged(output, overrides) : output };
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    return { failure: error.message };
  }
}

/** What the interpreter says that the policy says. */
export function policyAnswer(compiled: Extract<Compiled, { ok: true }>, context: PolicyContext): Answer {
  return answerOf(
    compiled,
    interpreted(() => evaluate(asExpression(compiled.value), context)),
  );
}

function answerOf(compiled: Carried['compiled'], result: PolicyResult | undefined): Answer {
  if (result === undefined) return { failure: 'no result' };
  if ('error' in result) return { failure: `${result.error} ${result.message}` };
  if (!compiled.isStaged) return { text: result.output ?? 'null' };
  const { body, ...overrides } = JSON.parse(result.output ?? '{}') as { body: string } & TemplateOverrides;
  return { text: staged(body, overrides) };
}

/** Maps in which nothing was set count as none, and the order in which it was does not. */
function staged(output: string, overrides: object): string {
  return `${output}\n${JSON.stringify(canonical(overrides))}`;
}

function canonical(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const members = Object.entries(value).map(([name, member]) => [name, canonical(member)] as const);
  const held = members.filter(
    ([, member]) => !(typeof member === 'object' && member !== null && Object.keys(member).length === 0),
  );
  return Object.fromEntries(held.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
