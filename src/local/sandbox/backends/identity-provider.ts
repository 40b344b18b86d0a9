import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { SandboxHandler } from '../http-server.ts';

export interface IdentityProvider {
  readonly issuer: string;
  /** Serves the discovery document and the keys below the issuer's path. */
  readonly handler: SandboxHandler;
  /** Claims may hold another `exp`. */
  mintIdToken(clientId: string, claims?: Readonly<Record<string, unknown>>): Promise<string>;
  /** Cognito's access tokens carry `client_id` and no `aud`. */
  mintAccessToken(clientId: string, scopes: readonly string[]): Promise<string>;
}

/** A Cognito-like issuer with its own RS256 key. Tokens are good for an hour. */
export async function createIdentityProvider(issuer: string, subject = 'sandbox-user'): Promise<IdentityProvider> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'sandbox-1', alg: 'RS256', use: 'sig' };
  const base = new URL(issuer).pathname.replace(/\/$/, '');
  const jwksPath = `${base}/.well-known/jwks.json`;
  const documents = new Map<string, unknown>([
    [`${base}/.well-known/openid-configuration`, { issuer, jwks_uri: new URL(jwksPath, issuer).href }],
    [jwksPath, { keys: [jwk] }],
  ]);
  const mint = (claims: Record<string, unknown>): Promise<string> => {
    const token = new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: jwk.kid })
      .setIssuer(issuer)
      .setSubject(subject)
      .setIssuedAt();
    return ('exp' in claims ? token : token.setExpirationTime('1h')).sign(privateKey);
  };
  return {
    issuer,
    handler: (request) => {
      const document = documents.get(request.url.pathname);
      if (!document) return { status: 404, body: 'Not found' };
      return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(document) };
    },
    mintIdToken: (clientId, claims = {}) => mint({ ...claims, token_use: 'id', aud: clientId }),
    mintAccessToken: (clientId, scopes) => mint({ token_use: 'access', client_id: clientId, scope: scopes.join(' ') }),
  };
}
