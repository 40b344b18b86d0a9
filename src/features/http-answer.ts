import type { AwsIntegration, AwsIntegrationResponse } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { choose, returnResponse, setBody, setHeader, setStatus, type Branch, type Value } from '../policy/build.ts';
import type { PolicyElement, PolicyNode } from '../policy/tree.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { isToken } from './http-request.ts';
import { httpSource, restAnswerSource, type MappedValue, type MappingScope } from './mapped-value.ts';
import { answeredBody, templatedBody, type AnswerBody } from './payload-conversion.ts';
import { isStatus, statusReason } from './status-reason.ts';
import { statusTest } from './status-pattern.ts';

/** How the backend's answer becomes the caller's: policies of the outbound section. Text for why it is not translated. */
export type AnswerMapping = readonly PolicyNode[] | string;

interface AnsweredHeader {
  readonly name: string;
  readonly mapped: MappedValue;
}

/** A header that is left out where its source is missing doubles the number of answers to choose from. */
const MOST_OPTIONAL_HEADERS = 3;

/** A custom integration: the first response whose pattern fits the status, with mapped headers only (docs: mapping, B2). */
export function customAnswer({ responses }: AwsIntegration, scope: MappingScope): AnswerMapping {
  // Of several patterns that fit, the lower status comes first (405 before 502, recorded 2025-05-05).
  const ordered = responses.toSorted((one, other) => Number(one.statusCode) - Number(other.statusCode));
  const branches: Branch[] = [];
  for (const response of ordered.filter(hasPattern)) {
    const condition = statusTest(response.selectionPattern ?? '', cs.context('Response', 'StatusCode'));
    if (condition === undefined) return `the status is chosen by the pattern ${response.selectionPattern ?? ''}`;
    const policies = answerPolicies(response, scope);
    if (typeof policies === 'string') return policies;
    branches.push({ condition, policies });
  }
  const fallback = ordered.find((response) => !hasPattern(response));
  const otherwise =
    fallback === undefined ? [gatewayAnswer(scope.api, 'API_CONFIGURATION_ERROR')] : answerPolicies(fallback, scope);
  if (typeof otherwise === 'string') return otherwise;
  return branches.length === 0 ? otherwise : [choose(branches, otherwise)];
}

const hasPattern = ({ selectionPattern }: AwsIntegrationResponse): boolean =>
  selectionPattern !== undefined && selectionPattern !== '';

const noStatus = (text: string): string => `responses are mapped by the status ${text}`;

function answerPolicies(response: AwsIntegrationResponse, scope: MappingScope): AnswerMapping {
  if (!isStatus(response.statusCode)) return noStatus(response.statusCode);
  const body = bodyOf(response, scope);
  if (typeof body === 'string') return body;
  const { before, value } = body;
  const headers: AnsweredHeader[] = [];
  for (const [target, source] of Object.entries(response.responseParameters)) {
    const name = /^method\.response\.header\.(.+)$/s.exec(target)?.[1];
    const mapped = restAnswerSource(source, scope);
    if (name === undefined || mapped === undefined || !isToken(name))
      return `responses are mapped (${target} from ${source})`;
    if (name.toLowerCase() !== 'transfer-encoding') headers.push({ name: answeredName(name), mapped });
  }
  if (headers.filter(({ mapped }) => mapped.isThere !== undefined).length > MOST_OPTIONAL_HEADERS)
    return `more than ${MOST_OPTIONAL_HEADERS} headers of responses may be missing`;
  return [...before, answer(Number(response.statusCode), headers, value)];
}

/** The body as it came or is converted, or a template without references; others are written by templates that are not translated. */
function bodyOf(response: AwsIntegrationResponse, { api }: MappingScope): AnswerBody | string {
  const templates = Object.entries(response.responseTemplates).filter(([, text]) => text !== '');
  const [only] = templates;
  if (only === undefined) return answeredBody(response.contentHandling, api);
  const [type, text] = only;
  if (templates.length > 1 || type !== 'application/json' || /[$#]/.test(text))
    return 'responses are written by mapping templates';
  return templatedBody(response.contentHandling, api, text);
}

/** One answer for each way in which headers may be missing: a response that is made anew cannot choose inside of itself. */
function answer(status: number, headers: readonly AnsweredHeader[], body: Value): PolicyElement {
  const optional = headers.find(({ mapped }) => mapped.isThere !== undefined);
  if (optional?.mapped.isThere === undefined) {
    const isTyped = headers.some(({ name }) => name.toLowerCase() === 'content-type');
    return returnResponse(
      setStatus(status, statusReason(status)),
      ...(isTyped ? [] : [setHeader('Content-Type', ['application/json'])]),
      ...headers.map(({ name, mapped }) => setHeader(name, [mapped.value])),
      setBody(body),
    );
  }
  const { isThere, value } = optional.mapped;
  const certain = headers.map((each) => (each === optional ? { name: each.name, mapped: { value } } : each));
  const others = headers.filter((each) => each !== optional);
  return choose([{ condition: isThere, policies: [answer(status, certain, body)] }], [answer(status, others, body)]);
}

/** Names that API Gateway gives back under another one (recorded 2024-12-11). */
export const RENAMED_ANSWER_HEADERS: readonly string[] = (
  'authorization connection content-length content-md5 date expect host max-forwards proxy-authenticate server trailer ' +
  'upgrade user-agent www-authenticate x-amzn-requestid'
).split(' ');

export const answeredName = (name: string): string =>
  RENAMED_ANSWER_HEADERS.includes(name.toLowerCase()) ? `x-amzn-Remapped-${name}` : name;

/** Response parameters of an HTTP API, by the backend's status: `append|overwrite|remove:header.N` and `overwrite:statuscode`. */
export function httpAnswer({ responses }: AwsIntegration, scope: MappingScope): AnswerMapping {
  const branches: Branch[] = [];
  for (const { statusCode, responseParameters } of responses) {
    if (!isStatus(statusCode)) return noStatus(statusCode);
    const policies: PolicyNode[] = [];
    for (const [target, source] of Object.entries(responseParameters)) {
      const policy = httpChange(target, source, scope);
      if (policy === undefined) return `responses are mapped (${target} from ${source})`;
      policies.push(policy);
    }
    const condition = statusIs(Number(statusCode));
    if (policies.length > 0) branches.push({ condition, policies });
  }
  return branches.length === 0 ? [] : [choose(branches)];
}

const statusIs = (status: number): Expression => cs.binary('==', cs.context('Response', 'StatusCode'), status);

function httpChange(target: string, source: string, scope: MappingScope): PolicyElement | undefined {
  if (target === 'overwrite:statuscode' && isStatus(source))
    return setStatus(Number(source), statusReason(Number(source)));
  const [, action, name = ''] = /^(append|overwrite|remove):header\.(.+)$/s.exec(target) ?? [];
  if (!isToken(name)) return undefined;
  if (action === 'remove') return setHeader(name, [], 'delete');
  const mapped = action === undefined ? undefined : httpSource(source, scope);
  return mapped && setHeader(name, [mapped.value], action === 'append' ? 'append' : 'override');
}
