import type { AwsIntegration } from '../model/aws.ts';
import { isToken } from './http-request.ts';
import { isConstant } from './request-body.ts';
import { isStatus } from './status-reason.ts';

/** What a mock answers whatever is asked. */
export interface MockAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

/** The constant answer of a MOCK integration; undefined when templates, patterns or parameters would have to be evaluated. */
export function mockAnswer(integration: AwsIntegration): MockAnswer | undefined {
  const requests = Object.values(integration.requestTemplates);
  const [request] = requests;
  if (requests.length !== 1 || request === undefined || !isLiteral(request)) return undefined;
  const status = statusOf(request);
  if (status === undefined) return undefined;
  const [response, ...others] = integration.responses;
  if (response === undefined || others.length > 0 || response.selectionPattern) return undefined;
  if (!isStatus(response.statusCode)) return undefined;
  const templates = Object.entries(response.responseTemplates);
  if (templates.length > 1 || templates.some(([, text]) => !isLiteral(text))) return undefined;
  const headers: [string, string][] = [];
  for (const [target, source] of Object.entries(response.responseParameters)) {
    const name = /^method\.response\.header\.(.+)$/.exec(target)?.[1];
    const value = /^'(.*)'$/s.exec(source)?.[1];
    if (name === undefined || value === undefined || !isToken(name)) return undefined;
    headers.push([name, value]);
  }
  const [type = 'application/json', body = ''] = templates[0] ?? [];
  if (!headers.some(([name]) => name.toLowerCase() === 'content-type')) headers.unshift(['Content-Type', type]);
  return { status: Number(response.statusCode), headers, body };
}

/** An answer may be empty. */
const isLiteral = (template: string): boolean => template === '' || isConstant(template);

function statusOf(template: string): number | undefined {
  try {
    const { statusCode } = JSON.parse(template) as { statusCode?: unknown };
    const status = Number(statusCode);
    return Number.isInteger(status) && status >= 100 && status <= 599 ? status : undefined;
  } catch {
    return undefined;
  }
}
