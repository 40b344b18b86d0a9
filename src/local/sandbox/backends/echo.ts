import type { SandboxHandler } from '../http-server.ts';

export interface BackendBehaviour {
  /** Status of each answer; 200 when unset. */
  readonly status?: number;
  readonly latencyMs?: number;
  /** A fixed body in place of the echo, with its content type. */
  readonly fixed?: { readonly body: string; readonly contentType: string };
}

/** A backend that answers what it was asked, so that a test sees what a gateway forwarded. */
export function echoBackend(name: string, behaviour: () => BackendBehaviour = () => ({})): SandboxHandler {
  return async (request) => {
    const { status = 200, latencyMs = 0, fixed } = behaviour();
    if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
    if (fixed) return { status, headers: { 'content-type': fixed.contentType }, body: fixed.body };
    const seen = {
      backend: name,
      method: request.method,
      path: request.url.pathname,
      query: Object.fromEntries(request.url.searchParams),
      headers: request.headers,
      body: request.body.toString('utf8'),
    };
    return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(seen) };
  };
}
