import type { AwsApi, AwsIntegration } from '../model/aws.ts';
import { choose, setBody, setHeader } from '../policy/build.ts';
import type { PolicyNode } from '../policy/tree.ts';
import { contentTypeIs } from './content-type.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { beforeBody, convertedBody, withTemplate, type PayloadTerms } from './payload-conversion.ts';

/** What an integration makes of a request's body, by its media type (docs: mapping, B2, passthroughBehavior). */
export interface RequestBody {
  /** Constant bodies by media type. */
  readonly constants: readonly (readonly [type: string, text: string])[];
  /** Bodies of other types are refused, an absent one included: it counts as JSON (API Gateway guide, passthrough behaviors). */
  readonly refusesOthers: boolean;
}

/** Without references or directives of VTL. */
export const isConstant = (template: string): boolean => template !== '' && !/[$#]/.test(template);

/** Undefined where a template has to be evaluated. */
export function requestBody({
  requestTemplates,
  passthroughBehavior,
}: Pick<AwsIntegration, 'requestTemplates' | 'passthroughBehavior'>): RequestBody | undefined {
  const constants = Object.entries(requestTemplates);
  if (!constants.every(([, text]) => isConstant(text))) return undefined;
  const isRefusedBeside = passthroughBehavior === 'WHEN_NO_TEMPLATES' && constants.length > 0;
  return { constants, refusesOthers: passthroughBehavior === 'NEVER' || isRefusedBeside };
}

/** The body that the backend gets; one of another type passes, or is refused in API Gateway's words. */
export function bodyPolicies(body: RequestBody, api: AwsApi, terms: PayloadTerms | undefined): readonly PolicyNode[] {
  const sent = (text: string): readonly PolicyNode[] => [
    setBody(text),
    setHeader('Content-Type', ['application/json'], 'skip'),
  ];
  if (terms === undefined) return byType(body, api, sent, []);
  const templated = (text: string): readonly PolicyNode[] => withTemplate(terms, api, sent(text));
  return [...beforeBody(terms, api), ...byType(body, api, templated, convertedBody(terms, api))];
}

/** Policies by the media type of a request, with those for other types that are not refused. */
export function byType(
  { constants, refusesOthers }: RequestBody,
  api: AwsApi,
  nodes: (text: string) => readonly PolicyNode[],
  others: readonly PolicyNode[],
): readonly PolicyNode[] {
  const rest = refusesOthers ? [gatewayAnswer(api, 'UNSUPPORTED_MEDIA_TYPE')] : others;
  if (constants.length === 0) return rest;
  const branches = constants.map(([type, text]) => ({ condition: contentTypeIs(type), policies: nodes(text) }));
  return [choose(branches, rest.length === 0 ? undefined : rest)];
}
