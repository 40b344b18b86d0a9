import type { Method } from '@aws-sdk/client-api-gateway';
import type { SandboxResponse } from '../http-server.ts';
import { planOfKey } from './api-key.ts';
import { authorizeRest } from './authorize-rest.ts';
import { INTERNAL_ERROR, type GatewayCall, type GatewayWorld } from './call.ts';
import type { ServedStage } from './find-stage.ts';
import { forward } from './forward.ts';
import { answerFunction } from './function-integration.ts';
import { answerHttp } from './http-integration.ts';
import { callFunction } from './lambda-proxy.ts';
import { answerMock } from './mock.ts';
import { mapParameters } from './parameter-mapping.ts';
import { checkResourcePolicy } from './resource-policy.ts';
import { Refusal, Unsimulated } from './refusal.ts';
import type { GatewayMemory } from './memory.ts';
import { answerService } from './service-integration.ts';
import { validateRequest } from './validate-request.ts';

const TIMEOUT_MS = 29_000;

/** Serves one method of a REST API: resource policy, authorizer, key, throttles, validator, integration. */
export async function serveRest(
  call: GatewayCall,
  method: Method,
  { served, stage }: Extract<ServedStage, { kind: 'rest' }>,
  memory: GatewayMemory,
  world: GatewayWorld,
): Promise<SandboxResponse> {
  checkResourcePolicy(call, served.api.policy, world);
  const authorized = await authorizeRest(call, method, served, memory, world);
  const verb = method.httpMethod ?? call.request.method;
  let apiKey: GatewayCall['apiKey'];
  if (method.apiKeyRequired === true) {
    const source = world.state.restApis.get(call.apiId)?.api.apiKeySource;
    const key = source === 'AUTHORIZER' ? authorized.usageKey : call.request.headers['x-api-key'];
    const known = planOfKey(call, key, world);
    if (!known) throw new Refusal('INVALID_API_KEY', 403, 'Forbidden');
    memory.throttles.passPlan(call, verb, known, (world.now ?? Date.now)());
    apiKey = { id: known.keyId, value: key ?? '' };
  }
  memory.throttles.passRestStage(call, verb, stage);
  validateRequest(call, method, served);
  return integrate({ ...call, authorizer: authorized.context, ...(apiKey && { apiKey }) }, method, world);
}

async function integrate(call: GatewayCall, method: Method, world: GatewayWorld): Promise<SandboxResponse> {
  const integration = method.methodIntegration ?? {};
  const verb = integration.httpMethod ?? 'ANY';
  const plan = {
    method: verb === 'ANY' ? call.request.method : verb,
    timeoutMs: integration.timeoutInMillis ?? TIMEOUT_MS,
  };
  if (integration.type === 'MOCK') return answerMock(call, integration);
  if (integration.type === 'HTTP') return answerHttp(call, integration, plan, world);
  if (integration.type === 'AWS')
    return isFunctionUri(integration.uri)
      ? answerFunction(call, integration, world)
      : answerService(call, integration, plan, world);
  if (integration.type === 'AWS_PROXY') {
    // Mappings to a function's request are not sent, but break the call all the same where they may not be (recorded 2024-12-11).
    mapParameters(call, integration.requestParameters, 'aws');
    // Lambda's Invoke is a POST; the service refuses another verb (recorded 2024-07-05).
    if (plan.method !== 'POST') throw new Refusal('INTEGRATION_FAILURE', 500, INTERNAL_ERROR);
    return callFunction(call, { uri: integration.uri ?? '', payload: '1.0' }, world);
  }
  if (integration.type === 'HTTP_PROXY') {
    const mapped = mapParameters(call, integration.requestParameters, 'http');
    return forward(call, { ...plan, uri: integration.uri ?? '', mapped }, world);
  }
  throw new Unsimulated(`integration ${integration.type ?? 'none'} of ${call.template}`);
}

/** Lambda is a service as well, but is called with an event; its name may come from a stage variable. */
function isFunctionUri(uri = ''): boolean {
  return uri.includes(':function:') || uri.includes(':lambda:path/2015-03-31/functions/');
}
