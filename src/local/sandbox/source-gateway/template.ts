import {
  RenderError,
  renderTemplate,
  TemplateError,
  type Rendered,
  type TemplateInput,
} from '../../../vtl/template.ts';
import { INTERNAL_ERROR } from './call.ts';
import { Refusal, Unsimulated } from './refusal.ts';

/** A template that Velocity does not read or that fails as it runs: a 500 for the caller, and a line in the log. */
export class TemplateFailure extends Refusal {
  readonly why: string;

  constructor(cause: TemplateError | RenderError) {
    super('API_CONFIGURATION_ERROR', 500, INTERNAL_ERROR, { cause });
    this.name = 'TemplateFailure';
    this.why = cause.message;
  }
}

/** Members of `$context` that API Gateway has and the sandbox cannot know. */
const UNKNOWN = /\$!?\{?context\.(?:identity\.clientCert|awsEndpointRequestId|wafResponseCode|webaclArn)\b/;

/** A template as API Gateway's engine renders it. Throws {@link TemplateFailure}, and {@link Unsimulated} rather than to guess. */
export function render(template: string, input: TemplateInput): Rendered {
  const [unknown] = UNKNOWN.exec(template) ?? [];
  if (unknown !== undefined) throw new Unsimulated(`template reference ${unknown}`);
  try {
    return renderTemplate(template, input);
  } catch (error) {
    if (error instanceof TemplateError || error instanceof RenderError) throw new TemplateFailure(error);
    throw error;
  }
}
