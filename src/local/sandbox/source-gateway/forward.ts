import type { SandboxResponse } from '../http-server.ts';
import { answeredHeaders } from './answer-headers.ts';
import { callBackend } from './backend-call.ts';
import { HOP_HEADERS, type GatewayCall, type GatewayWorld } from './call.ts';
import type { MappedParameters } from './parameter-mapping.ts';

export interface ForwardPlan {
  readonly method: string;
  readonly uri: string;
  readonly timeoutMs: number;
  readonly mapped: MappedParameters;
}

/** HTTP_PROXY: the caller's request to the integration's URI, and the backend's answer back. */
export async function forward(call: GatewayCall, plan: ForwardPlan, world: GatewayWorld): Promise<SandboxResponse> {
  const { mapped } = plan;
  const callers = [...call.request.url.searchParams].filter(([name]) => !Object.hasOwn(mapped.query, name));
  const answer = await callBackend(
    call,
    {
      method: plan.method,
      uri: plan.uri,
      pathParameters: mapped.path,
      query: [...callers, ...queryPairs(mapped)],
      headers: { ...callersHeaders(call, mapped), ...sendable(mapped.headers), ...gatewayHeaders(call) },
      body: call.request.body,
      timeoutMs: plan.timeoutMs,
    },
    world,
  );
  return { status: answer.status, headers: answeredHeaders(answer.headers), body: answer.body };
}

/** Set S and Content-Encoding stay behind (recorded 2024-12-11); a mapped header replaces the caller's. */
function callersHeaders(call: GatewayCall, mapped: MappedParameters): Record<string, string> {
  const replaced = new Set(Object.keys(mapped.headers).map((name) => name.toLowerCase()));
  return Object.fromEntries(
    Object.entries(call.request.headers).filter(
      ([name]) => !HOP_HEADERS.has(name) && !replaced.has(name) && name !== 'content-encoding' && name !== 'host',
    ),
  );
}

/** Never sent, even where mapped (recorded 2024-12-11). */
export const NEVER_SENT: ReadonlySet<string> = new Set(['connection', 'expect', 'host', 'proxy-authenticate', 'te']);

function sendable(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !NEVER_SENT.has(name.toLowerCase())));
}

export function queryPairs({ query }: MappedParameters): [string, string][] {
  return Object.entries(query).flatMap(([name, values]) => values.map((value): [string, string] => [name, value]));
}

export function gatewayHeaders(call: GatewayCall): Record<string, string> {
  return { 'x-amzn-apigateway-api-id': call.apiId, 'x-amzn-trace-id': `Root=${call.requestId}` };
}
