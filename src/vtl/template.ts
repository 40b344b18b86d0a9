import { RenderError } from './error.ts';
import { Evaluator } from './evaluate.ts';
import { toPlain } from './java/value.ts';
import type { TemplateInput } from './input.ts';
import { readTemplate } from './resolve.ts';

export { RenderError, TemplateError } from './error.ts';
export type { TemplateInput } from './input.ts';

type Plain = Readonly<Record<string, unknown>>;

/** What a template set of `$context`, numbers and text as they were given. */
export interface TemplateOverrides {
  readonly requestOverride: { readonly header: Plain; readonly path: Plain; readonly querystring: Plain };
  readonly responseOverride: { readonly header: Plain; readonly status?: unknown } & Plain;
}

export interface Rendered {
  readonly output: string;
  readonly overrides: TemplateOverrides;
}

const NO_OVERRIDES: TemplateOverrides = {
  requestOverride: { header: {}, path: {}, querystring: {} },
  responseOverride: { header: {} },
};

/**
 * What API Gateway would make of a template. Throws TemplateError for a template that Velocity does not read, and RenderError where the
 * engine fails as it runs: callers get 500 either way.
 */
export function renderTemplate(template: string, input: TemplateInput): Rendered {
  const statements = readTemplate(template);
  const evaluator = new Evaluator({ ...input, context: { ...NO_OVERRIDES, ...input.context } });
  try {
    const output = evaluator.print(statements);
    const { requestOverride, responseOverride } = toPlain(evaluator.context) as TemplateOverrides;
    return { output, overrides: { requestOverride, responseOverride } };
  } catch (error) {
    // A map that holds itself has no end, and text that doubles soon none that fits; Java has errors for both.
    if (error instanceof RangeError) throw new RenderError(error.message, { cause: error });
    throw error;
  }
}
