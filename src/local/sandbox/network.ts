import { Agent as PlainAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as SecureAgent, request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { createSecureContext } from 'node:tls';
import { headerEntries, KEEP_ALIVE_MS, readBody } from './http-server.ts';

/** Where a name of the simulated internet is served on this machine. */
export interface NetworkEndpoint {
  /** A loopback address. */
  readonly address: string;
  readonly port: number;
  readonly tls: boolean;
}

export interface NetworkRequest {
  readonly method: string;
  readonly url: string;
  /** A list value is sent as repeated headers. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
  /** Milliseconds until the whole exchange fails with `ETIMEDOUT`; no limit when unset. */
  readonly timeoutMs?: number;
}

export interface NetworkResponse {
  readonly status: number;
  /** Names in lower case; repeated ones joined by a comma, as fetch does. */
  readonly headers: Readonly<Record<string, string>>;
  /** Name and value in the order and spelling of the wire. */
  readonly rawHeaders: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

/** A connection that was switched to another protocol: the answer's head, and the socket behind it. */
export interface NetworkTunnel {
  readonly status: 101;
  readonly rawHeaders: readonly (readonly [string, string])[];
  readonly socket: Duplex;
  /** What came behind the head. */
  readonly head: Buffer;
}

/** A failure of the connection, with the code Node gives it (`ENOTFOUND`, `ECONNREFUSED`, `ETIMEDOUT`, a TLS code). */
export class NetworkError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'NetworkError';
    this.code = code;
  }
}

/** Gateways keep connections to backends. Idle ones go before the servers' own limit, so that none is used as it is closed. */
const CONNECTIONS = { keepAlive: true, timeout: KEEP_ALIVE_MS / 2 } as const;

/** The simulated internet: which loopback socket answers for which name. All egress of the gateways goes through it. */
export class Network {
  readonly #endpoints = new Map<string, NetworkEndpoint>();
  readonly #plain = new PlainAgent(CONNECTIONS);
  readonly #secure: SecureAgent;

  /** @param ca PEM of the authority that TLS endpoints are verified against; without it no TLS endpoint is trusted. */
  constructor(ca?: string) {
    this.#secure = new SecureAgent({ ...CONNECTIONS, secureContext: createSecureContext({ ca: ca ?? [] }) });
  }

  /** Registers an exact name or `*.suffix`, for TLS or without; a later registration of the same replaces an earlier one. */
  register(name: string, endpoint: NetworkEndpoint): void {
    if (!isHostName(name)) throw new Error(`Not a host name: ${name}`);
    this.#endpoints.set(keyOf(name, endpoint.tls), endpoint);
  }

  /** The endpoint of a name: exact names first, then the wildcard of the longest suffix. */
  find(hostname: string, tls: boolean): NetworkEndpoint | undefined {
    const exact = this.#endpoints.get(keyOf(hostname, tls));
    if (exact) return exact;
    const labels = hostname.split('.');
    for (let from = 1; from < labels.length; from += 1) {
      const wildcard = this.#endpoints.get(keyOf(`*.${labels.slice(from).join('.')}`, tls));
      if (wildcard) return wildcard;
    }
    return undefined;
  }

  /** Sends a request to the socket that its URL's host names. Throws {@link NetworkError}. */
  request(wanted: NetworkRequest): Promise<NetworkResponse> {
    return this.#exchange(wanted, () => undefined) as Promise<NetworkResponse>;
  }

  /** Opens a WebSocket at a `ws` or `wss` URL: the tunnel, or the answer that refuses it. Throws {@link NetworkError}. */
  connect(wanted: NetworkRequest): Promise<NetworkTunnel | NetworkResponse> {
    const headers = { ...wanted.headers, connection: 'Upgrade', upgrade: 'websocket' };
    return this.#exchange({ ...wanted, headers }, (incoming, socket, head) => ({
      status: 101,
      rawHeaders: headerEntries(incoming.rawHeaders),
      socket,
      head,
    }));
  }

  #exchange(wanted: NetworkRequest, switched: Switched): Promise<NetworkTunnel | NetworkResponse> {
    const url = new URL(wanted.url);
    const tls = url.protocol === 'https:' || url.protocol === 'wss:';
    const endpoint = this.find(url.hostname, tls);
    if (endpoint) return exchange(wanted, url, endpoint, tls ? this.#secure : this.#plain, switched);
    return Promise.reject(
      this.find(url.hostname, !tls)
        ? new NetworkError('ECONNREFUSED', `${url.hostname} does not listen for ${url.protocol}`)
        : new NetworkError('ENOTFOUND', `getaddrinfo ENOTFOUND ${url.hostname} (not in the sandbox)`),
    );
  }
}

/** Whether the network can know a name: letters, digits, `-` and `_` in labels, the first of which may be `*`. */
export function isHostName(name: string): boolean {
  return /^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i.test(name);
}

const keyOf = (name: string, tls: boolean): string => `${tls ? 'https' : 'http'} ${name.toLowerCase()}`;

/** What becomes of a switch of protocols; undefined where none was asked for. */
type Switched = (incoming: IncomingMessage, socket: Duplex, head: Buffer) => NetworkTunnel | undefined;

function exchange(
  wanted: NetworkRequest,
  url: URL,
  endpoint: NetworkEndpoint,
  agent: PlainAgent | SecureAgent,
  switched: Switched,
): Promise<NetworkTunnel | NetworkResponse> {
  const body = wanted.body === undefined ? undefined : Buffer.from(wanted.body as string);
  // A timer of our own: a tunnel lives on when the time for its handshake is over.
  const limit = new AbortController();
  const options = {
    host: endpoint.address,
    port: endpoint.port,
    method: wanted.method,
    path: `${url.pathname}${url.search}`,
    agent,
    headers: {
      host: url.host,
      ...copied(wanted.headers ?? {}),
      ...(body === undefined ? {} : { 'content-length': String(body.length) }),
    },
    ...(wanted.timeoutMs !== undefined && { signal: limit.signal }),
  };
  const timer = wanted.timeoutMs === undefined ? undefined : setTimeout(() => limit.abort(), wanted.timeoutMs).unref();
  return new Promise<NetworkTunnel | NetworkResponse>((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => {
      const code =
        error.name === 'TimeoutError' || error.code === 'ABORT_ERR' ? 'ETIMEDOUT' : (error.code ?? 'EUNKNOWN');
      reject(new NetworkError(code, `${wanted.method} ${wanted.url}: ${error.message}`, { cause: error }));
    };
    const receive = (incoming: IncomingMessage): void => {
      readAnswer(incoming).then(resolve, fail);
    };
    const outgoing = endpoint.tls
      ? httpsRequest({ ...options, servername: url.hostname }, receive)
      : httpRequest(options, receive);
    outgoing.on('error', fail);
    outgoing.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
      const tunnel = switched(incoming, socket, head);
      if (tunnel !== undefined) return resolve(tunnel);
      socket.destroy();
      reject(new NetworkError('EPROTO', `${wanted.method} ${wanted.url}: the protocol was switched unasked`));
    });
    outgoing.end(body);
  }).finally(() => clearTimeout(timer));
}

/** A Trailer announces what only a chunked body can bring, and bodies are sent in one piece here. */
function copied(headers: Readonly<Record<string, string | readonly string[]>>): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.toLowerCase() !== 'trailer')
      .map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
  );
}

async function readAnswer(incoming: IncomingMessage): Promise<NetworkResponse> {
  const body = await readBody(incoming);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  return {
    status: incoming.statusCode ?? 0,
    headers,
    rawHeaders: headerEntries(incoming.rawHeaders),
    body,
  };
}
