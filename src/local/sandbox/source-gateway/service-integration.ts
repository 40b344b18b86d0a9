import type { Integration } from '@aws-sdk/client-api-gateway';
import type { Integration as HttpIntegration } from '@aws-sdk/client-apigatewayv2';
import type { SandboxResponse } from '../http-server.ts';
import { answeredHeaders } from './answer-headers.ts';
import { callBackend } from './backend-call.ts';
import { INTERNAL_ERROR, substituteVariables, type GatewayCall, type GatewayWorld } from './call.ts';
import { parameterText } from './http-parameters.ts';
import { integrationAnswer } from './integration-answer.ts';
import { headersOf, integrationRequest } from './integration-request.ts';
import { queryPairs } from './forward.ts';
import { Refusal, Unsimulated } from './refusal.ts';
import { serviceAddress, serviceUrl, subtypeAddress } from './service-host.ts';

interface ServicePlan {
  readonly method: string;
  readonly timeoutMs: number;
}

/**
 * AWS (custom) to a service: the request goes to the service's host, for the role that the integration names. The sandbox has
 * no IAM, so nothing is signed, and an action is named in the query whatever protocol the service speaks.
 */
export async function answerService(
  call: GatewayCall,
  integration: Integration,
  plan: ServicePlan,
  world: GatewayWorld,
): Promise<SandboxResponse> {
  const uri = substituteVariables(integration.uri ?? '', call.variables);
  if (uri === undefined) throw new Refusal('API_CONFIGURATION_ERROR', 500, INTERNAL_ERROR);
  const address = serviceAddress(uri);
  if (address === undefined) throw new Unsimulated(`AWS service integration ${uri}`);
  const { parameters, body, overrides } = integrationRequest(call, integration, 'aws');
  const answer = await callBackend(
    call,
    {
      ...plan,
      uri: serviceUrl(address),
      pathParameters: parameters.path,
      query: queryPairs(parameters),
      headers: headersOf(call, body, parameters),
      body,
    },
    world,
  );
  const { status, headers } = answer;
  return integrationAnswer(call, integration, { selector: String(status), headers, body: answer.body }, overrides);
}

/** An HTTP API's first-class integration, such as SQS-SendMessage: its parameters are those of the service's action. */
export async function answerSubtype(
  call: GatewayCall,
  integration: HttpIntegration,
  plan: ServicePlan,
  world: GatewayWorld,
): Promise<SandboxResponse> {
  const address = subtypeAddress(integration.IntegrationSubtype ?? '', world.state.region);
  if (address === undefined) throw new Unsimulated(`integration subtype ${integration.IntegrationSubtype ?? ''}`);
  const parameters = Object.entries(integration.RequestParameters ?? {}).map(([name, source]) => [
    name,
    parameterText(call, source),
  ]);
  const answer = await callBackend(
    call,
    {
      ...plan,
      method: 'POST',
      uri: serviceUrl(address),
      pathParameters: {},
      query: [],
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify(Object.fromEntries(parameters))),
    },
    world,
  );
  return { status: answer.status, headers: answeredHeaders(answer.headers), body: answer.body };
}
