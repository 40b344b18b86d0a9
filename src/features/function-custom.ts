import type { AwsApi, AwsIntegration } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { choose, setVariable, type Branch } from '../policy/build.ts';
import type { PolicyNode } from '../policy/tree.ts';
import { answeredMember } from './body-source.ts';
import { hasFailed } from './function-answer.ts';
import { mediaType } from './function-event-parts.ts';
import { ANSWER_VARIABLE, resultText } from './function-result.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { hasPattern } from './http-answer.ts';
import { answerPolicies, type AnswerMapping, type AnswerTerms } from './integration-answer.ts';
import { restAnswerSource } from './mapped-value.ts';
import {
  integrationTemplates,
  type CarriedTemplate,
  type RefusedTemplates,
  type TemplateUse,
} from './mapping-template.ts';
import { byType, requestBody } from './request-body.ts';
import { earlierOverrides, overridesOf, stage, stagedText } from './template-overrides.ts';
import { payloadSchemas } from './payload-schema.ts';
import { templateTarget, type TemplateScope } from './template-target.ts';

/** The policies around the call of a function by a custom integration. */
export interface CustomCall {
  /** They leave the event in `function-event`. */
  readonly event: readonly PolicyNode[];
  readonly answer: readonly PolicyNode[];
  /** Requests of a type that no template takes are refused. */
  readonly refusesOthers: boolean;
  readonly templates: readonly TemplateUse[];
}

export const EVENT_VARIABLE = 'function-event';

/** A custom integration with a function: the event and the answer by templates (docs: mapping, B2); else why it is not translated. */
export function customCall(
  integration: AwsIntegration,
  scope: TemplateScope,
  isAsync: boolean,
): CustomCall | RefusedTemplates {
  const { api } = scope;
  // The service's answer to an asynchronous call has no body (recorded 2024-05-29).
  const result = isAsync ? cs.literal('') : cs.answerText(cs.variable(ANSWER_VARIABLE, 'IResponse'));
  const templates = integrationTemplates(integration, {
    named: ['requestOverride.header', 'requestOverride.querystring', 'responseOverride.header'],
    schemas: payloadSchemas(scope.route, scope.api),
    request: templateTarget(cs.bodyText('Request'), scope),
    response: (requests) => templateTarget(result, scope, earlierOverrides(requests)),
  });
  if ('why' in templates) return templates;
  const { requests, uses } = templates;
  const why = whyNotEvent(requests);
  if (why !== undefined) return { why, uses: [] };
  const answer = customAnswer(integration, api, isAsync, {
    templates,
    passed: () => ({ before: [], value: isAsync ? '' : result }),
    templated: (_, value) => ({ before: [], value }),
    // What Lambda's own answer has of headers is not the function's.
    source: (from) =>
      restAnswerSource(from, scope, (place, name) => (place === 'body' ? answeredMember(result, name) : null)),
    accepted: () => mediaType('Accept'),
  });
  if (typeof answer === 'string') return { why: answer, uses: [] };
  const body = requestBody(integration, requests);
  return {
    event: byType(body, api, eventBy, [passedEvent()]),
    answer,
    refusesOthers: body.refusesOthers,
    templates: uses,
  };
}

const event = (value: Expression | string): PolicyNode => setVariable(EVENT_VARIABLE, value);

const eventBy = (template: CarriedTemplate): readonly PolicyNode[] =>
  template.isStaged ? [stage(template), event(stagedText(template))] : [event(template.value)];

/** The body as it came; `{}` without one (recorded 2024-12-11). */
function passedEvent(): PolicyNode {
  const body = cs.bodyText('Request');
  return event(cs.conditional(cs.binary('==', body, ''), '{}', body));
}

/** Headers and parameters of Lambda's Invoke that change what it does. */
const OF_INVOKE =
  /^(x-amz-.*|content-length|transfer-encoding|authorization|connection|expect|proxy-authenticate|te|qualifier)$/i;

function whyNotEvent(requests: readonly CarriedTemplate[]): string | undefined {
  if (requests.some(({ value }) => typeof value === 'string' && !isJson(value)))
    return 'a template makes an event that is no JSON';
  for (const place of ['header', 'querystring'] as const) {
    const overrides = overridesOf('requestOverride', place, requests);
    if (typeof overrides === 'string') return overrides;
    const changing = overrides.find(({ name }) => OF_INVOKE.test(name));
    if (changing !== undefined) return `a template sets the ${place} ${changing.name} of the invocation`;
  }
  return undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * The response whose pattern fits errorMessage from end to end, the lower status first (recorded 2025-05-05). A success fits none; an
 * asynchronous call takes the default answer.
 */
function customAnswer({ responses }: AwsIntegration, api: AwsApi, isAsync: boolean, terms: AnswerTerms): AnswerMapping {
  const ordered = responses.toSorted((one, other) => Number(one.statusCode) - Number(other.statusCode));
  const fallback = ordered.find((response) => !hasPattern(response));
  const otherwise =
    fallback === undefined ? [gatewayAnswer(api, 'API_CONFIGURATION_ERROR')] : answerPolicies(fallback, terms);
  if (typeof otherwise === 'string' || isAsync) return otherwise;
  const token = cs.call(cs.call(cs.named('JToken'), 'Parse', resultText()), 'SelectToken', 'errorMessage');
  const message = cs.binary('??', cs.cast('string', token), '');
  const branches: Branch[] = [];
  for (const response of ordered.filter(hasPattern)) {
    const policies = answerPolicies(response, terms);
    if (typeof policies === 'string') return policies;
    const pattern = String.raw`\A(?:${response.selectionPattern ?? ''})\z`;
    const fits = cs.call(cs.named('Regex'), 'IsMatch', message, pattern);
    branches.push({ condition: cs.all([hasFailed(), fits]), policies });
  }
  return branches.length === 0 ? otherwise : [choose(branches, otherwise)];
}
