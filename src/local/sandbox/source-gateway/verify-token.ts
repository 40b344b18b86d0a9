import { jwtVerify, type JWTPayload } from 'jose';
import type { GatewayWorld } from './call.ts';
import type { IssuerKeys } from './issuer-keys.ts';

export interface TokenRule {
  readonly issuer: string;
  /** A token's `aud`, else its `client_id`, must be one of these; any client when unset. */
  readonly audiences?: readonly string[];
  /** One of them must be granted. */
  readonly scopes: readonly string[];
  /** What a token of Cognito must be for. */
  readonly use?: 'access' | 'id';
}

/** A good token's claims, or what it lacks: REST APIs answer 401 to both, HTTP APIs 403 to a missing scope. */
export type TokenVerdict =
  { readonly claims: JWTPayload } | { readonly lacks: 'validity' | 'scope'; readonly why: string };

/** Holds a raw or bearer token to a rule, by the issuer's keys. */
export async function verifyToken(
  header: string,
  rule: TokenRule,
  issuers: IssuerKeys,
  world: GatewayWorld,
): Promise<TokenVerdict> {
  let claims: JWTPayload;
  try {
    const keySet = await issuers.of(rule.issuer, world.network, (world.now ?? Date.now)());
    claims = (await jwtVerify(header.replace(/^Bearer\s+/i, ''), keySet, { issuer: rule.issuer })).payload;
  } catch (error) {
    return { lacks: 'validity', why: String(error) };
  }
  if (rule.use !== undefined && claims['token_use'] !== rule.use)
    return { lacks: 'validity', why: `token for ${String(claims['token_use'])}` };
  const audiences = [claims.aud ?? claims['client_id']].flat();
  if (rule.audiences && !rule.audiences.some((audience) => audiences.includes(audience)))
    return { lacks: 'validity', why: `audience ${audiences.join(' ')}` };
  const granted = grantedScopes(claims);
  if (rule.scopes.length > 0 && !rule.scopes.some((wanted) => granted.includes(wanted)))
    return { lacks: 'scope', why: `granted ${granted.join(' ')}` };
  return { claims };
}

/** What a token grants. */
export function grantedScopes(claims: JWTPayload): readonly string[] {
  const scope = claims['scope'] ?? claims['scp'];
  return typeof scope === 'string' ? scope.split(' ') : [];
}
