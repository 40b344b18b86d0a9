/** Tiers of API Management as ARM names them (`sku.name`; checked 2026-11-29). */
export const APIM_TIERS = [
  'Consumption',
  'Developer',
  'Basic',
  'Standard',
  'Premium',
  'BasicV2',
  'StandardV2',
  'PremiumV2',
] as const;
export type ApimTier = (typeof APIM_TIERS)[number];

/** What a tier's gateways are: policies and limits differ between these, not inside of them (Microsoft Learn, feature comparison). */
export type TierGeneration = 'consumption' | 'classic' | 'v2';

export function generationOf(tier: ApimTier): TierGeneration {
  if (tier === 'Consumption') return 'consumption';
  return tier.endsWith('V2') ? 'v2' : 'classic';
}

export function isTier(name: string): name is ApimTier {
  return (APIM_TIERS as readonly string[]).includes(name);
}

/** The tier that an assessment plans for where no run says one: the one that has everything but what only v2 tiers have. */
const ASSUMED_TIER: ApimTier = 'Premium';

/** The tier that a plan is made for. */
export function plannedTier(target: { readonly tier?: ApimTier | undefined } | undefined): ApimTier {
  return target?.tier ?? ASSUMED_TIER;
}
