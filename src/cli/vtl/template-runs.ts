import { compileTemplate, type Compiled } from '../../vtl/compile.ts';
import { RenderError, renderTemplate, TemplateError, type TemplateOverrides } from '../../vtl/template.ts';
import { runCompiled, trialTarget } from '../../vtl/trial.ts';
import { CommandFailure } from '../command-failure.ts';
import { EXIT } from '../exit-codes.ts';
import { parseInput, type TemplateCase } from './template-case.ts';

/** What `vtl render` says of a case. */
export interface RenderedCase {
  readonly compiled: boolean;
  /** The compiler does not carry the template; its output is API Gateway's all the same. */
  readonly refused: boolean;
  readonly output?: string;
  readonly error?: string;
  readonly overrides?: TemplateOverrides;
}

/** What `vtl check` counts; `total` is the sum of `equal`, `differing` and `refused`. */
export interface Checked {
  readonly total: number;
  readonly compiled: number;
  readonly refused: number;
  readonly equal: number;
  readonly differing: number;
  readonly differences: readonly string[];
}

/** The text of one template, exactly. */
export function renderedOne(template: string, input: string | undefined): string {
  const result = rendered(template, parseInput(input));
  if (result.error === undefined) return result.output ?? '';
  throw new CommandFailure(EXIT.failed, {
    title: 'The template fails',
    code: 'template-failed',
    detail: result.error,
  });
}

/** What API Gateway makes of each case, in order. */
export function renderedCases(cases: readonly TemplateCase[]): readonly RenderedCase[] {
  const compile = compiler();
  return cases.map((each) => {
    const { ok } = compile(each.template);
    return { compiled: ok, refused: !ok, ...rendered(each.template, each) };
  });
}

/** Runs the policies of all templates that compile, and holds them to what API Gateway makes. */
export function checked(cases: readonly TemplateCase[]): Checked {
  const compile = compiler();
  const differences: string[] = [];
  let refused = 0;
  let equal = 0;
  for (const [at, each] of cases.entries()) {
    const compiled = compile(each.template);
    if (!compiled.ok) refused++;
    else {
      const difference = differenceOf(compiled, each);
      if (difference === undefined) equal++;
      else differences.push(`case ${at + 1}: ${difference}`);
    }
  }
  const differing = differences.length;
  return { total: cases.length, compiled: cases.length - refused, refused, equal, differing, differences };
}

function differenceOf(compiled: Extract<Compiled, { ok: true }>, each: TemplateCase): string | undefined {
  const source = rendered(each.template, each);
  const target = runCompiled(compiled, each);
  const output = 'output' in target ? target.output : undefined;
  if (output !== source.output)
    return `${JSON.stringify(output ?? target)} is not ${JSON.stringify(source.output ?? source.error)}`;
  if (each.expected !== undefined && output !== each.expected)
    return `${JSON.stringify(output)} is not ${JSON.stringify(each.expected)}`;
  return undefined;
}

/** Compiles each template once. */
function compiler(): (template: string) => Compiled {
  const known = new Map<string, Compiled>();
  return (template) => {
    const compiled = known.get(template) ?? compileTemplate(template, trialTarget());
    known.set(template, compiled);
    return compiled;
  };
}

function rendered(
  template: string,
  input: TemplateCase | ReturnType<typeof parseInput>,
): Pick<RenderedCase, 'output' | 'error' | 'overrides'> {
  try {
    return renderTemplate(template, input);
  } catch (error) {
    if (error instanceof TemplateError || error instanceof RenderError) return { error: error.message };
    throw error;
  }
}
