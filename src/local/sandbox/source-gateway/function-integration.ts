import type { Integration } from '@aws-sdk/client-api-gateway';
import { FunctionError, FunctionMissing } from '../backends/lambdas.ts';
import type { SandboxResponse } from '../http-server.ts';
import { INTERNAL_ERROR, substituteVariables, type GatewayCall, type GatewayWorld } from './call.ts';
import { integrationAnswer } from './integration-answer.ts';
import { integrationRequest } from './integration-request.ts';
import { Refusal, Unsimulated } from './refusal.ts';

/**
 * AWS (custom) to a function: the payload is the event, `{}` when there is none. Patterns are held to errorMessage; a
 * success matches none (recorded 2025-05-05). Other AWS services are not simulated.
 */
export async function answerFunction(
  call: GatewayCall,
  integration: Integration,
  world: GatewayWorld,
): Promise<SandboxResponse> {
  const uri = substituteVariables(integration.uri ?? '', call.variables);
  if (uri === undefined) throw new Refusal('API_CONFIGURATION_ERROR', 500, INTERNAL_ERROR);
  if (!uri.includes(':function:')) throw new Unsimulated(`AWS service integration ${uri}`);
  const { parameters, body, overrides } = integrationRequest(call, integration, 'aws');
  const event = eventOf(body.toString('utf8'));
  const invocationType = Object.entries(parameters.headers).find(
    ([name]) => name.toLowerCase() === 'x-amz-invocation-type',
  )?.[1];
  const outcome = await invoke(uri, event, world);
  if (invocationType === 'Event')
    // The service's 202 takes the default answer, without a body (recorded 2024-05-29).
    return integrationAnswer(call, integration, { selector: undefined, headers: {}, body: Buffer.alloc(0) }, overrides);
  const result = Buffer.from(JSON.stringify(outcome.result ?? null));
  return integrationAnswer(call, integration, { selector: outcome.errorMessage, headers: {}, body: result }, overrides);
}

function eventOf(payload: string): unknown {
  try {
    return JSON.parse(payload === '' ? '{}' : payload);
  } catch {
    throw new Unsimulated('a function event that is no JSON');
  }
}

async function invoke(
  uri: string,
  event: unknown,
  world: GatewayWorld,
): Promise<{ readonly result: unknown; readonly errorMessage: string | undefined }> {
  try {
    return { result: await world.lambdas.invoke(uri, event), errorMessage: undefined };
  } catch (error) {
    world.log(`source gateway: ${uri}: ${String(error)}`);
    if (error instanceof FunctionMissing)
      throw new Refusal('INTEGRATION_FAILURE', 500, INTERNAL_ERROR, { cause: error });
    const errorMessage = error instanceof Error ? error.message : String(error);
    const errorType = error instanceof Error ? error.name : 'Error';
    const result = error instanceof FunctionError ? error.payload : { errorMessage, errorType };
    return { result, errorMessage };
  }
}
