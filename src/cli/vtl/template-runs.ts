import { compileTemplate, type Compiled } from '../../vtl/compile.ts';
import {
  RenderError,
  renderTemplate,
  TemplateError,
  type TemplateInput,
  type TemplateOverrides,
} from '../../vtl/template.ts';
import { runCompiled, trialTarget } from '../../vtl/trial.ts';
import { CommandFailure } from '../command-failure.ts';
import { EXIT } from '../exit-codes.ts';
import type { NumberedCase, TemplateCase } from './template-case.ts';

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
}

/** What one template prints. @throws CommandFailure where it fails, as API Gateway would. */
export function renderedOne(template: string, input: TemplateInput): RenderedCase & { readonly output: string } {
  const [result] = renderedCases([{ ...input, template }]);
  const { output, error = '' } = result ?? {};
  if (output !== undefined) return { ...result, output } as RenderedCase & { readonly output: string };
  throw new CommandFailure(EXIT.failed, {
    title: 'The template fails',
    code: 'template-failed',
    detail: error,
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

/** Runs the policies of all templates that compile, and holds them to what API Gateway makes; `remarks` name the other cases by their lines. */
export function checked(cases: readonly NumberedCase[]): {
  readonly figures: Checked;
  readonly remarks: readonly string[];
} {
  const compile = compiler();
  const remarks: string[] = [];
  let refused = 0;
  let equal = 0;
  for (const each of cases) {
    const compiled = compile(each.template);
    if (compiled.ok) {
      const difference = differenceOf(compiled, each);
      if (difference === undefined) equal++;
      else remarks.push(`line ${each.line}: differs: ${difference}`);
    } else {
      refused++;
      remarks.push(`line ${each.line}: refused: ${refusalOf(compiled)}`);
    }
  }
  const total = cases.length;
  return { figures: { total, compiled: total - refused, refused, equal, differing: total - refused - equal }, remarks };
}

function refusalOf({ diagnostics }: Compiled): string {
  const [first] = diagnostics;
  return first === undefined ? '' : `${first.code} at ${first.line}:${first.column}: ${first.message}`;
}

/** What API Management prints where that is neither what API Gateway prints nor what the case says. */
function differenceOf(compiled: Extract<Compiled, { ok: true }>, each: TemplateCase): string | undefined {
  const source = rendered(each.template, each);
  const target: { readonly output?: string; readonly error?: string } = runCompiled(compiled, each);
  if (target.output !== source.output) return `API Management ${said(target)}, API Gateway ${said(source)}`;
  if (each.expected !== undefined && target.output !== each.expected)
    return `both ${said(target)}, the case expects ${JSON.stringify(each.expected)}`;
  return undefined;
}

const said = ({ output, error = '' }: { readonly output?: string; readonly error?: string }): string =>
  output === undefined ? `fails (${error})` : `prints ${JSON.stringify(output)}`;

/** Compiles each template once. */
function compiler(): (template: string) => Compiled {
  const known = new Map<string, Compiled>();
  return (template) => {
    const compiled = known.get(template) ?? compileTemplate(template, trialTarget());
    known.set(template, compiled);
    return compiled;
  };
}

function rendered(template: string, input: TemplateInput): Pick<RenderedCase, 'output' | 'error' | 'overrides'> {
  try {
    return renderTemplate(template, input);
  } catch (error) {
    if (error instanceof TemplateError || error instanceof RenderError) return { error: error.message };
    throw error;
  }
}
