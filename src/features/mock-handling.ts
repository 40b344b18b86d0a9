import type { AwsIntegration, AwsIntegrationResponse } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { choose, setVariable } from '../policy/build.ts';
import type { PolicyNode } from '../policy/tree.ts';
import { mediaType } from './function-event-parts.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { origin, type Handling } from './handling.ts';
import { answerByStatus, hasPattern } from './http-answer.ts';
import { answerPolicies, type AnswerMapping, type AnswerTerms } from './integration-answer.ts';
import { restAnswerSource } from './mapped-value.ts';
import { integrationTemplates, type CarriedTemplate, type IntegrationTemplates } from './mapping-template.ts';
import { beforeBody, payloadTerms, templatedBody, templatePayload, withTemplate } from './payload-conversion.ts';
import { byType, requestBody } from './request-body.ts';
import { earlierOverrides, stage, stagedText } from './template-overrides.ts';
import { payloadSchemas } from './payload-schema.ts';
import { templateTarget, type TemplateScope } from './template-target.ts';

/**
 * A MOCK: its request template makes a status, which selects the integration response that answers (docs: mapping, B2). A request of
 * a type without a template is refused, or fails as at API Gateway, where its body would have to be the status.
 */
export function mockHandling(integration: AwsIntegration, scope: TemplateScope): Handling {
  const { api } = scope;
  const templates = integrationTemplates(integration, {
    named: ['responseOverride.header'],
    schemas: payloadSchemas(scope.route, scope.api),
    request: templateTarget(templatePayload('Request', integration.contentHandling, api), scope),
    // Nothing is behind a mock: its answer has no payload.
    response: (requests) => templateTarget(cs.literal(''), scope, earlierOverrides(requests)),
  });
  if ('why' in templates) return { ...origin(templates.why), templates: templates.uses };
  if (templates.requests.length === 0) return origin("the mock takes its status from the caller's body");
  const terms = termsOf(templates, scope);
  const payload = payloadTerms(integration, api);
  const answers = new Map<CarriedTemplate, readonly PolicyNode[]>();
  for (const template of templates.requests) {
    const answer = answerOf(template, integration, scope, terms);
    if (typeof answer === 'string') return origin(answer);
    answers.set(template, payload === undefined ? answer : withTemplate(payload, api, answer));
  }
  const body = requestBody(integration, templates.requests);
  const failure = gatewayAnswer(api, 'API_CONFIGURATION_ERROR');
  return {
    kind: 'mock',
    body,
    answer: [
      ...(payload === undefined ? [] : beforeBody(payload, api)),
      ...byType(body, api, (template) => answers.get(template) ?? [], [failure]),
    ],
    templates: templates.uses,
  };
}

function termsOf(templates: IntegrationTemplates, scope: TemplateScope): AnswerTerms {
  const { api } = scope;
  return {
    templates,
    passed: () => ({ before: [], value: '' }),
    templated: ({ contentHandling }, text) => templatedBody(contentHandling, api, text),
    source: (from) => restAnswerSource(from, scope, () => null),
    accepted: () => mediaType('Accept'),
  };
}

/** What the request template made, and the status in it. */
const REQUEST = 'mock-request';
const STATUS = 'mock-status';

/** The answer to requests that a template takes: of one response where the status is constant. */
function answerOf(
  template: CarriedTemplate,
  integration: AwsIntegration,
  { api }: TemplateScope,
  terms: AnswerTerms,
): AnswerMapping {
  const failure = gatewayAnswer(api, 'API_CONFIGURATION_ERROR');
  if (typeof template.value === 'string') {
    const status = constantStatus(template.value);
    const response = status === undefined ? undefined : responseOf(integration, status);
    return response === undefined ? [failure] : answerPolicies(response, terms);
  }
  const text = cs.variable(STATUS, 'string');
  const answers = answerByStatus(integration, cs.call(cs.named('Convert'), 'ToInt32', text), api, terms);
  if (typeof answers === 'string') return answers;
  return [
    ...(template.isStaged ? [stage(template)] : []),
    setVariable(REQUEST, template.isStaged ? stagedText(template) : template.value),
    setVariable(STATUS, statusIn(cs.variable(REQUEST, 'string'))),
    choose([{ condition: cs.binary('==', text, ''), policies: [failure] }]),
    ...answers,
  ];
}

/** The payload need not be JSON to its end: unquoted names and text before it are read over (recorded 2024-11-29, 2025-05-29). */
const CONSTANT = /(?:^|[{,\s])["']?statusCode["']?\s*:\s*["']?([1-5]\d\d)(?!\w)/;

function constantStatus(text: string): number | undefined {
  const status = CONSTANT.exec(text)?.[1];
  return status === undefined ? undefined : Number(status);
}

/** The same of a text that only a request makes; empty without a status. */
function statusIn(text: Expression): Expression {
  const any = String.raw`(?:[^\n]|\n)`;
  const pattern = String.raw`\A${any}*?(?:\A|[{, \t\r\n])["']?statusCode["']?[ \t\r\n]*:[ \t\r\n]*["']?([1-5][0-9][0-9])(?![0-9A-Za-z_])${any}*\z`;
  const isThere = cs.call(cs.named('Regex'), 'IsMatch', text, pattern);
  return cs.conditional(isThere, cs.call(cs.named('Regex'), 'Replace', text, pattern, '$1'), '');
}

/** As `answerByStatus` selects, for a status that is known. */
function responseOf({ responses }: AwsIntegration, status: number): AwsIntegrationResponse | undefined {
  const ordered = responses.toSorted((one, other) => Number(one.statusCode) - Number(other.statusCode));
  const isFit = ({ selectionPattern = '' }: AwsIntegrationResponse): boolean =>
    new RegExp(`^(?:${selectionPattern})$`).test(String(status));
  return (
    ordered.find((response) => hasPattern(response) && isFit(response)) ??
    ordered.find((response) => !hasPattern(response))
  );
}
