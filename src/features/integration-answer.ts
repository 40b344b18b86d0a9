import type { AwsIntegrationResponse } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { choose, returnResponse, setBody, setStatus, setVariable, type Value } from '../policy/build.ts';
import type { PolicyElement, PolicyNode } from '../policy/tree.ts';
import {
  headerPolicies,
  mappedHeaders,
  overriddenHeaders,
  type AnsweredHeader,
  type AnswerSource,
} from './answered-headers.ts';
import { isPassed, type CarriedTemplate, type IntegrationTemplates } from './mapping-template.ts';
import type { AnswerBody } from './payload-conversion.ts';
import { isStatus, statusReason } from './status-reason.ts';
import { overriddenStatus, overridesOf, stage, stagedText } from './template-overrides.ts';

/** Where the answers of a custom integration come from, and how templates write them. */
export interface AnswerTerms {
  readonly templates: IntegrationTemplates;
  /** The payload where no template writes it. */
  readonly passed: (response: AwsIntegrationResponse) => AnswerBody;
  /** The text of a template as a payload. */
  readonly templated: (response: AwsIntegrationResponse, text: Value) => AnswerBody;
  readonly source: AnswerSource;
  /** The first media type that the caller accepts. */
  readonly accepted: () => Expression;
}

/** Policies that answer; text for why they are not translated. */
export type AnswerMapping = readonly PolicyNode[] | string;

const JSON_TYPE = 'application/json';

/** An integration response as the caller's answer, by the template of the type that he accepts, else the one of JSON, else the first. */
export function answerPolicies(response: AwsIntegrationResponse, terms: AnswerTerms): AnswerMapping {
  if (!isStatus(response.statusCode)) return `responses are mapped by the status ${response.statusCode}`;
  const headers = mappedHeaders(response, terms.source);
  if (typeof headers === 'string') return headers;
  const templates = terms.templates.responses.get(response) ?? [];
  const usual = templates.find(({ type }) => type === JSON_TYPE) ?? templates[0];
  const otherwise = answer(response, headers, usual, terms);
  const branches = templates
    .filter((template) => template !== usual)
    .map((template) => ({
      condition: cs.binary('==', terms.accepted(), template.type),
      policies: answer(response, headers, template, terms),
    }));
  const why = [otherwise, ...branches.map(({ policies }) => policies)].find((each) => typeof each === 'string');
  if (why !== undefined) return why;
  if (branches.length === 0) return otherwise;
  return [choose(branches as Parameters<typeof choose>[0], otherwise as readonly PolicyNode[])];
}

function answer(
  response: AwsIntegrationResponse,
  headers: readonly AnsweredHeader[],
  template: CarriedTemplate | undefined,
  { templates: { requests }, passed, templated }: AnswerTerms,
): AnswerMapping {
  const setting = template === undefined ? requests : [template, ...requests];
  const overrides = overridesOf('responseOverride', 'header', setting);
  if (typeof overrides === 'string') return overrides;
  const isWritten = template !== undefined && !isPassed(template);
  const { before, value } = isWritten
    ? templated(response, template.isStaged ? stagedText(template) : template.value)
    : passed(response);
  const status = statusOf(response, overriddenStatus(setting));
  return [
    ...before,
    ...(isWritten && template.isStaged ? [stage(template)] : []),
    ...status.before,
    returnResponse(
      status.policy,
      ...headerPolicies(overriddenHeaders(headers, overrides)),
      ...(value === '' ? [] : [setBody(value)]),
    ),
  ];
}

const STATUS = 'answer-status';

/** The response's status, or the one that a template sets where that is one (100 to 599). */
function statusOf(
  { statusCode }: AwsIntegrationResponse,
  overridden: Expression | undefined,
): { readonly before: readonly PolicyElement[]; readonly policy: PolicyElement } {
  const own = Number(statusCode);
  if (overridden === undefined) return { before: [], policy: setStatus(own, statusReason(own)) };
  const isOne = (text: Expression): Expression =>
    cs.call(cs.named('Regex'), 'IsMatch', text, String.raw`\A[1-5][0-9][0-9]\z`);
  const chosen = cs.call(
    cs.arrayOf(overridden),
    'Select',
    cs.lambda('status', (text) => cs.conditional(isOne(text), text, statusCode)),
  );
  const text = cs.variable(STATUS, 'string');
  return {
    before: [setVariable(STATUS, cs.call(chosen, 'First'))],
    policy: setStatus(cs.call(cs.named('Convert'), 'ToInt32', text), cs.concatenation('Status ', text)),
  };
}
