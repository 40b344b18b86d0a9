import { createLocalJWKSet, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose';
import type { Network } from '../network.ts';

export interface TokenRule {
  readonly issuer: string;
  /** A token's `aud`, else its `client_id`, must be one of these; any client when unset. */
  readonly audiences?: readonly string[];
  /** One of them must be granted; then an access token is needed. */
  readonly scopes: readonly string[];
}

/** A good token's claims, or what it lacks: REST APIs answer 401 to both, HTTP APIs 403 to a missing scope. */
export type TokenVerdict =
  { readonly claims: JWTPayload } | { readonly lacks: 'validity' | 'scope'; readonly why: string };

/** Holds a raw or bearer token to a rule. Keys are fetched from the issuer over the network. */
export async function verifyToken(header: string, rule: TokenRule, network: Network): Promise<TokenVerdict> {
  let claims: JWTPayload;
  try {
    const discovery = await fetchJson(network, `${rule.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    const keys = await fetchJson(network, String(discovery['jwks_uri']));
    const keySet = createLocalJWKSet(keys as unknown as JSONWebKeySet);
    claims = (await jwtVerify(header.replace(/^Bearer\s+/i, ''), keySet, { issuer: rule.issuer })).payload;
  } catch (error) {
    return { lacks: 'validity', why: String(error) };
  }
  const audiences = [claims.aud ?? claims['client_id']].flat();
  if (rule.audiences && !rule.audiences.some((audience) => audiences.includes(audience)))
    return { lacks: 'validity', why: `audience ${audiences.join(' ')}` };
  const scope = claims['scope'] ?? claims['scp'];
  const granted = typeof scope === 'string' ? scope.split(' ') : [];
  if (rule.scopes.length > 0 && !rule.scopes.some((wanted) => granted.includes(wanted)))
    return { lacks: 'scope', why: `granted ${granted.join(' ')}` };
  return { claims };
}

async function fetchJson(network: Network, url: string): Promise<Record<string, unknown>> {
  const answer = await network.request({ method: 'GET', url });
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`);
  return JSON.parse(answer.body.toString('utf8')) as Record<string, unknown>;
}
