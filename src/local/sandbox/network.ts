import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

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
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Milliseconds until the whole exchange fails with `ETIMEDOUT`; no limit when unset. */
  readonly timeoutMs?: number;
}

export interface NetworkResponse {
  readonly status: number;
  /** Names in lower case; repeated ones joined by a comma, as fetch does. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
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

/** The simulated internet: which loopback socket answers for which name. All egress of the gateways goes through it. */
export class Network {
  readonly #endpoints = new Map<string, NetworkEndpoint>();
  readonly #ca: string | undefined;

  /** @param ca PEM of the authority that TLS endpoints are verified against; without it no TLS endpoint is trusted. */
  constructor(ca?: string) {
    this.#ca = ca;
  }

  /** Registers an exact name or `*.suffix`; a later registration replaces an earlier one of the same name. */
  register(name: string, endpoint: NetworkEndpoint): void {
    if (!/^(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*$/i.test(name)) throw new Error(`Not a host name: ${name}`);
    this.#endpoints.set(name.toLowerCase(), endpoint);
  }

  /** The endpoint of a name: exact names first, then the wildcard of the longest suffix. */
  find(hostname: string): NetworkEndpoint | undefined {
    const name = hostname.toLowerCase();
    const exact = this.#endpoints.get(name);
    if (exact) return exact;
    const labels = name.split('.');
    for (let from = 1; from < labels.length; from += 1) {
      const wildcard = this.#endpoints.get(`*.${labels.slice(from).join('.')}`);
      if (wildcard) return wildcard;
    }
    return undefined;
  }

  /** Sends a request to the socket that its URL's host names. Throws {@link NetworkError}. */
  request(wanted: NetworkRequest): Promise<NetworkResponse> {
    const url = new URL(wanted.url);
    const endpoint = this.find(url.hostname);
    if (!endpoint)
      return Promise.reject(
        new NetworkError('ENOTFOUND', `getaddrinfo ENOTFOUND ${url.hostname} (not in the sandbox)`),
      );
    if (endpoint.tls !== (url.protocol === 'https:'))
      return Promise.reject(new NetworkError('ECONNREFUSED', `${url.hostname} does not listen for ${url.protocol}`));
    return exchange(wanted, url, endpoint, this.#ca);
  }
}

function exchange(
  wanted: NetworkRequest,
  url: URL,
  endpoint: NetworkEndpoint,
  ca: string | undefined,
): Promise<NetworkResponse> {
  const body = wanted.body === undefined ? undefined : Buffer.from(wanted.body as string);
  const options = {
    host: endpoint.address,
    port: endpoint.port,
    method: wanted.method,
    path: `${url.pathname}${url.search}`,
    agent: false as const,
    headers: {
      host: url.host,
      ...wanted.headers,
      ...(body === undefined ? {} : { 'content-length': String(body.length) }),
    },
    ...(wanted.timeoutMs === undefined ? {} : { signal: AbortSignal.timeout(wanted.timeoutMs) }),
  };
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => {
      const code =
        error.name === 'TimeoutError' || error.code === 'ABORT_ERR' ? 'ETIMEDOUT' : (error.code ?? 'EUNKNOWN');
      reject(new NetworkError(code, `${wanted.method} ${wanted.url}: ${error.message}`, { cause: error }));
    };
    const receive = (incoming: IncomingMessage): void => {
      readAnswer(incoming).then(resolve, fail);
    };
    const outgoing = endpoint.tls
      ? httpsRequest({ ...options, servername: url.hostname, ca: ca ?? [] }, receive)
      : httpRequest(options, receive);
    outgoing.on('error', fail);
    outgoing.end(body);
  });
}

async function readAnswer(incoming: IncomingMessage): Promise<NetworkResponse> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  return { status: incoming.statusCode ?? 0, headers, body: Buffer.concat(chunks) };
}
