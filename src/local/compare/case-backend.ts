import { FunctionError, FunctionMissing, type Lambdas } from '../sandbox/backends/lambdas.ts';
import type { SandboxHandler } from '../sandbox/http-server.ts';
import { NetworkError, type Network, type NetworkRequest, type NetworkResponse } from '../sandbox/network.ts';
import { bytesOf, type CaseAnswers } from './case.ts';
import type { Pairs, SeenRequest } from './exchange.ts';

const EMPTY = Buffer.alloc(0);

/** Handlers by host. */
export type Sites = ReadonlyMap<string, SandboxHandler>;

/** Whatever is called, with the answer that the case gives; it keeps what it was asked. */
export class CaseBackend {
  readonly requests: SeenRequest[] = [];
  readonly #answers: CaseAnswers | undefined;
  readonly #sites: Sites;

  /** @param sites what answers by itself, by host: an issuer with its keys is no backend */
  constructor(answers: CaseAnswers | undefined, sites: Sites = new Map()) {
    this.#answers = answers;
    this.#sites = sites;
  }

  /** The way out of a gateway. */
  readonly network: Pick<Network, 'request'> = {
    request: async (wanted) => (await this.#site(wanted)) ?? this.#invocation(wanted) ?? this.#answer(wanted),
  };

  /** Lambda, by the address of a function: its own site where one is given, else what the case answers. */
  readonly lambdas: Pick<Lambdas, 'invoke'> = {
    invoke: async (uri, event) => {
      const text = JSON.stringify(event ?? null);
      const site = await this.#site({ method: 'POST', url: invokeUrl(uri), body: Buffer.from(text, 'utf8') });
      if (site !== undefined) return resultOf(site);
      this.requests.push({ method: 'POST', url: functionArn(uri), headers: [], body: Buffer.from(text, 'utf8') });
      return this.#result(uri);
    },
  };

  /** Lambda's Invoke over HTTP. A request that nobody signed is refused, as Lambda does. */
  #invocation({ method, url, headers = {}, body }: NetworkRequest): NetworkResponse | undefined {
    const { host, pathname } = new URL(url);
    const arn = /^\/2015-03-31\/functions\/(.+)\/invocations$/.exec(decodeURIComponent(pathname))?.[1];
    if (arn === undefined || !/^lambda\.[a-z0-9-]+\.amazonaws\.com$/.test(host)) return undefined;
    const signature =
      /^AWS4-HMAC-SHA256 Credential=\S+\/lambda\/aws4_request, SignedHeaders=\S+, Signature=[0-9a-f]{64}$/;
    if (method !== 'POST' || !signature.test(String(headers['authorization']))) return networkResponse(403, [], EMPTY);
    this.requests.push({ method, url: arn, headers: [], body: Buffer.from(body ?? '') });
    const answers = this.#answers;
    if (answers === undefined || !('lambda' in answers)) return networkResponse(404, [], EMPTY);
    const isAsync =
      headers['x-amz-invocation-type'] !== undefined && String(headers['x-amz-invocation-type']) === 'Event';
    return isAsync ? networkResponse(202, [], EMPTY) : functionAnswer(answers.lambda);
  }

  #result(uri: string): unknown {
    const answers = this.#answers;
    if (answers === undefined || !('lambda' in answers)) throw new FunctionMissing(uri);
    const { lambda } = answers;
    const failure = errorOf(lambda);
    if (failure !== undefined) throw new FunctionError(failure);
    return lambda;
  }

  async #site({ method, url, headers = {}, body }: NetworkRequest): Promise<NetworkResponse | undefined> {
    const handler = this.#sites.get(new URL(url).host);
    if (handler === undefined) return undefined;
    const answer = await handler({
      method,
      url: new URL(url),
      headers: Object.fromEntries(pairsOf(headers).map(([name, value]) => [name.toLowerCase(), value])),
      rawHeaders: pairsOf(headers),
      body: Buffer.from(body ?? ''),
      remoteAddress: '127.0.0.1',
    });
    const text = Buffer.from((answer.body as string | undefined) ?? '');
    return networkResponse(answer.status, pairsOf(answer.headers ?? {}), text);
  }

  #answer({ method, url, headers = {}, body }: NetworkRequest): NetworkResponse {
    this.requests.push({ method, url, headers: pairsOf(headers), body: Buffer.from(body ?? '') });
    const answers = this.#answers;
    if (answers === undefined) throw new NetworkError('ENOTFOUND', `no backend answers ${url} in this case`);
    if ('lambda' in answers) throw new NetworkError('ENOTFOUND', `no function answers ${url}`);
    return networkResponse(answers.status, answers.headers, bytesOf(answers));
  }
}

/** Lambda's Invoke over HTTP: 200 whatever the function did; a failed one is told by a header (Lambda API reference). */
function functionAnswer(result: unknown): NetworkResponse {
  const failure = errorOf(result);
  const headers: [string, string][] = [['Content-Type', 'application/json']];
  if (failure !== undefined) headers.push(['X-Amz-Function-Error', 'Unhandled']);
  return networkResponse(200, headers, Buffer.from(JSON.stringify(failure ?? result), 'utf8'));
}

/** `{error: ...}` alone stands for a function that failed. */
function errorOf(result: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof result !== 'object' || result === null || !('error' in result) || Object.keys(result).length !== 1)
    return undefined;
  const { error } = result;
  return typeof error === 'object' && error !== null
    ? (error as Readonly<Record<string, unknown>>)
    : { errorMessage: String(error) };
}

function networkResponse(status: number, rawHeaders: Pairs, body: Buffer): NetworkResponse {
  const headers: Record<string, string> = {};
  for (const [name, value] of rawHeaders) {
    const key = name.toLowerCase();
    headers[key] = headers[key] === undefined ? value : `${headers[key]}, ${value}`;
  }
  return { status, headers, rawHeaders, body };
}

/** Lambda's Invoke; a relative name is nobody's site. */
function invokeUrl(uri: string): string {
  const arn = functionArn(uri);
  return `https://lambda.${arn.split(':')[3] ?? ''}.amazonaws.com/2015-03-31/functions/${encodeURIComponent(arn)}/invocations`;
}

/** What Lambda's Invoke says, as API Gateway's own calls of functions have it. */
function resultOf({ status, headers, body }: NetworkResponse): unknown {
  const text = Buffer.from(body).toString('utf8');
  if (status !== 200) throw new Error(`Lambda answered ${status}`);
  const result = JSON.parse(text) as unknown;
  if (headers['x-amz-function-error'] === undefined) return result;
  throw new FunctionError(result as Readonly<Record<string, unknown>>);
}

const pairsOf = (
  headers: Readonly<Record<string, string | readonly string[]>>,
): readonly (readonly [string, string])[] =>
  Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : value.map((each) => [name, each] as const),
  );

const functionArn = (uri: string): string => /functions\/(arn:[^/]+)\/invocations/.exec(uri)?.[1] ?? uri;
