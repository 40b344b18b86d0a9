import { jwtVerify, SignJWT } from 'jose';

/** Who a local token stands for. */
export interface LocalIdentity {
  readonly name: string;
  readonly roles: readonly string[];
}

const ISSUER = 'crossgate-local';
const AUDIENCE = 'crossgate';

/** A bearer token for this machine only, good for a day. */
export function issueToken(key: Uint8Array, { name, roles }: LocalIdentity): Promise<string> {
  return new SignJWT({ name, roles: [...roles] })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(name)
    .setIssuedAt()
    .setExpirationTime('1d')
    .sign(key);
}

/** @throws jose's JOSEError for a token that is not ours, is altered or has expired. */
export async function readToken(key: Uint8Array, token: string): Promise<LocalIdentity> {
  const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'], issuer: ISSUER, audience: AUDIENCE });
  const roles = Array.isArray(payload['roles']) ? payload['roles'].filter((role) => typeof role === 'string') : [];
  return { name: payload.sub ?? '', roles };
}
