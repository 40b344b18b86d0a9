import type { Json } from './answers.ts';
import { checkNamedValues, checkPolicy } from './contract-policies.ts';
import { checkReferences } from './contract-references.ts';
import { checkCount, tierOf } from './contract-tier.ts';
import { checkUnique } from './contract-uniqueness.ts';
import { checkValues } from './contract-values.ts';
import type { ArmResource, AzureState } from './state.ts';

/** What is written, and where. */
interface Write {
  readonly type: string;
  readonly id: string;
  readonly segments: readonly string[];
  readonly input: Json;
  readonly existing: ArmResource | undefined;
}

/**
 * Refuses a PUT that the schemas of the contract let through and the service does not: what it names is not there, what it takes is
 * taken, its tier has no room for it. Throws 400 `ValidationError`.
 */
export function checkRules(state: AzureState, { type, id, segments, input, existing }: Write): void {
  const tier = tierOf(state);
  checkValues(type, input, existing === undefined, tier === 'Consumption');
  checkReferences(state, type, segments, input);
  checkUnique(state, type, id, input);
  if (existing === undefined) checkCount(state, type, 1);
  if (type === 'policyFragments' || /(^|\/)policies$/.test(type)) checkPolicy(state, type, input, tier);
  if (type === 'backends') checkNamedValues(state, JSON.stringify([input['credentials'], input['proxy']]));
  if (type === 'loggers') checkNamedValues(state, JSON.stringify(input['credentials'] ?? null));
}
