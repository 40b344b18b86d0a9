import type { Expression } from '../csharp/expression.ts';
import type { Schema } from './schema.ts';

/** What the C# of a template reads in place of API Gateway's variables; undefined for what has no counterpart, which refuses the template. */
export interface TemplateTarget {
  /** The payload as a text that is never null. */
  readonly body: Expression;
  /** What every payload that comes here keeps to, because it was validated: texts are then taken for texts. */
  readonly schema?: Schema;
  /** `$input.params('x')`, or a member of one of the three maps; empty text where a request has none. */
  readonly parameter: (name: string, place?: ParameterPlace) => string | Expression | undefined;
  /** One of the three maps of `$input.params()`, a JObject. */
  readonly parameters: (place: ParameterPlace) => Expression;
  /** A member of `$context`, such as `identity.sourceIp`, as text. */
  readonly context: (name: string) => string | Expression | undefined;
  /** A stage variable; empty text for one that is not set. */
  readonly stageVariable: (name: string) => string | Expression | undefined;
  /** A JObject with what the request's template left in `requestOverride` and `responseOverride`. */
  readonly earlier?: Expression;
}

export type ParameterPlace = 'path' | 'querystring' | 'header';
