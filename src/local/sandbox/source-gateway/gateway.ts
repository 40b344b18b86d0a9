import { randomUUID } from 'node:crypto';
import type { SandboxHandler, SandboxRequest, SandboxResponse } from '../http-server.ts';
import { gatewayResponse, INTERNAL_ERROR, type GatewayCall, type GatewayWorld } from './call.ts';
import { findStage, type StageMatch } from './find-stage.ts';
import { refusalResponse } from './gateway-response.ts';
import { Refusal, Unsimulated } from './refusal.ts';
import { findMethod, findRoute } from './route.ts';
import { serveHttp } from './serve-http.ts';
import { serveRest } from './serve-rest.ts';
import { createMemory, type GatewayMemory } from './memory.ts';

/** API Gateway's data plane over an account's state, to be served by `listen`. Each request of a stage leaves a metric. */
export function sourceGateway(world: GatewayWorld): SandboxHandler {
  const memory = createMemory();
  return async (request) => {
    const match = findStage(world.state, request.url.hostname, request.url.pathname);
    if (!match) return gatewayResponse(403, 'Forbidden');
    const at = Date.now();
    const response = await serve(request, match, memory, world).catch((error: unknown) =>
      refused(error, request, match, world),
    );
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

/** What ends a call early becomes the API's gateway response; a defect of the sandbox stays a throw. */
function refused(error: unknown, request: SandboxRequest, match: StageMatch, world: GatewayWorld): SandboxResponse {
  if (error instanceof Unsimulated) {
    world.log(`source gateway: ${request.method} ${request.url.href}: ${error.message}`);
    return gatewayResponse(500, INTERNAL_ERROR);
  }
  if (!(error instanceof Refusal)) throw error;
  try {
    return match.target.kind === 'rest'
      ? refusalResponse(error, match.target.served.gatewayResponses)
      : gatewayResponse(error.status, error.message);
  } catch (unsimulated) {
    return refused(unsimulated, request, match, world);
  }
}

async function serve(
  request: SandboxRequest,
  match: StageMatch,
  memory: GatewayMemory,
  world: GatewayWorld,
): Promise<SandboxResponse> {
  const { target, path } = match;
  const common = {
    request,
    path,
    kind: target.kind,
    apiId: target.apiId,
    stageName: stageName(match),
    basePath: match.basePath,
    requestId: randomUUID(),
    at: (world.now ?? Date.now)(),
    authorizer: {},
  };
  if (target.kind === 'rest') {
    const found = findMethod(target.served.resources, request.method, path);
    if (!found) throw new Refusal('MISSING_AUTHENTICATION_TOKEN', 403, 'Missing Authentication Token');
    const { served, ...matched } = found;
    const call: GatewayCall = {
      ...common,
      ...matched,
      routeKey: '',
      deploymentId: target.stage.deploymentId ?? '',
      variables: target.stage.variables ?? {},
      binaryMediaTypes: world.state.restApis.get(target.apiId)?.api.binaryMediaTypes ?? [],
    };
    return serveRest(call, served, target, memory, world);
  }
  const found = findRoute(target.served.routes, request.method, path);
  const call: GatewayCall = {
    ...common,
    template: found?.template ?? '',
    resourceId: '',
    pathParameters: found?.pathParameters ?? {},
    routeKey: found?.served.RouteKey ?? '',
    deploymentId: target.stage.DeploymentId ?? '',
    variables: target.stage.StageVariables ?? {},
    binaryMediaTypes: [],
  };
  return serveHttp(call, found?.served, target, memory, world);
}

function stageName({ target }: StageMatch): string {
  return (target.kind === 'rest' ? target.stage.stageName : target.stage.StageName) ?? '';
}
