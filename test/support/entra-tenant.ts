import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Sites } from '../../src/local/compare/case-backend.ts';

export const TENANT = '11111111-2222-3333-4444-555555555555';
export const CLIENT = '99999999-8888-7777-6666-555555555555';

/** What a test says of a token; the rest is good. */
interface TokenOf {
  readonly version?: 1 | 2;
  readonly client?: string;
  readonly audience?: string;
  readonly tenant?: string;
  readonly roles?: readonly string[];
  readonly scopes?: readonly string[];
  /** From now. */
  readonly seconds?: number;
}

/** A tenant of Microsoft Entra ID with a key of its own: its documents, and tokens of versions 1 and 2. */
export async function entraTenant() {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'entra-1', alg: 'RS256', use: 'sig' };
  const authority = `https://login.microsoftonline.com/${TENANT}`;
  const documents = new Map<string, unknown>([
    [
      `/${TENANT}/v2.0/.well-known/openid-configuration`,
      { issuer: `${authority}/v2.0`, jwks_uri: `${authority}/discovery/v2.0/keys` },
    ],
    [`/${TENANT}/discovery/v2.0/keys`, { keys: [jwk] }],
  ]);
  const sites: Sites = new Map([
    [
      'login.microsoftonline.com',
      (request) => {
        const found = documents.get(request.url.pathname);
        return found === undefined ? { status: 404 } : { status: 200, body: JSON.stringify(found) };
      },
    ],
  ]);
  const token = (of: TokenOf = {}): Promise<string> => {
    const { version = 2, client = CLIENT, audience = 'api://orders', tenant = TENANT, seconds = 3600 } = of;
    const claims = {
      tid: tenant,
      ...(version === 2 ? { azp: client } : { appid: client }),
      ...(of.roles && { roles: of.roles }),
      ...(of.scopes && { scp: of.scopes.join(' ') }),
    };
    const issuer =
      version === 2 ? `https://login.microsoftonline.com/${tenant}/v2.0` : `https://sts.windows.net/${tenant}/`;
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: jwk.kid })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(now - 7200)
      .setExpirationTime(now + seconds)
      .sign(privateKey);
  };
  return { sites, token };
}
