import type { Route } from '@aws-sdk/client-apigatewayv2';
import type { SandboxResponse } from '../http-server.ts';
import type { HttpApiState } from '../aws/state.ts';
import { gatewayResponse, INTERNAL_ERROR, type GatewayCall, type GatewayWorld } from './call.ts';
import { forward } from './forward.ts';
import { callFunction } from './lambda-proxy.ts';
import { verifyToken } from './verify-token.ts';

const TIMEOUT_MS = 30_000;

/** Serves one route of an HTTP API: JWT authorizer, then the integration. */
export async function serveHttp(
  call: GatewayCall,
  route: Route,
  served: HttpApiState,
  world: GatewayWorld,
): Promise<SandboxResponse> {
  let authorizer: Record<string, unknown> = {};
  if ((route.AuthorizationType ?? 'NONE') !== 'NONE') {
    const jwt = served.authorizers.find(({ AuthorizerId }) => AuthorizerId === route.AuthorizerId)?.JwtConfiguration;
    if (route.AuthorizationType !== 'JWT' || !jwt?.Issuer) {
      world.log(`source gateway: authorization ${route.AuthorizationType ?? ''} of ${call.template} is not simulated`);
      return gatewayResponse(500, INTERNAL_ERROR);
    }
    const rule = { issuer: jwt.Issuer, audiences: jwt.Audience ?? [], scopes: route.AuthorizationScopes ?? [] };
    const token = call.request.headers['authorization'];
    const claims = token === undefined ? undefined : await verifyToken(token, rule, world.network);
    if (!claims) return gatewayResponse(401, 'Unauthorized');
    authorizer = claims;
  }
  const integrationId = (route.Target ?? '').replace('integrations/', '');
  const integration = served.integrations.find(({ IntegrationId }) => IntegrationId === integrationId);
  const uri = integration?.IntegrationUri ?? '';
  const authorized = { ...call, authorizer };
  if (integration?.IntegrationType === 'AWS_PROXY' && !integration.IntegrationSubtype)
    return callFunction(authorized, uri, integration.PayloadFormatVersion === '2.0' ? '2.0' : '1.0', world);
  if (integration?.IntegrationType === 'HTTP_PROXY') {
    const verb = integration.IntegrationMethod ?? 'ANY';
    const method = verb === 'ANY' ? call.request.method : verb;
    const timeoutMs = integration.TimeoutInMillis ?? TIMEOUT_MS;
    return forward(authorized, { method, uri, timeoutMs, uriParameters: call.pathParameters }, world);
  }
  world.log(
    `source gateway: integration ${integration?.IntegrationType ?? 'none'} of ${call.template} is not simulated`,
  );
  return gatewayResponse(500, INTERNAL_ERROR);
}
