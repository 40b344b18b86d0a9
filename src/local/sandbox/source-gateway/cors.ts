import type { Cors } from '@aws-sdk/client-apigatewayv2';
import type { SandboxRequest, SandboxResponse } from '../http-server.ts';

/** Whether a browser asks in advance: OPTIONS with an origin and the method it wants (Fetch, CORS-preflight request). */
export function isPreflight({ method, headers }: SandboxRequest): boolean {
  return (
    method === 'OPTIONS' && headers['origin'] !== undefined && headers['access-control-request-method'] !== undefined
  );
}

/** The gateway's own answer to a preflight: 204, without CORS headers for an origin that is not allowed. */
export function preflightAnswer(request: SandboxRequest, cors: Cors): SandboxResponse {
  const origin = allowedOrigin(request, cors);
  if (origin === undefined) return { status: 204 };
  return {
    status: 204,
    headers: {
      ...originHeaders(origin, cors),
      ...listed('access-control-allow-methods', cors.AllowMethods),
      ...listed('access-control-allow-headers', cors.AllowHeaders),
      ...(cors.MaxAge === undefined ? {} : { 'access-control-max-age': String(cors.MaxAge) }),
    },
  };
}

/** An answer with the API's CORS headers; those of the backend are discarded (API Gateway guide, CORS for HTTP APIs). */
export function withCors(request: SandboxRequest, cors: Cors, response: SandboxResponse): SandboxResponse {
  const own = Object.entries(response.headers ?? {}).filter(
    ([name]) => !name.toLowerCase().startsWith('access-control-'),
  );
  const origin = allowedOrigin(request, cors);
  const added =
    origin === undefined
      ? {}
      : { ...originHeaders(origin, cors), ...listed('access-control-expose-headers', cors.ExposeHeaders) };
  return { ...response, headers: { ...Object.fromEntries(own), ...added } };
}

/** `*` stands for every origin, `https://*` and `http://*` for those of a scheme. */
function allowedOrigin(request: SandboxRequest, cors: Cors): string | undefined {
  const origin = request.headers['origin'];
  if (origin === undefined) return undefined;
  const allowed = cors.AllowOrigins ?? [];
  if (allowed.includes('*')) return '*';
  const matches = allowed.some((pattern) =>
    pattern.endsWith('://*') ? origin.startsWith(pattern.slice(0, -1)) : pattern === origin,
  );
  return matches ? origin : undefined;
}

function originHeaders(origin: string, cors: Cors): Record<string, string> {
  return {
    'access-control-allow-origin': origin,
    ...(cors.AllowCredentials === true ? { 'access-control-allow-credentials': 'true' } : {}),
  };
}

function listed(header: string, values: readonly string[] | undefined): Record<string, string> {
  return values === undefined || values.length === 0 ? {} : { [header]: values.join(',') };
}
