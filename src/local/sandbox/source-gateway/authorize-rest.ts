import type { Method } from '@aws-sdk/client-api-gateway';
import type { RestApiSnapshot } from '../aws/state.ts';
import type { GatewayCall, GatewayWorld } from './call.ts';
import { authorizeByFunction, type Authorized } from './lambda-authorizer-rest.ts';
import type { GatewayMemory } from './memory.ts';
import { Refusal, Unsimulated } from './refusal.ts';
import { claimTexts } from './token-claims.ts';
import { verifyToken } from './verify-token.ts';

/** What the method's authorizer hands over. A missing or bad token and a missing scope are refused with 401. */
export async function authorizeRest(
  call: GatewayCall,
  method: Method,
  served: RestApiSnapshot,
  memory: GatewayMemory,
  world: GatewayWorld,
): Promise<Authorized> {
  const type = method.authorizationType ?? 'NONE';
  if (type === 'NONE') return { context: {} };
  // The sandbox has no IAM: a signature could not be verified, so only its absence has an answer.
  if (type === 'AWS_IAM' && !call.request.headers['authorization']?.startsWith('AWS4-HMAC-SHA256'))
    throw new Refusal('MISSING_AUTHENTICATION_TOKEN', 403, 'Missing Authentication Token');
  const authorizer = served.authorizers.find(({ id }) => id === method.authorizerId);
  if (type === 'CUSTOM' && authorizer) return authorizeByFunction(call, authorizer, memory.authorizers, world);
  const poolArn = authorizer?.providerARNs?.[0];
  if (type !== 'COGNITO_USER_POOLS' || poolArn === undefined)
    throw new Unsimulated(`authorization ${type} of ${call.template}`);
  const [, , , region = '', , pool = ''] = poolArn.split(':');
  const issuer = `https://cognito-idp.${region}.amazonaws.com/${pool.replace('userpool/', '')}`;
  const header = (authorizer?.identitySource ?? 'method.request.header.Authorization').split('.').at(-1) ?? '';
  const token = call.request.headers[header.toLowerCase()];
  if (token === undefined) throw unauthorized();
  const scopes = method.authorizationScopes ?? [];
  // Without scopes the token is taken for an identity token, with scopes for an access token (API Gateway guide, user pools).
  const use = scopes.length === 0 ? 'id' : 'access';
  const verdict = await verifyToken(token, { issuer, scopes, use }, memory.issuers, world);
  if ('claims' in verdict) return { context: { claims: claimTexts(verdict.claims) } };
  world.log(`source gateway: token of ${call.template} lacks ${verdict.lacks}: ${verdict.why}`);
  throw unauthorized();
}

function unauthorized(): Refusal {
  return new Refusal('UNAUTHORIZED', 401, 'Unauthorized');
}
