import type { AwsApi, AwsIntegration, AwsIntegrationResponse } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { choose, returnResponse, setBody, setHeader, setStatus, type Branch } from '../policy/build.ts';
import type { PolicyElement } from '../policy/tree.ts';
import { hasFailed } from './function-answer.ts';
import { mediaType } from './function-event-parts.ts';
import { ANSWER_VARIABLE, resultText } from './function-result.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { answeredName } from './header-names.ts';
import { statusReason } from './status-reason.ts';

/** The event of a custom integration: a template without references for JSON, else the body; `{}` without one (recorded 2024-12-11). */
export function customEvent({ requestTemplates }: AwsIntegration): Expression {
  const body = cs.bodyText('Request');
  const passed = cs.conditional(cs.binary('==', body, ''), '{}', body);
  const template = requestTemplates['application/json'];
  if (template === undefined) return passed;
  const isJson = cs.binary('==', mediaType('Content-Type', 'application/json'), 'application/json');
  return cs.conditional(isJson, template, passed);
}

/**
 * The answer of a custom integration: the response whose pattern fits errorMessage from end to end, the lower status first (recorded
 * 2025-05-05). A success fits none; an asynchronous call takes the default answer, without a body (recorded 2024-05-29).
 */
export function customFunctionAnswer(
  api: AwsApi,
  { responses }: AwsIntegration,
  isAsync: boolean,
): readonly PolicyElement[] {
  const ordered = responses.toSorted((one, other) => Number(one.statusCode) - Number(other.statusCode));
  const hasPattern = ({ selectionPattern = '' }: AwsIntegrationResponse): boolean => selectionPattern !== '';
  const result = cs.answerText(cs.variable(ANSWER_VARIABLE, 'IResponse'));
  const fallback = ordered.find((response) => !hasPattern(response));
  const otherwise =
    fallback === undefined ? gatewayAnswer(api, 'API_CONFIGURATION_ERROR') : answerOf(fallback, isAsync ? '' : result);
  if (isAsync) return [otherwise];
  const message = cs.cast(
    'string',
    cs.call(cs.call(cs.named('JToken'), 'Parse', resultText()), 'SelectToken', 'errorMessage'),
  );
  const branches = ordered.filter(hasPattern).map((response): Branch => {
    const pattern = String.raw`\A(?:${response.selectionPattern ?? ''})\z`;
    const fits = cs.call(cs.named('Regex'), 'IsMatch', cs.binary('??', message, ''), pattern);
    return { condition: cs.all([hasFailed(), fits]), policies: [answerOf(response, result)] };
  });
  return branches.length === 0 ? [otherwise] : [choose(branches, [otherwise])];
}

function answerOf(response: AwsIntegrationResponse, result: Expression | string): PolicyElement {
  const status = Number(response.statusCode);
  const headers = Object.entries(response.responseParameters).flatMap(([target, source]) => {
    const name = /^method\.response\.header\.(.+)$/s.exec(target)?.[1] ?? '';
    return name.toLowerCase() === 'transfer-encoding' ? [] : [setHeader(answeredName(name), [source.slice(1, -1)])];
  });
  const isTyped = Object.keys(response.responseParameters).some((target) => /\.content-type$/i.test(target));
  const template = Object.values(response.responseTemplates).find((text) => text !== '');
  return returnResponse(
    setStatus(status, statusReason(status)),
    ...(isTyped ? [] : [setHeader('Content-Type', ['application/json'])]),
    ...headers,
    setBody(template ?? result),
  );
}
