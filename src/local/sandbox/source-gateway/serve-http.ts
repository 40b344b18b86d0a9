import type { Integration, Route } from '@aws-sdk/client-apigatewayv2';
import type { SandboxResponse } from '../http-server.ts';
import type { HttpApiState } from '../aws/state.ts';
import { authorizeHttp } from './authorize-http.ts';
import type { GatewayCall, GatewayWorld } from './call.ts';
import { isPreflight, preflightAnswer, withCors } from './cors.ts';
import type { ServedStage } from './find-stage.ts';
import { forward } from './forward.ts';
import { withRequestParameters, withResponseParameters } from './http-parameters.ts';
import { callFunction } from './lambda-proxy.ts';
import { Refusal, Unsimulated } from './refusal.ts';
import type { GatewayMemory } from './memory.ts';
import { answerSubtype } from './service-integration.ts';

const TIMEOUT_MS = 30_000;

/**
 * Serves an HTTP API. With a CORS configuration the gateway answers preflights itself, with or without a route; a route
 * that takes OPTIONS and needs authorization still asks for it (API Gateway guide, CORS with a $default route).
 */
export async function serveHttp(
  call: GatewayCall,
  route: Route | undefined,
  { served, stage }: Extract<ServedStage, { kind: 'http' }>,
  memory: GatewayMemory,
  world: GatewayWorld,
): Promise<SandboxResponse> {
  const cors = served.api.CorsConfiguration;
  if (!route) {
    if (cors && isPreflight(call.request)) return preflightAnswer(call.request, cors);
    throw new Refusal('RESOURCE_NOT_FOUND', 404, 'Not Found');
  }
  const authorized = { ...call, authorizer: await authorizeHttp(call, route, served, memory, world) };
  if (cors && isPreflight(call.request)) return preflightAnswer(call.request, cors);
  memory.throttles.passHttpStage(call, route.RouteKey ?? '', stage);
  const response = await integrate(authorized, route, served, world);
  return cors ? withCors(call.request, cors, response) : response;
}

async function integrate(
  call: GatewayCall,
  route: Route,
  served: HttpApiState,
  world: GatewayWorld,
): Promise<SandboxResponse> {
  const integrationId = (route.Target ?? '').replace('integrations/', '');
  const integration = served.integrations.find(({ IntegrationId }) => IntegrationId === integrationId);
  if (!integration) throw new Unsimulated(`route ${call.template} without an integration`);
  const uri = integration.IntegrationUri ?? '';
  const timeoutMs = integration.TimeoutInMillis ?? TIMEOUT_MS;
  if (integration.IntegrationSubtype) return answerSubtype(call, integration, { method: 'POST', timeoutMs }, world);
  const changed = withRequestParameters(call, integration.RequestParameters ?? {});
  const response = await callIntegration(changed, integration, uri, timeoutMs, world);
  return withResponseParameters(call, response, integration.ResponseParameters ?? {});
}

function callIntegration(
  call: GatewayCall,
  integration: Integration,
  uri: string,
  timeoutMs: number,
  world: GatewayWorld,
): Promise<SandboxResponse> {
  if (integration.IntegrationType === 'AWS_PROXY')
    return callFunction(call, { uri, payload: integration.PayloadFormatVersion === '2.0' ? '2.0' : '1.0' }, world);
  if (integration.IntegrationType !== 'HTTP_PROXY')
    throw new Unsimulated(`integration ${integration.IntegrationType ?? ''}`);
  const verb = integration.IntegrationMethod ?? 'ANY';
  const method = verb === 'ANY' ? call.request.method : verb;
  return forward(
    call,
    { method, uri, timeoutMs, mapped: { headers: {}, query: {}, path: call.pathParameters } },
    world,
  );
}
