/**
 * Tiers of API Management as dated data. Limits: learn.microsoft.com/azure/api-management (service limits of the 2026 rollout, feature
 * comparison), checked 2026-11-25. Requests a second of a unit are the published estimates of the classic tiers; for the v2 tiers
 * none is published, so those of the classic tier of the same name are taken for planning.
 */
export interface TierFacts {
  readonly tier: string;
  readonly sla: boolean;
  readonly operations: number;
  readonly products: number;
  readonly subscriptions: number;
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
    sla: true,
    operations: 3_000,
    products: 100,
    subscriptions: 10_000,
    maxUnits: 1,
    requestsPerSecond: 1_000,
    unitPrice: 0,
    included: { millions: 1, more: 4.2 },
    has: has(),
  },
  {
    tier: 'Developer',
    sla: false,
    operations: 3_000,
    products: 100,
    subscriptions: 10_000,
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
    sla: true,
    operations: 10_000,
    products: 200,
    subscriptions: 15_000,
    maxUnits: 2,
    requestsPerSecond: 1_000,
    unitPrice: 147,
    has: has(...common, 'inbound private access', 'client certificates', 'quotas by calendar'),
  },
  {
    tier: 'Basic v2',
    sla: true,
    operations: 10_000,
    products: 200,
    subscriptions: 15_000,
    maxUnits: 10,
    requestsPerSecond: 1_000,
    unitPrice: 150,
    included: { millions: 10, more: 3 },
    has: has(...common),
  },
  {
    tier: 'Standard',
    sla: true,
    operations: 50_000,
    products: 500,
    subscriptions: 25_000,
    maxUnits: 4,
    requestsPerSecond: 2_500,
    unitPrice: 687,
    has: has(...common, 'inbound private access', 'client certificates', 'quotas by calendar'),
  },
  {
    tier: 'Standard v2',
    sla: true,
    operations: 50_000,
    products: 500,
    subscriptions: 25_000,
    maxUnits: 10,
    requestsPerSecond: 2_500,
    unitPrice: 700,
    included: { millions: 50, more: 2.5 },
    has: has(...common, 'outbound network', 'inbound private access'),
  },
  {
    tier: 'Premium',
    sla: true,
    operations: 75_000,
    products: 2_000,
    subscriptions: 75_000,
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
    sla: true,
    operations: 75_000,
    products: 2_000,
    subscriptions: 75_000,
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
