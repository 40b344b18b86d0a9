import type { SandboxResponse } from '../http-server.ts';
import { FunctionMissing } from '../backends/lambdas.ts';
import { INTERNAL_ERROR, substituteVariables, type GatewayCall, type GatewayWorld } from './call.ts';
import { eventV1 } from './lambda-event-v1.ts';
import { eventV2 } from './lambda-event-v2.ts';
import { MalformedResult, unwrapV1, unwrapV2 } from './lambda-result.ts';
import { Refusal } from './refusal.ts';

/** AWS_PROXY to a function: an event of the payload version, and the function's result unwrapped. */
export async function callFunction(
  call: GatewayCall,
  wanted: { readonly uri: string; readonly payload: '1.0' | '2.0' },
  world: GatewayWorld,
): Promise<SandboxResponse> {
  const uri = substituteVariables(wanted.uri, call.variables);
  if (uri === undefined) throw new Refusal('API_CONFIGURATION_ERROR', 500, INTERNAL_ERROR);
  const event = wanted.payload === '1.0' ? eventV1(call) : eventV2(call, world);
  const result = await invoke(call, uri, event, world);
  try {
    return wanted.payload === '1.0' ? unwrapV1(call, result) : unwrapV2(result);
  } catch (error) {
    if (!(error instanceof MalformedResult)) throw error;
    world.log(`source gateway: ${uri}: ${error.message}`);
    throw functionFailure(call, error);
  }
}

async function invoke(call: GatewayCall, uri: string, event: unknown, world: GatewayWorld): Promise<unknown> {
  try {
    return await world.lambdas.invoke(uri, event);
  } catch (error) {
    world.log(`source gateway: ${uri}: ${String(error)}`);
    if (error instanceof FunctionMissing && call.kind === 'rest')
      throw new Refusal('INTEGRATION_FAILURE', 500, INTERNAL_ERROR, { cause: error });
    throw functionFailure(call, error);
  }
}

/** A failed function and a malformed result are one to the caller: 502 of a REST API, 500 of an HTTP API. */
function functionFailure(call: GatewayCall, cause: unknown): Refusal {
  return call.kind === 'rest'
    ? new Refusal('DEFAULT_5XX', 502, INTERNAL_ERROR, { cause })
    : new Refusal('DEFAULT_5XX', 500, 'Internal Server Error', { cause });
}
