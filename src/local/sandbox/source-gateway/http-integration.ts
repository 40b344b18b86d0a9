import type { Integration } from '@aws-sdk/client-api-gateway';
import type { SandboxResponse } from '../http-server.ts';
import { callBackend } from './backend-call.ts';
import type { GatewayCall, GatewayWorld } from './call.ts';
import { gatewayHeaders, queryPairs } from './forward.ts';
import { integrationAnswer } from './integration-answer.ts';
import { headersOf, integrationRequest } from './integration-request.ts';

/** HTTP (custom): only mapped parameters, Content-Type and the gateway's own headers reach the backend (recorded 2024-12-11). */
export async function answerHttp(
  call: GatewayCall,
  integration: Integration,
  plan: { readonly method: string; readonly timeoutMs: number },
  world: GatewayWorld,
): Promise<SandboxResponse> {
  const { parameters, body, overrides } = integrationRequest(call, integration, 'http');
  const answer = await callBackend(
    call,
    {
      ...plan,
      uri: integration.uri ?? '',
      pathParameters: parameters.path,
      query: queryPairs(parameters),
      headers: {
        'user-agent': `AmazonAPIGateway_${call.apiId}`,
        ...gatewayHeaders(call),
        ...headersOf(call, body, parameters),
      },
      body,
    },
    world,
  );
  const { status, headers } = answer;
  return integrationAnswer(call, integration, { selector: String(status), headers, body: answer.body }, overrides);
}
