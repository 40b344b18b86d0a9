import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';

/** A request as a simulated service sees it: read to its end, headers in lower case, repeated ones joined by node:http's rules. */
export interface SandboxRequest {
  readonly method: string;
  /** Absolute URL as the caller meant it, Host header included. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Name and value in the order and spelling of the wire. */
  readonly rawHeaders: readonly (readonly [string, string])[];
  readonly body: Buffer;
  /** What the caller showed in the handshake, in PEM, where the server asked for it. */
  readonly certificate?: string;
  /** Address of the peer, without the v6-mapped prefix. */
  readonly remoteAddress: string;
}

/** How long a server leaves an idle connection open. */
export const KEEP_ALIVE_MS = 60_000;

export interface SandboxResponse {
  readonly status: number;
  /** A list value is sent as repeated headers. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
}

export type SandboxHandler = (request: SandboxRequest) => Promise<SandboxResponse> | SandboxResponse;

/** Thrown by a handler that gives no answer: the connection ends (`closed`) or stays open and quiet (`silent`). */
export class Unanswered extends Error {
  readonly how: 'closed' | 'silent';
  constructor(how: 'closed' | 'silent') {
    super(`No answer: ${how}`);
    this.how = how;
  }
}

/** Told of every exchange after it was answered (status 0: it was not); the trace and the request counts hang here. */
export type ExchangeListener = (request: SandboxRequest, response: SandboxResponse) => void;

/** A connection whose caller asks for a WebSocket, before anything was answered. */
export interface Upgrade {
  readonly request: SandboxRequest;
  readonly socket: Duplex;
  /** What the caller sent behind the handshake. */
  readonly head: Buffer;
}

/** Answers a handshake on its socket, or takes it over. */
export type UpgradeHandler = (upgrade: Upgrade) => Promise<void>;

/** Whether a request asks for a WebSocket (RFC 6455, 4.2.1); any other is answered as a request. */
function asksForWebSocket({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): boolean {
  return method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket';
}

export interface ListenOptions {
  readonly host?: string;
  readonly port?: number;
  /** Server certificate(s); without it plain HTTP is spoken. `SNICallback` serves several names. */
  readonly tls?: ServerOptions;
  /** Ends a connection after its handshake: by the name that was asked for and what the caller showed, in PEM. */
  readonly admits?: (servername: string, certificate: string | undefined) => boolean;
  readonly onExchange?: ExchangeListener;
  /** Takes handshakes of WebSockets; without it they are answered as requests. */
  readonly onUpgrade?: UpgradeHandler;
  /** Added to every answer, in milliseconds: what a real control plane takes. */
  readonly latencyMs?: number;
}

export interface Listening {
  /** `http(s)://host:port`, without a trailing slash. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Serves `handler` on a loopback socket. A handler that throws answers 500 with the message: a defect of the sandbox, never hidden. */
export async function listen(handler: SandboxHandler, options: ListenOptions = {}): Promise<Listening> {
  const host = options.host ?? '127.0.0.1';
  const scheme = options.tls ? 'https' : 'http';
  const serve = async (incoming: IncomingMessage): Promise<[SandboxRequest, SandboxResponse | Unanswered]> => {
    const request = await readRequest(incoming, scheme);
    if (options.latencyMs) await new Promise((resolve) => setTimeout(resolve, options.latencyMs));
    try {
      return [request, await handler(request)];
    } catch (error) {
      if (error instanceof Unanswered) return [request, error];
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.stderr.write(`sandbox: ${request.method} ${request.url.href}: ${text}\n`);
      return [request, { status: 500, headers: { 'content-type': 'text/plain' }, body: text }];
    }
  };
  const asked = { shouldUpgradeCallback: asksForWebSocket };
  const server: Server = options.tls ? createHttpsServer({ ...options.tls, ...asked }) : createHttpServer(asked);
  const { admits } = options;
  if (admits)
    server.on('secureConnection', (socket: TLSSocket) => {
      if (!admits(String(socket.servername), certificateOf(socket))) socket.destroy();
    });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  const sockets = options.onUpgrade && takeUpgrades(server, options.onUpgrade, scheme);
  server.on('request', (incoming, outgoing) => {
    serve(incoming)
      .then(([request, response]) => {
        if (response instanceof Unanswered) {
          options.onExchange?.(request, { status: 0 });
          if (response.how === 'closed') outgoing.destroy();
          return;
        }
        const body = response.body === undefined ? undefined : Buffer.from(response.body as string);
        const headers: Record<string, string | string[]> = {};
        for (const [name, value] of Object.entries(response.headers ?? {}))
          headers[name] = typeof value === 'string' ? value : [...value];
        if (body !== undefined && request.method !== 'HEAD') headers['content-length'] = String(body.length);
        else if (response.status !== 204 && response.status !== 304) headers['content-length'] ??= '0';
        outgoing.writeHead(response.status, headers);
        outgoing.end(request.method === 'HEAD' ? undefined : body);
        options.onExchange?.(request, response);
      })
      .catch((error: unknown) => {
        incoming.destroy(error instanceof Error ? error : undefined);
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `${scheme}://${host}:${port}`,
    host,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        sockets?.forEach((socket) => socket.destroy());
      }),
  };
}

/** Gives handshakes to a handler. The server forgets sockets that were taken over, so that they are kept here to be closed. */
function takeUpgrades(server: Server, handler: UpgradeHandler, scheme: string): ReadonlySet<Duplex> {
  const sockets = new Set<Duplex>();
  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const request = requestOf(incoming, scheme, Buffer.alloc(0));
    handler({ request, socket, head }).catch((error: unknown) => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.stderr.write(`sandbox: WebSocket ${request.url.href}: ${text}\n`);
      socket.destroy();
    });
  });
  return sockets;
}

async function readRequest(incoming: IncomingMessage, scheme: string): Promise<SandboxRequest> {
  return requestOf(incoming, scheme, await readBody(incoming));
}

function requestOf(incoming: IncomingMessage, scheme: string, body: Buffer): SandboxRequest {
  const certificate = incoming.socket instanceof TLSSocket ? certificateOf(incoming.socket) : undefined;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  return {
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', `${scheme}://${headers['host'] ?? 'localhost'}`),
    headers,
    rawHeaders: headerEntries(incoming.rawHeaders),
    body,
    ...(certificate !== undefined && { certificate }),
    remoteAddress: (incoming.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
  };
}

const certificateOf = (socket: TLSSocket): string | undefined => socket.getPeerX509Certificate()?.toString();

/** The whole body of a message. Listeners, as iterating over a stream costs as much again as the rest of a request. */
export function readBody(incoming: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => resolve(Buffer.concat(chunks)));
    incoming.on('error', reject);
  });
}

/** Node's flat list of names and values as pairs. */
export function headerEntries(raw: readonly string[]): [string, string][] {
  const entries: [string, string][] = [];
  for (let i = 0; i < raw.length; i += 2) entries.push([raw[i] as string, raw[i + 1] as string]);
  return entries;
}
