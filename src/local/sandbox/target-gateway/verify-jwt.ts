import { createLocalJWKSet, errors, jwtVerify, type JWK } from 'jose';
import type { JwtOptions, JwtVerification } from '../../../simulator/effects.ts';

/** Algorithms that API Management takes with keys of an OpenID configuration (mapping.md B3). */
const ALGORITHMS = ['RS256', 'RS512', 'PS256'];

/** Signature and times of a token; issuer, audience and claims are the policy's matter. */
export async function verifyJwt(
  token: string,
  keys: readonly unknown[],
  options: JwtOptions,
): Promise<JwtVerification> {
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet({ keys: keys as JWK[] }), {
      algorithms: ALGORITHMS,
      clockTolerance: options.clockSkewSeconds,
      currentDate: new Date(options.nowMs),
      requiredClaims: options.requireExpiration ? ['exp'] : [],
    });
    return { ok: true, claims: payload };
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    return { ok: false, reason: reasonOf(error), message: error.message };
  }
}

/** Reasons of context.LastError (Microsoft Learn, error handling in policies; read 2026-11-23). */
function reasonOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'TokenExpired';
  if (error instanceof errors.JWKSNoMatchingKey) return 'TokenSignatureKeyNotFound';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'TokenSignatureInvalid';
  return 'JwtInvalid';
}
