import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { readToken, type LocalIdentity } from './token.ts';

export interface FrontOptions {
  /** Where the Functions host listens. */
  readonly upstream: string;
  readonly key: Uint8Array;
  readonly port?: number;
}

export interface Front {
  readonly url: string;
  close(): Promise<void>;
}

/** What App Service authentication sets for the app, and therefore takes away from callers. */
const PRINCIPAL = /^x-ms-(client-principal|token)/i;

/**
 * Plays App Service authentication before any Functions host on this machine: it drops the identity headers that callers
 * send and sets them for tokens that were issued here. A bad token is answered 401; none at all goes on without identity,
 * as the platform does where it is set to allow anonymous requests.
 */
export async function startFront({ upstream, key, port = 0 }: FrontOptions): Promise<Front> {
  const server = createServer((incoming, outgoing) => {
    forward(incoming, outgoing, new URL(upstream), key).catch((error: unknown) => {
      const detail = `The Functions host does not answer: ${error instanceof Error ? error.message : String(error)}`;
      refuse(outgoing, 502, 'host-unreachable', detail);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  upstream: URL,
  key: Uint8Array,
): Promise<void> {
  const headers: IncomingHttpHeaders = Object.fromEntries(
    Object.entries(incoming.headers).filter(([name]) => !PRINCIPAL.test(name)),
  );
  const token = /^bearer (.+)$/i.exec(incoming.headers.authorization ?? '')?.[1];
  if (token !== undefined) {
    try {
      Object.assign(headers, principalHeaders(await readToken(key, token)));
    } catch {
      refuse(
        outgoing,
        401,
        'bad-token',
        'The token was not issued here or has expired: "crossgate token NAME --role ROLE" issues one.',
      );
      return;
    }
    delete headers.authorization;
  }
  await new Promise<void>((resolve, reject) => {
    const request = httpRequest(
      { host: upstream.hostname, port: upstream.port, method: incoming.method, path: incoming.url, headers },
      (response) => {
        outgoing.writeHead(response.statusCode ?? 502, response.rawHeaders);
        response.pipe(outgoing);
        response.once('end', resolve);
        response.once('error', reject);
      },
    );
    request.once('error', reject);
    incoming.pipe(request);
  });
}

/** The form of Microsoft Learn, "Work with user identities in App Service authentication" (checked 2026-11-23). */
function principalHeaders({ name, roles }: LocalIdentity): IncomingHttpHeaders {
  const claims = [{ typ: 'name', val: name }, ...roles.map((role) => ({ typ: 'roles', val: role }))];
  const principal = { auth_typ: 'aad', claims, name_typ: 'name', role_typ: 'roles' };
  return {
    'x-ms-client-principal': Buffer.from(JSON.stringify(principal)).toString('base64'),
    'x-ms-client-principal-id': name,
    'x-ms-client-principal-name': name,
    'x-ms-client-principal-idp': 'aad',
  };
}

function refuse(outgoing: ServerResponse, status: number, code: string, detail: string): void {
  if (outgoing.headersSent) {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(status, { 'content-type': 'application/problem+json' });
  outgoing.end(JSON.stringify({ type: 'about:blank', status, code, title: code.replaceAll('-', ' '), detail }));
}
