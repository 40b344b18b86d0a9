import type { Integration } from '@aws-sdk/client-api-gateway';
import type { SandboxResponse } from '../http-server.ts';
import { callBackend } from './backend-call.ts';
import { headerOf, type GatewayCall, type GatewayWorld } from './call.ts';
import { gatewayHeaders, NEVER_SENT, queryPairs } from './forward.ts';
import { integrationAnswer } from './integration-answer.ts';
import { integrationPayload } from './integration-request.ts';
import { mapParameters } from './parameter-mapping.ts';

/** HTTP (custom): only mapped parameters, Content-Type and the gateway's own headers reach the backend (recorded 2024-12-11). */
export async function answerHttp(
  call: GatewayCall,
  integration: Integration,
  plan: { readonly method: string; readonly timeoutMs: number },
  world: GatewayWorld,
): Promise<SandboxResponse> {
  const mapped = mapParameters(call, integration.requestParameters, 'http');
  const body = integrationPayload(call, integration);
  const headers: Record<string, string> = {
    'accept': 'application/json',
    'user-agent': `AmazonAPIGateway_${call.apiId}`,
    ...gatewayHeaders(call),
    ...(body.length > 0 ? { 'content-type': headerOf(call, 'content-type') ?? 'application/json' } : {}),
  };
  for (const [name, value] of Object.entries(mapped.headers))
    if (!NEVER_SENT.has(name.toLowerCase())) headers[name.toLowerCase()] = value;
  const answer = await callBackend(
    call,
    {
      ...plan,
      uri: integration.uri ?? '',
      pathParameters: mapped.path,
      query: queryPairs(mapped),
      headers,
      body,
    },
    world,
  );
  return integrationAnswer(call, integration, {
    selector: String(answer.status),
    headers: answer.headers,
    body: answer.body,
  });
}
