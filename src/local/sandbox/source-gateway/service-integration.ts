import type { Integration } from '@aws-sdk/client-api-gateway';
import type { Integration as HttpIntegration } from '@aws-sdk/client-apigatewayv2';
import type { SandboxResponse } from '../http-server.ts';
import { answeredHeaders } from './answer-headers.ts';
import { callBackend } from './backend-call.ts';
import { headerOf, INTERNAL_ERROR, substituteVariables, type GatewayCall, type GatewayWorld } from './call.ts';
import { parameterText } from './http-parameters.ts';
import { integrationAnswer } from './integration-answer.ts';
import { integrationPayload } from './integration-request.ts';
import { queryPairs } from './forward.ts';
import { mapParameters, type MappedParameters } from './parameter-mapping.ts';
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
  const mapped = mapParameters(call, integration.requestParameters, 'http');
  const body = integrationPayload(call, integration);
  const answer = await callBackend(
    call,
    {
      ...plan,
      uri: serviceUrl(address),
      pathParameters: mapped.path,
      query: queryPairs(mapped),
      headers: headersToService(call, mapped),
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

/** The caller's type or the one of JSON, unless a mapping names another. */
function headersToService(call: GatewayCall, { headers }: MappedParameters): Record<string, string> {
  const isMapped = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  return { ...(isMapped ? {} : { 'content-type': headerOf(call, 'content-type') ?? 'application/json' }), ...headers };
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
