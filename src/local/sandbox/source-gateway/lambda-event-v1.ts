import type { GatewayCall } from './call.ts';
import { eventBody } from './event-body.ts';
import { eventHeaders } from './event-headers.ts';
import { lastOf, queryValues } from './last-values.ts';
import { requestContext } from './request-context.ts';

/** A function's event in payload format 1.0, REST APIs' only one (recorded 2026-11-23). */
export function eventV1(call: GatewayCall): Record<string, unknown> {
  const { request } = call;
  const headers = eventHeaders(call);
  const query = queryValues(call);
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
    requestContext: requestContext(call),
    ...eventBody(call),
  };
}

function orNull(map: Readonly<Record<string, string>>): Readonly<Record<string, string>> | null {
  return Object.keys(map).length === 0 ? null : map;
}
