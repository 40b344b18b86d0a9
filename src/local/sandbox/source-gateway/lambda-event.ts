import type { GatewayCall } from './call.ts';

/** A function's event in payload format 1.0, REST APIs' only one. */
export function eventV1(call: GatewayCall): Record<string, unknown> {
  const { request } = call;
  const query = Object.fromEntries(request.url.searchParams);
  const body = request.body.length > 0 ? request.body.toString('utf8') : null;
  return {
    resource: call.template,
    path: call.path,
    httpMethod: request.method,
    headers: request.headers,
    queryStringParameters: request.url.search === '' ? null : query,
    pathParameters: Object.keys(call.pathParameters).length === 0 ? null : call.pathParameters,
    stageVariables: Object.keys(call.variables).length === 0 ? null : call.variables,
    requestContext: {
      requestId: call.requestId,
      apiId: call.apiId,
      stage: call.stageName,
      resourcePath: call.template,
      httpMethod: request.method,
      path: request.url.pathname,
      domainName: request.url.hostname,
      identity: { sourceIp: request.remoteAddress, userAgent: request.headers['user-agent'] ?? null },
      authorizer: call.authorizer,
    },
    body,
    isBase64Encoded: false,
  };
}

/** A function's event in payload format 2.0. */
export function eventV2(call: GatewayCall): Record<string, unknown> {
  const { request } = call;
  return {
    version: '2.0',
    routeKey: call.template === '$default' ? '$default' : `${request.method} ${call.template}`,
    rawPath: call.path,
    rawQueryString: request.url.search.slice(1),
    headers: request.headers,
    pathParameters: call.pathParameters,
    stageVariables: call.variables,
    requestContext: {
      requestId: call.requestId,
      apiId: call.apiId,
      stage: call.stageName,
      domainName: request.url.hostname,
      http: { method: request.method, path: call.path, sourceIp: request.remoteAddress },
      ...authorizerV2(call),
    },
    ...(request.body.length > 0 ? { body: request.body.toString('utf8') } : {}),
    isBase64Encoded: false,
  };
}

/** JWT authorizers hand over claims, Lambda authorizers their context; an open route has no authorizer. */
function authorizerV2({ authorizer }: GatewayCall): Record<string, unknown> {
  if (Object.keys(authorizer).length === 0) return {};
  return { authorizer: 'claims' in authorizer ? { jwt: authorizer } : { lambda: authorizer } };
}
