import type { AwsIntegration, AwsIntegrationResponse } from '../model/aws.ts';
import type { Expression } from '../csharp/expression.ts';
import { below, type SourceRef } from '../model/source-ref.ts';
import { compileTemplate, type Compiled, type TemplateTarget } from '../vtl/compile.ts';
import type { Diagnostic } from '../vtl/diagnostics.ts';
import { placeOf } from '../vtl/error.ts';
import type { Schema } from '../vtl/schema.ts';

/** A mapping template as it was read: how exactly it is carried, and what is to say of it (docs: templates-and-policies, 6). */
export interface TemplateUse {
  readonly at: SourceRef;
  readonly kind: 'request' | 'response';
  /** Media type that it is for. */
  readonly type: string;
  readonly text: string;
  /** L6 for one that is refused. */
  readonly level: Compiled['level'];
  readonly diagnostics: readonly Diagnostic[];
}

type Compilable = Extract<Compiled, { ok: true }>;
export type TemplateOverride = Compilable['overrides'][number];

/** A template that policies carry. */
export interface CarriedTemplate extends TemplateUse {
  /** Text, or C# that gives it; of a staged template C# that gives the text with what it sets (template-overrides.ts). */
  readonly value: string | Expression;
  readonly isStaged: boolean;
  readonly overrides: readonly TemplateOverride[];
}

/** The templates of an integration, in the order of the source. */
export interface IntegrationTemplates {
  readonly requests: readonly CarriedTemplate[];
  /** Of each integration response; a template without text passes the answer on (see `isPassed`). */
  readonly responses: ReadonlyMap<AwsIntegrationResponse, readonly CarriedTemplate[]>;
  readonly uses: readonly TemplateUse[];
}

/** Templates one of which is refused, so that the integration cannot be carried with them. */
export interface RefusedTemplates {
  readonly why: string;
  readonly uses: readonly TemplateUse[];
}

type OverridePlace = `${TemplateOverride['of']}.${TemplateOverride['kind']}`;

/** What templates of an integration read; responses are told what requests leave to them. */
export interface TemplateTargets {
  /** Overrides that become policies of their own, so that their names have to be known. */
  readonly named: readonly OverridePlace[];
  readonly request: TemplateTarget;
  /** By media type, what payloads of requests keep to. */
  readonly schemas: ReadonlyMap<string, Schema>;
  readonly response: (requests: readonly CarriedTemplate[], response: AwsIntegrationResponse) => TemplateTarget;
}

/** Compiles all templates of an integration. */
export function integrationTemplates(
  integration: AwsIntegration,
  targets: TemplateTargets,
): IntegrationTemplates | RefusedTemplates {
  const { requestTemplates } = integration;
  const at = below(integration.at, 'requestTemplates');
  const requests = compiled('request', at, requestTemplates, targets.request, targets);
  const carried = requests.filter(isCarried);
  const responses = integration.responses.map((response) => {
    const target = targets.response(carried, response);
    const told = { named: targets.named, schemas: NO_SCHEMAS };
    const own = below(response.at, 'responseTemplates');
    return [response, compiled('response', own, response.responseTemplates, target, told)] as const;
  });
  const uses = [...requests, ...responses.flatMap(([, templates]) => templates)];
  const refused = uses.find((use) => use.level === 'L6');
  if (refused !== undefined) return { why: whyRefused(refused), uses };
  return {
    requests: carried,
    responses: new Map(responses.map(([response, templates]) => [response, templates.filter(isCarried)])),
    uses,
  };
}

/** What backends answer is validated by nobody. */
const NO_SCHEMAS: TemplateTargets['schemas'] = new Map();

/** A response template without text: the answer passes as it came. */
export const isPassed = ({ text }: CarriedTemplate): boolean => text === '';

const isCarried = (use: TemplateUse | CarriedTemplate): use is CarriedTemplate => use.level !== 'L6';

function whyRefused({ kind, type, diagnostics }: TemplateUse): string {
  const blocker = diagnostics.find(({ severity }) => severity === 'blocker') ?? diagnostics[0];
  const where = blocker === undefined ? '' : `, line ${blocker.line}: ${blocker.message.replace(/\.$/, '')}`;
  return `the ${kind} template for ${type} is not translated${where}`;
}

/** Sources differ on whether the payload passes or nothing is sent. */
const EMPTY_REQUEST: Diagnostic = {
  code: 'VTL-EMPTY',
  severity: 'blocker',
  line: 1,
  column: 1,
  message: 'a request template without text',
  awsBehaviour: 'What API Gateway sends then is not documented.',
  apimBehaviour: 'Nothing is planned.',
  remedy: 'Write $input.body into the template, or take the template away.',
};

/** Where the name is computed is told by the text: the override's first place with a variable, else its first place. */
function computedName({ of, kind }: TemplateOverride, text: string): Diagnostic {
  const found = new RegExp(String.raw`${of}\W+${kind}\W+(?:put\W+)?\$`).exec(text) ?? new RegExp(of).exec(text);
  return {
    code: 'VTL-OVERRIDE',
    severity: 'blocker',
    ...placeOf(text, found?.index ?? 0),
    message: `The name of a ${kind} in $context.${of} is computed.`,
    awsBehaviour: 'API Gateway sets what the template names as it runs.',
    apimBehaviour: 'A policy names what it sets.',
    remedy: 'Name it in the template, or give a policy of your own as an override.',
  };
}

function compiled(
  kind: TemplateUse['kind'],
  at: SourceRef,
  templates: Readonly<Record<string, string>>,
  target: TemplateTarget,
  { named, schemas }: Pick<TemplateTargets, 'named' | 'schemas'>,
): readonly (TemplateUse | CarriedTemplate)[] {
  return Object.entries(templates).map(([type, text]) => {
    const use = { at: below(at, type), kind, type, text };
    if (text === '' && kind === 'request') return { ...use, level: 'L6', diagnostics: [EMPTY_REQUEST] };
    const schema = schemas.get(type);
    const own = compileTemplate(text, schema === undefined ? target : { ...target, schema });
    const { level, diagnostics } = own;
    if (!own.ok) return { ...use, level, diagnostics };
    const { value, isStaged, overrides } = own;
    const computed = overrides.find((each) => each.name === undefined && named.includes(`${each.of}.${each.kind}`));
    if (computed !== undefined) return { ...use, level: 'L6', diagnostics: [computedName(computed, text)] };
    return { ...use, level, diagnostics, value, isStaged, overrides };
  });
}
