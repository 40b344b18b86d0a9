import type { GatewayCall, GatewayWorld } from './call.ts';
import { eventBody } from './event-body.ts';
import { eventHeaders } from './event-headers.ts';
import { requestTimeText } from './request-time.ts';

/** A function's event in payload format 1.0, REST APIs' only one (recorded 2026-11-23). */
export function eventV1(call: GatewayCall, { state }: GatewayWorld): Record<string, unknown> {
  const { request } = call;
  const headers = eventHeaders(call);
  const names = [...new Set(request.url.searchParams.keys())];
  const query = new Map(names.map((name) => [name, request.url.searchParams.getAll(name)]));
  return {
    ...(call.kind === 'http' ? { version: '1.0' } : {}),
    resource: call.template,
    path: call.basePath + call.path.replace(/^\/+/, '/'),
    httpMethod: request.method,
    headers: lastOf(headers),
    multiValueHeaders: Object.fromEntries(headers),
    queryStringParameters: query.size === 0 ? null : lastOf(query),
    multiValueQueryStringParameters: query.size === 0 ? null : Object.fromEntries(query),
    pathParameters: orNull(call.pathParameters),
    stageVariables: orNull(call.variables),
    requestContext: requestContext(call, state.accountId),
    ...eventBody(call),
  };
}

function requestContext(call: GatewayCall, accountId: string): Record<string, unknown> {
  const { request } = call;
  return {
    accountId,
    apiId: call.apiId,
    ...(Object.keys(call.authorizer).length === 0 ? {} : { authorizer: call.authorizer }),
    deploymentId: call.deploymentId,
    domainName: request.url.hostname,
    domainPrefix: request.url.hostname.split('.')[0],
    extendedRequestId: call.requestId,
    httpMethod: request.method,
    identity: {
      accessKey: null,
      accountId: null,
      caller: null,
      cognitoAuthenticationProvider: null,
      cognitoAuthenticationType: null,
      cognitoIdentityId: null,
      cognitoIdentityPoolId: null,
      principalOrgId: null,
      sourceIp: request.remoteAddress,
      user: null,
      userAgent: request.headers['user-agent'] ?? null,
      userArn: null,
    },
    path: request.url.pathname,
    protocol: 'HTTP/1.1',
    requestId: call.requestId,
    requestTime: requestTimeText(call.at),
    requestTimeEpoch: call.at,
    resourceId: call.resourceId,
    resourcePath: call.template,
    stage: call.stageName,
  };
}

/** The last value of each name wins in a single-value map (recorded 2026-11-23). */
function lastOf(values: ReadonlyMap<string, readonly string[]>): Record<string, string> {
  return Object.fromEntries([...values].map(([name, all]) => [name, all.at(-1) ?? '']));
}

function orNull(map: Readonly<Record<string, string>>): Readonly<Record<string, string>> | null {
  return Object.keys(map).length === 0 ? null : map;
}
