type Texts = Readonly<Record<string, string>>;

/** What a mapping template reads. */
export interface TemplateInput {
  /** The payload as text; empty reads as `{}`. Text that is no JSON is one string to `$input.json` and `$input.path`. */
  readonly body: string;
  readonly params: { readonly path: Texts; readonly querystring: Texts; readonly header: Texts };
  readonly stageVariables: Texts;
  /** `$context` as a tree. What a request's template set stands in `requestOverride` and `responseOverride`. */
  readonly context: Readonly<Record<string, unknown>>;
}
