import type { ContextJwt } from '../../csharp/context.ts';
import { claimsOf } from '../../csharp/unverified-jwt.ts';
import { elementsOf, type PolicyElement } from '../../policy/tree.ts';
import { attribute, attributeOr, count, flag, type Flow } from '../state.ts';
import {
  first,
  group,
  hasClaim,
  listed,
  openidConfiguration,
  refusal,
  tokenOf,
  valuesOf,
  type OpenidConfiguration,
} from '../token-checks.ts';
import type { PolicyExecutor } from './policy.ts';

/** Keys and issuer come from each openid-config; the token must pass signature, times, issuer, audience and claims. */
export const validateJwt: PolicyExecutor = async (flow, element) => {
  const fail = refusal(flow, element);
  const token = tokenOf(flow, element) ?? fail('TokenNotPresent', 'JWT not present.');
  const configurations = await openidConfigurations(flow, element);
  const keys = configurations.flatMap((configuration) => configuration.keys);
  const verification = await flow.effects.verifyJwt(token, keys, {
    clockSkewSeconds: count(flow, element, 'clock-skew', 0),
    requireExpiration: flag(flow, element, 'require-expiration-time', true),
    nowMs: flow.effects.now(),
  });
  const claims = claimsOf(verification.ok ? verification.claims : fail(verification.reason, verification.message));
  const issuers = [...listed(flow, element, 'issuers'), ...configurations.map(({ issuer }) => issuer)];
  if (!issuers.includes(first(claims, 'iss'))) fail('TokenIssuerNotAllowed', 'IDX10205: Issuer validation failed.');
  const audiences = listed(flow, element, 'audiences');
  if (audiences.length > 0 && !valuesOf(claims, 'aud').some((audience) => audiences.includes(audience)))
    fail('TokenAudienceNotAllowed', 'IDX10214: Audience validation failed.');
  for (const claim of group(element, 'required-claims'))
    if (!hasClaim(flow, claim, claims)) fail('TokenClaimValueNotAllowed', 'Claim value mismatch.');
  const variable = attribute(flow, element, 'output-token-variable-name');
  if (variable !== undefined) flow.variables.set(variable, { type: 'Jwt', claims } satisfies ContextJwt);
};

function openidConfigurations(flow: Flow, element: PolicyElement): Promise<readonly OpenidConfiguration[]> {
  const urls = elementsOf(element.children)
    .filter(({ name }) => name === 'openid-config')
    .map((child) => attributeOr(flow, child, 'url', ''));
  return Promise.all(urls.map((url) => openidConfiguration(flow, element, url)));
}
