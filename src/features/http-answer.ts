import type { AwsApi, AwsIntegration, AwsIntegrationResponse } from '../model/aws.ts';
import * as cs from '../csharp/build.ts';
import type { Expression } from '../csharp/expression.ts';
import { choose, setHeader, setStatus, type Branch } from '../policy/build.ts';
import type { PolicyElement, PolicyNode } from '../policy/tree.ts';
import { answeredMember } from './body-source.ts';
import { gatewayAnswer } from './gateway-answer.ts';
import { isToken } from './header-names.ts';
import { answerPolicies, type AnswerMapping, type AnswerTerms } from './integration-answer.ts';
import { headerOf, httpSource, type MappedValue, type MappingScope } from './mapped-value.ts';
import { isStatus, statusReason } from './status-reason.ts';
import { statusTest } from './status-pattern.ts';

/** What response parameters read of a backend's answer. */
export const ofResponse = (place: 'header' | 'body', name: string): MappedValue | undefined =>
  place === 'header' ? headerOf('Response', name) : answeredMember(cs.bodyText('Response'), name);

/** The first response whose pattern fits the status of a backend's answer (docs: mapping, B2). */
export function answerByStatus(
  { responses }: AwsIntegration,
  status: Expression,
  api: AwsApi,
  terms: AnswerTerms,
): AnswerMapping {
  // Of several patterns that fit, the lower status comes first (405 before 502, recorded 2025-05-05).
  const ordered = responses.toSorted((one, other) => Number(one.statusCode) - Number(other.statusCode));
  const branches: Branch[] = [];
  for (const response of ordered.filter(hasPattern)) {
    const condition = statusTest(response.selectionPattern ?? '', status);
    if (condition === undefined) return `the status is chosen by the pattern ${response.selectionPattern ?? ''}`;
    const policies = answerPolicies(response, terms);
    if (typeof policies === 'string') return policies;
    branches.push({ condition, policies });
  }
  const fallback = ordered.find((response) => !hasPattern(response));
  const otherwise =
    fallback === undefined ? [gatewayAnswer(api, 'API_CONFIGURATION_ERROR')] : answerPolicies(fallback, terms);
  if (typeof otherwise === 'string') return otherwise;
  return branches.length === 0 ? otherwise : [choose(branches, otherwise)];
}

export const hasPattern = ({ selectionPattern }: AwsIntegrationResponse): boolean =>
  selectionPattern !== undefined && selectionPattern !== '';

/** Response parameters of an HTTP API, by the backend's status: `append|overwrite|remove:header.N` and `overwrite:statuscode`. */
export function httpAnswer({ responses }: AwsIntegration, scope: MappingScope): AnswerMapping {
  const branches: Branch[] = [];
  for (const { statusCode, responseParameters } of responses) {
    if (!isStatus(statusCode)) return `responses are mapped by the status ${statusCode}`;
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
