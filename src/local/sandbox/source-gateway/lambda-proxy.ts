import type { SandboxResponse } from '../http-server.ts';
import { gatewayResponse, INTERNAL_ERROR, type GatewayCall, type GatewayWorld } from './call.ts';

const RESULT_MEMBERS = new Set(['statusCode', 'headers', 'multiValueHeaders', 'cookies', 'body', 'isBase64Encoded']);

/** AWS_PROXY to a function: an event of the payload version, and the function's result unwrapped. */
export async function callFunction(
  call: GatewayCall,
  uri: string,
  payload: '1.0' | '2.0',
  world: GatewayWorld,
): Promise<SandboxResponse> {
  try {
    const result = await world.lambdas.invoke(uri, payload === '1.0' ? eventV1(call) : eventV2(call));
    return unwrap(result, payload);
  } catch (error) {
    world.log(`source gateway: ${uri}: ${String(error)}`);
    return gatewayResponse(payload === '1.0' ? 502 : 500, INTERNAL_ERROR);
  }
}

function eventV1(call: GatewayCall): Record<string, unknown> {
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

function eventV2(call: GatewayCall): Record<string, unknown> {
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
      authorizer: { jwt: { claims: call.authorizer } },
    },
    ...(request.body.length > 0 ? { body: request.body.toString('utf8') } : {}),
    isBase64Encoded: false,
  };
}

/** `{}` is 200; an unknown member, text or a bad status is a 502 (recorded 2026-11-23). Payload 2.0 takes any other value as the body. */
function unwrap(result: unknown, payload: '1.0' | '2.0'): SandboxResponse {
  const isObject = typeof result === 'object' && result !== null && !Array.isArray(result);
  if (payload === '2.0' && (!isObject || !('statusCode' in result)))
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(result ?? null) };
  if (!isObject || Object.keys(result).some((member) => !RESULT_MEMBERS.has(member)))
    return gatewayResponse(502, INTERNAL_ERROR);
  const answer = result as {
    statusCode?: unknown;
    headers?: Record<string, unknown>;
    body?: unknown;
    isBase64Encoded?: boolean;
  };
  const status = Number(answer.statusCode ?? 200);
  if (!Number.isInteger(status) || status < 100 || status > 599) return gatewayResponse(502, INTERNAL_ERROR);
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  for (const [name, value] of Object.entries(answer.headers ?? {})) headers[name.toLowerCase()] = String(value);
  const text = typeof answer.body === 'string' ? answer.body : '';
  return { status, headers, body: answer.isBase64Encoded === true ? Buffer.from(text, 'base64') : text };
}
