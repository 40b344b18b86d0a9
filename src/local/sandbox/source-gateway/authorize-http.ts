import type { Route } from '@aws-sdk/client-apigatewayv2';
import type { HttpApiState } from '../aws/state.ts';
import type { GatewayCall, GatewayWorld } from './call.ts';
import { identityOf } from './http-identity.ts';
import { authorizeHttpByFunction } from './lambda-authorizer-http.ts';
import type { GatewayMemory } from './memory.ts';
import { Refusal, Unsimulated } from './refusal.ts';
import { claimTexts } from './token-claims.ts';
import { grantedScopes, verifyToken } from './verify-token.ts';

/** What the route's authorizer hands over. A missing or bad token is refused with 401, a missing scope with 403. */
export async function authorizeHttp(
  call: GatewayCall,
  route: Route,
  served: HttpApiState,
  memory: GatewayMemory,
  world: GatewayWorld,
): Promise<Readonly<Record<string, unknown>>> {
  const type = route.AuthorizationType ?? 'NONE';
  if (type === 'NONE') return {};
  // The sandbox has no IAM: a signature could not be verified, so only its absence has an answer.
  if (type === 'AWS_IAM' && !call.request.headers['authorization']?.startsWith('AWS4-HMAC-SHA256'))
    throw new Refusal('MISSING_AUTHENTICATION_TOKEN', 403, 'Forbidden');
  const authorizer = served.authorizers.find(({ AuthorizerId }) => AuthorizerId === route.AuthorizerId);
  if (type === 'CUSTOM' && authorizer) return authorizeHttpByFunction(call, authorizer, memory.authorizers, world);
  const jwt = authorizer?.JwtConfiguration;
  if (type !== 'JWT' || !jwt?.Issuer) throw new Unsimulated(`authorization ${type} of ${call.template}`);
  const source = authorizer?.IdentitySource?.[0] ?? '$request.header.Authorization';
  const token = identityOf(call, source);
  if (token === undefined) throw unauthorized();
  const rule = { issuer: jwt.Issuer, audiences: jwt.Audience ?? [], scopes: route.AuthorizationScopes ?? [] };
  const verdict = await verifyToken(token, rule, memory.issuers, world);
  if ('claims' in verdict)
    return {
      claims: claimTexts(verdict.claims),
      scopes: rule.scopes.length === 0 ? null : grantedScopes(verdict.claims),
    };
  world.log(`source gateway: token of ${call.template} lacks ${verdict.lacks}: ${verdict.why}`);
  throw verdict.lacks === 'scope' ? new Refusal('ACCESS_DENIED', 403, 'Forbidden') : unauthorized();
}

function unauthorized(): Refusal {
  return new Refusal('UNAUTHORIZED', 401, 'Unauthorized');
}
