import type { Integration, IntegrationResponse } from '@aws-sdk/client-api-gateway';
import type { TemplateOverrides } from '../../../vtl/template.ts';
import type { SandboxResponse } from '../http-server.ts';
import { renamed } from './answer-headers.ts';
import { headerOf, INTERNAL_ERROR, type GatewayCall } from './call.ts';
import { responsePayload } from './content-handling.ts';
import { readJsonPath } from './json-path.ts';
import { Refusal, Unsimulated } from './refusal.ts';
import { overrideAnswer } from './overrides.ts';
import { contextValue, templateInput } from './scope.ts';
import { render } from './template.ts';

/** What stands behind a custom integration answered; a MOCK's has no headers and no body. */
export interface BackendAnswer {
  /** What selection patterns are held to: the status, or a function's errorMessage. */
  readonly selector: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * The method's answer: the integration response that the backend's answer selects, its parameters and template.
 * @param overrides what the request's template has set: they hold without a template of the response, too (recorded 2025-05-16)
 */
export function integrationAnswer(
  call: GatewayCall,
  integration: Integration,
  answer: BackendAnswer,
  overrides: TemplateOverrides | undefined,
): SandboxResponse {
  const response = selectResponse(Object.values(integration.integrationResponses ?? {}), answer.selector);
  if (!response) throw new Refusal('API_CONFIGURATION_ERROR', 500, INTERNAL_ERROR);
  const template = responseTemplate(response, headerOf(call, 'accept'));
  const { bytes, isText } = responsePayload(
    answer.body,
    { contentType: answer.headers['content-type'], accept: headerOf(call, 'accept') },
    response.contentHandling,
    call.binaryMediaTypes,
  );
  if (template !== undefined && !isText) throw new Refusal('API_CONFIGURATION_ERROR', 500, INTERNAL_ERROR);
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  for (const [target, source] of Object.entries(response.responseParameters ?? {})) {
    const value = responseValue(call, answer, source);
    const name = /^method\.response\.header\.(.+)$/.exec(target)?.[1];
    if (name === undefined) throw new Unsimulated(`response parameter ${target}`);
    if (value !== undefined && name.toLowerCase() !== 'transfer-encoding') headers[renamed(name.toLowerCase())] = value;
  }
  const rendered =
    template === undefined ? undefined : render(template, templateInput(call, bytes.toString('utf8'), overrides));
  const plain = { status: Number(response.statusCode), headers, body: rendered?.output ?? bytes };
  const set = rendered?.overrides ?? overrides;
  return set === undefined ? plain : overrideAnswer(plain, set);
}

/** The pattern must match from end to end; of several matches the lower status wins (405 before 502, recorded 2025-05-05). */
export function selectResponse(
  responses: readonly IntegrationResponse[],
  selector: string | undefined,
): IntegrationResponse | undefined {
  const ordered = responses.toSorted((one, other) => Number(one.statusCode) - Number(other.statusCode));
  const isPattern = (pattern: string | undefined): pattern is string => pattern !== undefined && pattern !== '';
  const matched = ordered.find(
    ({ selectionPattern }) =>
      selector !== undefined && isPattern(selectionPattern) && new RegExp(`^(?:${selectionPattern})$`).test(selector),
  );
  return matched ?? ordered.find(({ selectionPattern }) => !isPattern(selectionPattern));
}

/** By the caller's first accepted type, else the JSON one, else the first. */
export function responseTemplate(response: IntegrationResponse, accept: string | undefined): string | undefined {
  const templates = response.responseTemplates ?? {};
  const accepted = accept?.split(',')[0]?.split(';')[0]?.trim() ?? '';
  // A template without text passes the answer through.
  return (templates[accepted] ?? templates['application/json'] ?? Object.values(templates)[0]) || undefined;
}

function responseValue(call: GatewayCall, answer: BackendAnswer, source: string): string | undefined {
  const literal = /^'(.*)'$/s.exec(source)?.[1];
  if (literal !== undefined) return literal;
  const [root = '', ...rest] = source.split('.');
  if (root === 'stageVariables') return call.variables[rest.join('.')];
  if (root === 'context') return contextValue(call, rest.join('.'));
  const header = /^integration\.response\.header\.(.+)$/.exec(source)?.[1];
  if (header !== undefined) return answer.headers[header.toLowerCase()];
  if (source === 'integration.response.body') return answer.body.toString('utf8');
  if (source.startsWith('integration.response.body.')) {
    const path = `$.${source.slice('integration.response.body.'.length)}`;
    const value = readJsonPath(JSON.parse(answer.body.toString('utf8')), path);
    return value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
  }
  throw new Unsimulated(`response parameter source ${source}`);
}
