import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Route } from '@aws-sdk/client-apigatewayv2';
import { draft04Test } from '../../json-schema.ts';
import type { Upgrade } from '../../http-server.ts';
import { acceptUpgrade, refuseUpgrade } from '../../upgrade.ts';
import { gatewayResponse, INTERNAL_ERROR } from '../call.ts';
import { Refusal, Unsimulated } from '../refusal.ts';
import { TemplateFailure } from '../template.ts';
import { authorizeConnect } from './authorize-connect.ts';
import { Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import { integrate } from './integrate.ts';
import { integrationOf, routeOf, selected, sessionContext, type Session, type SessionEvent } from './session.ts';

/** From RFC 6455, 1.3: what a server proves with that it has read the key of a handshake. */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

const ROUTES = { connect: '$connect', disconnect: '$disconnect', fallback: '$default' } as const;

/** Opens a connection if `$connect` lets it, and serves its messages until it ends. The answer's status is returned. */
export async function serveSocket(
  opening: Session,
  { socket, head }: Upgrade,
  connections: Connections,
): Promise<number> {
  const connect = event('CONNECT', ROUTES.connect);
  let session: Session;
  try {
    session = await open(opening, connect);
  } catch (error) {
    const { status, message } = refusalOf(error, opening);
    refuseUpgrade(socket, gatewayResponse(status, message));
    return status;
  }
  acceptUpgrade(socket, acceptHeaders(session));
  const { connectionId } = session;
  // Messages are answered in the order in which they came.
  let turn: Promise<void> = Promise.resolve();
  const connection = new Connection(socket, {
    message: (payload, isText) => {
      turn = turn.then(() =>
        message(session, connection, isText ? payload.toString('utf8') : payload.toString('base64')),
      );
    },
    closed: () => {
      connections.delete(connectionId);
      turn = turn.then(() => disconnect(session));
    },
  });
  connections.set(connectionId, { connection, session });
  if (head.length > 0) connection.receive(head);
  return 101;
}

const event = (type: SessionEvent['type'], routeKey: string, body = ''): SessionEvent => ({
  type,
  routeKey,
  requestId: randomUUID(),
  body,
});

/** Ids look as API Gateway's: base64 of so many bytes. */
export const newConnectionId = (): string => randomBytes(11).toString('base64');

async function open(opening: Session, connect: SessionEvent): Promise<Session> {
  if (opening.call.path !== '/') throw new Refusal('ACCESS_DENIED', 403, 'Forbidden');
  const route = routeOf(opening, ROUTES.connect);
  if (route === undefined) return opening;
  const { context } = await authorizeConnect(opening, connect, route);
  opening.memory.throttles.passHttpStage(opening.call, ROUTES.connect, opening.target.stage);
  const session = { ...opening, call: { ...opening.call, authorizer: context } };
  const { status } = await callRoute(session, connect, route);
  // A connection stands only where the integration agrees; else the caller gets its status (docs/assumptions.md).
  if (status < 200 || status > 299) throw new Refusal('INTEGRATION_FAILURE', status, INTERNAL_ERROR);
  return session;
}

function acceptHeaders({ call }: Session): Record<string, string> {
  const key = call.request.headers['sec-websocket-key'] ?? '';
  return { 'Sec-WebSocket-Accept': createHash('sha1').update(`${key}${GUID}`).digest('base64') };
}

async function callRoute(session: Session, of: SessionEvent, route: Route) {
  const integration = integrationOf(session, route);
  if (integration === undefined) throw new Unsimulated(`route ${of.routeKey} without an integration`);
  return integrate(session, of, integration);
}

/** One message: its route by the expression, else `$default`; what a route response sends back. */
async function message(session: Session, connection: Connection, body: string): Promise<void> {
  const { target, call, memory, world } = session;
  const at = Date.now();
  const expression = target.served.api.RouteSelectionExpression ?? '$request.body.action';
  const key = selected(expression, body, (name) => sessionContext(session, event('MESSAGE', ''), name));
  const own = key === undefined || key.startsWith('$') ? undefined : routeOf(session, key);
  const route = own ?? routeOf(session, ROUTES.fallback);
  const of = event('MESSAGE', route?.RouteKey ?? ROUTES.fallback, body);
  let status = 200;
  try {
    if (route === undefined) throw new Refusal('ACCESS_DENIED', 403, 'Forbidden');
    memory.throttles.passHttpStage(call, of.routeKey, target.stage);
    checkModel(session, of, route);
    const answer = await callRoute(session, of, route);
    if (route.RouteResponseSelectionExpression !== undefined && answer.body !== '') connection.send(answer.body);
  } catch (error) {
    const refusal = refusalOf(error, session);
    ({ status } = refusal);
    connection.send(
      JSON.stringify({ message: refusal.message, connectionId: session.connectionId, requestId: of.requestId }),
    );
  }
  const { apiName, apiId } = target;
  world.state.metrics.add({
    apiName,
    apiId,
    stage: call.stageName,
    at,
    status,
    latencyMs: Date.now() - at,
    bytes: body.length,
  });
}

/** A route with a model takes only what the model describes. */
function checkModel(session: Session, of: SessionEvent, route: Route): void {
  if (route.ModelSelectionExpression === undefined) return;
  const key = selected(route.ModelSelectionExpression, of.body, (name) => sessionContext(session, of, name));
  const name = route.RequestModels?.[key ?? ''] ?? route.RequestModels?.['$default'];
  const model = session.target.served.models?.find(({ Name }) => Name === name);
  if (model === undefined) return;
  const test = draft04Test(new Map([['model', JSON.parse(model.Schema ?? '{}')]]), 'model');
  if (!isJson(of.body, test)) throw new Refusal('BAD_REQUEST_BODY', 400, 'Invalid request body');
}

function isJson(body: string, test: (value: unknown) => boolean): boolean {
  try {
    return test(JSON.parse(body));
  } catch {
    return false;
  }
}

/** Nobody hears of a failure: the connection is gone. */
async function disconnect(session: Session): Promise<void> {
  const route = routeOf(session, ROUTES.disconnect);
  if (route === undefined) return;
  try {
    await callRoute(session, event('DISCONNECT', ROUTES.disconnect), route);
  } catch (error) {
    session.world.log(`source gateway: ${ROUTES.disconnect}: ${String(error)}`);
  }
}

function refusalOf(error: unknown, { world, call }: Session): { readonly status: number; readonly message: string } {
  if (error instanceof TemplateFailure) world.log(`source gateway: template of ${call.request.url.href}: ${error.why}`);
  if (error instanceof Refusal) return error.status >= 500 ? { status: error.status, message: INTERNAL_ERROR } : error;
  if (!(error instanceof Unsimulated)) throw error;
  world.log(`source gateway: ${call.request.url.href}: ${error.message}`);
  return { status: 500, message: INTERNAL_ERROR };
}
