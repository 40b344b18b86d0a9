import type { SandboxResponse } from '../http-server.ts';
import { NetworkError } from '../network.ts';
import {
  gatewayResponse,
  HOP_HEADERS,
  INTERNAL_ERROR,
  substituteVariables,
  type GatewayCall,
  type GatewayWorld,
} from './call.ts';

export interface ForwardPlan {
  readonly method: string;
  readonly uri: string;
  readonly timeoutMs: number;
  /** Path parameters of the URI by name, each the wire's value. */
  readonly uriParameters: Readonly<Record<string, string>>;
}

/** Set S and more, renamed in answers (recorded 2026-11-23). */
const REMAPPED = new Set([...HOP_HEADERS, 'authorization', 'date', 'host', 'user-agent', 'x-amzn-requestid']);

/** HTTP_PROXY: the caller's request to the integration's URI, and the backend's answer back. */
export async function forward(call: GatewayCall, plan: ForwardPlan, world: GatewayWorld): Promise<SandboxResponse> {
  const uri = substituteVariables(plan.uri, call.variables);
  if (uri === undefined) return gatewayResponse(500, INTERNAL_ERROR);
  const url = new URL(uri.replace(/\{([^}]+)\}/g, (_, name: string) => plan.uriParameters[name] ?? ''));
  for (const [name, value] of call.request.url.searchParams) url.searchParams.append(name, value);
  try {
    const answer = await world.network.request({
      method: plan.method,
      url: url.href,
      headers: forwardedHeaders(call),
      timeoutMs: plan.timeoutMs,
      ...(call.request.body.length > 0 ? { body: call.request.body } : {}),
    });
    return { status: answer.status, headers: answeredHeaders(answer.headers), body: answer.body };
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    world.log(`source gateway: ${error.message}`);
    return error.code === 'ETIMEDOUT'
      ? gatewayResponse(504, 'Endpoint request timed out')
      : gatewayResponse(500, INTERNAL_ERROR);
  }
}

function forwardedHeaders(call: GatewayCall): Record<string, string> {
  const sent: Record<string, string> = {};
  for (const [name, value] of Object.entries(call.request.headers))
    if (!HOP_HEADERS.has(name) && name !== 'content-encoding' && name !== 'host') sent[name] = value;
  return { ...sent, 'x-amzn-apigateway-api-id': call.apiId, 'x-amzn-trace-id': `Root=${call.requestId}` };
}

function answeredHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const answered: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name === 'transfer-encoding' || name === 'content-length') continue;
    answered[REMAPPED.has(name) && name !== 'te' ? `x-amzn-remapped-${name}` : name] = value;
  }
  return answered;
}
