import type { GatewayResponse } from '@aws-sdk/client-api-gateway';
import type { SandboxResponse } from '../http-server.ts';
import { Unsimulated, type Refusal } from './refusal.ts';

const DEFAULT_TEMPLATE = '{"message":$context.error.messageString}';
/** Policies deny in the spelling of AWS's other services. */
const DENIED_TEMPLATE = '{"Message":$context.error.messageString}';
/** The caller is not told why an authorizer failed. */
const SILENT = new Set(['AUTHORIZER_FAILURE', 'AUTHORIZER_CONFIGURATION_ERROR']);

/**
 * The API's gateway response to a refusal: the one of its type, else DEFAULT_4XX or DEFAULT_5XX with status, headers and
 * template; a type that is set takes none of the default's (recorded 2026-11-23).
 */
export function refusalResponse(
  refusal: Refusal,
  responses: readonly GatewayResponse[],
  context: (name: string) => string | undefined,
): SandboxResponse {
  const isSet = (type: string): GatewayResponse | undefined =>
    responses.find(({ responseType, defaultResponse }) => responseType === type && defaultResponse !== true);
  const chosen = isSet(refusal.type) ?? isSet(refusal.status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX');
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  for (const [target, source] of Object.entries(chosen?.responseParameters ?? {})) {
    const name = /^gatewayresponse\.header\.(.+)$/.exec(target)?.[1];
    const literal = /^'(.*)'$/s.exec(source)?.[1];
    if (name === undefined || literal === undefined)
      throw new Unsimulated(`gateway response parameter ${target}: ${source}`);
    headers[name.toLowerCase()] = literal;
  }
  const template =
    chosen?.responseTemplates?.['application/json'] ||
    (refusal.type === 'ACCESS_DENIED' ? DENIED_TEMPLATE : DEFAULT_TEMPLATE);
  return { status: Number(chosen?.statusCode ?? refusal.status), headers, body: render(template, refusal, context) };
}

/** Text and `$context` references, which are replaced and no more: these templates are no VTL (API Gateway guide). */
function render(template: string, refusal: Refusal, context: (name: string) => string | undefined): string {
  const errors: Readonly<Record<string, string>> = {
    messageString: SILENT.has(refusal.type) ? 'null' : JSON.stringify(refusal.message),
    message: refusal.message,
    responseType: refusal.type,
  };
  const rendered = template.replace(/\$context\.([\w.]*\w)/g, (whole, name: string) => {
    const error = /^error\.(\w+)$/.exec(name)?.[1];
    return (error === undefined ? context(name) : errors[error]) ?? whole;
  });
  if (/#(set|if|foreach)|\$(context|input|util|stageVariables)\b/.test(rendered))
    throw new Unsimulated(`gateway response template ${template}`);
  return rendered;
}
