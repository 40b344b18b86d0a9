import type { TemplateInput, TemplateOverrides } from '../../../vtl/template.ts';
import type { GatewayCall } from './call.ts';
import { eventHeaders } from './event-headers.ts';
import { isRecord } from './execute-policy.ts';
import { lastOf, queryValues } from './last-values.ts';
import { requestContext } from './request-context.ts';
import { valueText } from './value-text.ts';

/**
 * What templates of a call read: the caller's parameters, named as they were sent, with the given payload. Names of headers are looked
 * up as they are spelled, unlike those of mappings.
 * @param overrides what the request's template has set, for the one of the response
 */
export function templateInput(call: GatewayCall, body: string, overrides?: TemplateOverrides): TemplateInput {
  return {
    body,
    params: {
      path: call.pathParameters,
      querystring: lastOf(queryValues(call)),
      header: lastOf(eventHeaders(call)),
    },
    stageVariables: call.variables,
    context: { ...contextOf(call), ...overrides },
  };
}

/** `$context` as a tree. */
export function contextOf(call: GatewayCall): Readonly<Record<string, unknown>> {
  const { apiKey } = call;
  const { identity, ...others } = requestContext(call);
  return {
    ...others,
    identity: { ...identity, ...(apiKey && { apiKey: apiKey.value, apiKeyId: apiKey.id }) },
  };
}

/** Members of `$context` as the API Gateway guide lists them for REST and HTTP APIs (2026-11-25). */
const CONTEXT_NAME =
  /^(accountId|apiId|(authorizer|authorize|authenticate|error|identity|integration|request|requestOverride|response|responseOverride|waf|customDomain)\.\w.*|awsEndpoint\w*|dataProcessed|deploymentId|domainName|domainPrefix|extendedRequestId|httpMethod|integrationErrorMessage|integrationLatency|integrationStatus|isCanaryRequest|path|protocol|requestId|requestTime|requestTimeEpoch|resourceId|resourcePath|responseLatency|responseLength|routeKey|stage|status|tlsVersion|cipherSuite|wafResponseCode|webaclArn|xrayTraceId)$/;

/** Whether `$context` has such a member; another name is always without a value. */
export const isContextName = (name: string): boolean => CONTEXT_NAME.test(name);

/** Without a value where they are not in the tree: no key is asked for, nobody comes through a VPC endpoint, stages do not trace. */
const ABSENT = /^(?:authorizer(?:\..*)?|identity\.(?:apiKey|apiKeyId|vpcId|vpceId)|xrayTraceId)$/;

/** `$context.NAME` or `context.NAME`, as text; undefined where the sandbox has no such value. */
export function contextValue(call: GatewayCall, name: string): string | undefined {
  return memberText(contextOf(call), name) ?? (ABSENT.test(name) ? '' : undefined);
}

/** The member of a tree as text, empty where it has no value; undefined where there is none. */
export function memberText(tree: Readonly<Record<string, unknown>>, name: string): string | undefined {
  let value: unknown = tree;
  for (const part of name.split('.')) value = isRecord(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  return value === undefined ? undefined : valueText(value);
}
