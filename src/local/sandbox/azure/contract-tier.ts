import { TIER_LIMITS, type TierLimits } from '../../../model/tier-limits.ts';
import { isTier, type ApimTier } from '../../../model/tier.ts';
import { invalid, isJson } from './answers.ts';
import { servicePath } from './context.ts';
import { findResource } from './resource-store.ts';
import type { AzureState } from './state.ts';

const COUNTED: Readonly<Record<string, keyof TierLimits>> = {
  'apis/operations': 'operations',
  'products': 'products',
  'subscriptions': 'subscriptions',
  'namedValues': 'namedValues',
  'loggers': 'loggers',
  'tags': 'tags',
};

/** The tier of the service, by its `sku`. */
export function tierOf(state: AzureState): ApimTier {
  const sku = findResource(state, servicePath(state))?.more?.['sku'];
  const name = isJson(sku) ? String(sku['name']) : '';
  return isTier(name) ? name : 'Premium';
}

/** Refuses so many more of a type that the tier's limit is passed (Microsoft Learn, service limits). The wording is assumed. */
export function checkCount(state: AzureState, type: string, more: number): void {
  const kind = COUNTED[type];
  if (kind === undefined) return;
  const tier = tierOf(state);
  const most = TIER_LIMITS[tier][kind] ?? Infinity;
  // Nothing is counted where all that there is would not be too much.
  if (state.resources.size + more <= most) return;
  let count = more;
  for (const resource of state.resources.values())
    if (resource.type === `Microsoft.ApiManagement/service/${type}`) count += 1;
  if (count > most) throw invalid(type, `The ${tier} tier takes ${most} of ${type}.`);
}
