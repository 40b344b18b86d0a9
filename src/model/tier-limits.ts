import type { ApimTier } from './tier.ts';

/** What a service of a tier takes at most; undefined where nothing is published for the tier. */
export interface TierLimits {
  /** Of all APIs with their versions and revisions. */
  readonly operations: number;
  readonly products: number;
  readonly subscriptions?: number;
  readonly namedValues: number;
  readonly loggers: number;
  readonly tags: number;
  /** Bytes of one policy document. */
  readonly policyBytes: number;
  /** Custom host names of the gateway. */
  readonly gatewayHostnames: number;
  /** Seconds that a whole request may take. */
  readonly requestSeconds?: number;
}

const KIB = 1024;
const POLICY_BYTES = 256 * KIB;
const SMALLEST = { operations: 3_000, products: 100, namedValues: 5_000, loggers: 100, tags: 1_500 } as const;
const BASIC = {
  operations: 10_000,
  products: 200,
  subscriptions: 15_000,
  namedValues: 5_000,
  loggers: 100,
  tags: 1_500,
};
const STANDARD = {
  operations: 50_000,
  products: 500,
  subscriptions: 25_000,
  namedValues: 10_000,
  loggers: 200,
  tags: 2_500,
} as const;
const PREMIUM = {
  operations: 75_000,
  products: 2_000,
  subscriptions: 75_000,
  namedValues: 18_000,
  loggers: 400,
  tags: 15_000,
} as const;

/**
 * Limits by tier as dated data (Microsoft Learn, service limits of the 2026 rollout and feature comparison; docs: mapping, B9, C2, C3;
 * checked 2026-11-29). Several custom host names are for Developer and Premium only.
 */
export const TIER_LIMITS: Readonly<Record<ApimTier, TierLimits>> = {
  Consumption: { ...SMALLEST, policyBytes: 16 * KIB, gatewayHostnames: 1, requestSeconds: 30 },
  Developer: { ...SMALLEST, subscriptions: 10_000, policyBytes: POLICY_BYTES, gatewayHostnames: 20 },
  Basic: { ...BASIC, policyBytes: POLICY_BYTES, gatewayHostnames: 1 },
  Standard: { ...STANDARD, policyBytes: POLICY_BYTES, gatewayHostnames: 1 },
  Premium: { ...PREMIUM, policyBytes: POLICY_BYTES, gatewayHostnames: 20 },
  BasicV2: { ...BASIC, policyBytes: POLICY_BYTES, gatewayHostnames: 1 },
  StandardV2: { ...STANDARD, policyBytes: POLICY_BYTES, gatewayHostnames: 1 },
  PremiumV2: { ...PREMIUM, policyBytes: POLICY_BYTES, gatewayHostnames: 1 },
};
