import { randomUUID } from 'node:crypto';
import type { SandboxHandler, SandboxRequest, SandboxResponse } from '../http-server.ts';
import { gatewayResponse, type GatewayWorld } from './call.ts';
import { findStage, type StageMatch } from './find-stage.ts';
import { findMethod, findRoute } from './route.ts';
import { serveHttp } from './serve-http.ts';
import { serveRest } from './serve-rest.ts';

/** API Gateway's data plane over an account's state, to be served by `listen`. Each request of a stage leaves a metric. */
export function sourceGateway(world: GatewayWorld): SandboxHandler {
  return async (request) => {
    const match = findStage(world.state, request.url.hostname, request.url.pathname);
    if (!match) return gatewayResponse(403, 'Forbidden');
    const at = Date.now();
    const response = await serve(request, match, world);
    const { target } = match;
    world.state.metrics.push({
      apiName: target.apiName,
      apiId: target.apiId,
      stage: stageName(match),
      at,
      status: response.status,
      latencyMs: Date.now() - at,
    });
    return response;
  };
}

async function serve(request: SandboxRequest, match: StageMatch, world: GatewayWorld): Promise<SandboxResponse> {
  const { target, path } = match;
  const common = { request, path, apiId: target.apiId, stageName: stageName(match), requestId: randomUUID() };
  if (target.kind === 'rest') {
    const found = findMethod(target.served.resources, request.method, path);
    if (!found) return gatewayResponse(403, 'Missing Authentication Token');
    const { template, pathParameters } = found;
    const variables = target.stage.variables ?? {};
    const call = { ...common, template, pathParameters, variables, authorizer: {} };
    return serveRest(call, found.served, target.served, world);
  }
  const found = findRoute(target.served.routes, request.method, path);
  if (!found) return gatewayResponse(404, 'Not Found');
  const { template, pathParameters } = found;
  const variables = target.stage.StageVariables ?? {};
  const call = { ...common, template, pathParameters, variables, authorizer: {} };
  return serveHttp(call, found.served, target.served, world);
}

function stageName({ target }: StageMatch): string {
  return (target.kind === 'rest' ? target.stage.stageName : target.stage.StageName) ?? '';
}
