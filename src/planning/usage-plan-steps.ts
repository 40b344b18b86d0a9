import { productPolicy } from '../features/product-policy.ts';
import { enter } from '../features/feature.ts';
import type { AwsUsagePlan } from '../model/aws-account.ts';
import type { AwsInventory } from '../model/aws-inventory.ts';
import type { Finding } from '../model/finding.ts';
import type { LedgerEntry, Step } from '../model/plan.ts';
import type { RunRequest } from '../model/run.ts';
import { below } from '../model/source-ref.ts';
import { plannedTier } from '../model/tier.ts';
import { keyParts, plansOf } from './key-steps.ts';
import { policyFindings } from './policy-findings.ts';
import {
  membersOf,
  PRODUCT_PHASE,
  productIdOf,
  productPlace,
  productSteps,
  put,
  subscriptionStep,
  type PlacedApi,
} from './product-steps.ts';
import { FEATURE, planFindings } from './usage-plan-findings.ts';

/** What plans and keys come to. */
interface Shared {
  readonly steps: readonly Step[];
  readonly findings: readonly Finding[];
  readonly entries: readonly LedgerEntry[];
}

/** Usage plans as products, keys as subscriptions by reference, and an open product for operations without a key (B5). */
export function usagePlanSteps(inventory: AwsInventory, request: RunRequest, placed: readonly PlacedApi[]): Shared {
  const plans = inventory.usagePlans.map((plan) => planSteps(plan, inventory, request, placed));
  const keys = keyParts(inventory, request, placed);
  return {
    steps: [
      ...plans.flatMap(({ steps }) => steps),
      ...keys.steps,
      ...placed.filter(({ isKeyed }) => isKeyed).flatMap(openProduct),
    ],
    findings: [...plans.flatMap(({ findings }) => findings), ...keys.findings],
    entries: [...plans.flatMap(({ entries }) => entries), ...keys.entries],
  };
}

/** Lets callers without a key in: the gate of each keyed operation refuses them. */
function openProduct({ assignment, placements }: PlacedApi): readonly Step[] {
  const id = `open-${assignment.unit}`;
  const place = { wave: assignment.wave, phase: PRODUCT_PHASE, unit: assignment.unit } as const;
  const properties = {
    displayName: `Without key: ${assignment.unit}`,
    subscriptionRequired: false,
    state: 'published',
  };
  const product = put(
    place,
    [assignment.api.at],
    placements.map(({ apimId }) => `close:apis/${apimId}`),
  )(`products/${id}`, properties);
  const link = put(place, [assignment.api.at], [product.id]);
  return [product, ...placements.map(({ apimId }) => link(`products/${id}/apis/${apimId}`, {}))];
}

function planSteps(
  plan: AwsUsagePlan,
  inventory: AwsInventory,
  request: RunRequest,
  placed: readonly PlacedApi[],
): Shared {
  const members = membersOf(plan, placed);
  const throttled = plan.throttle === undefined ? [] : [{ kind: 'throttle' as const, at: below(plan.at, 'throttle') }];
  const entries = enter(FEATURE, [{ kind: 'usage-plan', at: plan.at }, ...throttled], 'differs');
  const tier = plannedTier(request.target);
  const document = productPolicy(plan, tier);
  const findings = [
    ...planFindings(plan, tier),
    ...policyFindings(document, 'product', `the usage plan ${plan.name}`, plan.at, tier),
  ];
  const id = productIdOf(plan);
  const place = productPlace(id, members, request);
  if (place === undefined) return { steps: [], findings, entries };
  const steps = productSteps(id, plan.name, document, members, place, [plan.at]);
  const keys = inventory.apiKeys.filter((key) => plan.keyIds.includes(key.id) && plansOf(key, inventory).length === 1);
  const subscriptions = keys.map((key) => subscriptionStep(key, id, place, request));
  return { steps: [...steps, ...subscriptions], findings, entries };
}
