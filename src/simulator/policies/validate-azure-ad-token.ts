import type { ContextJwt } from '../../csharp/context.ts';
import { claimsOf } from '../../csharp/unverified-jwt.ts';
import { attribute, attributeOr, type Flow } from '../state.ts';
import { first, group, hasClaim, listed, openidConfiguration, refusal, tokenOf, valuesOf } from '../token-checks.ts';
import type { PolicyExecutor } from './policy.ts';

/**
 * Keys come from the tenant's OpenID configuration; the token may be of version 1 or 2 and must pass signature, times, tenant, audience,
 * application and claims (Microsoft Learn, validate-azure-ad-token and access token claims; read 2026-11-29).
 */
export const validateAzureAdToken: PolicyExecutor = async (flow, element) => {
  const fail = refusal(flow, element);
  const token = tokenOf(flow, element) ?? fail('TokenNotPresent', 'Azure AD JWT not present.');
  const tenant = attributeOr(flow, element, 'tenant-id', '');
  const authority = `https://login.microsoftonline.com/${tenant}/v2.0`;
  const { issuer, keys } = await openidConfiguration(flow, element, `${authority}/.well-known/openid-configuration`);
  const verification = await verified(flow, token, keys);
  const claims = claimsOf(verification.ok ? verification.claims : fail(verification.reason, verification.message));
  const issuers = [issuer, authority, `https://sts.windows.net/${tenant}/`];
  if (!issuers.includes(first(claims, 'iss'))) fail('TokenIssuerNotAllowed', 'Issuer validation failed.');
  const audiences = listed(flow, element, 'audiences');
  if (audiences.length > 0 && !valuesOf(claims, 'aud').some((audience) => audiences.includes(audience)))
    fail('TokenAudienceNotAllowed', 'Audience validation failed.');
  const applications = listed(flow, element, 'client-application-ids');
  // Version 1 names the application `appid`, version 2 `azp`.
  const application = first(claims, 'azp') || first(claims, 'appid');
  if (applications.length > 0 && !applications.includes(application))
    fail('TokenClientApplicationNotAllowed', 'Client application is not allowed.');
  for (const claim of group(element, 'required-claims'))
    if (!hasClaim(flow, claim, claims)) fail('TokenClaimValueNotAllowed', 'Claim value mismatch.');
  const variable = attribute(flow, element, 'output-token-variable-name');
  if (variable !== undefined) flow.variables.set(variable, { type: 'Jwt', claims } satisfies ContextJwt);
};

const verified = (flow: Flow, token: string, keys: readonly unknown[]) =>
  flow.effects.verifyJwt(token, keys, { clockSkewSeconds: 0, requireExpiration: true, nowMs: flow.effects.now() });
