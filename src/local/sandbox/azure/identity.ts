import type { SandboxHandler } from '../http-server.ts';
import { json } from './answers.ts';

const LIFETIME_SECONDS = 86_400;

/** App Service's managed-identity endpoint (2019-08-01): a token for whoever knows X-IDENTITY-HEADER. */
export function identityHandler(identityHeader: string, token: string, now: () => number): SandboxHandler {
  return (request) => {
    if (request.headers['x-identity-header'] !== identityHeader)
      return json(401, { statusCode: 401, message: 'The X-IDENTITY-HEADER is missing or wrong.' });
    const resource = request.url.searchParams.get('resource');
    if (!resource) return json(400, { statusCode: 400, message: 'The parameter resource is missing.' });
    const expires = Math.floor(now() / 1000) + LIFETIME_SECONDS;
    const clientId = request.url.searchParams.get('client_id') ?? '0c7f2b8e-3d5a-4e61-9f42-8a1b6c9d0e3f';
    return json(200, {
      access_token: token,
      expires_on: String(expires),
      resource,
      token_type: 'Bearer',
      client_id: clientId,
    });
  };
}
