import type { Finding } from '../model/finding.ts';
import type { SourceRef } from '../model/source-ref.ts';
import type { ApimTier } from '../model/tier.ts';
import type { PolicyScopeKind } from '../policy/rules/rule.ts';
import type { PolicyDocument } from '../policy/tree.ts';
import { validatePolicy } from '../policy/validate.ts';
import type { ApiKind } from '../policy/websocket.ts';
import type { TranslatedApi } from './translate-api.ts';

/** Policies of an API that its tier would refuse: blockers, so that nothing of the plan is PUT before they are right. */
export function apiPolicyFindings(
  { api, apiPolicy, operationPolicies }: TranslatedApi,
  tier: ApimTier,
): readonly Finding[] {
  const kind = api.type === 'WEBSOCKET' ? 'websocket' : 'http';
  return [
    // A WebSocket API has no policy of its own.
    ...(kind === 'websocket' ? [] : policyFindings(apiPolicy, 'api', `the API ${api.name}`, api.at, tier)),
    ...operationPolicies.flatMap(({ operationId, document }) =>
      policyFindings(document, 'operation', `the operation ${operationId} of ${api.name}`, api.at, tier, kind),
    ),
  ];
}

/** Faults of one document by the rules of its scope and tier. */
export function policyFindings(
  document: PolicyDocument,
  scope: PolicyScopeKind,
  owner: string,
  at: SourceRef,
  tier: ApimTier,
  api: ApiKind = 'http',
): readonly Finding[] {
  return validatePolicy(document, scope, { tier, api }).map(({ code, place, message }) => ({
    code: code === 'not-in-tier' ? 'POLICY-NOT-IN-TIER' : 'POLICY-INVALID',
    severity: 'blocker',
    feature: 'policy',
    at,
    message: `The policy of ${owner} would be refused at ${place}: ${message}.`,
    awsBehaviour: 'API Gateway does what the policy was made for.',
    apimBehaviour: `The ${tier} tier refuses the policy.`,
    remedy: 'Plan for a tier that has the policy, or give the route an override without it.',
  }));
}
