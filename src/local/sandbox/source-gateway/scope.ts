import { type GatewayCall, headerOf } from './call.ts';
import type { TemplateScope } from './template.ts';

/** What templates of a call read: the caller's parameters with the given payload. */
export function templateScope(call: GatewayCall, body: string): TemplateScope {
  return {
    body,
    stageVariables: call.variables,
    parameter: (name) =>
      call.pathParameters[name] ?? call.request.url.searchParams.getAll(name).at(-1) ?? headerOf(call, name),
    context: (name) => contextValue(call, name),
  };
}

/** Members of `$context` as the API Gateway guide lists them for REST and HTTP APIs (2026-11-25). */
const CONTEXT_NAME =
  /^(accountId|apiId|(authorizer|authorize|authenticate|error|identity|integration|request|requestOverride|response|responseOverride|waf|customDomain)\.\w.*|awsEndpoint\w*|dataProcessed|deploymentId|domainName|domainPrefix|extendedRequestId|httpMethod|integrationErrorMessage|integrationLatency|integrationStatus|isCanaryRequest|path|protocol|requestId|requestTime|requestTimeEpoch|resourceId|resourcePath|responseLatency|responseLength|routeKey|stage|status|tlsVersion|cipherSuite|wafResponseCode|webaclArn|xrayTraceId)$/;

/** Whether `$context` has such a member; another name is always without a value. */
export const isContextName = (name: string): boolean => CONTEXT_NAME.test(name);

/** `$context.NAME` or `context.NAME`, as text; undefined where the sandbox has no such value. */
export function contextValue(call: GatewayCall, name: string): string | undefined {
  const known: Readonly<Record<string, string | undefined>> = {
    'apiId': call.apiId,
    'domainName': call.request.url.hostname,
    'extendedRequestId': call.requestId,
    'httpMethod': call.request.method,
    'identity.sourceIp': call.request.remoteAddress,
    'identity.userAgent': call.request.headers['user-agent'] ?? '',
    'path': call.request.url.pathname,
    'protocol': 'HTTP/1.1',
    'requestId': call.requestId,
    'resourceId': call.resourceId,
    'resourcePath': call.template,
    'stage': call.stageName,
    // Stages of the sandbox do not trace.
    'xrayTraceId': '',
  };
  if (Object.hasOwn(known, name)) return known[name];
  const [root, ...path] = name.split('.');
  if (root !== 'authorizer') return undefined;
  let value: unknown = call.authorizer;
  for (const part of path)
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined;
  return value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}
