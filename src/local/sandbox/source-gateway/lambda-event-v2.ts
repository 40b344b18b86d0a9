import type { GatewayCall, GatewayWorld } from './call.ts';
import { eventBody } from './event-body.ts';
import { eventHeaders } from './event-headers.ts';
import { requestTimeText } from './request-time.ts';

/**
 * A function's event in payload format 2.0 (API Gateway guide, 2026-11-23): names in lower case, repeated headers and
 * query parameters joined by commas, cookies apart.
 */
export function eventV2(call: GatewayCall, { state }: GatewayWorld): Record<string, unknown> {
  const { request } = call;
  const { body, isBase64Encoded } = eventBody(call);
  const headers = [...eventHeaders(call)].map(([name, values]) => [name.toLowerCase(), values.join(',')] as const);
  const cookies = request.headers['cookie']?.split(/;\s*/);
  const names = [...new Set(request.url.searchParams.keys())];
  const query = names.map((name) => [name, request.url.searchParams.getAll(name).join(',')]);
  return {
    version: '2.0',
    routeKey: call.routeKey,
    rawPath: request.url.pathname,
    rawQueryString: request.url.search.slice(1),
    ...(cookies ? { cookies } : {}),
    headers: Object.fromEntries(headers.filter(([name]) => name !== 'cookie')),
    ...(query.length === 0 ? {} : { queryStringParameters: Object.fromEntries(query) as Record<string, string> }),
    requestContext: {
      accountId: state.accountId,
      apiId: call.apiId,
      ...authorizerOf(call),
      domainName: request.url.hostname,
      domainPrefix: request.url.hostname.split('.')[0],
      http: {
        method: request.method,
        path: request.url.pathname,
        protocol: 'HTTP/1.1',
        sourceIp: request.remoteAddress,
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: call.requestId,
      routeKey: call.routeKey,
      stage: call.stageName,
      time: requestTimeText(call.at),
      timeEpoch: call.at,
    },
    ...(body === null ? {} : { body }),
    ...(Object.keys(call.pathParameters).length === 0 ? {} : { pathParameters: call.pathParameters }),
    isBase64Encoded,
    ...(Object.keys(call.variables).length === 0 ? {} : { stageVariables: call.variables }),
  };
}

/** JWT authorizers hand over claims, Lambda authorizers their context; an open route has no authorizer. */
function authorizerOf({ authorizer }: GatewayCall): Record<string, unknown> {
  if (Object.keys(authorizer).length === 0) return {};
  return { authorizer: 'claims' in authorizer ? { jwt: authorizer } : { lambda: authorizer } };
}
