import type { HttpRequestAction } from './actions.ts';

/** What `context.df.callHttp` gives back; any status is a result, only the network fails. */
export interface HttpResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly content: string;
}

/** @throws Error when the request asks for a managed identity's token, which is not to be had here, or the network fails. */
export async function callHttp({
  method,
  uri,
  headers = {},
  content,
  tokenSource,
}: HttpRequestAction): Promise<HttpResult> {
  if (tokenSource !== undefined && tokenSource !== null)
    throw new Error(
      'callHttp with a tokenSource needs a managed identity, which the local host has not: call the API in an activity',
    );
  const body =
    content === undefined || content === null
      ? undefined
      : typeof content === 'string'
        ? content
        : JSON.stringify(content);
  const sent = new Headers(headers);
  // Recorded 2026-11-23: text/plain for objects too.
  if (body !== undefined && !sent.has('content-type')) sent.set('content-type', 'text/plain');
  const response = await fetch(uri, {
    method,
    headers: sent,
    redirect: 'manual',
    ...(body === undefined || method === 'GET' ? {} : { body }),
  });
  return { statusCode: response.status, headers: Object.fromEntries(response.headers), content: await response.text() };
}
