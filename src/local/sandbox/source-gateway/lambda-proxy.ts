import type { SandboxResponse } from '../http-server.ts';
import { eventV1, eventV2 } from './lambda-event.ts';
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
