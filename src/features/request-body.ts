import type { AwsApi, AwsIntegration } from '../model/aws.ts';
import { choose, setBody, setHeader } from '../policy/build.ts';
import type { PolicyNode } from '../policy/tree.ts';
import { contentTypeIs } from './content-type.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import type { CarriedTemplate } from './mapping-template.ts';
import { beforeBody, convertedBody, withTemplate, type PayloadTerms } from './payload-conversion.ts';
import { stage, stagedText } from './template-overrides.ts';

/** What an integration makes of a request's body, by its media type (docs: mapping, B2, passthroughBehavior). */
export interface RequestBody {
  readonly templates: readonly CarriedTemplate[];
  /** Bodies of other types are refused, an absent one included: it counts as JSON (API Gateway guide, passthrough behaviors). */
  readonly refusesOthers: boolean;
}

export function requestBody(
  { passthroughBehavior }: Pick<AwsIntegration, 'passthroughBehavior'>,
  templates: readonly CarriedTemplate[],
): RequestBody {
  const isRefusedBeside = passthroughBehavior === 'WHEN_NO_TEMPLATES' && templates.length > 0;
  return { templates, refusesOthers: passthroughBehavior === 'NEVER' || isRefusedBeside };
}

/** The body that the backend gets; one of another type passes, or is refused in API Gateway's words. */
export function bodyPolicies(body: RequestBody, api: AwsApi, terms: PayloadTerms | undefined): readonly PolicyNode[] {
  const sent = (template: CarriedTemplate): readonly PolicyNode[] => [
    ...(template.isStaged ? [stage(template)] : []),
    setBody(template.isStaged ? stagedText(template) : template.value),
    setHeader('Content-Type', ['application/json'], 'skip'),
  ];
  if (terms === undefined) return byType(body, api, sent, []);
  const templated = (template: CarriedTemplate): readonly PolicyNode[] => withTemplate(terms, api, sent(template));
  return [...beforeBody(terms, api), ...byType(body, api, templated, convertedBody(terms, api))];
}

/** Policies by the media type of a request, with those for other types that are not refused. */
export function byType(
  { templates, refusesOthers }: RequestBody,
  api: AwsApi,
  nodes: (template: CarriedTemplate) => readonly PolicyNode[],
  others: readonly PolicyNode[],
): readonly PolicyNode[] {
  const rest = refusesOthers ? [gatewayAnswer(api, 'UNSUPPORTED_MEDIA_TYPE')] : others;
  if (templates.length === 0) return rest;
  const branches = templates.map((template) => ({
    condition: contentTypeIs(template.type),
    policies: nodes(template),
  }));
  return [choose(branches, rest.length === 0 ? undefined : rest)];
}
