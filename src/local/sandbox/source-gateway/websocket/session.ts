import type { Integration, Route } from '@aws-sdk/client-apigatewayv2';
import type { GatewayCall, GatewayWorld } from '../call.ts';
import type { ServedStage } from '../find-stage.ts';
import type { GatewayMemory } from '../memory.ts';
import { isRecord } from '../execute-policy.ts';
import { requestTimeText } from '../request-time.ts';
import { contextOf, contextValue, memberText } from '../scope.ts';
import { eventHeaders } from '../event-headers.ts';

export type EventType = 'CONNECT' | 'MESSAGE' | 'DISCONNECT';

/** One connection: the handshake that opened it, and what its authorizer handed over. */
export interface Session {
  readonly call: GatewayCall;
  readonly target: Extract<ServedStage, { kind: 'http' }>;
  readonly connectionId: string;
  /** Milliseconds since the epoch. */
  readonly connectedAt: number;
  readonly memory: GatewayMemory;
  readonly world: GatewayWorld;
}

/** What a route is called for. */
export interface SessionEvent {
  readonly type: EventType;
  readonly routeKey: string;
  readonly requestId: string;
  /** Of the message; empty otherwise. */
  readonly body: string;
}

/** The route of a key, if the API has it. */
export function routeOf({ target }: Session, key: string): Route | undefined {
  return target.served.routes.find(({ RouteKey }) => RouteKey === key);
}

export function integrationOf({ target }: Session, route: Route): Integration | undefined {
  const id = (route.Target ?? '').replace('integrations/', '');
  return target.served.integrations.find(({ IntegrationId }) => IntegrationId === id);
}

/** `$context` of a WebSocket (API Gateway guide, mapping template reference of WebSocket APIs; read 2026-11-29). */
export function contextTree(session: Session, event: SessionEvent): Readonly<Record<string, unknown>> {
  return {
    ...contextOf(session.call),
    connectionId: session.connectionId,
    connectedAt: session.connectedAt,
    eventType: event.type,
    messageDirection: 'IN',
    requestId: event.requestId,
    extendedRequestId: event.requestId,
    routeKey: event.routeKey,
    ...(event.type === 'MESSAGE' && { messageId: event.requestId }),
  };
}

/** One member of it as text; undefined where the sandbox has no such value. */
export function sessionContext(session: Session, event: SessionEvent, name: string): string | undefined {
  return memberText(contextTree(session, event), name) ?? contextValue(session.call, name);
}

/**
 * The value of a selection expression: `$request.body.action`, `${request.body.a.b}`, `\$default` or a constant (API Gateway
 * guide, selection expressions; read 2026-11-29). Undefined where the message has no such text.
 */
export function selected(
  expression: string,
  body: string,
  context: (name: string) => string | undefined,
): string | undefined {
  const bare = /^\$\{(.*)\}$/s.exec(expression)?.[1] ?? /^\$((?:request|context)\..*)$/s.exec(expression)?.[1];
  if (bare === undefined) return expression.replace(/^\\\$/, '$');
  if (bare.startsWith('context.')) return context(bare.slice('context.'.length));
  const path = /^request\.body\.(.+)$/.exec(bare)?.[1];
  return path === undefined ? undefined : textAt(body, path.split('.'));
}

function textAt(body: string, path: readonly string[]): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  for (const name of path) value = isRecord(value) ? value[name] : undefined;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

/** A function's event (API Gateway guide, Lambda proxy integration of WebSocket APIs; read 2026-11-29). */
export function eventOf(session: Session, event: SessionEvent): Record<string, unknown> {
  const { call, connectionId, connectedAt } = session;
  const requestContext = {
    routeKey: event.routeKey,
    eventType: event.type,
    ...(event.type === 'MESSAGE' && { messageId: event.requestId }),
    ...(Object.keys(call.authorizer).length > 0 && { authorizer: call.authorizer }),
    extendedRequestId: event.requestId,
    requestTime: requestTimeText(call.at),
    messageDirection: 'IN',
    stage: call.stageName,
    connectedAt,
    requestTimeEpoch: call.at,
    identity: { sourceIp: call.request.remoteAddress, userAgent: call.request.headers['user-agent'] ?? null },
    requestId: event.requestId,
    domainName: call.request.url.hostname,
    connectionId,
    apiId: call.apiId,
  };
  return {
    ...(event.type === 'CONNECT' && handshakeOf(call)),
    ...(Object.keys(call.variables).length > 0 && { stageVariables: call.variables }),
    requestContext,
    ...(event.type === 'MESSAGE' && { body: event.body }),
    isBase64Encoded: false,
  };
}

function handshakeOf(call: GatewayCall): Record<string, unknown> {
  const headers = [...eventHeaders(call)];
  const query = call.request.url.searchParams;
  const names = [...new Set(query.keys())];
  return {
    headers: Object.fromEntries(headers.map(([name, values]) => [name, values.at(-1) ?? ''])),
    multiValueHeaders: Object.fromEntries(headers),
    ...(names.length > 0 && {
      queryStringParameters: Object.fromEntries(names.map((name) => [name, query.getAll(name).at(-1) ?? ''])),
      multiValueQueryStringParameters: Object.fromEntries(names.map((name) => [name, query.getAll(name)])),
    }),
  };
}
