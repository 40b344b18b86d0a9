import { randomUUID } from 'node:crypto';
import type { Method } from '@aws-sdk/client-api-gateway';
import type { Route } from '@aws-sdk/client-apigatewayv2';
import type { SandboxHandler, SandboxRequest, SandboxResponse, UpgradeHandler } from '../http-server.ts';
import { refuseUpgrade } from '../upgrade.ts';
import { gatewayResponse, INTERNAL_ERROR, type GatewayCall, type GatewayWorld } from './call.ts';
import { withFrontHeaders } from './front-headers.ts';
import { findStage, type StageMatch } from './find-stage.ts';
import { refusalResponse } from './gateway-response.ts';
import { Refusal, Unsimulated } from './refusal.ts';
import { findMethod, findRoute } from './route.ts';
import { contextValue } from './scope.ts';
import { serveHttp } from './serve-http.ts';
import { serveRest } from './serve-rest.ts';
import { takesCertificate } from './mutual-tls.ts';
import { TemplateFailure } from './template.ts';
import { createMemory, type GatewayMemory } from './memory.ts';
import { answerCallback, type Connections } from './websocket/connections.ts';
import { newConnectionId, serveSocket } from './websocket/serve-socket.ts';

/** API Gateway's data plane over an account's state, to be served by `listen`. */
export interface SourceGateway {
  /** Answers requests. Each request of a stage leaves a metric. */
  readonly answer: SandboxHandler;
  /** Takes handshakes of WebSockets. */
  readonly connect: UpgradeHandler;
}

/** A gateway whose requests and connections know one another: what is posted to `@connections` reaches its caller. */
export function sourceGateway(world: GatewayWorld): SourceGateway {
  const memory = createMemory();
  const connections: Connections = new Map();
  return { answer: answering(world, memory, connections), connect: connecting(world, memory, connections) };
}

function connecting(world: GatewayWorld, memory: GatewayMemory, connections: Connections): UpgradeHandler {
  return async (upgrade) => {
    const { request, socket } = upgrade;
    const match = findStage(world.state, request.url.hostname, request.url.pathname);
    if (match?.target.kind !== 'http' || !isOfSockets(match))
      return refuseUpgrade(socket, gatewayResponse(403, 'Forbidden'));
    const at = Date.now();
    const { call } = prepare(request, match, world);
    const { target } = match;
    const session = { call, target, connectionId: newConnectionId(), connectedAt: call.at, memory, world };
    const status = await serveSocket(session, upgrade, connections);
    const { apiName, apiId } = target;
    if (status !== 101)
      world.state.metrics.add({ apiName, apiId, stage: call.stageName, at, status, latencyMs: Date.now() - at });
  };
}

const isOfSockets = ({ target }: StageMatch): boolean =>
  target.kind === 'http' && target.served.api.ProtocolType === 'WEBSOCKET';

function answering(world: GatewayWorld, memory: GatewayMemory, connections: Connections): SandboxHandler {
  return async (request) => {
    const { hostname } = request.url;
    if (!takesCertificate(world.state, hostname, request.certificate, (world.now ?? Date.now)()))
      return gatewayResponse(403, 'Forbidden');
    const match = findStage(world.state, hostname, request.url.pathname);
    if (!match) return gatewayResponse(403, 'Forbidden');
    if (isOfSockets(match)) {
      const { apiId } = match.target;
      return answerCallback(connections, request, { apiId, stage: stageName(match), path: match.path });
    }
    const at = Date.now();
    const prepared = prepare(request, match, world);
    const response = await answer(prepared, match, memory, world);
    const { target } = match;
    world.state.metrics.add({
      apiName: target.apiName,
      apiId: target.apiId,
      stage: stageName(match),
      at,
      status: response.status,
      latencyMs: Date.now() - at,
      bytes: Buffer.byteLength(response.body ?? ''),
    });
    return response;
  };
}

/** Traced are answers of what is called over the network, but those of a proxied backend (recorded 2024-12-11). */
const TRACED = ['HTTP', 'AWS', 'AWS_PROXY'];

async function answer(
  prepared: Prepared,
  match: StageMatch,
  memory: GatewayMemory,
  world: GatewayWorld,
): Promise<SandboxResponse> {
  const { call, method } = prepared;
  try {
    const response = await serve(prepared, match, memory, world);
    const isTraced = TRACED.includes(method?.methodIntegration?.type ?? '');
    return withFrontHeaders(response, call, { message: undefined, isTraced });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return withFrontHeaders(refused(error, call, match, world), call, { message, isTraced: false });
  }
}

/** What ends a call early becomes the API's gateway response; a defect of the sandbox stays a throw. */
function refused(error: unknown, call: GatewayCall, match: StageMatch, world: GatewayWorld): SandboxResponse {
  if (error instanceof Unsimulated) {
    world.log(`source gateway: ${call.request.method} ${call.request.url.href}: ${error.message}`);
    return gatewayResponse(500, INTERNAL_ERROR);
  }
  if (!(error instanceof Refusal)) throw error;
  if (error instanceof TemplateFailure)
    world.log(`source gateway: template of ${call.request.method} ${call.template}: ${error.why}`);
  try {
    return match.target.kind === 'rest'
      ? refusalResponse(error, match.target.served.gatewayResponses, (name) => contextValue(call, name))
      : gatewayResponse(error.status, error.message);
  } catch (unsimulated) {
    return refused(unsimulated, call, match, world);
  }
}

interface Prepared {
  readonly call: GatewayCall;
  /** What serves the call; undefined when nothing has its verb and path. */
  readonly method?: Method;
  readonly route?: Route;
}

function prepare(request: SandboxRequest, match: StageMatch, world: GatewayWorld): Prepared {
  const { target, path } = match;
  const common = {
    request,
    path,
    kind: target.kind,
    accountId: world.state.accountId,
    apiId: target.apiId,
    stageName: stageName(match),
    basePath: match.basePath,
    requestId: randomUUID(),
    at: (world.now ?? Date.now)(),
    authorizer: {},
    resourceId: '',
    routeKey: '',
  };
  if (target.kind === 'rest') {
    const found = findMethod(target.served.resources, request.method, path);
    const { served: method, ...matched } = found ?? { template: '', resourceId: '', pathParameters: {} };
    const call: GatewayCall = {
      ...common,
      ...matched,
      deploymentId: target.stage.deploymentId ?? '',
      variables: target.stage.variables ?? {},
      binaryMediaTypes: world.state.restApis.get(target.apiId)?.api.binaryMediaTypes ?? [],
    };
    return method === undefined ? { call } : { call, method };
  }
  const found = findRoute(target.served.routes, request.method, path);
  const call: GatewayCall = {
    ...common,
    template: found?.template ?? '',
    pathParameters: found?.pathParameters ?? {},
    routeKey: found?.served.RouteKey ?? '',
    deploymentId: target.stage.DeploymentId ?? '',
    variables: target.stage.StageVariables ?? {},
    binaryMediaTypes: [],
  };
  return found === undefined ? { call } : { call, route: found.served };
}

async function serve(
  { call, method, route }: Prepared,
  { target }: StageMatch,
  memory: GatewayMemory,
  world: GatewayWorld,
): Promise<SandboxResponse> {
  if (target.kind === 'http') return serveHttp(call, route, target, memory, world);
  if (!method) throw new Refusal('MISSING_AUTHENTICATION_TOKEN', 403, 'Missing Authentication Token');
  return serveRest(call, method, target, memory, world);
}

function stageName({ target }: StageMatch): string {
  return (target.kind === 'rest' ? target.stage.stageName : target.stage.StageName) ?? '';
}
