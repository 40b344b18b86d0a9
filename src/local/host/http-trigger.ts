import type { IncomingMessage } from 'node:http';
import type { Invoker } from './app-functions.ts';
import type { RegisteredFunction } from './core-module.ts';
import { resultOf, type HttpData, type TypedData } from './invoke.ts';
import { triggerOf } from './listed-function.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

interface RpcHttp {
  readonly statusCode?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly Readonly<Record<string, unknown>>[];
  readonly body?: { readonly bytes?: Uint8Array; readonly string?: string };
}

/** Runs an HTTP function; what it throws, and what is no response, is a 500 without a body (recorded 2026-11-23). */
export async function answerHttp(
  invoke: Invoker,
  target: RegisteredFunction,
  request: HttpData,
  others: Readonly<Record<string, TypedData>>,
  log: (level: string, message: string) => void,
): Promise<HttpAnswer> {
  try {
    const invoked = await invoke(target, { ...others, [triggerOf(target)?.name ?? '']: { http: request } }, true);
    const result = resultOf(invoked);
    if (result === undefined || result === null) return { status: 204, headers: [], body: Buffer.alloc(0) };
    if (typeof result !== 'object')
      throw new Error(`returned ${typeof result}: return {body}, {jsonBody} or a HttpResponse`);
    return fromRpc((invoked.response?.returnValue as { http?: RpcHttp } | undefined)?.http ?? {});
  } catch (error) {
    log('error', `${target.metadata.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return { status: 500, headers: [], body: Buffer.alloc(0) };
  }
}

function fromRpc({ statusCode, headers = {}, cookies = [], body }: RpcHttp): HttpAnswer {
  const bytes = body?.bytes ?? (body?.string === undefined ? undefined : Buffer.from(body.string));
  return {
    status: Number(statusCode ?? 200),
    headers: [...Object.entries(headers), ...cookies.map((cookie) => ['set-cookie', cookieText(cookie)] as const)],
    body: bytes === undefined ? Buffer.alloc(0) : Buffer.from(bytes),
  };
}

const SAME_SITE: Readonly<Record<string, string>> = { lax: 'Lax', strict: 'Strict', explicitnone: 'None' };

/** Fields of an RPC cookie come wrapped as `{value}`. */
function cookieText(cookie: Readonly<Record<string, unknown>>): string {
  const field = (name: string): unknown => {
    const raw = cookie[name];
    return raw !== null && typeof raw === 'object' && 'value' in raw ? raw.value : raw;
  };
  const text = (name: string): string => {
    const value = field(name);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const parts = [`${text('name')}=${encodeURIComponent(text('value'))}`];
  const expires = field('expires');
  if (expires !== undefined && expires !== null) parts.push(`expires=${expiry(expires)}`);
  if (field('maxAge') !== undefined && field('maxAge') !== null) parts.push(`max-age=${text('maxAge')}`);
  if (text('domain') !== '') parts.push(`domain=${text('domain')}`);
  parts.push(`path=${text('path') === '' ? '/' : text('path')}`);
  if (field('secure') === true) parts.push('secure');
  const sameSite = SAME_SITE[text('sameSite').toLowerCase()];
  if (sameSite !== undefined) parts.push(`samesite=${sameSite.toLowerCase()}`);
  if (field('httpOnly') === true) parts.push('httponly');
  return parts.join('; ');
}

function expiry(value: unknown): string {
  const seconds = (value as { seconds?: number | string }).seconds;
  return (
    seconds === undefined ? new Date(value as string | number | Date) : new Date(Number(seconds) * 1000)
  ).toUTCString();
}

/** A request as the worker's typed data: repeated headers joined, the query left in the URL. */
export function httpData(
  incoming: IncomingMessage,
  url: URL,
  params: Readonly<Record<string, string>>,
  bytes: Buffer,
): HttpData {
  const headers: Record<string, string> = {};
  for (let i = 0; i < incoming.rawHeaders.length; i += 2) {
    const name = (incoming.rawHeaders[i] as string).toLowerCase();
    const value = incoming.rawHeaders[i + 1] as string;
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return { method: incoming.method ?? 'GET', url: url.href, headers, params, body: { bytes } };
}
