import type { SandboxRequest, SandboxResponse } from '../../http-server.ts';
import { gatewayResponse } from '../call.ts';
import type { Connection } from './connection.ts';
import { CLOSE } from './frames.ts';
import type { Session } from './session.ts';

/** Open connections of a gateway by their id. */
export type Connections = Map<string, { readonly connection: Connection; readonly session: Session }>;

const PATH = /^\/(?:%40|@)connections\/([^/]+)$/;

/**
 * `@connections` of a stage: POST sends to a caller, GET says since when he is there, DELETE ends his connection (API Gateway guide,
 * @connections commands; read 2026-11-29). Calls are signed; the sandbox has no IAM and looks for a signature only.
 */
export function answerCallback(
  connections: Connections,
  request: SandboxRequest,
  { apiId, stage, path }: { readonly apiId: string; readonly stage: string; readonly path: string },
): SandboxResponse {
  const id = PATH.exec(path)?.[1];
  if (id === undefined || !(request.headers['authorization'] ?? '').startsWith('AWS4-HMAC-SHA256'))
    return gatewayResponse(403, id === undefined ? 'Forbidden' : 'Missing Authentication Token');
  const known = connections.get(decodeURIComponent(id));
  if (known === undefined || known.session.call.apiId !== apiId || known.session.call.stageName !== stage)
    return gatewayResponse(410, 'Gone');
  const { connection, session } = known;
  if (request.method === 'POST') connection.send(request.body.toString('utf8'));
  else if (request.method === 'DELETE') connection.close(CLOSE.normal);
  else if (request.method !== 'GET') return gatewayResponse(403, 'Forbidden');
  if (request.method !== 'GET') return { status: request.method === 'DELETE' ? 204 : 200 };
  const body = {
    connectedAt: new Date(session.connectedAt).toISOString(),
    identity: {
      sourceIp: session.call.request.remoteAddress,
      userAgent: session.call.request.headers['user-agent'] ?? '',
    },
    lastActiveAt: new Date(session.connectedAt).toISOString(),
  };
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
