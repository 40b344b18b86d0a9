import type { ApimTier } from '../../model/tier.ts';

/**
 * Tiers of API Management as dated data. What they have: learn.microsoft.com/azure/api-management (feature comparison), checked
 * 2026-11-25. Requests a second of a unit are the published estimates of the classic tiers; for the v2 tiers
 * none is published, so those of the classic tier of the same name are taken for planning.
 */
export interface TierFacts {
  readonly tier: string;
  /** As ARM names it: its limits are in the model. */
  readonly sku: ApimTier;
  readonly sla: boolean;
  readonly maxUnits: number;
  readonly requestsPerSecond: number;
  /** US dollars a unit and month, East US list price. */
  readonly unitPrice: number;
  /** Requests in the price of a month, in millions, and dollars for a million more. */
  readonly included?: { readonly millions: number; readonly more: number };
  readonly has: ReadonlySet<Need>;
}

export const NEEDS = [
  'several gateway host names',
  'outbound network',
  'inbound private access',
  'client certificates',
  'self-hosted gateway',
  'several regions',
  'WebSocket',
  'built-in cache',
  'limits by key',
  'quotas by calendar',
] as const;
export type Need = (typeof NEEDS)[number];

const common = ['WebSocket', 'built-in cache', 'limits by key'] as const;
const has = (...needs: readonly Need[]): ReadonlySet<Need> => new Set(needs);

export const TIERS: readonly TierFacts[] = [
  {
    tier: 'Consumption',
    sku: 'Consumption',
    sla: true,
    maxUnits: 1,
    requestsPerSecond: 1_000,
    unitPrice: 0,
    included: { millions: 1, more: 4.2 },
    has: has(),
  },
  {
    tier: 'Developer',
    sku: 'Developer',
    sla: false,
    maxUnits: 1,
    requestsPerSecond: 500,
    unitPrice: 48,
    has: has(
      ...common,
      'several gateway host names',
      'outbound network',
      'inbound private access',
      'client certificates',
      'self-hosted gateway',
      'quotas by calendar',
    ),
  },
  {
    tier: 'Basic',
    sku: 'Basic',
    sla: true,
    maxUnits: 2,
    requestsPerSecond: 1_000,
    unitPrice: 147,
    has: has(...common, 'inbound private access', 'client certificates', 'quotas by calendar'),
  },
  {
    tier: 'Basic v2',
    sku: 'BasicV2',
    sla: true,
    maxUnits: 10,
    requestsPerSecond: 1_000,
    unitPrice: 150,
    included: { millions: 10, more: 3 },
    has: has(...common),
  },
  {
    tier: 'Standard',
    sku: 'Standard',
    sla: true,
    maxUnits: 4,
    requestsPerSecond: 2_500,
    unitPrice: 687,
    has: has(...common, 'inbound private access', 'client certificates', 'quotas by calendar'),
  },
  {
    tier: 'Standard v2',
    sku: 'StandardV2',
    sla: true,
    maxUnits: 10,
    requestsPerSecond: 2_500,
    unitPrice: 700,
    included: { millions: 50, more: 2.5 },
    has: has(...common, 'outbound network', 'inbound private access'),
  },
  {
    tier: 'Premium',
    sku: 'Premium',
    sla: true,
    maxUnits: 12,
    requestsPerSecond: 4_000,
    unitPrice: 2_795,
    has: has(
      ...common,
      'several gateway host names',
      'outbound network',
      'inbound private access',
      'client certificates',
      'self-hosted gateway',
      'several regions',
      'quotas by calendar',
    ),
  },
  {
    tier: 'Premium v2',
    sku: 'PremiumV2',
    sla: true,
    maxUnits: 30,
    requestsPerSecond: 4_000,
    unitPrice: 2_801,
    has: has(...common, 'outbound network', 'inbound private access'),
  },
];

/** Other regions and rounding: list prices of regions differ by about so much from East US. */
export const REGION_SPREAD = 1.25;

export const PRICE_NOTE =
  'List prices of East US in US dollars, from azure.microsoft.com/pricing/details/api-management as known on 2026-11-25 and not confirmed against your agreement; the upper end adds 25 % for dearer regions. Application Gateway, Front Door, networks, logs and data transfer are not in it.';
